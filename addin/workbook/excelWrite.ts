/** Writes a table into Excel: where it stood, or on a worksheet of its own. */

import { sheetTitle, tableName } from "../../schema/sheet/workbook/names.ts";
import { written } from "./cells.ts";
import { actionBytes, bytesOfColumn, bytesOfRow, Requests } from "./excelRequests.ts";
import { type Book, idOf, lookAt, noteOf, part, type Session, type Stand, setNote, standOf } from "./excelTables.ts";
import { type CellValue, type TableColumn, type TableSpec, textFormat, type WriteOptions } from "./port.ts";

/** The rows of a table of its columns' width; Excel's tables have at least one. */
const rowsOf = ({ columns, rows }: TableSpec): readonly (readonly CellValue[])[] =>
  rows.length > 0 ? rows : [columns.map(() => "")];

/** See `Workbook.writeTable`. */
export async function writeTable(
  context: Excel.RequestContext,
  session: Session,
  spec: TableSpec,
  { onProgress, signal }: WriteOptions = {},
): Promise<void> {
  const values = readied(spec);
  const requests = new Requests(context, signal);
  const book = await lookAt(context, session);
  const known = noteOf(book, spec.name);
  const id = idOf(book, known);
  const before = id === undefined ? undefined : await standOf(book, id);
  const called =
    book.tables.find((table) => table.id === id)?.name ??
    tableName(
      spec.name,
      book.tables.map(({ name }) => name),
    );
  const formats = Object.fromEntries(spec.columns.map(({ title, format }) => [title, format]));
  signal?.throwIfAborted();
  await setNote(book, requests, spec.name, { called, id: id ?? "", isWhole: false, formats });

  const stand = await placed(book, requests, spec, values.length, before);
  stand.table.name = called;
  stand.table.load("id");
  await dress(book, requests, session, spec, stand);
  await fill(requests, spec, stand, values, onProgress);
  for (const [key, text] of Object.entries(spec.kept ?? {})) await book.store.setText(requests, key, text);
  const isNew = stand.table !== before?.table;
  // The id of a new table is known once something was sent.
  if (isNew && !requests.hasSent) await requests.send();
  await setNote(book, requests, spec.name, { called, id: isNew ? stand.table.id : id!, isWhole: true, formats });
  await requests.send();
  onProgress?.(values.length, values.length);
}

/** The cells as they are handed to Excel. @throws WorkbookFault `tooLong`, before anything is written */
const readied = (spec: TableSpec) => rowsOf(spec).map((row) => row.map((value, i) => written(value, spec.columns[i]!)));

/** Where the table is to stand: in its old place if its columns are the same, so that what refers to it still does. */
async function placed(
  book: Book,
  requests: Requests,
  { title, columns }: TableSpec,
  rows: number,
  before: Stand | undefined,
): Promise<Stand> {
  const titles = columns.map((column) => column.title);
  await requests.room(6 * actionBytes);
  if (before !== undefined) {
    before.table.clearFilters();
    before.table.showHeaders = true;
    if (JSON.stringify(before.titles) === JSON.stringify(titles)) return resized(before, rows);
    before.table.convertToRange().clear();
  }
  const { worksheets } = book.context.workbook;
  const isFree = before?.isAlone ?? false;
  const sheet = isFree ? before!.sheet : worksheets.add(sheetTitle(title, book.sheets));
  const [top, left] = isFree ? [before!.top, before!.left] : [1, 0];
  const heads = sheet.getRangeByIndexes(top - 1, left, 1, titles.length);
  heads.numberFormat = everywhere("General");
  heads.values = [titles.map((one) => written(one, { title: one, format: "General" }).value)];
  const table = sheet.tables.add(sheet.getRangeByIndexes(top - 1, left, rows + 1, titles.length), true);
  if (!isFree) sheet.freezePanes.freezeRows(1);
  return { table, sheet, titles, top, left, rows, rowsBelow: 0, isAlone: true };
}

/** A table with rows put into its body, or taken from it. */
function resized(stand: Stand, rows: number): Stand {
  // What is put before the last row is inside of the table.
  if (rows > stand.rows) part(stand, stand.rows - 1, rows - stand.rows).insert("Down");
  if (rows < stand.rows) part(stand, rows, stand.rows - rows).delete("Up");
  return { ...stand, rows };
}

const tones: Record<NonNullable<TableColumn["tone"]>, string> = { readOnly: "#7F7F7F", required: "#C00000" };
/** Points for a character of the default font, and for the cell's edges and the filter's button. */
const [character, edges] = [5.25, 16];

/** Number formats, widths, tones, lists and hints, column by column. */
async function dress(book: Book, requests: Requests, { hasValidation }: Session, spec: TableSpec, stand: Stand) {
  for (const [i, { title, format, width, tone, choices, help }] of spec.columns.entries()) {
    const source = hasValidation && choices ? await listSource(book, requests, `${spec.name}.${title}`, choices) : "";
    await requests.room(8 * actionBytes);
    const [head, body] = [part(stand, -1, 1, i), part(stand, 0, stand.rows, i)];
    body.numberFormat = everywhere(format);
    body.format.fill.clear();
    if (width !== undefined) head.format.columnWidth = width * character + edges;
    if (tone !== undefined) head.format.fill.color = tones[tone];
    if (!hasValidation) continue;
    body.dataValidation.clear();
    if (help !== undefined) {
      head.dataValidation.rule = { custom: { formula: "=TRUE" } };
      head.dataValidation.prompt = { showPrompt: true, title: title.slice(0, 32), message: help.slice(0, 255) };
    }
    if (source === "") continue;
    body.dataValidation.rule = { list: { inCellDropDown: true, source } };
    // What is not in the list is judged when it is pushed, with a reason; nobody is kept from typing it.
    body.dataValidation.errorAlert = { showAlert: false, style: "Information", title: "", message: "" };
  }
}

/** Excel takes a list as text of up to 255 characters with commas between, and else from cells. */
function listSource({ store }: Book, requests: Requests, key: string, choices: readonly string[]) {
  const text = choices.join(",");
  const isPlain = text.length <= 255 && !text.startsWith("=") && choices.every((one) => one.trim() === one);
  const isCut = choices.some((one) => one === "" || one.includes(","));
  return isPlain && !isCut ? text : store.setList(requests, key, choices);
}

/** The values, in as many requests as their size asks for. */
async function fill(
  requests: Requests,
  { columns }: TableSpec,
  stand: Stand,
  cells: ReturnType<typeof readied>,
  onProgress: WriteOptions["onProgress"],
) {
  let at = 0;
  while (at < cells.length) {
    const values: CellValue[][] = [];
    let bytes = 2 * actionBytes;
    const { space } = requests;
    while (at + values.length < cells.length) {
      const row = cells[at + values.length]!.map(({ value }) => value);
      const size = bytesOfRow(row);
      if (values.length > 0 && bytes + size > space) break;
      values.push(row);
      bytes += size;
    }
    for (const [i, { format }] of columns.entries()) {
      if (format !== textFormat) continue;
      const formats = cells.slice(at, at + values.length).map((row) => [row[i]!.format === format ? null : "General"]);
      if (formats.every(([one]) => one === null)) continue;
      await requests.room(actionBytes + bytesOfColumn(formats));
      part(stand, at, values.length, i).numberFormat = formats;
    }
    if (await requests.room(bytes)) onProgress?.(at, cells.length);
    part(stand, at, values.length).values = values;
    at += values.length;
  }
}

/** One value for every cell of a range, which the types of Office.js do not know. */
const everywhere = (value: string) => value as unknown as string[][];
