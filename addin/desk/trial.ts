/** 试算: what a row would come to as it stands in the table, before it is pushed. Nothing is stored. */

import type { Cell, Cells } from "../../schema/sheet/definition.ts";
import type { Snapshot } from "../../schema/sheet/workbook/snapshot.ts";
import type { TraceStep } from "../../schema/trace.ts";
import type { Api, Calculated, ExplainedOutcome } from "../api/api.ts";
import type { Pending } from "../sync/pending.ts";

/** The inputs that a result was made of, by code. */
export function inputsIn(steps: readonly TraceStep[]): Cells {
  return Object.fromEntries(
    steps.flatMap(({ inputs = [], steps: inner = [] }) => [
      ...inputs.map(({ code, value }): [string, Cell] => [code, value]),
      ...Object.entries(inputsIn(inner)),
    ]),
  );
}

/** The cells of a row as they stand in the table. */
export function cellsOf({ definition, rows }: Snapshot, pending: Pending, subject: string): Cells {
  const row = rows.get(subject);
  const cells: Cells = {};
  definition.columns.forEach(({ key }, i) => {
    cells[key] = row?.cells[i] ?? null;
  });
  for (const one of pending.rows)
    if (one.id === subject) for (const { key, to } of one.cells) if (to !== undefined) cells[key] = to;
  return cells;
}

export interface Trial {
  before: ExplainedOutcome | undefined;
  after: Calculated["outcomes"][number] | Calculated["unscored"][number];
}

/**
 * Tries a row: what the sheet tells comes from the table, all else from the result that there is. What depends on other
 * subjects, such as places, is only what it is alone.
 */
export async function tryOut(
  api: Api,
  snapshot: Snapshot,
  pending: Pending,
  subject: string,
  before: ExplainedOutcome | undefined,
  signal?: AbortSignal,
): Promise<Trial | undefined> {
  const { policyId } = snapshot.definition;
  if (policyId === undefined) return undefined;
  const { document } = await api.readPolicy(policyId, signal);
  const own = cellsOf(snapshot, pending, subject);
  const known = before ? inputsIn(before.trace) : {};
  const wanted = Object.keys((document as { inputs?: object }).inputs ?? {});
  const codes = wanted.length > 0 ? wanted : Object.keys({ ...known, ...own });
  const inputs = Object.fromEntries(
    codes.map((code) => [code, Object.hasOwn(own, code) ? own[code]! : (known[code] ?? null)]),
  );
  const { outcomes, unscored } = await api.calculate(
    { policyId, period: snapshot.period, subjects: [{ id: subject, inputs }] },
    signal,
  );
  const after = outcomes[0] ?? unscored[0];
  return after && { before, after };
}
