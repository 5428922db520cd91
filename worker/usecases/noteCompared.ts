/** Numbers that somebody compares without seeing them: a push that is refused since one stands already leaves a line of the audit. */
import { seesWhole, sensitiveColumns } from "../../schema/sheet/mask.ts";
import type { Decision, ReadCells } from "../../schema/sheet/push.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { auditStatement } from "../store/audit.ts";
import { commit } from "../store/database.ts";
import type { PushAccess } from "./presentPush.ts";
import type { Work } from "./work.ts";

/**
 * Writes how many numbers a push sent and how many of them stand elsewhere, where its sender sees masks. It is written
 * before anything is answered: a number can be found by sending many, and of what is refused nothing else is kept.
 */
export async function noteCompared(
  work: Work,
  sheet: Sheet,
  sent: readonly ReadCells[],
  decisions: readonly Decision[],
  { scope, reader }: Pick<PushAccess, "scope" | "reader">,
): Promise<void> {
  const personal = sensitiveColumns(sheet.columns).map(({ key }) => key);
  const told = (sheet.rules ?? []).flatMap(({ check }) =>
    "unique" in check && check.unique.some((key) => personal.includes(key)) ? check.unique.slice(0, 1) : [],
  );
  if (told.length === 0 || seesWhole(sheet.columns, reader, scope)) return;
  const same = decisions.filter(({ result }) =>
    result.errors?.some(({ key, code }) => code === "duplicateValue" && told.includes(key)),
  ).length;
  if (same === 0) return;
  const rows = sent.filter(({ cells }) => personal.some((key) => (cells[key] ?? null) !== null)).length;
  const line = { action: "personal.compare", target: sheet.id, detail: JSON.stringify({ rows, same }) } as const;
  await commit(work.db, [auditStatement(work, line)]);
}
