/** Pushes rows of a sheet: read what stands, decide every row, write all that is to be saved in one batch. */
import { type Fault, faultText, type Language } from "../../schema/fault.ts";
import type { RegionScope } from "../../schema/region.ts";
import { type Decision, type RowResult, type RowStatus, rowStatuses } from "../../schema/sheet/push.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { Refusal } from "../refusal.ts";
import { auditStatement } from "../store/audit.ts";
import { commit } from "../store/database.ts";
import { answerStatements, type RequestKey } from "../store/idempotency.ts";
import { pushStatements, thisPush } from "../store/pushes.ts";
import type { Catalogue } from "./catalogue.ts";
import { decidePush, type Push } from "./decidePush.ts";
import { once } from "./once.ts";
import type { Work } from "./work.ts";

export interface PushAnswer {
  summary: Record<RowStatus, number>;
  /** The number of this push; null when nothing was to be written. */
  push: number | null;
  results: RowAnswer[];
}
type RowAnswer = Omit<RowResult, "errors"> & { errors?: ReturnType<typeof rowErrors> };

/**
 * Pushes rows. Good rows are saved though others are not (`partial`), or none is (`atomic`). A push that changes
 * nothing writes nothing, not even its key.
 * @param access where the principal may read and write, and in which language rows are answered
 * @throws Refusal busy when versions keep moving; keyReused; atomicRefused with the rows that stand in the way
 */
export function pushRows(
  work: Work,
  catalogue: Catalogue,
  sheet: Sheet,
  push: Push,
  access: { scope: RegionScope; writable: RegionScope; language: Language },
  request?: RequestKey,
): Promise<PushAnswer> {
  return once(work, request, ["versionsMoved"], async () => {
    const { decisions, standing } = await decidePush(work, catalogue, sheet, push, access);
    const answer = present(decisions, access.language);
    const bad = answer.results.filter(({ status }) => !fine.has(status));
    if (push.mode === "atomic" && bad.length > 0) throw new Refusal("atomicRefused", [], { results: bad });
    const changes = decisions.flatMap(({ change }) => change ?? []);
    if (changes.length === 0) return { ...answer, push: null };
    const made = { principal: work.principal.id, at: work.now };
    const head = { sheet: sheet.id, period: push.period, ...made, note: push.note ?? null };
    const line = { ...made, action: "sheet.push", target: sheet.id, push: thisPush, requestId: work.requestId };
    const written = await commit(work.db, [
      ...pushStatements(work.db, access.writable, head, changes, standing),
      auditStatement(work.db, line),
      ...(request ? answerStatements(work.db, { ...request, ...made }, answer, thisPush) : []),
    ]);
    return { ...answer, push: (written[0] as D1Result).meta.last_row_id };
  });
}

const fine = new Set<RowStatus>(["saved", "merged", "unchanged"]);

function present(decisions: readonly Decision[], language: Language): Omit<PushAnswer, "push"> {
  const summary = Object.fromEntries(rowStatuses.map((status) => [status, 0])) as Record<RowStatus, number>;
  const results = decisions.map(({ result: { errors, ...result } }): RowAnswer => {
    summary[result.status]++;
    return errors ? { ...result, errors: rowErrors(errors, language) } : result;
  });
  return { summary, results };
}

const rowErrors = (errors: NonNullable<RowResult["errors"]>, language: Language) =>
  errors.map(({ key, ...fault }) => {
    const { pointer: _, ...words } = faultText({ pointer: "", ...fault } as Fault, language);
    return { key, ...words };
  });
