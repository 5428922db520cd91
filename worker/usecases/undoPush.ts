/** Undoes a push by a new one: what nobody changed since is as it was before, what somebody did stays. */
import type { RegionScope } from "../../schema/region.ts";
import { type PushRow, readRows } from "../../schema/sheet/push.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { inverseRows, wholeLines } from "../../schema/sheet/undo.ts";
import { Refusal, refuse } from "../refusal.ts";
import type { RequestKey } from "../store/idempotency.ts";
import { linesOfPush } from "../store/lines.ts";
import type { CountedPush } from "../store/pushList.ts";
import type { Catalogue } from "./catalogue.ts";
import { once } from "./once.ts";
import { type PushAccess, type PushAnswer, shownAgain } from "./presentPush.ts";

import { type Sight, undosOf } from "./readPushes.ts";
import { pushMoved, savePush } from "./savePush.ts";
import type { Work } from "./work.ts";

/** Sheets whose rows belong to whoever typed or signed them: nobody types or signs for another. */
const personal = new Set<Sheet["ballots"]>(["first", "second", "signoffs"]);

/**
 * Undoes a push. Every row goes the way of any push: a cell that somebody changed since is a conflict with all three
 * values; a row that was taken back already is unchanged.
 * @throws Refusal notUndoable for a push to a policy's document, or of typings and signatures; atomicRefused when all or
 *   nothing is asked for and not all can be had; busy, keyReused as for any push
 */
export function undoPush(
  work: Work,
  catalogue: Catalogue,
  sight: Sight,
  { sheet, push }: { sheet: Sheet; push: CountedPush },
  { mode, note }: { mode: "partial" | "atomic"; note?: string | undefined },
  access: PushAccess,
  request?: RequestKey,
): Promise<PushAnswer> {
  if (sheet.keptBy !== undefined) throw refuse("notUndoable", "/push", "draftStays");
  if (personal.has(sheet.ballots)) throw refuse("notUndoable", "/push", "typedInPerson");
  const attempt = async () => {
    const undos = await undosOf(work.db, sight, catalogue, [push.push]);
    const { rows, outside } = await rowsToUndo(work, access.scope, sheet, push, undos);
    if (mode === "atomic" && outside > 0)
      throw new Refusal("atomicRefused", [{ pointer: "/push", code: "pushBeyondRegion", params: { count: outside } }]);
    const back = { mode, period: push.period, note, rows };
    return savePush(work, catalogue, sheet, back, readRows(sheet, rows), access, request, { push: push.push, outside });
  };
  return once(work, request, pushMoved, attempt, shownAgain(sheet, access));
}

/** The rows that take a push back inside a scope, and how many of its rows lie outside. */
async function rowsToUndo(
  { db }: Work,
  scope: RegionScope,
  sheet: Sheet,
  push: CountedPush,
  undos: readonly CountedPush[],
): Promise<{ rows: PushRow[]; outside: number }> {
  const [found, ...taken] = await Promise.all(
    [push, ...undos].map((one) => linesOfPush(db, scope, one, sheet.rows === "roster")),
  );
  const lines = wholeLines(found!);
  const back = new Set(taken.flat().map(({ id }) => id));
  const untouched = lines
    .filter(({ id }) => back.has(id))
    .map(({ id, version }): PushRow => ({ id, baseVersion: version, cells: {} }));
  const rows = inverseRows(
    sheet,
    lines.filter(({ id }) => !back.has(id)),
  );
  return { rows: [...rows, ...untouched], outside: push.all - lines.length };
}
