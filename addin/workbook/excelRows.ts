/** Takes rows out of a table in Excel and puts others in; the table stays where it is, and what stands beside it. */
import { written } from "./cells.ts";
import { actionBytes, bytesOfRow, type Requests } from "./excelRequests.ts";
import { type Note, part, type Stand } from "./excelTables.ts";
import type { CellValue } from "./port.ts";

/** So many rows are put in at once. */
const rowsAtOnce = 500;

/** See `Amendment`. A table keeps one row, blank if need be. */
export async function exchangeRows(
  requests: Requests,
  { stand, note }: { stand: Stand; note: Note },
  removed: readonly number[],
  added: readonly (readonly CellValue[])[],
): Promise<void> {
  const going = [...new Set(removed)].sort((a, b) => b - a);
  const isEmptied = going.length === stand.rows && added.length === 0;
  const left = stand.rows - going.length;
  // A table is never without a row: the new ones come in before its last one, which goes after.
  const at = left > 0 ? stand.rows - 1 : 0;
  for (let row = 0; row < added.length; row += rowsAtOnce) {
    const rows = added.slice(row, row + rowsAtOnce).map((cells) =>
      cells.map((value, i) => {
        const title = stand.titles[i]!;
        return written(value, { title, format: note.formats[title] ?? "General" });
      }),
    );
    const bytes = rows.reduce((sum, cells) => sum + 2 * bytesOfRow(cells.map(({ value }) => value)), 0);
    await requests.room(3 * actionBytes + bytes);
    part(stand, at + row, rows.length).insert("Down");
    const place = part(stand, at + row, rows.length);
    place.numberFormat = rows.map((cells) => cells.map(({ format }) => format));
    place.values = rows.map((cells) => cells.map(({ value }) => value));
  }
  const places = going.map((row) => (row >= at ? row + added.length : row));
  for (let i = 0; i < places.length; ) {
    let last = i;
    while (last + 1 < places.length && places[last + 1] === places[last]! - 1) last++;
    const [top, count] = [places[last]!, last - i + 1];
    await requests.room(actionBytes);
    const isLastOfAll = isEmptied && last === places.length - 1;
    if (isLastOfAll && count > 1) part(stand, top + 1, count - 1).delete("Up");
    if (isLastOfAll) part(stand, top, 1).clear("Contents");
    else part(stand, top, count).delete("Up");
    i = last + 1;
  }
}
