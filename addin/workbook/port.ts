/** What the add-in asks of a workbook, whoever answers: Excel, or memory in tests. */

/** What a cell holds: `""` when empty; a date is a day's serial number in Excel's 1900 system. */
export type CellValue = string | number | boolean;

/** The number format of cells that keep what is typed as text: codes keep their zeros, long figures their digits. */
export const textFormat = "@";

/** A column as it is written. */
export interface TableColumn {
  /** Not empty, and unlike every other title of the table, also in another case. */
  title: string;
  /** Excel's number format, such as `General`, `0.00`, `yyyy-mm-dd` or `textFormat`. */
  format: string;
  /** In characters; a Chinese one counts as two. */
  width?: number;
  /** What can be picked from a list in the cell, where Excel has such lists; anything else can still be typed. */
  choices?: readonly string[];
  /** How the title is shown. */
  tone?: "readOnly" | "required";
  /** Shown at the title when it is selected, where Excel can. */
  help?: string;
}

/** A table as it is written. */
export interface TableSpec {
  /** By which the add-in finds the table again, whatever its user calls it; not empty. */
  name: string;
  /** Wished for as the worksheet's title; what Excel does not take in one is left out. */
  title: string;
  columns: readonly TableColumn[];
  /** Cells in the order of the columns. */
  rows: readonly (readonly CellValue[])[];
  /** Texts to be kept with the table, by key, as `keep` does: the table and they are written together. */
  kept?: Readonly<Record<string, string>>;
}

/** A table as it stands, whatever was done to it: sorted, filtered, with rows and columns moved, added and taken away. */
export interface TableContent {
  /** The titles from left to right. */
  columns: string[];
  /** All rows from top to bottom, also the filtered-out; a table always has one, blank if need be. */
  rows: CellValue[][];
  /** How far filled rows reach beneath the table, which Excel did not take into it and `rows` does not have. */
  rowsBelow: number;
}

/** A cell of a table as it was just read. */
export interface Place {
  /** From 0. */
  row: number;
  /** The column's title. */
  column: string;
}

export interface CellChange extends Place {
  value: CellValue;
}

/** A colour that says what has become of a cell; `none` takes it away. */
export interface CellMark extends Place {
  kind: "changed" | "conflict" | "invalid" | "saved" | "none";
}

/** What is done to a table, in this order; places are those of the reading. */
export interface Amendment {
  cells?: readonly CellChange[];
  marks?: readonly CellMark[];
  /** Rows that go, with all that its user wrote into them. */
  removed?: readonly number[];
  /** Rows that come, at the end; cells in the order of the columns that were read. */
  added?: readonly (readonly CellValue[])[];
  /** Texts to be kept once all this is done, as `keep` does. */
  kept?: Readonly<Record<string, string>>;
}

/** Figures to be shown as a chart. */
export interface ChartSpec {
  title: string;
  kind: "columns" | "bars";
  /** What names the figures, and what they are. */
  heads: readonly [string, string];
  /** From left to right or from bottom to top; at least one, at most `mostFigures`. */
  figures: readonly (readonly [string, number])[];
}
export const mostFigures = 40;

/** Charts on a worksheet. */
export interface ChartSheet {
  /** By which the add-in finds the worksheet again. */
  name: string;
  /** Wished for as the worksheet's title. */
  title: string;
  charts: readonly ChartSpec[];
}

export interface WriteOptions {
  /** Told of how many rows are written. */
  onProgress?: (rows: number, of: number) => void;
  /** Stops between two requests; the table is then unfinished, and reading it says so. */
  signal?: AbortSignal;
}

const reasons = {
  missing: "The workbook has no such table: never written, deleted, or made into a plain range.",
  unfinished: "The writing of the table was broken off; what stands in it is not to be relied on.",
  noPlace: "The table has no such row or column.",
  editing: "A cell is being edited, and Excel refuses everything until that ends.",
  protected: "The worksheet or the workbook is protected.",
  tooLong: "A cell takes no text of more than 32,766 characters.",
};

/** Why a workbook did not do what it was asked, as a code that the pane has words for. */
export class WorkbookFault extends Error {
  readonly code: keyof typeof reasons;
  /** @param place what it is about: a table's name, a column's title */
  constructor(code: keyof typeof reasons, place = "") {
    super(place === "" ? reasons[code] : `${reasons[code]} (${place})`);
    this.name = "WorkbookFault";
    this.code = code;
  }
}

/** Every verb may fail with a `WorkbookFault` (`editing`, `protected`), those about a table also with `missing`. */
export interface Workbook {
  /**
   * Writes a table on a worksheet of its own. A table of that name is replaced where it stands; what its user wrote
   * beside it stays, what he added to it does not, and filters are taken off. Every value is read back as it was given,
   * but numbers and flags as text in columns of `textFormat`. A long table is written in several requests.
   * @throws WorkbookFault `tooLong`; the reason of the signal when it stops
   */
  writeTable(spec: TableSpec, options?: WriteOptions): Promise<void>;
  /** Reads a table. @throws WorkbookFault `unfinished` */
  readTable(name: string): Promise<TableContent>;
  /**
   * Reads a table and at once does to it what is decided: places are never those of an earlier reading, in which rows
   * may have stood otherwise. Filters are taken off if anything but marks is written.
   * @param decide answers at once, from the content alone: it is asked again if Excel refused because a cell was edited
   * @throws WorkbookFault `unfinished`, `noPlace`, `tooLong`
   */
  amend(name: string, decide: (content: TableContent) => Amendment): Promise<void>;
  /**
   * Draws charts on a worksheet of their own, beside their figures, and shows it. Drawn again they stay where and as
   * their user has put them, and show the new figures.
   */
  addCharts(sheet: ChartSheet): Promise<void>;
  /** The rows of a table in which cells are selected; none where the selection is elsewhere or in several places. */
  selectedRows(name: string): Promise<number[]>;
  /** Shows a cell to the user. @throws WorkbookFault `noPlace` */
  select(name: string, place: Place): Promise<void>;
  /**
   * Tells of the cell that the user has selected: its table and place, `undefined` outside of tables.
   * It is a convenience and may miss some; changes are found by comparing, never by being told.
   * @returns ends the telling
   */
  onSelection(tell: (at: (Place & { name: string }) | undefined) => void): Promise<() => Promise<void>>;
  /**
   * Keeps a text in the workbook, unseen, also when it is closed; an empty one is forgotten. Broken off it leaves what
   * was kept before.
   */
  keep(key: string, text: string): Promise<void>;
  /** A kept text, whole; `undefined` if there is none. */
  kept(key: string): Promise<string | undefined>;
  /** The names of the tables that were written here and are still here, in the order in which they were first written. */
  tables(): Promise<string[]>;
}
