/** Does to a table in Excel what was decided on it. */
import { written } from "./cells.ts";
import { actionBytes, bytesOfColumn, bytesOfRow, type Requests } from "./excelRequests.ts";
import { columnAt, type Note, part, type Stand } from "./excelTables.ts";
import { type Amendment, type CellChange, type CellMark, type CellValue, type Place, WorkbookFault } from "./port.ts";

/** See `Workbook.amend`; nothing is written before all of it is found to be possible. */
export async function amend(
  requests: Requests,
  stand: Stand,
  { formats }: Note,
  { cells = [], marks = [], removed = [], added = [] }: Amendment,
): Promise<void> {
  const heads = stand.titles.map((title) => ({ title, format: formats[title] ?? "General" }));
  const changes = runs(stand, cells, () => "").map((run) => ({ ...run, of: run.of.map((one) => ready(one, heads)) }));
  const marked = runs(stand, marks, ({ kind }) => kind);
  const going = rowRuns(stand, removed);
  const coming = added.map((row) => heads.map((head, i) => written(row[i] ?? "", head)));
  if (cells.length + removed.length + added.length > 0) stand.table.clearFilters();

  for (const { row, column, of } of changes) await put(requests, stand, row, column, of);
  for (const { row, column, of } of marked) {
    await requests.room(2 * actionBytes);
    const { fill } = part(stand, row, of.length, column).format;
    const colour = colours[of[0]!.kind];
    if (colour === undefined) fill.clear();
    else fill.color = colour;
  }
  const left = stand.rows - going.reduce((all, { count }) => all + count, 0);
  await remove(requests, stand, going, left);
  if (coming.length > 0) await append(requests, stand, left, coming);
}

type Ready = ReturnType<typeof written>;

const ready = ({ column, value }: CellChange, heads: readonly { title: string; format: string }[]): Ready =>
  written(value, heads.find(({ title }) => title === column)!);

/** Writes cells beneath each other, their formats first. */
async function put(requests: Requests, stand: Stand, row: number, column: number, cells: readonly Ready[]) {
  const [formats, values] = [cells.map(({ format }) => [format]), cells.map(({ value }) => [value])];
  await requests.room(2 * actionBytes + bytesOfColumn(formats) + bytesOfColumn(values));
  const range = part(stand, row, cells.length, column);
  range.numberFormat = formats;
  range.values = values;
}

/** Takes rows away from the last to the first; one stays, blank, where none is left: a table has one. */
async function remove(requests: Requests, stand: Stand, going: readonly RowRun[], left: number) {
  for (const { row, count } of going.toReversed()) {
    await requests.room(2 * actionBytes);
    const stays = left === 0 && row === 0;
    if (stays) part(stand, 0, 1).clear("Contents");
    if (count > Number(stays)) part(stand, row + Number(stays), count - Number(stays)).delete("Up");
  }
}

/** So many rows come at once; their values are then written column by column. */
const rowsAtOnce = 2_000;

/** Puts rows at the end, into the blank one first where none was left. */
async function append(requests: Requests, stand: Stand, left: number, coming: readonly (readonly Ready[])[]) {
  for (let at = left === 0 ? 1 : 0; at < coming.length; at += rowsAtOnce) {
    const blank: CellValue[][] = coming.slice(at, at + rowsAtOnce).map((row) => row.map(() => ""));
    await requests.room(actionBytes + blank.reduce((all, row) => all + bytesOfRow(row), 0));
    stand.table.rows.add(undefined, blank);
  }
  for (const column of stand.titles.keys())
    for (let at = 0; at < coming.length; at += rowsAtOnce) {
      const cells = coming.slice(at, at + rowsAtOnce).map((row) => row[column]!);
      await put(requests, stand, left + at, column, cells);
    }
}

const colours: Record<CellMark["kind"], string | undefined> = {
  changed: "#FFF2CC",
  conflict: "#F8CBAD",
  invalid: "#FF9999",
  saved: "#E2EFDA",
  none: undefined,
};

/** Cells of a column beneath each other. */
interface Run<P> {
  row: number;
  column: number;
  of: P[];
}

/** Places as runs of one kind, each to be written as one range; of two for the same cell the later counts. */
function runs<P extends Place>(stand: Stand, places: readonly P[], kindOf: (place: P) => string): Run<P>[] {
  const cells = new Map<string, Run<P>>();
  for (const place of places) {
    const column = columnAt(stand, place.row, place.column);
    cells.set(`${place.row},${column}`, { row: place.row, column, of: [place] });
  }
  const all: Run<P>[] = [];
  for (const cell of [...cells.values()].sort((a, b) => a.column - b.column || a.row - b.row)) {
    const last = all.at(-1);
    const isNext = last?.column === cell.column && last.row + last.of.length === cell.row;
    if (isNext && kindOf(last.of[0]!) === kindOf(cell.of[0]!)) last.of.push(cell.of[0]!);
    else all.push(cell);
  }
  return all;
}

/** Rows beneath each other. */
interface RowRun {
  row: number;
  count: number;
}

/** @throws WorkbookFault `noPlace` */
function rowRuns({ rows }: Stand, removed: readonly number[]): RowRun[] {
  const all: RowRun[] = [];
  for (const row of [...new Set(removed)].sort((a, b) => a - b)) {
    if (row < 0 || row >= rows) throw new WorkbookFault("noPlace");
    const last = all.at(-1);
    if (last && last.row + last.count === row) last.count++;
    else all.push({ row, count: 1 });
  }
  return all;
}
