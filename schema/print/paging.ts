/** Lays a table out on pages of A4: which rows stand on which page, with what each page and all of them come to. */
import { decimalsOf, type MoneyUnit, moneyText } from "./money.ts";
import type { ColumnKind, Print, PrintCell, PrintColumn, PrintTable } from "./print.ts";

/** Millimetres inside the margins. The style of pages says the same. */
export const paper = {
  portrait: { width: 180, height: 264 },
  landscape: { width: 267, height: 177 },
} as const;

/** Millimetres that the parts of a page take. */
export const heights = { title: 13, subtitle: 7, head: 9, caption: 8, line: 5, padding: 2, signatures: 12, mark: 8 };
/** How wide signs of a table's text are at most, in whatever font: Chinese ones, and digits and letters. */
const signs = { wide: 3.75, narrow: 2.1 };

/** A row as it is printed. */
export interface PlacedRow {
  kind: "row" | "subtotal" | "page" | "total" | "capitals";
  /** One for every column; in rows that add up the label stands in the first ones. */
  cells: readonly PrintCell[];
  /** So many columns the label of such a row takes. */
  span: number;
}

export interface Page {
  rows: readonly PlacedRow[];
}

/** How wide a text is at most, in millimetres. */
const textWidth = (text: string): number =>
  [...text].reduce((sum, sign) => sum + (sign.codePointAt(0)! > 0xff ? signs.wide : signs.narrow), 0);

/** The table that a print is, where it is nothing else: that is laid out page by page. */
export function onlyTable({ blocks }: Print): PrintTable | undefined {
  const [block] = blocks;
  return blocks.length === 1 && block?.kind === "table" ? block : undefined;
}

/** The decimals with which all money of a print is written. */
export const moneyDecimals = ({ blocks, unit }: Print): number =>
  decimalsOf(
    blocks.flatMap((block) =>
      block.kind === "table"
        ? rowsOf(block, String).flatMap(({ kind, cells }) =>
            block.columns.flatMap((column, i) =>
              column.kind === "money" && kind !== "capitals" && typeof cells[i] === "number" ? [cells[i]] : [],
            ),
          )
        : [],
    ),
    unit ?? "yuan",
  );

/** The heads of columns above each other: groups in the first line, and what stands below them in the second. */
export function headRows(columns: readonly PrintColumn[]) {
  const isGrouped = columns.some(({ group }) => group !== undefined);
  const first: { title: string; from: number; columns: number; rows: number }[] = [];
  columns.forEach(({ title, group }, from) => {
    const last = first.at(-1);
    if (group !== undefined && last?.title === group && last.rows === 1 && isGrouped) last.columns++;
    else if (group !== undefined) first.push({ title: group, from, columns: 1, rows: 1 });
    else first.push({ title, from, columns: 1, rows: isGrouped ? 2 : 1 });
  });
  const second = isGrouped
    ? columns.flatMap(({ title, group }, from) => (group === undefined ? [] : [{ title, from }]))
    : [];
  return { first, second };
}

const linesOf = (text: string, width: number) =>
  text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / width)), 0);

/** A cell as it is read. */
export function cellText(kind: ColumnKind, cell: PrintCell, unit?: MoneyUnit, decimals?: number): string {
  if (cell === null) return "";
  return kind === "money" ? moneyText(Number(cell), unit, decimals) : String(cell);
}

const isSum = ({ sum }: PrintColumn) => sum === true;

/** The columns before the first one that is added up: there the label of a sum stands. */
const labelSpan = (columns: readonly PrintColumn[]) => {
  const first = columns.findIndex(isSum);
  return first < 0 ? columns.length : Math.max(1, first);
};

function sumRow(table: PrintTable, kind: PlacedRow["kind"], label: string, rows: readonly PlacedRow[]): PlacedRow {
  const cells = table.columns.map((column, i): PrintCell => {
    if (i === 0) return label;
    if (!isSum(column)) return null;
    const values = rows.map((row) => row.cells[i]).filter((cell) => typeof cell === "number");
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
  });
  return { kind, cells, span: labelSpan(table.columns) };
}

/** The rows of all groups, numbered through, each of several groups with its subtotal; and those alone that count. */
function placed(table: PrintTable): { rows: PlacedRow[]; counted: PlacedRow[] } {
  const [rows, counted]: [PlacedRow[], PlacedRow[]] = [[], []];
  for (const { title, rows: own } of table.groups) {
    const from = counted.length;
    for (const given of own) {
      const left = [...given];
      const cells = table.columns.map(({ kind }) => (kind === "serial" ? counted.length + 1 : (left.shift() ?? null)));
      counted.push({ kind: "row", cells, span: 1 });
      rows.push(counted.at(-1)!);
    }
    if (table.total !== undefined && table.groups.length > 1)
      rows.push(sumRow(table, "subtotal", `${title}小计`, counted.slice(from)));
  }
  for (let i = 0; counted.length === 0 && i < (table.lines ?? 0); i++)
    rows.push({
      ...{ kind: "row", span: 1 },
      cells: table.columns.map(({ kind }) => (kind === "serial" ? i + 1 : null)),
    });
  return { rows, counted };
}

