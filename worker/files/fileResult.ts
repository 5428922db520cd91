/** A workbook that tells of every row what became of it, and can be filled in and sent back again. */

import type { Cell } from "../../schema/sheet/definition.ts";
import { answerText, conflictText } from "../../schema/sheet/workbook/answerText.ts";
import type { CellValue, TableContent } from "../../schema/sheet/workbook/content.ts";
import { type Layout, layoutFor } from "../../schema/sheet/workbook/layout.ts";
import { rowFor, type Snapshot } from "../../schema/sheet/workbook/snapshot.ts";
import type { FileSheet } from "./sheetBook.ts";
import type { Mark } from "./writeBook.ts";

interface Words {
  key: string;
  message: string;
  fix: string;
}

/** What became of a row, as an answer tells it. */
export interface RowOutcome {
  id: string;
  status: string;
  errors?: Words[] | undefined;
  notices?: Words[] | undefined;
  conflicts?: { key: string; base: Cell; theirs: Cell; mine: Cell }[] | undefined;
}

/** What a file came to, by rows of its content. */
export interface Outcome {
  snapshot: Snapshot;
  content: TableContent;
  outcomes: ReadonlyMap<number, RowOutcome>;
  saved: readonly { row: number; column: string }[];
  /** Rows that were pulled and were not in the file. */
  missing: readonly string[];
}

const fine = new Set(["saved", "merged", "unchanged"]);

/** @param words what is said of a row that was not in the file, and of one that is to be decided */
export function fileResult(
  { snapshot, content, outcomes, saved, missing }: Outcome,
  words: { missing: string; toDecide: string },
): FileSheet {
  const layout = layoutFor(snapshot.definition);
  const at = (column: { title: string } | undefined) =>
    column === undefined ? -1 : content.columns.findIndex((title) => title.trim() === column.title);
  const [changeAt, statusAt, idAt] = [at(layout.change), at(layout.status), at(layout.id)];
  const isGone = (id: string) => snapshot.rows.get(id)?.deleted === true;
  const marks = new Map<string, Mark>();
  const savedPlaces = Map.groupBy(saved, ({ row }) => row);
  const rows: CellValue[][] = [];
  content.rows.forEach((cells, row) => {
    const outcome = outcomes.get(row);
    const isFine = outcome !== undefined && fine.has(outcome.status);
    if (isFine && isGone(String(cells[idAt] ?? ""))) return;
    const shown = [...cells];
    if (isFine && changeAt >= 0) shown[changeAt] = "";
    if (statusAt >= 0) shown[statusAt] = outcome ? statusText(layout, outcome, words.toDecide) : "";
    const line = rows.push(shown) - 1;
    for (const { column } of savedPlaces.get(row) ?? [])
      marks.set(`${line} ${content.columns.indexOf(column)}`, "saved");
    if (!outcome) return;
    const mark = (key: string, how: Mark) => {
      const place = at(layout.cells.find((column) => column.key === key));
      marks.set(`${line} ${place >= 0 ? place : statusAt}`, how);
    };
    for (const { key } of outcome.notices ?? []) mark(key, "warned");
    for (const { key } of outcome.conflicts ?? []) mark(key, "conflict");
    if (outcome.status !== "conflict") for (const { key } of outcome.errors ?? []) mark(key, "invalid");
  });
  for (const id of missing) {
    const row = rowFor(layout, content.columns, id, snapshot.rows.get(id)!);
    if (statusAt >= 0) row[statusAt] = words.missing;
    marks.set(`${rows.push(row) - 1} ${statusAt}`, "warned");
  }
  const kept = [...snapshot.rows].filter(([id, { deleted }]) => !deleted || rows.some((row) => row[idAt] === id));
  return {
    snapshot: { ...snapshot, rows: new Map(kept) },
    content: { columns: content.columns, rows },
    markOf: (row, column) => marks.get(`${row} ${column}`) ?? "plain",
  };
}

function statusText(layout: Layout, outcome: RowOutcome, toDecide: string): string {
  const { status, errors = [], conflicts = [] } = outcome;
  if (status === "unchanged" && !outcome.notices) return "";
  if (fine.has(status)) return answerText(outcome);
  const told = conflicts.map(({ key, base, theirs, mine }) => {
    const column = layout.cells.find((one) => one.key === key);
    const word = (cell: Cell) => column?.form.word(cell) ?? String(cell ?? "");
    return `冲突“${column?.title ?? key}”:${conflictText({ base: word(base), theirs: word(theirs), mine: word(mine) })}`;
  });
  const why = errors.map(({ message, fix }) => `${message};${fix}`);
  const isOpen = status === "conflict" && conflicts.length > 0 && errors.length === 0;
  return ["未保存", ...told, ...why, ...(isOpen ? [toDecide] : [])].join("。");
}
