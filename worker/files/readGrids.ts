/** Reads the worksheets of a file that somebody has kept: .xlsx, .xls, or .csv in whatever characters it is written. */
import { parseCsv } from "hucre/csv";
import { type CellValue, readXls, type Sheet } from "hucre/xlsx";
import type { FaultWords } from "../../schema/fault.ts";
import type { Grid, Typed } from "../../schema/grid.ts";
import { readSheets } from "./readBook.ts";

const mostRows = 20_200;
const mostCells = 2_000_000;

export type FileKind = "xlsx" | "xls" | "csv";

const refused = (code: FaultWords["code"]) => ({ fault: { code, params: {} } });

export interface ReadFile {
  kind: FileKind;
  /** The characters of a .csv. */
  encoding?: string;
  grids: Grid[];
}

/** Reads a file by what it holds, whatever it is called. */
export async function readGrids(bytes: Uint8Array): Promise<ReadFile | { fault: FaultWords }> {
  const begins = (...signs: number[]) => signs.every((sign, i) => bytes[i] === sign);
  try {
    if (begins(0x50, 0x4b, 3, 4)) {
      const read = await readSheets(bytes);
      if ("fault" in read) return read;
      const shown = read.sheets.filter(({ hidden, veryHidden }) => !hidden && !veryHidden);
      return settled({ kind: "xlsx", grids: shown.map(gridOf) });
    }
    if (begins(0xd0, 0xcf, 0x11, 0xe0)) {
      const { sheets } = await readXls(bytes);
      return settled({ kind: "xls", grids: sheets.filter(({ hidden }) => !hidden).map(gridOf) });
    }
  } catch {
    return refused("fileUnread");
  }
  const text = textOf(bytes);
  if (!text) return refused("fileUnread");
  // Old systems save web pages and call them .xls.
  if (/^\s*<(?:!doctype|html|table|\?xml|meta)/i.test(text.text)) return refused("fileIsPage");
  const rows = parseCsv(text.text);
  return settled({ kind: "csv", encoding: text.encoding, grids: [{ name: "", rows: rows.map(typedRow), merges: [] }] });
}

function settled(file: ReadFile): ReadFile | { fault: FaultWords } {
  const grids = file.grids.filter(({ rows }) => rows.some((row) => row.some((cell) => cell !== null && cell !== "")));
  const cells = grids.reduce((sum, { rows }) => sum + rows.reduce((all, row) => all + row.length, 0), 0);
  if (cells > mostCells || grids.some(({ rows }) => rows.length >= mostRows)) return refused("fileTooLarge");
  return grids.length === 0 ? refused("fileEmpty") : { ...file, grids };
}

function gridOf({ name, rows, merges = [] }: Sheet): Grid {
  const merged = merges.map(({ startRow, startCol, endRow, endCol }) => ({
    ...{ top: startRow, left: startCol, bottom: endRow, right: endCol },
  }));
  return { name, rows: rows.map(typedRow), merges: merged };
}

const typedRow = (row: readonly CellValue[]): Typed[] =>
  row.map((cell) => (cell instanceof Date ? cell.toISOString().replace(/T00:00:00\.000Z$/, "") : cell));

/** Text in UTF-8 or, as Excel in China saves it, in GB 18030, which holds all of GBK. */
function textOf(bytes: Uint8Array): { text: string; encoding: string } | undefined {
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? ["utf-16le"] : ["utf-8", "gb18030"];
  for (const encoding of marked)
    try {
      const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes);
      return text.includes("\0") ? undefined : { text, encoding };
    } catch {
      // the next one
    }
  return undefined;
}
