/** One attempt at a push: every row is decided against what stands, and all that is to be saved is written in one batch. */
import { smallestAround } from "../../schema/region.ts";
import { keptColumns } from "../../schema/sheet/layout.ts";
import { type Decision, type ReadCells, readRows } from "../../schema/sheet/push.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { type AuditLine, auditStatement } from "../store/audit.ts";
import { commit, type Statement } from "../store/database.ts";
import { answerStatements, type RequestKey } from "../store/idempotency.ts";
import { type PushHead, pushStatements, thisPush } from "../store/pushes.ts";
import { ruleAccounts } from "./accountRules.ts";
import type { Catalogue } from "./catalogue.ts";
import { decidePush, type Push } from "./decidePush.ts";
import { noteCompared } from "./noteCompared.ts";
import { type PushAccess, type PushAnswer, presentPush } from "./presentPush.ts";
import type { Work } from "./work.ts";

/** The constraints that fail when what a push was decided on has moved. */
export const pushMoved = ["versionsMoved", "failed: entry."];

/**
 * Saves rows; fails on `pushMoved`.
 * @param sent the cells of the rows, as they were read
 * @param undoing the push that the rows take back, and how many of its rows lie outside the pusher's region
 */
export async function savePush(
  work: Work,
  catalogue: Catalogue,
  sheet: Sheet,
  push: Push,
  sent: readonly Required<ReadCells>[],
  access: PushAccess,
  request?: RequestKey,
  undoing?: { push: number; outside: number },
): Promise<PushAnswer> {
  const ruled = await decidePush(work, catalogue, sheet, push, sent, access);
  await noteCompared(work, sheet, sent, ruled.decisions, access);
  const { guards } = ruled;
  const accounts = sheet.accounts && (await ruleAccounts(work, sheet.accounts, ruled.decisions, access.grants));
  const { decisions } = accounts ?? ruled;
  const decided = presentPush(decisions, push.mode, access.language);
  const answer = { ...decided, ...(undoing && undoing.outside > 0 && { outside: undoing.outside }) };
  const changes = decisions.flatMap(({ change, left }) => [change ?? [], left ?? []].flat());
  if (changes.length === 0) return { ...answer, push: null };
  const head = headOf(work, sheet, push, undoing?.push);
  const statements = await pushStatements(work.db, access.writable, head, changes, guards);
  const touched = smallestAround(changes.flatMap(({ regionCode, movedFrom }) => [regionCode, movedFrom ?? regionCode]));
  return commitPush(work, head, touched, [...statements, ...(accounts?.statements ?? [])], answer, request);
}

/**
 * Decides a push and saves nothing. Numbers that somebody compares by it without seeing them leave their line all the
 * same.
 */
export async function tryPush(
  work: Work,
  catalogue: Catalogue,
  sheet: Sheet,
  push: Push,
  access: PushAccess,
): Promise<readonly Decision[]> {
  const sent = readRows(sheet, push.rows);
  const { decisions } = await decidePush(work, catalogue, sheet, push, sent, access);
  await noteCompared(work, sheet, sent, decisions, access);
  return decisions;
}

/** A push as it will be told of: who made it and when, in which order the sheet keeps its cells. */
export function headOf({ principal, now }: Work, sheet: Sheet, { period, note }: Push, undoes?: number): PushHead {
  const kept = keptColumns(sheet);
  return {
    sheet: sheet.id,
    period,
    kept,
    principal: principal.id,
    at: now,
    note: note ?? null,
    ...(undoes && { undoes }),
  };
}

/**
 * Writes a push with its line of the audit and, where the request had a key, its answer.
 * @param regionCode the smallest region that holds all its rows, or how the database finds it
 */
export async function commitPush(
  work: Work,
  { sheet, principal, at, undoes }: PushHead,
  regionCode: AuditLine["regionCode"],
  statements: readonly Statement[],
  answer: Omit<PushAnswer, "push">,
  request?: RequestKey,
): Promise<PushAnswer> {
  const undone = undoes !== undefined && { detail: JSON.stringify({ undoes }) };
  const action = undone ? "push.undo" : "sheet.push";
  const { db } = work;
  const written = await commit(db, [
    ...statements,
    auditStatement(work, { action, target: sheet, regionCode, push: thisPush, ...undone }),
    ...(request ? answerStatements(db, { ...request, principal, at }, answer, thisPush) : []),
  ]);
  return { ...answer, push: (written[0] as D1Result).meta.last_row_id };
}
