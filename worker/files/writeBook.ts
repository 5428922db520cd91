/** Writes tables as an .xlsx workbook: hucre makes all but the rows, which are too many to be made cell by cell as objects. */
import { type CellStyle, colToLetter, type DataValidation, type WriteSheet, writeXlsx } from "hucre/xlsx";
import type { CellValue } from "../../schema/sheet/workbook/content.ts";
import { unzip } from "./unzip.ts";
import { packer } from "./zip.ts";

export const marks = ["plain", "conflict", "invalid", "saved", "warned"] as const;
/** How a cell is shown: as any other, or coloured for what became of it. */
export type Mark = (typeof marks)[number];

export interface BookColumn {
  title: string;
  /** The number format; in `@` everything is text. */
  format: string;
  width: number;
  /** Nobody types here. */
  isLocked: boolean;
  isRequired: boolean;
  /** What may be chosen; other things may be typed all the same. */
  choices?: readonly string[] | undefined;
  help?: string | undefined;
}

/** One table on a worksheet of its own. */
export interface BookTable {
  title: string;
  columns: readonly BookColumn[];
  rows: readonly (readonly CellValue[])[];
  /** By row and column, both from 0. */
  markOf(row: number, column: number): Mark;
  /** So many empty rows follow, ready to be typed into. */
  spare: number;
  /** Whether locked cells are kept from being typed into; there is no password. */
  isProtected: boolean;
}

export interface Book {
  tables: readonly BookTable[];
  /** A worksheet that says what this is: lines of cells. */
  about: { title: string; lines: readonly (readonly string[])[] };
  /** A worksheet that is not shown: texts, each in a column, cut to what a cell takes. */
  kept: { title: string; columns: readonly (readonly string[])[] };
  /** The worksheet that holds what may be chosen, which is not shown either. */
  choices: string;
}

/** Excel keeps 32,767 characters in a cell. */
export const longestCell = 32_767;

const fills: Record<Mark, string | undefined> = {
  plain: undefined,
  conflict: "FFE699",
  invalid: "F8CBAD",
  saved: "C6E0B4",
  warned: "DDEBF7",
};

/** @param at when it is made, as ISO time */
export async function writeBook({ tables, about, kept, choices }: Book, at: string): Promise<Uint8Array> {
  const lists: string[][] = [];
  const sheets = tables.map((table, i) =>
    frameOf(table, i, (list) => {
      lists.push([...list]);
      const letter = colToLetter(lists.length - 1);
      return `'${choices}'!$${letter}$1:$${letter}$${list.length}`;
    }),
  );
  const upright = (columns: readonly (readonly string[])[]) =>
    [...Array(Math.max(1, ...columns.map(({ length }) => length))).keys()].map((row) =>
      columns.map((column) => column[row] ?? null),
    );
  const frame = await writeXlsx({
    defaultFont: { name: "宋体", size: 11 },
    sheets: [
      ...sheets,
      { name: about.title, columns: aboutColumns, rows: about.lines.map((line) => [...line]) },
      ...(lists.length > 0 ? [{ name: choices, rows: upright(lists), veryHidden: true }] : []),
      { name: kept.title, rows: upright(kept.columns), veryHidden: true },
    ],
  });
  return filled(frame, tables, at);
}

const aboutColumns = [{ width: 22 }, { width: 14 }, { width: 60 }].map((column) => ({
  ...column,
  style: { alignment: { wrapText: true, vertical: "top" as const } },
}));

/** A worksheet with all but its rows: below the titles stands one row for each way in which its cells are shown. */
function frameOf(
  { title, columns, rows, spare, isProtected }: BookTable,
  index: number,
  listOf: (choices: readonly string[]) => string,
): WriteSheet {
  const last = rows.length + Math.max(spare, 1) + 1;
  const validations = columns.flatMap(({ choices, help, title: head }, i): DataValidation[] => {
    const letter = colToLetter(i);
    const told = { type: "custom" as const, formula1: "TRUE", showInputMessage: true, inputTitle: head.slice(0, 32) };
    return [
      ...(help === undefined ? [] : [{ ...told, inputMessage: help.slice(0, 255), range: `${letter}1` }]),
      ...(choices === undefined || choices.length === 0
        ? []
        : [
            {
              ...{ type: "list" as const, formula1: listOf(choices), range: `${letter}2:${letter}${last}` },
              // What is not in the list is judged when it is pushed, with a reason.
              ...{ allowBlank: true, showErrorMessage: false },
            },
          ]),
    ];
  });
  const cells = new Map(
    columns.flatMap((column, i) => [
      [`0,${i}`, { value: column.title, style: headStyle(column) }] as const,
      ...marks.map((mark, row) => [`${row + 1},${i}`, { style: cellStyle(column, mark) }] as const),
    ]),
  );
  return {
    name: title,
    columns: columns.map(({ width }) => ({ width })),
    cells,
    freezePane: { rows: 1 },
    tables: [
      {
        name: `xp_${index + 1}`,
        columns: columns.map((column) => ({ name: column.title })),
        range: `A1:${colToLetter(columns.length - 1)}${last}`,
        style: "TableStyleLight1",
      },
    ],
    dataValidations: validations,
    ...(isProtected && {
      protection: {
        ...{ sheet: true, selectLockedCells: true, selectUnlockedCells: true },
        ...{ formatCells: true, formatColumns: true, formatRows: true },
        ...{
          insertRows: true,
          insertColumns: true,
          deleteRows: true,
          deleteColumns: true,
          sort: true,
          autoFilter: true,
        },
      },
    }),
  };
}

