/** Pushes a sheet that came back in a workbook file: what was changed goes the way of every push, and every row is answered. */
import { type Fault, faultText } from "../../schema/fault.ts";
import type { RowResult } from "../../schema/sheet/push.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import type { TableContent } from "../../schema/sheet/workbook/content.ts";
import { settle } from "../../schema/sheet/workbook/settle.ts";
import type { Part, Snapshot } from "../../schema/sheet/workbook/snapshot.ts";
import { tableOf } from "../../schema/sheet/workbook/table.ts";
import type { FileTable } from "../files/fileTable.ts";
import { Refusal } from "../refusal.ts";
import type { RequestKey } from "../store/idempotency.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Push } from "./decidePush.ts";
import { planFile } from "./planFile.ts";
import { noRows, type PushAccess, type PushAnswer, presentPush } from "./presentPush.ts";
import { pushRows } from "./pushRows.ts";
import type { Work } from "./work.ts";

export interface FileAnswer extends PushAnswer {
  results: (PushAnswer["results"][number] & { row?: number })[];
  missing: string[];
  warnings: ReturnType<typeof faultText>[];
}

/** What a file came to: the answer, and what a file that tells of it is made of. */
export interface Filed {
  answer: FileAnswer;
  snapshot: Snapshot;
  content: TableContent;
  /** By row of the content, what became of it. */
  outcomes: Map<number, FileAnswer["results"][number]>;
  saved: { row: number; column: string }[];
}

/** How a file is pushed; `deletesMissing`: rows that are not in the file are to be deleted. */
export interface FilePush extends Omit<Push, "rows"> {
  deletesMissing: boolean;
}

/** Refuses a table in which no row can be told. */
export function unreadable(snapshot: Snapshot, { content }: FileTable, pointer: string): Fault | undefined {
  const { unnamed, twice } = tableOf(snapshot, content);
  if (unnamed !== undefined)
    return { pointer, code: "tableGone", params: { title: snapshot.definition.title, column: unnamed } };
  return twice.length > 0 ? { pointer, code: "titleTwice", params: { title: twice[0] } } : undefined;
}

/**
 * Pushes what was changed in a table that can be read.
 * @throws Refusal as `pushRows` does; atomicRefused also for rows of the file that are to be decided first
 */
export async function pushFile(
  work: Work,
  catalogue: Catalogue,
  sheet: Sheet,
  snapshot: Snapshot,
  table: FileTable,
  { deletesMissing, ...push }: FilePush,
  access: PushAccess,
  request?: RequestKey,
): Promise<Filed> {
  const plan = planFile(snapshot, table.content, deletesMissing);
  const told = presentPush(
    plan.told.map(({ result }) => ({ result })),
    push.mode,
    access.language,
  );
  const notices = presentPush(
    [...plan.notices].map(([id, list]) => ({
      result: { id, status: "unchanged", version: 0, notices: list } satisfies RowResult,
    })),
    "partial",
    access.language,
  ).results;
  const noticesOf = new Map(notices.map((one) => [one.id, one.notices ?? []]));
  const rows = plan.rows;
  const pushed: PushAnswer =
    rows.length === 0
      ? { summary: noRows, push: null, results: [] }
      : await pushRows(work, catalogue, sheet, { ...push, rows }, access, request);
  const outcomes: Filed["outcomes"] = new Map(
    told.results.map((result, i) => [plan.told[i]!.at, { ...result, row: table.lineOf(plan.told[i]!.at) }]),
  );
  const apart: FileAnswer["results"] = [];
  for (const result of pushed.results) {
    const name = result.newKey ?? result.id;
    const at = plan.places.get(name);
    const more = [...(result.notices ?? []), ...(noticesOf.get(name) ?? [])];
    const answered = { ...result, ...(more.length > 0 && { notices: more }) };
    if (at === undefined) apart.push(answered);
    else outcomes.set(at, { ...answered, row: table.lineOf(at) });
  }
  const results = [...[...outcomes].sort(([a], [b]) => a - b).map(([, result]) => result), ...apart];
  const summary = { ...noRows };
  for (const { status } of results) summary[status]++;
  const pointer = `/file/${snapshot.definition.title}`;
  const absent = tableOf(snapshot, table.content).absent.map(
    ({ title }): Fault => ({ pointer, code: "titleGone", params: { title } }),
  );
  const answer: FileAnswer = {
    ...pushed,
    ...{ summary, results, missing: plan.missing },
    warnings: [...table.warnings, ...absent].map((fault) => faultText(fault, access.language)),
  };
  const part: Part = { key: "file", body: { mode: "partial", period: push.period, rows } };
  const before = { ...snapshot, named: plan.named, sent: [part] };
  const settled = settle(before, plan.content, part, { answer: { results: pushed.results as never } });
  return {
    answer,
    snapshot: settled.snapshot,
    content: applyCells(plan.content, settled.change.cells),
    outcomes,
    saved: settled.saved,
  };
}

function applyCells(
  { columns, rows }: TableContent,
  cells: ReturnType<typeof settle>["change"]["cells"],
): TableContent {
  const places = new Map(columns.map((title, i) => [title, i]));
  for (const { row, column, value } of cells) rows[row]![places.get(column)!] = value;
  return { columns, rows };
}

/** Refuses a file for one thing that is wrong with it. */
export const refuseFile = (fault: Fault): Refusal => new Refusal("badFile", [fault]);
