/** The add-in's workbook in memory: what Excel does to a table, without Excel, to test what is built on it. */
import { asHeld, written } from "./cells.ts";
import {
  type CellMark,
  type CellValue,
  type ChartSheet,
  type Place,
  type TableContent,
  type TableSpec,
  type Workbook,
  WorkbookFault,
} from "./port.ts";

/** A table that its user may do to what he likes. */
export interface MemoryTable {
  columns: string[];
  rows: CellValue[][];
  rowsBelow: number;
  /** Number formats by title. */
  formats: Map<string, string>;
  isWhole: boolean;
}

/** A workbook in memory, and what is in it. */
export interface MemoryWorkbook extends Workbook {
  held: Map<string, MemoryTable>;
  /** Marks by the rows themselves, which keep them when they are sorted; the kinds by title. */
  marks: WeakMap<readonly CellValue[], Map<string, CellMark["kind"]>>;
  /** Selects a cell, as the user does. */
  point(at: (Place & { name: string }) | undefined): void;
  selected: (Place & { name: string }) | undefined;
  /** How many rows are selected from that cell downwards. */
  selectedRowCount: number;
  /** Charts by the names of their worksheets. */
  charts: Map<string, ChartSheet>;
}

export function memoryWorkbook(): MemoryWorkbook {
  const held: MemoryWorkbook["held"] = new Map();
  const marks: MemoryWorkbook["marks"] = new WeakMap();
  const texts = new Map<string, string>();
  const listeners = new Set<Parameters<Workbook["onSelection"]>[0]>();

  function setText(key: string, text: string) {
    if (text === "") texts.delete(key);
    else texts.set(key, text);
  }

  function find(name: string): MemoryTable {
    const table = held.get(name);
    if (table === undefined) throw new WorkbookFault("missing", name);
    return table;
  }

  function whole(name: string): MemoryTable {
    const table = find(name);
    if (!table.isWhole) throw new WorkbookFault("unfinished", name);
    return table;
  }

  const contentOf = ({ columns, rows, rowsBelow }: MemoryTable): TableContent => ({
    columns: [...columns],
    rows: rows.map((row) => [...row]),
    rowsBelow,
  });

  const workbook: MemoryWorkbook = {
    held,
    marks,
    charts: new Map(),
    selected: undefined,
    selectedRowCount: 1,
    point(at) {
      [workbook.selected, workbook.selectedRowCount] = [at, 1];
      for (const tell of listeners) tell(at);
    },

    async writeTable(spec, { onProgress, signal } = {}) {
      const table = tableOf(spec);
      signal?.throwIfAborted();
      const rowsBelow = held.get(spec.name)?.rowsBelow ?? 0;
      held.set(spec.name, { ...table, rowsBelow, isWhole: false });
      onProgress?.(table.rows.length, table.rows.length);
      signal?.throwIfAborted();
      held.set(spec.name, { ...table, rowsBelow, isWhole: true });
      for (const [key, text] of Object.entries(spec.kept ?? {})) setText(key, text);
    },

    async readTable(name) {
      return contentOf(whole(name));
    },

    async amend(name, decide) {
      const table = whole(name);
      const { cells = [], marks: marked = [], removed = [], added = [], kept = {} } = decide(contentOf(table));
      const heads = table.columns.map((title) => ({ title, format: table.formats.get(title) ?? "General" }));
      const places = [...cells, ...marked].map((place) => columnAt(table, place));
      if (removed.some((row) => table.rows[row] === undefined)) throw new WorkbookFault("noPlace");
      const values = cells.map(({ value }, i) => heldAs(value, heads[places[i]!]!));
      const coming = added.map((row) => heads.map((head, i) => heldAs(row[i] ?? "", head)));
      for (const [i, { row }] of cells.entries()) table.rows[row]![places[i]!] = values[i]!;
      for (const { row, column, kind } of marked) {
        const ofRow = marks.get(table.rows[row]!) ?? new Map();
        if (kind === "none") ofRow.delete(column);
        else ofRow.set(column, kind);
        marks.set(table.rows[row]!, ofRow);
      }
      const rows = [...table.rows.filter((_, row) => !removed.includes(row)), ...coming];
      table.rows = rows.length > 0 ? rows : [heads.map(() => "")];
      for (const [key, text] of Object.entries(kept)) setText(key, text);
    },

    async addCharts(sheet) {
      workbook.charts.set(sheet.name, sheet);
    },

    async selectedRows(name) {
      const { selected, selectedRowCount } = workbook;
      const all = whole(name).rows.length;
      if (selected?.name !== name) return [];
      return Array.from({ length: selectedRowCount }, (_, i) => selected.row + i).filter((row) => row < all);
    },

    async select(name, place) {
      columnAt(whole(name), place);
      workbook.point({ name, ...place });
    },

    async onSelection(tell) {
      listeners.add(tell);
      return async () => void listeners.delete(tell);
    },

    async keep(key, text) {
      setText(key, text);
    },
    async kept(key) {
      return texts.get(key);
    },
    async tables() {
      return [...held.keys()];
    },
  };
  return workbook;
}

/** A table as Excel would hold it. */
function tableOf({ columns, rows }: TableSpec): Omit<MemoryTable, "rowsBelow" | "isWhole"> {
  const cells = rows.length > 0 ? rows : [columns.map(() => "")];
  return {
    columns: columns.map(({ title }) => title),
    rows: cells.map((row) => row.map((value, i) => heldAs(value, columns[i]!))),
    formats: new Map(columns.map(({ title, format }) => [title, format])),
  };
}

/** The place of a column. @throws WorkbookFault `noPlace` */
function columnAt({ columns, rows }: MemoryTable, { row, column }: Place): number {
  const at = columns.indexOf(column);
  if (at < 0 || row < 0 || row >= rows.length) throw new WorkbookFault("noPlace", column);
  return at;
}

/** A value as a cell of a column holds it. @throws WorkbookFault `tooLong` */
function heldAs(value: CellValue, column: { title: string; format: string }): CellValue {
  written(value, column);
  return asHeld(value, column.format);
}