const headStyle = ({ isLocked, isRequired }: BookColumn): CellStyle => ({
  font: { bold: true, color: { rgb: "FFFFFF" } },
  fill: { type: "pattern", pattern: "solid", fgColor: { rgb: isLocked ? "7F7F7F" : isRequired ? "C00000" : "305496" } },
  alignment: { vertical: "center", wrapText: true },
  protection: { locked: true },
});

function cellStyle({ format, isLocked }: BookColumn, mark: Mark): CellStyle {
  const rgb = fills[mark];
  return {
    numFmt: format,
    protection: { locked: isLocked },
    ...(isLocked && { font: { color: { rgb: "7F7F7F" } } }),
    ...(rgb !== undefined && { fill: { type: "pattern", pattern: "solid", fgColor: { rgb } } }),
  };
}

/** Puts the rows into the worksheets of a frame. */
function filled(frame: Uint8Array, tables: readonly BookTable[], at: string): Uint8Array {
  const opened = unzip(frame);
  if ("fault" in opened) throw new Error(opened.fault);
  const read = opened.read(opened.names);
  if ("fault" in read) throw new Error(read.fault);
  const zip = packer(at);
  for (const [name, bytes] of read.files) {
    const number = /^xl\/worksheets\/sheet(\d+)\.xml$/.exec(name)?.[1];
    const table = number === undefined ? undefined : tables[Number(number) - 1];
    zip.add(name, table ? new TextEncoder().encode(withRows(new TextDecoder().decode(bytes), table)) : bytes);
  }
  return zip.end();
}

function withRows(xml: string, { columns, rows, markOf, spare }: BookTable): string {
  const last = rows.length + Math.max(spare, 1) + 1;
  const letters = columns.map((_, i) => colToLetter(i));
  /** By way of showing and column the number of a cell's style. */
  const styles = marks.map((_, mark) => letters.map((letter) => styleAt(xml, `${letter}${mark + 2}`)));
  const parts: string[] = [];
  for (let row = 0; row < last - 1; row++) {
    const values = rows[row];
    const number = row + 2;
    parts.push(`<row r="${number}">`);
    for (let i = 0; i < letters.length; i++) {
      const mark = values === undefined ? "plain" : markOf(row, i);
      const place = `<c r="${letters[i]}${number}" s="${styles[marks.indexOf(mark)]![i]}"`;
      parts.push(cellXml(place, values?.[i] ?? ""));
    }
    parts.push("</row>");
  }
  const head = /<row r="1"[\s\S]*?<\/row>/.exec(xml)![0];
  const [before] = xml.split("<sheetData>", 1);
  const after = xml.slice(xml.indexOf("</sheetData>"));
  const whole = before!.replace(/<dimension ref="[^"]*"\/>/, `<dimension ref="A1:${letters.at(-1)}${last}"/>`);
  return `${whole}<sheetData>${head}${parts.join("")}${after}`;
}

const styleAt = (xml: string, place: string): string =>
  new RegExp(`<c r="${place}"[^>]*? s="(\\d+)"`).exec(xml)?.[1] ?? "0";

function cellXml(place: string, value: CellValue): string {
  if (value === "") return `${place}/>`;
  if (typeof value === "number") return `${place}><v>${value}</v></c>`;
  if (typeof value === "boolean") return `${place} t="b"><v>${value ? 1 : 0}</v></c>`;
  const text = value.length > longestCell ? value.slice(0, longestCell) : value;
  return `${place} t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const special = /[&<>\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/g;
const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", _: "_x005F_" };

/** Text as a workbook holds it (ECMA-376 22.9.2.19: what XML cannot hold is written _xHHHH_). */
const escaped = (text: string): string =>
  text.replace(
    special,
    (sign) => entities[sign] ?? `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
  );
