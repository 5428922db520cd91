/** Saves a push at once where nobody has touched its rows since they were pulled, which is nearly always. */
import { common } from "../../schema/region.ts";
import { alikeRows } from "../../schema/sheet/alike.ts";
import type { RowStatus } from "../../schema/sheet/push.ts";
import { looksAt } from "../../schema/sheet/rules/rule.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { failedOn } from "../store/database.ts";
import type { RequestKey } from "../store/idempotency.ts";
import { guardStatement, regionReplaced } from "../store/pushes.ts";
import { untouchedStatements } from "../store/untouched.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Push } from "./decidePush.ts";
import { placingColumn, references } from "./places.ts";
import { noRows, type PushAccess, type PushAnswer } from "./presentPush.ts";
import { commitPush, headOf } from "./savePush.ts";
import { closedTo } from "./submittedRows.ts";
import type { Work } from "./work.ts";

/**
 * Saves all rows of a push to a roster in one go, without reading them first: they only change cells that no rule looks
 * at and that say nothing of where a row belongs.
 * @returns nothing, and nothing is saved, where a row is otherwise or the database finds it otherwise than it was pulled:
 *   then each row is to be decided by itself
 */
export async function saveUntouched(
  work: Work,
  catalogue: Catalogue,
  sheet: Sheet,
  push: Push,
  { scope, writable, reader }: Pick<PushAccess, "scope" | "writable" | "reader">,
  request?: RequestKey,
): Promise<PushAnswer | undefined> {
  if (sheet.rows !== "roster" || sheet.accounts) return undefined;
  const groups = alikeRows(sheet, push.rows);
  if (!groups) return undefined;
  const changed = new Set(groups.flatMap(({ keys }) => keys));
  changed.delete(sheet.key);
  if (sheet.rules?.some((rule) => looksAt(rule, changed))) return undefined;
  const referring = sheet.columns.filter((column) => references(sheet, column, catalogue).length > 0);
  // The key is the id of its row, so it stays as it is.
  const fixed = [placingColumn(sheet) ?? [], ...referring.map(({ key }) => key)]
    .flat()
    .filter((key) => key !== sheet.key);
  const head = headOf(work, sheet, push);
  const within = common(scope, writable);
  const closed = await closedTo(work.db, catalogue, sheet, push.period, { writable, reader });
  if (closed.any) return undefined;
  const statements = [
    ...(await untouchedStatements(work.db, within, head, groups, fixed)),
    ...closed.guards.map((guard) => guardStatement(work.db, guard)),
  ];
  const status: RowStatus = "saved";
  const results = push.rows.map((row) => {
    const { id, baseVersion } = row as Extract<typeof row, { id: string }>;
    return { id, status, version: baseVersion + 1 };
  });
  const answer = { summary: { ...noRows, [status]: results.length }, results };
  try {
    return await commitPush(work, head, regionReplaced(head), statements, answer, request);
  } catch (error) {
    if (failedOn(error, "versionsMoved")) return undefined;
    throw error;
  }
}
