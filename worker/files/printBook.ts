/** Prints as a workbook (.xlsx): a worksheet for each, on A4 with the heads repeated and the pages broken as on the page. */
import type { Cell, CellStyle, CellValue, MergeRange, WriteSheet } from "hucre/xlsx";
import { writeXlsx } from "hucre/xlsx";
import { capitals } from "../../schema/print/capitals.ts";
import { moneyUnits } from "../../schema/print/money.ts";
import {
  cellText,
  headHeightOf,
  headRows,
  heights,
  moneyDecimals,
  onlyTable,
  type PlacedRow,
  pagesOf,
  rowHeightOf,
  rowsOf,
} from "../../schema/print/paging.ts";
import {
  type Block,
  type ColumnKind,
  dayText,
  markText,
  type Print,
  type PrintTable,
} from "../../schema/print/print.ts";

const thin = { style: "thin", color: { rgb: "000000" } } as const;
const border = { top: thin, right: thin, bottom: thin, left: thin };
const points = (millimetres: number) => (millimetres * 72) / 25.4;
/** Widths of columns that fill a page, in characters of the default font. */
const pageWidth = { portrait: 88, landscape: 132 };
const [body, bold] = ["仿宋", "黑体"];
const font = (size: number, name = body) => ({ name, size });
const alignments: Record<ColumnKind, "left" | "center" | "right"> = {
  ...{ serial: "center", text: "left", center: "center", number: "right", money: "right", pen: "center" },
};

