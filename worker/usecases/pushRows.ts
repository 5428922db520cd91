/** Pushes rows of a sheet: read what stands, decide every row, write all that is to be saved in one batch. */
import { keptColumns } from "../../schema/sheet/layout.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { auditStatement } from "../store/audit.ts";
import { commit } from "../store/database.ts";
import { answerStatements, type RequestKey } from "../store/idempotency.ts";
import { pushStatements, thisPush } from "../store/pushes.ts";
import type { Catalogue } from "./catalogue.ts";
import { decidePush, type Push } from "./decidePush.ts";
import { pushDocument } from "./documentSheets.ts";
import { once } from "./once.ts";
import { type PushAccess, type PushAnswer, presentPush } from "./presentPush.ts";
import type { Work } from "./work.ts";

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
  access: PushAccess,
  request?: RequestKey,
): Promise<PushAnswer> {
  if (sheet.keptBy !== undefined) return pushDocument(work, sheet, push, access, request);
  return once(work, request, pushMoved, () => savePush(work, catalogue, sheet, push, access, request));
}

/** The constraints that fail when what a push was decided on has moved. */
export const pushMoved = ["versionsMoved", "failed: entry."];

/**
 * One attempt to save rows; it fails on `pushMoved`.
 * @param undoing the push that the rows take back, and how many of its rows lie outside the pusher's region
 */
export async function savePush(
  work: Work,
  catalogue: Catalogue,
  sheet: Sheet,
  push: Push,
  access: PushAccess,
  request?: RequestKey,
  undoing?: { push: number; outside: number },
): Promise<PushAnswer> {
  const { decisions, guards } = await decidePush(work, catalogue, sheet, push, access);
  const decided = presentPush(decisions, push.mode, access.language);
  const answer = { ...decided, ...(undoing && undoing.outside > 0 && { outside: undoing.outside }) };
  const changes = decisions.flatMap(({ change, left }) => [change ?? [], left ?? []].flat());
  if (changes.length === 0) return { ...answer, push: null };
  const made = { principal: work.principal.id, at: work.now };
  const undoes = undoing && { undoes: undoing.push };
  const note = push.note ?? null;
  const head = { sheet: sheet.id, period: push.period, kept: keptColumns(sheet), ...made, note, ...undoes };
  const line = {
    ...made,
    action: undoing ? "push.undo" : "sheet.push",
    target: sheet.id,
    push: thisPush,
    requestId: work.requestId,
    ...(undoing && { detail: JSON.stringify(undoes) }),
  };
  const written = await commit(work.db, [
    ...(await pushStatements(work.db, access.writable, head, changes, guards)),
    auditStatement(work.db, line),
    ...(request ? answerStatements(work.db, { ...request, ...made }, answer, thisPush) : []),
  ]);
  return { ...answer, push: (written[0] as D1Result).meta.last_row_id };
}
