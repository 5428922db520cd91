/** What the add-in writes and marks beside the rows: what is changed in each, what became of it, which cells to look at. */
import { answerText, conflictText } from "../../schema/sheet/workbook/answerText.ts";
import type { CellWrite, Place, TableContent } from "../../schema/sheet/workbook/content.ts";
import type { Settled } from "../../schema/sheet/workbook/settle.ts";
import type { Snapshot } from "../../schema/sheet/workbook/snapshot.ts";
import { type Table, tableOf } from "../../schema/sheet/workbook/table.ts";
import type { Pending, PendingCell, PendingRow } from "./pending.ts";

export type Mark = "changed" | "conflict" | "invalid" | "saved";

const kinds: Record<PendingRow["kind"], string> = {
  changed: "修改",
  new: "新增",
  copied: "复制的行",
  ignored: "不提交",
  altered: "行号不符",
  missing: "不在表中",
  lost: "他人已删除",
};

/** What is changed in a row: 修改:党员数、类别. */
export function changeText({ kind, cells }: PendingRow): string {
  const titles = cells.filter((cell) => markOf(cell) !== undefined).map(({ title }) => title);
  return kind === "changed" && titles.length > 0 ? `${kinds.changed}:${titles.join("、")}` : kinds[kind];
}

/** What stands in the way of a row, or that nothing does. */
export function stateText(table: Table, row: PendingRow): string {
  const conflicts = row.cells.flatMap(({ key, title, typed, to, conflict }) => {
    const form = table.cells.find(({ column }) => column.key === key)?.column.form;
    if (!conflict || !form) return [];
    const [base, theirs] = [form.word(conflict.base), form.word(conflict.theirs)];
    const values = { base, theirs, mine: to === undefined ? String(typed) : form.word(to) };
    return [`冲突“${title}”:${conflictText(values)}`];
  });
  const problems = [...row.problems, ...row.cells.flatMap((cell) => cell.problems)];
  const told = problems.filter(({ code }) => code !== "conflict").map(({ message, fix }) => `${message};${fix}`);
  const all = [...conflicts, ...told];
  return all.length > 0 ? all.join("。") : "待提交";
}

/**
 * The columns 变更 and 状态 of a table as they should be.
 * @param told what was answered a moment ago, by id
 */
export function textWrites(
  snapshot: Snapshot,
  content: TableContent,
  pending: Pending,
  told: Settled["told"] = new Map(),
): CellWrite[] {
  const table = tableOf(snapshot, content);
  const { change, status } = table.layout;
  const columns = [change, status].map((column) => column && table.placeOf(column));
  const byRow = new Map(pending.rows.map((row) => [row.row, row]));
  return content.rows.flatMap((_, row) => {
    const listed = byRow.get(row);
    const answer = told.get(table.idOf(row));
    const [changeAt, statusAt] = columns;
    const wasListed = changeAt !== undefined && table.valueAt(row, changeAt) !== "";
    const stays = statusAt === undefined || wasListed ? "" : table.valueAt(row, statusAt);
    const state = listed ? stateText(table, listed) : answer ? answerText(answer) : stays;
    const wanted = [
      { at: changeAt, value: listed ? changeText(listed) : "" },
      { at: statusAt, value: state },
    ];
    return wanted.flatMap(({ at, value }) =>
      at === undefined || table.valueAt(row, at) === value ? [] : [table.writeTo(row, at, value)],
    );
  });
}

/** How the cells of a table are marked: those that are pending, and those that were saved a moment ago. */
export function marksOf(
  snapshot: Snapshot,
  content: TableContent,
  pending: Pending,
  saved: Settled["saved"] = [],
): (Place & { kind: Mark })[] {
  const table = tableOf(snapshot, content);
  const titles = new Map(table.cells.map(({ column, at }) => [column.key, content.columns[at]!]));
  const marked = pending.rows.flatMap(({ row, cells }) =>
    cells.flatMap((cell) => {
      const [kind, column] = [markOf(cell), titles.get(cell.key)];
      return row === undefined || column === undefined || kind === undefined ? [] : [{ row, column, kind }];
    }),
  );
  const known = new Set(marked.map(({ row, column }) => `${row} ${column}`));
  const fresh = saved.filter(({ row, column }) => !known.has(`${row} ${column}`));
  return [...marked, ...fresh.map((place) => ({ ...place, kind: "saved" as const }))];
}

function markOf({ problems, conflict }: PendingCell): Mark | undefined {
  if (conflict) return "conflict";
  if (problems.some(({ severity, code }) => severity === "refuse" || code === "refused")) return "invalid";
  return problems.some(({ severity }) => severity === "ignored") ? undefined : "changed";
}
