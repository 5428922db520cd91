/** Compares the results that an office has worked out itself with those of a round: equal, different, only theirs, only ours. */
import { fromUnits, toUnits } from "../../../schema/decimal.ts";
import type { Typed } from "../../../schema/grid.ts";
import type { Outcome, Unscored } from "../../../schema/outcome.ts";
import { readCell } from "../../../schema/sheet/cell.ts";
import type { Cell, Column } from "../../../schema/sheet/definition.ts";
import type { ResolvedRow } from "./resolve.ts";

/** What is compared, by the keys of the sheet of results. */
export const comparedKeys: readonly string[] = ["stars", "score", "rank", "grade", "selected", "amount"];

export const comparedStates = ["equal", "different", "onlyTheirs", "onlyOurs"] as const;

export interface ComparedField {
  key: string;
  title: string;
  theirs: Cell;
  ours: Cell;
  /** Ours less theirs, of what is a number. */
  difference?: number;
}

export interface ComparedRow {
  /** The line in the file; none for what is only ours. */
  row?: number;
  id: string;
  name?: string;
  status: (typeof comparedStates)[number];
  fields: ComparedField[];
  /** Why we have no result of it. */
  reason?: string;
}

/** The sums of a column, of all of theirs and all of ours. */
export interface ComparedTotal {
  key: string;
  title: string;
  /** Pairs that were compared, and how many of them differ. */
  compared: number;
  different: number;
  theirs?: number;
  ours?: number;
  difference?: number;
}

export interface OutcomeComparison {
  rows: ComparedRow[];
  totals: ComparedTotal[];
  /** Cells of theirs that cannot be read. */
  unread: { row: number; key: string; written: string }[];
  /** Lines that tell of what an earlier line has told of. */
  again: { row: number; id: string }[];
}

const summed = ["score", "amount"];
const places = 2;

/** @param columns those of the sheet of results that the file has */
export function compareOutcomes(
  columns: readonly Column[],
  theirs: readonly ResolvedRow[],
  ours: readonly Outcome[],
  unscored: readonly Unscored[],
): OutcomeComparison {
  const compared = columns.filter(({ key }) => comparedKeys.includes(key));
  const byId = new Map(ours.map((one) => [one.subjectId, one]));
  const reasons = new Map(unscored.map((one) => [one.subjectId, one]));
  const seen = new Set<string>();
  const found: OutcomeComparison = { rows: [], totals: [], unread: [], again: [] };
  for (const { row, id = "", cells } of theirs) {
    if (seen.has(id)) {
      found.again.push({ row, id });
      continue;
    }
    seen.add(id);
    const own = byId.get(id);
    const name = own?.name ?? reasons.get(id)?.name;
    const fields = compared.flatMap((column): ComparedField[] => {
      const cell = readTheirs(column, cells[column.key] ?? null);
      if (cell === undefined) found.unread.push({ row, key: column.key, written: String(cells[column.key]) });
      return cell === undefined || cell === null ? [] : [fieldOf(column, cell, own ? oursOf(own, column.key) : null)];
    });
    const isEqual = fields.every(({ theirs: a, ours: b }) => a === b);
    const reason = reasons.get(id)?.message;
    found.rows.push({
      ...{ row, id, status: !own ? "onlyTheirs" : isEqual ? "equal" : "different", fields },
      ...(name !== undefined && { name }),
      ...(!own && reason !== undefined && { reason }),
    });
  }
  for (const one of ours) {
    if (seen.has(one.subjectId)) continue;
    const fields = compared.map((column) => fieldOf(column, null, oursOf(one, column.key)));
    const name = one.name !== undefined && { name: one.name };
    found.rows.push({ id: one.subjectId, status: "onlyOurs", fields, ...name });
  }
  found.totals = compared.map((column) => totalOf(column, found.rows));
  return found;
}

/** What we have of a result, as a cell of the sheet of results. */
function oursOf(one: Outcome, key: string): Cell {
  if (key === "amount") return one.amountFen === undefined ? null : fromUnits(one.amountFen, places);
  return one[key as "stars" | "score" | "rank" | "grade" | "selected"] ?? null;
}

function fieldOf({ key, title }: Column, theirs: Cell, ours: Cell): ComparedField {
  const [a, b] = [theirs, ours].map((cell) => (typeof cell === "number" ? toUnits(cell, places) : undefined));
  const difference = a !== undefined && b !== undefined && a !== b && { difference: fromUnits(b - a, places) };
  return { key, title, theirs, ours, ...difference };
}

function totalOf({ key, title }: Column, rows: readonly ComparedRow[]): ComparedTotal {
  const fields = rows.flatMap((row) => row.fields.filter((field) => field.key === key));
  const pairs = fields.filter(({ theirs, ours }) => theirs !== null && ours !== null);
  const total = {
    key,
    title,
    compared: pairs.length,
    different: pairs.filter((one) => one.theirs !== one.ours).length,
  };
  if (!summed.includes(key)) return total;
  const sum = (side: "theirs" | "ours") =>
    fields.reduce((all, field) => all + (typeof field[side] === "number" ? (toUnits(field[side], places) ?? 0) : 0), 0);
  const [theirs, ours] = [sum("theirs"), sum("ours")];
  return {
    ...total,
    ...{
      theirs: fromUnits(theirs, places),
      ours: fromUnits(ours, places),
      difference: fromUnits(ours - theirs, places),
    },
  };
}

const numerals = "零一二三四五六七八九";

/** A cell of theirs: 四星级 and ★★★★ are 4, 第3名 is 3. Nothing where it cannot be read. */
function readTheirs(column: Column, cell: Typed): Cell | undefined {
  const read = readCell(column, ["stars", "rank"].includes(column.key) ? counted(cell) : cell);
  return "fault" in read ? undefined : read.value;
}

function counted(cell: Typed): Typed {
  if (typeof cell !== "string") return cell;
  const text = cell.normalize("NFKC").replace(/\s/g, "");
  if (/^★+☆*$/u.test(text)) return [...text].filter((sign) => sign === "★").length;
  if (/^(?:无星|不评星|未定星|☆+)级?$/u.test(text)) return 0;
  return text
    .replace(/^第/u, "")
    .replace(/(?:颗星|星级?|名|位)$/u, "")
    .replace(/^[零一二三四五六七八九]$/u, (sign) => String(numerals.indexOf(sign)));
}
