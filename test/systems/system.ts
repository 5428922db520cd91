/** How a clerk goes through a system: pulls its sheet, edits it, pushes it, computes its round, reads why. */
import { expect } from "vitest";
import type { Outcome, Unscored } from "../../schema/outcome.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import type { TraceStep } from "../../schema/trace.ts";
import type { DemoSize } from "../../worker/cli/demo/places.ts";
import { type Client, prefecture, rowsOf } from "../worker/office.ts";

/** One township with four villages and a community. */
export const oneTownship: DemoSize = {
  counties: 1,
  townships: 1,
  villages: 4,
  communities: 1,
  householdsPerVillage: 1,
  personsPerVillage: 2,
};
export const [v1, v2, v3, v4] = [1, 2, 3, 4].map((number) => `99010100100${number}`) as [
  string,
  string,
  string,
  string,
];
export const community = "990101001201";

/** The rows of a sheet in a period. */
export async function pull(who: Client, sheet: string, period = "") {
  const answer = await who("GET", `/v1/sheets/${sheet}${period && `?period=${period}`}`);
  expect(answer.status, answer.text).toBe(200);
  return rowsOf(answer);
}

/** Edits rows as they were pulled and pushes them: of each subject the cells that change. */
export async function edit(who: Client, sheet: string, period: string, cells: Record<string, Cells>) {
  const found = new Map((await pull(who, sheet, period)).map((row) => [row.id, row]));
  const rows = Object.entries(cells).map(([id, changed]) => {
    expect(found.has(id), `${sheet} lists ${id}`).toBe(true);
    return { id, baseVersion: found.get(id)!.version, cells: changed };
  });
  return send(who, sheet, period, rows);
}

/** Adds rows to a ledger or a roster. */
export const add = (who: Client, sheet: string, period: string, rows: Cells[]) =>
  send(
    who,
    sheet,
    period,
    rows.map((cells, i) => ({ newKey: `n${i}`, cells })),
  );

async function send(who: Client, sheet: string, period: string, rows: object[]) {
  const { status, body, text } = await who("PATCH", `/v1/sheets/${sheet}`, { rows, ...(period && { period }) });
  expect(status, text).toBe(200);
  expect(body.summary.saved + body.summary.unchanged, text).toBe(rows.length);
  return body;
}

export interface Judged {
  /** What a subject got, or why it got nothing; `undefined` for whom the policy does not judge. */
  of(id: string): (Outcome & Unscored) | undefined;
  /** How many were judged. */
  size: number;
  /** The reason of a result as a clerk reads it, one line a step. */
  why(id: string): Promise<string>;
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as a tool in any language would read them
  computed: any;
  round: string;
}

/** Opens a round over the prefecture, or another region, computes it and reads its results. */
export async function judge(who: Client, policyId: string, period: string, regionCode = prefecture): Promise<Judged> {
  const opened = await who("POST", "/v1/rounds", { policyId, period, regionCode });
  expect([201, 409], opened.text).toContain(opened.status);
  const round = `${policyId}.${period}.${regionCode}`;
  const computed = await who("POST", `/v1/rounds/${round}/compute`);
  expect(computed.status, computed.text).toBe(200);
  const { body } = await who("GET", `/v1/rounds/${round}/outcomes?limit=1000`);
  const all = new Map([...body.outcomes, ...body.unscored].map((one: Outcome) => [one.subjectId, one]));
  return {
    of: (id) => all.get(id) as (Outcome & Unscored) | undefined,
    size: all.size,
    async why(id) {
      const answer = await who("GET", `/v1/rounds/${round}/outcomes/${id}`);
      expect(answer.status, answer.text).toBe(200);
      return linesOf(answer.body.trace).join("\n");
    },
    computed: computed.body,
    round,
  };
}

const linesOf = (steps: readonly TraceStep[]): string[] =>
  steps.flatMap(({ title, text, steps: inner }) => [`${title}:${text}`, ...linesOf(inner ?? [])]);
