/** The columns of a sheet as they stand in the workbook: titles, formats, lists, and the columns that the add-in keeps. */
import { placesOf } from "../cells/numbers.ts";
import type { Column, sheetDefinition } from "../definition.ts";
import { type CellForm, formOf } from "./form.ts";

/** A sheet as the server describes it. */
export type Definition = (typeof sheetDefinition)["_output"];

/** A column as it stands in the workbook. */
export interface LayoutColumn {
  title: string;
  /** The number format, to be set before any value: in `@` a code stays text. */
  format: string;
  /** What a clerk may choose from. */
  choices?: string[];
  /** How its title is shown. */
  tone?: "readOnly" | "required";
  width?: number;
  help?: string;
  group?: string;
}

/** A column with cells of the sheet; `position` is its place in the rows of the wire. */
export interface CellColumn extends LayoutColumn {
  key: string;
  position: number;
  readOnly: boolean;
  form: CellForm;
}

export interface Layout {
  /** From left to right. */
  columns: LayoutColumn[];
  /** Those of the sheet. */
  cells: CellColumn[];
  /** The column that names a row: a column of the sheet that nobody types, or one that the add-in keeps. */
  id: LayoutColumn;
  /** What is changed in a row, and what became of it; none where nothing can be changed. */
  change?: LayoutColumn;
  status?: LayoutColumn;
  /** The rows come from elsewhere: none can be added or deleted here. */
  hasFixedRows: boolean;
}

const kept = (title: string, width: number, help: string): LayoutColumn => ({
  ...{ title, format: "@", tone: "readOnly", width, help },
});

/** Lays out a sheet. No two titles are alike, as Excel compares them; those of the columns that the add-in keeps win. */
export function layoutOf({ columns, key, editable }: Definition): Layout {
  const keyColumn = columns.find((column) => column.key === key && column.readOnly);
  const taken = new Set<string>();
  const managed = editable
    ? {
        change: kept("变更", 12, "插件填写:这一行改了什么,尚未提交"),
        status: kept("状态", 20, "插件填写:最近一次提交的结果"),
      }
    : {};
  const ownId = keyColumn ? [] : [kept("行号", 12, "插件填写:用来认行,请勿改动;新行留空")];
  const before = [...Object.values(managed), ...ownId];
  for (const { title } of before) taken.add(title);
  const cells = columns.map((column, position) => cellColumn(column, position, freeTitle(column, taken)));
  return {
    columns: [...before, ...cells],
    cells,
    id: ownId[0] ?? cells.find((column) => column.key === key)!,
    ...managed,
    hasFixedRows: keyColumn !== undefined,
  };
}

/** The layout of a definition, made once. */
export function layoutFor(definition: Definition): Layout {
  const known = layouts.get(definition);
  if (known) return known;
  const made = layoutOf(definition);
  layouts.set(definition, made);
  return made;
}
const layouts = new WeakMap<Definition, Layout>();

function freeTitle({ title, group }: Column, taken: Set<string>): string {
  const plain = title.trim();
  const candidates = [plain, ...(group === undefined ? [] : [`${group}·${plain}`])];
  for (let n = 2; ; ) {
    const candidate = candidates.shift() ?? `${plain}${n++}`;
    const compared = candidate.toLowerCase();
    if (taken.has(compared)) continue;
    taken.add(compared);
    return candidate;
  }
}

function cellColumn(column: Column, position: number, title: string): CellColumn {
  const { key, readOnly = false, required = false, width, help, group } = column;
  const form = formOf(column);
  const choices = choicesOf(column, form);
  const tone = readOnly ? "readOnly" : required ? "required" : undefined;
  return {
    ...{ key, position, form, title, readOnly, format: formatOf(column) },
    ...(choices && { choices }),
    ...(tone && { tone }),
    ...(width !== undefined && { width }),
    ...(help !== undefined && { help }),
    ...(group !== undefined && { group }),
  };
}

function choicesOf({ type, many, options = [] }: Column, form: CellForm): string[] | undefined {
  if (type === "flag") return ["是", "否"];
  return type === "option" && !many ? options.map(([code]) => String(form.show(code))) : undefined;
}

/** A percentage is the number before the sign: 85.5, not 0.855. Months such as 1-7 would become dates. */
function formatOf(column: Column): string {
  const { type, precision } = column;
  if (type === "date") return precision === "month" ? "@" : "yyyy-mm-dd";
  if (type === "integer") return "0";
  if (type !== "money" && type !== "decimal" && type !== "percent") return "@";
  const places = placesOf(column);
  const decimals = places === 0 ? "" : `.${"0".repeat(Math.min(places, 2))}${"#".repeat(Math.max(places - 2, 0))}`;
  if (type === "money") return `#,##0${decimals}`;
  return type === "percent" ? `0${decimals}"%"` : `0${decimals}`;
}
