/** Facts in columns: one array per input over all subjects. */
import { toUnits } from "../../schema/decimal.ts";
import type { Fault } from "../../schema/fault.ts";
import type { Input } from "../../schema/policy/input.ts";
import type { SubjectFacts, SubjectInParts } from "../../schema/policy/policy.ts";
import { readCell } from "../../schema/sheet/cell.ts";
import { numberOf } from "../../schema/sheet/cells/bounds.ts";
import { placesOf } from "../../schema/sheet/cells/numbers.ts";
import type { Cell } from "../../schema/sheet/definition.ts";
import { type Months, parseMonths } from "../../schema/sheet/months.ts";
import { parseSpells, type Spell } from "../../schema/sheet/spells.ts";
import type { Lineage, TraceStep } from "../../schema/trace.ts";
import { type Regions, regionsOf } from "./peers.ts";

export type Inputs = Record<string, Input>;
export type Subject = Omit<SubjectInParts, "inputs" | "parts">;

/** Where a value came from: the entries or outcomes, and in words how it was taken from them. */
export interface Origin {
  from: Lineage[];
  text?: string;
}

/** Where facts come from; a request's come from nowhere. */
export interface Provenance {
  origin(subjectId: string, input: string): Origin | undefined;
  /** The step that tells what a subject took over from those that it succeeded. */
  inherited(subjectId: string): TraceStep | undefined;
  /** An organization by its name and code. */
  titleOf(code: string): string;
}

export interface Facts {
  /** Who each row is about; a subject in parts has several rows, one after another. */
  subjects: readonly Subject[];
  /** The first row of each row's subject; absent where every subject has one row. */
  first?: Int32Array | undefined;
  /** The place of each row's id among all ids: what the order of a request must not decide is decided by it. */
  order: Int32Array;
  /** The rows in that order. */
  byId: Uint32Array;
  regions: Regions;
  /** Inputs by row, but for flags: whole numbers of the input's units, NaN where data is missing. */
  columns: ReadonlyMap<string, Float64Array>;
  /** Inputs of few values by row, flags among them: the place of the value, in the end one for what is missing. */
  bytes: ReadonlyMap<string, Uint8Array>;
  /** Inputs of the type spells, by row; their column tells only whether they are there. */
  spells: ReadonlyMap<string, (Spell[] | undefined)[]>;
  /** Inputs of the type months, by row: a bit for each month served, `countOnly`, or `noMonths`; their column is how many. */
  months: ReadonlyMap<string, Int32Array>;
  /** Rows with a wrong value: they are not judged, and are nobody's peers. */
  bad: ReadonlySet<number>;
  /** Rows of one subject of which only the best paid counts in a month, 1 to 12; absent where there are none. */
  handovers?: readonly { month: number; rows: readonly number[] }[] | undefined;
  /** Which entries or outcomes values came from; absent when the request gave them. */
  from?: Provenance | undefined;
}

/** The values of an input that has few: so many from the lowest on, and one more place for what is missing. */
export interface Few {
  lowest: number;
  size: number;
}

/** The few values of an input that fit a byte; none where they are more, or nobody knows how many. */
export function fewOf(input: Input): Few | undefined {
  if (input.type === "flag") return { lowest: 0, size: 3 };
  if (input.type === "option") return { lowest: 0, size: (input.options ?? []).length + 1 };
  if (input.type === "months" || input.type === "spells" || input.min === undefined || input.max === undefined)
    return undefined;
  const unit = 10 ** placesOfInput(input);
  const lowest = Math.round(input.min * unit);
  const size = Math.round(input.max * unit) - lowest + 2;
  return size <= 256 ? { lowest, size } : undefined;
}

/** A column as bytes: the place of each value among few. */
const toBytes = (column: Float64Array, { lowest, size }: Few): Uint8Array =>
  Uint8Array.from(column, (units) => (Number.isNaN(units) ? size - 1 : units - lowest));

/** Marks months of which only the number is known. */
export const countOnly = 1 << 12;
/** Marks months that are not known at all. */
export const noMonths = -1;

/** Months as bits: January is bit 0. */
const bitsOf = (months: Months | undefined): number =>
  months
    ? months.served.reduce((bits, month) => bits | (1 << (month - 1)), months.countOnly ? countOnly : 0)
    : noMonths;

/** How many decimals an input's numbers have; flags and options count whole. */
export const placesOfInput = (input: Input): number =>
  ["flag", "option", "spells", "months"].includes(input.type) ? 0 : placesOf(input);

/** No value of an input is larger than a million million units: sums and products of them stay exact. */
const largestUnits = 1e12;

/**
 * A canonical cell as units of its input: 19.5 with two places is 1950, a flag 0 or 1, an option its index; of a number
 * of which only a lower bound is known, the bound.
 */
export function unitsOf(input: Input, value: Exclude<Cell, null>): number {
  if (typeof value === "boolean") return Number(value);
  if (input.type === "option") return input.options?.findIndex(([code]) => code === value) ?? -1;
  if (input.type === "spells") return 0;
  if (input.type === "months") return parseMonths(value)?.served.length ?? Number.NaN;
  const units = toUnits(numberOf(value) ?? value, placesOfInput(input)) ?? Number.NaN;
  return Math.abs(units) <= largestUnits ? units : Number.NaN;
}

