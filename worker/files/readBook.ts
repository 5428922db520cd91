/** Reads an .xlsx workbook that a stranger may have made: its worksheets as tables of values. hucre sees only parts that were measured before. */
import { readXlsx, type Sheet } from "hucre/xlsx";
import type { FaultWords } from "../../schema/fault.ts";
import { unzip } from "./unzip.ts";
import { storer } from "./zip.ts";

export interface BookPage {
  title: string;
  /** By row and column from 0; a day is a Date, an empty cell null. */
  rows: Sheet["rows"];
  /** Where formulas stand, as row and column from 0; of each, the value that it had is read. */
  formulas: { row: number; column: number }[];
}

/** Rows of one worksheet. */
const mostRows = 25_000;

/** What may be in a part that is looked at: cells, texts and formats. Everything else stays packed. */
const looked =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/(workbook|sharedStrings|styles)\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/[^/]+\.xml)$/i;
const macros = /(^|\/)vba[^/]*\.bin$|(^|\/)macrosheets\//i;
/** [MS-CFB] 2.2: old .xls, and any workbook with a password. */
const compound = [0xd0, 0xcf, 0x11, 0xe0];

/** Reads the pages of a workbook; see `readSheets`. */
export async function readBook(bytes: Uint8Array): Promise<{ pages: BookPage[] } | { fault: FaultWords }> {
  const read = await readSheets(bytes);
  return "fault" in read ? read : { pages: read.sheets.map(pageOf) };
}

/** Reads the worksheets of a workbook. Refused are other files, macros, passwords, and what would unpack to too much. */
export async function readSheets(bytes: Uint8Array): Promise<{ sheets: Sheet[] } | { fault: FaultWords }> {
  const refused = (code: FaultWords["code"], params: FaultWords["params"] = {}) => ({ fault: { code, params } });
  if (compound.every((byte, i) => bytes[i] === byte)) return refused("lockedFile");
  const opened = unzip(bytes);
  if ("fault" in opened) return refused("notWorkbook");
  if (opened.names.some((name) => macros.test(name))) return refused("macroFile");
  if (!opened.names.some((name) => /^xl\/workbook\.xml$/i.test(name))) return refused("notWorkbook");
  const read = opened.read(opened.names.filter((name) => looked.test(name)));
  if ("fault" in read) return refused(faultCodes[read.fault]);
  const zip = storer();
  for (const [name, part] of read.files) zip.add(name, part);
  let sheets: Sheet[];
  try {
    ({ sheets } = await readXlsx(zip.end(), { maxRows: mostRows + 1 }));
  } catch {
    return refused("brokenFile");
  }
  const long = sheets.find(({ rows }) => rows.length > mostRows);
  if (long) return refused("tooManyRows", { title: long.name, limit: mostRows });
  return { sheets };
}

const faultCodes = {
  notZip: "notWorkbook",
  locked: "lockedFile",
  bomb: "zipBomb",
  tooLarge: "unpackedTooLarge",
} as const;

function pageOf({ name, rows, cells }: Sheet): BookPage {
  const formulas = [...(cells ?? [])].flatMap(([place, { formula }]) => {
    const [row, column] = place.split(",").map(Number) as [number, number];
    return formula === undefined ? [] : [{ row, column }];
  });
  return { title: name, rows, formulas };
}
