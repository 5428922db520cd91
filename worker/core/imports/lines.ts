/** Tells the rows of an old table from what stands between and below them: sums, notes, titles printed again. */
import { type Grid, type Typed, textAt } from "../../../schema/grid.ts";
import type { Header } from "./header.ts";

export const skippedReasons = ["total", "note", "repeated", "page", "section"] as const;

export interface Skipped {
  /** The line in the file, from one. */
  row: number;
  why: (typeof skippedReasons)[number];
  text: string;
}

export interface DataRow {
  row: number;
  /** The cells by column; a merged one counts in its first line, but those of `carried` columns in all of them. */
  cells: Typed[];
  /** Columns whose cell is merged with lines above: what stands there belongs to the first of them. */
  mergedAbove: number[];
  /** The township whose name stands alone above it. */
  section?: string;
}

export interface Lines {
  data: DataRow[];
  skipped: Skipped[];
}

const total = /^(?:合计|小计|总计|共计|累计|汇总|平均|平均数|.{0,12}(?:合计|小计|总计))$/u;
const note =
  /^(?:注|备注|说明|填表说明|填报说明|填表人|填报人|制表|制表人|审核|审核人|单位负责人|负责人|经办人|联系人|联系电话|填报时间|填表时间|填报单位|主要领导)[::]?/u;
const noteHead = /^(?:注|备注|说明|填表|填报|制表|审核|单位负责人|负责人|经办人|联系人|联系电话)[^::]{0,6}[::]/u;
const page = /^第?\s*\d+\s*页|^共\s*\d+\s*页|^-\s*\d+\s*-$/u;
const longestText = 80;

/**
 * @param naming the columns in which rows say what they are about
 * @param carried the columns in which an empty cell means what stands above it: 乡镇, once for all its villages
 * @param sectionAbove the township of the whole table, where it says one above its titles
 * @param isSection whether a text alone in its line is the name of a township, which holds for the lines below
 */
export function readLines(
  grid: Grid,
  header: Header,
  naming: readonly number[],
  carried: readonly number[],
  sectionAbove: string | undefined,
  isSection: (text: string) => boolean,
): Lines {
  const first = header.top + header.height;
  const heads = grid.rows.slice(0, first).map((_, row) => textsOf(grid, row));
  const titles = Array.from({ length: header.height }, (_, i) => header.top + i);
  let section = sectionAbove;
  const above = new Map<number, Typed>();
  const lines: Lines = { data: [], skipped: [] };
  for (let row = first; row < grid.rows.length; row++) {
    const texts = textsOf(grid, row);
    if (texts.length === 0) continue;
    const why = reasonOf(texts);
    if (why === undefined) lines.data.push(dataRow(row));
    else {
      const text = texts.map((one) => one.text).join(" ");
      lines.skipped.push({ row: row + 1, why, text: text.slice(0, longestText) });
      if (why === "section") {
        above.clear();
        section = texts[0]!.text;
      }
    }
  }
  return lines;

  function reasonOf(texts: readonly Cell[]): Skipped["why"] | undefined {
    const alone = new Set(texts.map(({ text }) => text)).size === 1 ? texts[0]! : undefined;
    if (titles.some((head) => isAgain(texts, heads[head]!)) || (alone && heads.some((head) => isAgain(texts, head))))
      return "repeated";
    const names = texts.filter(({ column }, i) => i === 0 || naming.includes(column));
    if (names.some(({ text }) => total.test(bare(text)))) return "total";
    const opening = texts[0]!.text;
    if (page.test(opening) && texts.length <= 2) return "page";
    if (noteHead.test(bare(opening))) return "note";
    if (!alone) return undefined;
    if (isSection(alone.text)) return "section";
    return note.test(bare(alone.text)) || !naming.includes(alone.column) || alone.text.length > 30 ? "note" : undefined;
  }

  function dataRow(row: number): DataRow {
    const cells = [...(grid.rows[row] ?? [])].map((cell) =>
      typeof cell === "string" && cell.trim() === "" ? null : cell,
    );
    for (const column of carried) {
      const cell = cells[column] ?? null;
      if (cell === null) cells[column] = above.get(column) ?? null;
      else above.set(column, cell);
    }
    const mergedAbove = grid.merges
      .filter((one) => one.top < row && row <= one.bottom && one.top >= first)
      .flatMap(({ left, right }) => Array.from({ length: right - left + 1 }, (_, i) => left + i))
      .filter((column) => !carried.includes(column));
    return { row: row + 1, cells, mergedAbove, ...(section !== undefined && { section }) };
  }
}

interface Cell {
  column: number;
  text: string;
}

const bare = (text: string) => text.replace(/\s/g, "");

function textsOf(grid: Grid, row: number): Cell[] {
  const cells = grid.rows[row] ?? [];
  return cells.flatMap((_, column) => {
    const text = textAt(grid, row, column);
    return text === "" ? [] : [{ column, text }];
  });
}

/** Whether a line is an earlier one once more: all that stands in it stands there in the same columns. */
function isAgain(texts: readonly Cell[], head: readonly Cell[]): boolean {
  const there = new Set(head.map(({ column, text }) => `${column} ${bare(text)}`));
  return (
    texts.length >= Math.min(2, head.length) && texts.every(({ column, text }) => there.has(`${column} ${bare(text)}`))
  );
}