/** The way back: units as the number, flag or option code that a reader knows. */
export function cellOfUnits(input: Input, units: number): Cell {
  if (Number.isNaN(units)) return null;
  if (input.type === "flag") return units === 1;
  if (input.type === "option") return input.options?.[units]?.[0] ?? null;
  if (input.type === "spells") return "见记录";
  return units / 10 ** placesOfInput(input);
}

/** A value of an input as text: 98%、是、新建. */
export function inputText(input: Input, value: Cell): string {
  if (value === null) return "缺数据";
  if (input.type === "flag") return value ? "是" : "否";
  if (input.type === "option") return input.options?.find(([code]) => code === value)?.[1] ?? String(value);
  return `${value}${input.type === "percent" ? "%" : input.type === "money" ? "元" : ""}`;
}

/**
 * Reads the inputs of subjects into columns.
 * @returns the facts, and every wrong value with its place and the row of its subject
 */
export function readFacts(
  inputs: Inputs,
  subjects: readonly SubjectFacts[],
  from?: Provenance,
  handovers?: Facts["handovers"],
): { facts: Facts; faults: (Fault & { row: number })[] } {
  const faults: (Fault & { row: number })[] = [];
  const read = new Map<string, Float64Array>();
  const spells = new Map<string, (Spell[] | undefined)[]>();
  const months = new Map<string, Int32Array>();
  for (const [code, input] of Object.entries(inputs)) {
    const missing = input.default === undefined ? Number.NaN : unitsOf(input, input.default);
    const column = new Float64Array(subjects.length);
    const cells = subjects.map((subject, row): Cell => {
      const reading = readCell(input, Object.hasOwn(subject.inputs, code) ? subject.inputs[code] : null);
      if ("fault" in reading) faults.push({ pointer: `/subjects/${row}/inputs/${code}`, row, ...reading.fault });
      const value = "fault" in reading ? null : reading.value;
      column[row] = value === null ? missing : unitsOf(input, value);
      return value ?? input.default ?? null;
    });
    read.set(code, column);
    if (input.type === "spells")
      spells.set(
        code,
        cells.map((cell) => parseSpells(String(cell ?? "-"))),
      );
    if (input.type === "months")
      months.set(
        code,
        Int32Array.from(cells, (cell) => bitsOf(parseMonths(cell))),
      );
  }
  subjects.forEach((subject, row) => {
    for (const code of Object.keys(subject.inputs))
      if (!Object.hasOwn(inputs, code))
        faults.push({
          pointer: `/subjects/${row}/inputs/${code}`,
          row,
          code: "unknownInput",
          params: { value: code, choices: Object.keys(inputs).join("、") },
        });
  });
  // A subject with a wrong value is not judged at all: it has no data, and takes nobody's place among its peers.
  for (const { row } of faults) for (const column of read.values()) column[row] = Number.NaN;
  const bad = new Set(faults.map(({ row }) => row));
  const ids = subjects.map(({ id }) => id);
  const rows = { subjects, first: firstRows(ids), ...orderOfIds(ids), regions: regionsOf(subjects) };
  return { facts: { ...rows, ...columnsOf(inputs, read), spells, months, bad, handovers, from }, faults };
}

/** Units by input as the facts hold them: flags as bytes only, others of few values as both. */
export function columnsOf(inputs: Inputs, read: ReadonlyMap<string, Float64Array>): Pick<Facts, "columns" | "bytes"> {
  const [columns, bytes] = [new Map<string, Float64Array>(), new Map<string, Uint8Array>()];
  for (const [code, column] of read) {
    const few = fewOf(inputs[code]!);
    if (few) bytes.set(code, toBytes(column, few));
    if (inputs[code]!.type !== "flag") columns.set(code, column);
  }
  return { columns, bytes };
}

/** The first row with the same id, for every row; none where all ids differ. */
function firstRows(ids: readonly string[]): Int32Array | undefined {
  const seen = new Map<string, number>();
  const first = Int32Array.from(ids, (id, row) => {
    const found = seen.get(id);
    if (found === undefined) seen.set(id, row);
    return found ?? row;
  });
  return seen.size === ids.length ? undefined : first;
}

/** The rows in the order of their ids, and each row's place in it; equal ids in the order of their rows. */
export function orderOfIds(ids: readonly string[]): Pick<Facts, "order" | "byId"> {
  const byId = Uint32Array.from(ids, (_, row) => row);
  const isSorted = ids.every((id, row) => row === 0 || ids[row - 1]! <= id);
  if (!isSorted) byId.sort((a, b) => (ids[a]! < ids[b]! ? -1 : ids[a]! > ids[b]! ? 1 : a - b));
  const order = new Int32Array(ids.length);
  byId.forEach((row, place) => {
    order[row] = place;
  });
  return { order, byId };
}

/** The units of one input of one row; NaN where it is not known. */
function unitsAt({ columns, bytes }: Facts, code: string, row: number): number {
  const column = columns.get(code);
  if (column) return column[row]!;
  const place = bytes.get(code)?.[row];
  return place === 0 || place === 1 ? place : Number.NaN;
}

/** One input of one subject as a trace shows it. */
export function traceInput(inputs: Inputs, facts: Facts, code: string, row: number) {
  const input = inputs[code]!;
  const origin = facts.from?.origin(facts.subjects[row]!.id, code);
  return {
    code,
    title: input.title,
    value: cellOfUnits(input, unitsAt(facts, code, row)),
    ...origin,
  };
}
