/** Finds the add-in's tables in a workbook, under whatever name and wherever they now stand, and reads them. */

import type { Requests } from "./excelRequests.ts";
import { Store, storeSheet } from "./excelStore.ts";
import { type CellValue, type TableContent, WorkbookFault } from "./port.ts";

/** What is noted of a table that was written. */
export interface Note {
  /** Its name in Excel when it was written. */
  called: string;
  /** Excel's own sign of it, by which it is found when it was renamed; empty while the first writing is not done. */
  id: string;
  /** Whether all of it was written. */
  isWhole: boolean;
  /** The number formats of the columns by title. */
  formats: Readonly<Record<string, string>>;
}

const noteKey = (name: string) => `table:${name}`;

/** A workbook as it stands at one moment. */
export interface Book {
  context: Excel.RequestContext;
  store: Store;
  /** The titles of its worksheets. */
  sheets: readonly string[];
  tables: readonly { id: string; name: string; sheet: string }[];
}

/** What is known of an Excel, and from an earlier look of its workbook. */
export interface Session {
  /** Lists and hints in cells, ExcelApi 1.8. */
  hasValidation: boolean;
  /** Whether the worksheet was there that keeps what is noted. */
  hasStore: boolean;
}

/** Where a table stands. */
export interface Stand {
  table: Excel.Table;
  sheet: Excel.Worksheet;
  titles: string[];
  /** The body's first row and column on its worksheet, and how many rows it has. */
  top: number;
  left: number;
  rows: number;
  rowsBelow: number;
  /** Whether there is nothing else on its worksheet. */
  isAlone: boolean;
}

export const noteOf = ({ store }: Book, name: string): Note | undefined => {
  const note = store.note(noteKey(name));
  return note ? (JSON.parse(note) as Note) : undefined;
};

export const setNote = ({ store }: Book, requests: Requests, name: string, note: Note): Promise<void> =>
  store.setNote(requests, noteKey(name), JSON.stringify(note));

/** The id of the table that a note is about, if it is still there. */
export const idOf = ({ tables }: Book, note: Note | undefined): string | undefined =>
  note && (tables.find(({ name }) => name === note.called) ?? tables.find(({ id }) => id === note.id))?.id;

/** The names of the tables that are noted and there. */
export const namesIn = (book: Book): string[] =>
  book.store
    .keys()
    .filter((key) => key.startsWith(noteKey("")))
    .map((key) => key.slice(noteKey("").length))
    .filter((name) => idOf(book, noteOf(book, name)) !== undefined);

/** Looks at a workbook; one request, and another the first time that something is noted in it. */
export async function lookAt(context: Excel.RequestContext, session: Session): Promise<Book> {
  const { worksheets, tables } = context.workbook;
  worksheets.load("items/name");
  tables.load("items/id,items/name,items/worksheet/name");
  let heads = session.hasStore ? Store.heads(context) : undefined;
  try {
    await context.sync();
  } catch (error) {
    if (!heads || (error as { code?: string }).code !== "ItemNotFound") throw error;
    // Somebody has deleted it since.
    session.hasStore = false;
    return lookAt(context, session);
  }
  const sheets = worksheets.items.map((sheet) => sheet.name);
  const here = tables.items.map((table) => ({ id: table.id, name: table.name, sheet: table.worksheet.name }));
  session.hasStore = sheets.includes(storeSheet);
  if (session.hasStore && !heads) {
    heads = Store.heads(context);
    await context.sync();
  }
  const store = new Store(context, heads && (heads.isNullObject ? [] : heads.values));
  return { context, sheets, tables: here, store };
}

/** Where a table stands; one request. */
export async function standOf({ context }: Book, id: string): Promise<Stand> {
  const table = context.workbook.tables.getItem(id);
  const [all, sheet] = [table.getRange(), table.worksheet];
  const used = sheet.getUsedRange(true);
  table.load("showHeaders,showTotals");
  table.columns.load("items/name");
  for (const range of [all, used]) range.load("rowIndex,columnIndex,rowCount,columnCount");
  await context.sync();
  const end = (range: Excel.Range) => range.rowIndex + range.rowCount;
  const right = (range: Excel.Range) => range.columnIndex + range.columnCount;
  // A table without rows has no body to ask for, but a blank row beneath its head.
  return {
    table,
    sheet,
    titles: table.columns.items.map(({ name }) => name),
    top: all.rowIndex + Number(table.showHeaders),
    left: all.columnIndex,
    rows: Math.max(1, all.rowCount - Number(table.showHeaders) - Number(table.showTotals)),
    rowsBelow: Math.max(0, end(used) - end(all)),
    isAlone:
      used.rowIndex >= all.rowIndex &&
      end(used) <= end(all) &&
      used.columnIndex >= all.columnIndex &&
      right(used) <= right(all),
  };
}

/** A table that was written and is still there. @throws WorkbookFault `missing`, `unfinished` */
export async function find(
  context: Excel.RequestContext,
  session: Session,
  name: string,
): Promise<{ book: Book; stand: Stand; note: Note }> {
  const book = await lookAt(context, session);
  const note = noteOf(book, name);
  const id = idOf(book, note);
  if (note === undefined || id === undefined) throw new WorkbookFault("missing", name);
  if (!note.isWhole) throw new WorkbookFault("unfinished", name);
  return { book, note, stand: await standOf(book, id) };
}

/** So many cells of a request answer with less than five megabytes, unless they are long texts. */
const cellsAtOnce = 100_000;
const tooLarge = "ResponsePayloadSizeLimitExceeded";

/** Reads a table in as many requests as its size asks for. */
export async function contentOf(context: Excel.RequestContext, stand: Stand): Promise<TableContent> {
  const { titles, rows, rowsBelow } = stand;
  const read: CellValue[][] = [];
  let atOnce = Math.max(1, Math.floor(cellsAtOnce / titles.length));
  while (read.length < rows) {
    const range = part(stand, read.length, Math.min(atOnce, rows - read.length));
    range.load("values");
    try {
      await context.sync();
    } catch (error) {
      if ((error as { code?: string }).code !== tooLarge || atOnce === 1) throw error;
      atOnce = Math.ceil(atOnce / 2);
      continue;
    }
    for (const row of range.values) read.push(row);
  }
  return { columns: titles, rows: read, rowsBelow };
}

/** Rows of a table's body, and of one of its columns if it is named. */
export const part = ({ sheet, top, left, titles }: Stand, row: number, rows: number, column?: number): Excel.Range =>
  column === undefined
    ? sheet.getRangeByIndexes(top + row, left, rows, titles.length)
    : sheet.getRangeByIndexes(top + row, left + column, rows, 1);

/** The place of a title among a table's columns. @throws WorkbookFault `noPlace` */
export function columnAt({ titles, rows }: Stand, row: number, title: string): number {
  const column = titles.indexOf(title);
  if (column < 0 || row < 0 || row >= rows) throw new WorkbookFault("noPlace", title);
  return column;
}