/** What all rows come to, and that in capitals. @param written what writes fen in capitals */
function closingRows(table: PrintTable, counted: readonly PlacedRow[], written: (fen: number) => string): PlacedRow[] {
  if (table.total === undefined) return [];
  const total = sumRow(table, "total", table.total, counted);
  if (table.capitals === undefined) return [total];
  const fen = total.cells[table.columns.findIndex(({ title }) => title === table.capitals)];
  const text = counted.length === 0 ? "" : written(Number(fen ?? 0));
  return [
    total,
    {
      kind: "capitals",
      cells: table.columns.map((_, i) => (i === 0 ? `合计（大写）：${text}` : null)),
      span: table.columns.length,
    },
  ];
}

/** All rows of a table that is not laid out on pages of its own. */
export function rowsOf(table: PrintTable, written: (fen: number) => string): PlacedRow[] {
  const { rows, counted } = placed(table);
  return [...rows, ...closingRows(table, counted, written)];
}

/** How high a row is, by the longest of its texts. */
export function rowHeightOf(print: Print, table: PrintTable, row: PlacedRow): number {
  const all = table.columns.reduce((sum, { width }) => sum + width, 0);
  const { width: page } = paper[print.paper];
  if (row.kind !== "row") return Math.max(8, table.rowHeight > 8 ? 8 : table.rowHeight);
  const lines = table.columns.map(({ kind, width }, i) =>
    linesOf(cellText(kind, row.cells[i]!, print.unit), (page * width) / all - heights.padding),
  );
  return Math.max(table.rowHeight, Math.max(...lines) * heights.line + heights.padding);
}

/** How high the heads of the columns are. */
export function headHeightOf(print: Print, { columns }: PrintTable): number {
  const all = columns.reduce((sum, { width }) => sum + width, 0);
  const { width: page } = paper[print.paper];
  const lines = columns.map(({ title, width, group }) => {
    const own = linesOf(title, (page * width) / all - heights.padding);
    return group === undefined ? own : own + 1;
  });
  const hasGroups = columns.some(({ group }) => group !== undefined);
  return Math.max(...lines) * heights.line + heights.padding * (hasGroups ? 3 : 2);
}

/** What a page of a table has room for, in millimetres. */
function roomOf(print: Print, table: PrintTable): number {
  const { width, height } = paper[print.paper];
  const notes = print.notes.reduce((sum, note) => sum + linesOf(note, width) * heights.line, 0);
  const fixed =
    heights.title + (print.subtitle === undefined ? 0 : heights.subtitle) + heights.head + headHeightOf(print, table);
  const below = (print.signatures.length > 0 ? heights.signatures : 0) + notes + heights.mark;
  return height - fixed - below - (table.caption === undefined ? 0 : heights.caption);
}

/**
 * The pages of a print that is one table: every page has its own subtotal where there are several and something is added
 * up, the last one the total and that in capitals.
 */
export function pagesOf(print: Print, table: PrintTable, written: (fen: number) => string): Page[] {
  const { rows, counted } = placed(table);
  const closing = closingRows(table, counted, written);
  const height = (list: readonly PlacedRow[]) => list.reduce((sum, row) => sum + rowHeightOf(print, table, row), 0);
  const room = roomOf(print, table);
  // A form that is filled in by hand is one page.
  if (counted.length === 0) while (rows.length > 1 && height(rows) + height(closing) > room) rows.pop();
  if (height(rows) + height(closing) <= room) return [{ rows: [...rows, ...closing] }];

  const adds = table.total !== undefined && table.columns.some(isSum);
  const pageRow = (own: readonly PlacedRow[]) =>
    adds
      ? [
          sumRow(
            table,
            "page",
            "本页小计",
            own.filter(({ kind }) => kind === "row"),
          ),
        ]
      : [];
  const open = room - height(pageRow([]));
  const pages: Page[] = [];
  for (let from = 0; from < rows.length; ) {
    let to = from;
    for (let used = 0; to < rows.length; to++) {
      used += rowHeightOf(print, table, rows[to]!);
      if (used > open && to > from) break;
    }
    const isLast = to === rows.length && height(rows.slice(from)) + height(closing) <= open;
    // The last page has a row of its own above the total, and no page begins with a subtotal.
    if (!isLast && to === rows.length && to - from > 1) to--;
    while (!isLast && rows[to]?.kind === "subtotal" && to - from > 1) to--;
    const own = rows.slice(from, to);
    pages.push({ rows: [...own, ...pageRow(own), ...(to === rows.length ? closing : [])] });
    from = to;
  }
  return pages;
}
