/** What indicators read: a subject's entries and results, with their lineage, and exact sums of their cells. */
import { toUnits } from "../../../schema/decimal.ts";
import type { Period } from "../../../schema/period.ts";
import type { EntryCondition } from "../../../schema/policy/entryCondition.ts";
import type { PastOutcome } from "../../../schema/policy/policy.ts";
import { numberOf } from "../../../schema/sheet/cells/bounds.ts";
import type { Cell, Cells } from "../../../schema/sheet/definition.ts";
import { meets } from "../../../schema/sheet/meets.ts";
import type { Lineage } from "../../../schema/trace.ts";

/** What is recorded about one subject on one sheet, oldest period first. */
export interface Recorded {
  id: string;
  period: string;
  cells: Cells;
  version: number;
  push: number;
  /** Whose it is, where it is a predecessor's. */
  of?: string | undefined;
}

/** A subject's result under a policy. */
export interface Result extends PastOutcome {
  run: number;
  rank?: number | undefined;
  /** Yuan. */
  amount?: number | undefined;
}

export interface Records {
  /** Entries on a sheet that count for the subject: those about it, and those of predecessors that it takes over. */
  of(sheet: string): readonly Recorded[];
  /** Entries about the subject itself. */
  own(sheet: string): readonly Recorded[];
  /** The subject's results under a policy within the period, the latest first; an unscored one has no values. */
  resultsOf(policyId: string): readonly Result[];
  /** The same with all results before the period, too. */
  resultsUpTo(policyId: string): readonly Result[];
  /** The periods of a policy inside the period that is judged, or the one around it. */
  periodsUnder(policyId: string): readonly string[];
  /** Rows of a roster that name the subject in a column. */
  naming(sheet: string, column: string): readonly Recorded[];
  /** The periods of a sheet inside the period that is judged, in order. */
  periodsOf(sheet: string): readonly string[];
  period: Period;
}

/** Of a subject of which nothing but its entries is looked at. */
export const entriesOnly: Pick<Records, "resultsOf" | "resultsUpTo" | "periodsUnder" | "naming"> = {
  resultsOf: () => [],
  resultsUpTo: () => [],
  periodsUnder: () => [],
  naming: () => [],
};

export interface Indicated {
  value: Cell;
  from: Lineage[];
}

/** The sheet of a ledger. */
export const ledger = (register: string) => `register.${register}`;

/** Sums are taken in millionths, the finest unit a column can have. */
export const finest = 6;

/** Where an entry stands, with the cells that were read. */
export const lineageOf = (sheet: string, row: Recorded, columns: readonly string[]): Lineage => ({
  sheet,
  period: row.period,
  id: row.id,
  version: row.version,
  push: row.push,
  ...(row.of !== undefined && { of: row.of }),
  cells: Object.fromEntries(columns.map((column) => [column, row.cells[column] ?? null])),
});

/** Whether a row has a number in a column, or a lower bound of one. */
export const isCounted = ({ cells }: Recorded, column: string): boolean => numberOf(cells[column]) !== undefined;

/** The sum of a column in millionths; a lower bound counts as itself, empty cells and text add nothing. */
export const sumOf = (rows: readonly Pick<Recorded, "cells">[], column: string): number =>
  rows.reduce((all, { cells }) => all + (toUnits(numberOf(cells[column]) ?? 0, finest) ?? 0), 0);

/** The entries that meet a condition; all of them where there is none. */
export const matching = (rows: readonly Recorded[], where: EntryCondition | undefined): Recorded[] =>
  rows.filter(({ cells }) => where === undefined || meets(where, cells) === true);

/** What an indicator is worth where there is no entry at all. */
export const whenEmpty = (empty: "zero" | "missing"): Indicated => ({ value: empty === "zero" ? 0 : null, from: [] });