/** Makes the workbook. */
export function printBook(prints: readonly Print[]): Promise<Uint8Array> {
  const names = new Map<string, number>();
  const sheets = prints.map((print) => {
    const name = print.name.replace(/[[\]:*?/\\']/g, " ").slice(0, 27) || "表";
    const seen = (names.get(name) ?? 0) + 1;
    names.set(name, seen);
    return sheetOf(print, seen === 1 ? name : `${name} ${seen}`);
  });
  return writeXlsx({ sheets, defaultFont: font(10.5), properties: { title: prints[0]?.title ?? "" } });
}

/** A worksheet that is written from top to bottom. */
class Canvas {
  readonly cells = new Map<string, Partial<Cell>>();
  readonly merges: MergeRange[] = [];
  readonly rowDefs = new Map<number, { height: number }>();
  readonly rows: CellValue[][] = [];
  readonly width: number;
  constructor(width: number) {
    this.width = width;
  }
  /** Begins a row. */
  row(height: number): number {
    const at = this.rows.length;
    this.rows.push(Array<CellValue>(this.width).fill(null));
    this.rowDefs.set(at, { height: points(height) });
    return at;
  }
  /** Writes a cell over some columns and rows. */
  put(row: number, column: number, value: CellValue, style: CellStyle, columns = 1, rows = 1) {
    if (columns < 1) return;
    for (let r = row; r < row + rows; r++)
      for (let c = column; c < column + columns; c++) this.cells.set(`${r},${c}`, { value: null, style });
    this.cells.set(`${row},${column}`, { value, style });
    this.rows[row]![column] = value;
    if (columns > 1 || rows > 1)
      this.merges.push({ startRow: row, startCol: column, endRow: row + rows - 1, endCol: column + columns - 1 });
  }
  /** A row that is one text. */
  line(height: number, text: string, style: CellStyle) {
    this.put(this.row(height), 0, text, style, this.width);
  }
}

function sheetOf(print: Print, name: string): WriteSheet {
  const tables = print.blocks.filter((block) => block.kind === "table");
  // Tables side by side in their widths: the widest has the columns, the others share them out.
  const widest = tables.reduce<PrintTable | undefined>(
    (most, table) => ((most?.columns.length ?? 0) < table.columns.length ? table : most),
    undefined,
  );
  const widths = widest?.columns.map(({ width }) => width) ?? Array<number>(8).fill(1);
  const all = widths.reduce((sum, width) => sum + width, 0);
  const canvas = new Canvas(widths.length);
  head(canvas, print);
  const only = onlyTable(print);
  const breaks: number[] = [];
  let titles = "";
  if (only) {
    headOf(canvas, print, only, widths);
    titles = `$1:$${canvas.rows.length}`;
    const pages = pagesOf(print, only, capitals);
    pages.forEach(({ rows }, i) => {
      rowsInto(canvas, print, only, rows, widths);
      if (i < pages.length - 1) breaks.push(canvas.rows.length - 1);
    });
  } else for (const block of print.blocks) blockInto(canvas, print, block, widths);
  for (const note of print.notes) canvas.line(heights.line, note, { font: font(9), alignment: { wrapText: true } });
  signatures(canvas, print);
  canvas.line(heights.mark, markText(print.mark), {
    ...{ font: font(7), alignment: { wrapText: true, vertical: "bottom" } },
  });
  return {
    ...{ name, rows: canvas.rows, cells: canvas.cells, merges: canvas.merges, rowDefs: canvas.rowDefs },
    columns: widths.map((width) => ({ width: (width / all) * pageWidth[print.paper] })),
    pageSetup: {
      ...{ paperSize: "a4", orientation: print.paper, horizontalCentered: true },
      margins: { top: 0.47, bottom: 0.83, left: 0.59, right: 0.59, header: 0.3, footer: 0.4 },
      ...(titles !== "" && { printTitlesRow: titles }),
    },
    headerFooter: { oddFooter: "&C第&P页 共&N页" },
    view: { showGridLines: false },
    rowBreaks: breaks,
  };
}

function head(canvas: Canvas, print: Print) {
  const middle = { horizontal: "center", vertical: "center" } as const;
  canvas.line(heights.title, print.title, { font: { ...font(20, "方正小标宋简体"), bold: true }, alignment: middle });
  const label = print.mark.label && `【${print.mark.label}】`;
  const subtitle = [print.subtitle, label].filter(Boolean).join(" ");
  if (subtitle !== "") canvas.line(heights.subtitle, subtitle, { font: font(12), alignment: middle });
  const row = canvas.row(heights.head);
  const parts = [
    `填报单位（盖章）：${print.office}`,
    `日期：${dayText(print.day)}`,
    ...(print.unit ? [`单位：${moneyUnits[print.unit]}`] : []),
  ];
  spread(canvas, row, parts, (i) => ({
    font: font(11),
    alignment: {
      vertical: "center",
      horizontal: i === 0 ? "left" : i === parts.length - 1 ? "right" : "center",
      shrinkToFit: true,
    },
  }));
}

/** Texts over a whole row, each in as many columns as the others, as far as it goes. */
function spread(canvas: Canvas, row: number, parts: readonly string[], style: (i: number) => CellStyle) {
  const end = (i: number) => Math.round(((i + 1) * canvas.width) / parts.length);
  parts.forEach((text, i) => {
    const from = i === 0 ? 0 : end(i - 1);
    canvas.put(row, from, text, style(i), end(i) - from);
  });
}

function signatures(canvas: Canvas, print: Print) {
  if (print.signatures.length === 0) return;
  const texts = print.signatures.map((title) => `${title}：`);
  spread(canvas, canvas.row(heights.signatures), texts, () => ({
    ...{ font: font(11), alignment: { vertical: "center" } },
  }));
}

/** Where each column of a table begins among those of the worksheet; one more for its end. */
function placesOf(columns: readonly { width: number }[], widths: readonly number[]): number[] {
  if (columns.length === widths.length) return [...widths.keys(), widths.length];
  const own = columns.reduce((sum, { width }) => sum + width, 0);
  const all = widths.reduce((sum, width) => sum + width, 0);
  const places = [0];
  let [reached, at, sum] = [0, 0, 0];
  columns.forEach(({ width }, i) => {
    reached += (width / own) * all;
    const left = columns.length - 1 - i;
    while (at < widths.length - left && (at <= places.at(-1)! || sum + widths[at]! / 2 < reached)) sum += widths[at++]!;
    places.push(i === columns.length - 1 ? widths.length : at);
  });
  return places;
}

function headOf(canvas: Canvas, print: Print, table: PrintTable, widths: readonly number[]) {
  const { first, second } = headRows(table.columns);
  const places = placesOf(table.columns, widths);
  const style = {
    ...{ border, font: font(10.5, bold) },
    alignment: { horizontal: "center", vertical: "center", wrapText: true },
  } as const;
  const high = headHeightOf(print, table) / (second.length > 0 ? 2 : 1);
  const row = canvas.row(high);
  if (second.length > 0) canvas.row(high);
  for (const { title, from, columns, rows } of first)
    canvas.put(row, places[from]!, title, style, places[from + columns]! - places[from]!, rows);
  for (const { title, from } of second)
    canvas.put(row + 1, places[from]!, title, style, places[from + 1]! - places[from]!);
}

function rowsInto(
  canvas: Canvas,
  print: Print,
  table: PrintTable,
  rows: readonly PlacedRow[],
  widths: readonly number[],
) {
  const places = placesOf(table.columns, widths);
  const decimals = moneyDecimals(print);
  for (const placed of rows) {
    const row = canvas.row(rowHeightOf(print, table, placed));
    const isSum = placed.kind !== "row";
    table.columns.forEach(({ kind }, i) => {
      if (isSum && i > 0 && i < placed.span) return;
      const label = isSum && i === 0;
      const cell = placed.cells[i]!;
      const isNumber = !label && typeof cell === "number";
      const scale = kind === "money" ? (print.unit === "wan" ? 1_000_000 : 100) : 1;
      const value = isNumber ? cell / scale : label ? String(cell) : cellText(kind, cell);
      const columns = places[label ? placed.span : i + 1]! - places[i]!;
      const horizontal = label ? (placed.kind === "capitals" ? "left" : "center") : alignments[kind];
      canvas.put(
        row,
        places[i]!,
        value === "" ? null : value,
        {
          ...{ border, font: font(10.5, isSum ? bold : body) },
          alignment: { horizontal, vertical: "center", wrapText: true },
          ...(isNumber ? kind === "money" && { numFmt: `#,##0.${"0".repeat(decimals)}` } : { numFmt: "@" }),
        },
        columns,
      );
    });
  }
}

function blockInto(canvas: Canvas, print: Print, block: Block, widths: readonly number[]) {
  switch (block.kind) {
    case "text":
      for (const line of block.lines)
        canvas.line(8 * Math.ceil((line.length + 2) / (print.paper === "portrait" ? 36 : 53)), `  ${line}`, {
          ...{ font: font(14), alignment: { wrapText: true, vertical: "center" } },
        });
      return;
    case "closing":
      canvas.row(heights.head);
      for (const line of block.lines)
        canvas.line(heights.head, line, { font: font(14), alignment: { horizontal: "right", vertical: "center" } });
      return;
    case "fields": {
      const columns = Array.from({ length: block.perRow }, () => [{ width: 30 }, { width: 70 }]).flat();
      const places = placesOf(columns, widths);
      for (let i = 0; i < block.fields.length; i += block.perRow) {
        const row = canvas.row(heights.head);
        const own = block.fields.slice(i, i + block.perRow);
        own.forEach(([title, value], at) => {
          const style = { border, alignment: { vertical: "center", wrapText: true } } as const;
          const [from, middle] = [places[at * 2]!, places[at * 2 + 1]!];
          const to = at === own.length - 1 ? places.at(-1)! : places[at * 2 + 2]!;
          canvas.put(row, from, title, { ...style, font: font(10.5, bold) }, middle - from);
          canvas.put(row, middle, value, { ...style, font: font(10.5), numFmt: "@" }, to - middle);
        });
      }
      return;
    }
    case "table":
      if (block.caption !== undefined) canvas.line(heights.caption, block.caption, { font: font(10.5, bold) });
      headOf(canvas, print, block, widths);
      rowsInto(canvas, print, block, rowsOf(block, capitals), widths);
  }
}
