/** What rules look at, and what they say. */
import { columnsOfRule } from "../../columnsRead.ts";
import type { FaultWords } from "../../fault.ts";
import type { Rule } from "../../registerRule.ts";
import type { Cells, Column } from "../definition.ts";
import { meets } from "../meets.ts";
import type { RowError } from "../push.ts";

/** A sheet with rules, in one period. */
export interface Ruled {
  rules: readonly Rule[];
  columns: ReadonlyMap<string, Column>;
  period: string;
}

/** What a rule says against a row; `refuse`: it may not be saved so. */
export interface Breach {
  severity: "refuse" | "warn";
  error: RowError;
}

/** A rule speaks with its title, of the column to look at. */
export function breach({ title, severity = "refuse" }: Rule, key: string, words: FaultWords): Breach {
  return { severity, error: { key, code: words.code, params: { rule: title, ...words.params } } };
}

/** Whether a rule is about a row. */
export const applies = ({ where }: Rule, cells: Cells): boolean => where === undefined || meets(where, cells) === true;

/** Whether a rule reads what was changed; everything of a row that was not there before. */
export const looksAt = (rule: Rule, changed: ReadonlySet<string> | undefined): boolean =>
  changed === undefined || columnsOfRule(rule).some((key) => changed.has(key));

export const titlesOf = (columns: Ruled["columns"], keys: readonly string[], by: string): string =>
  keys.map((key) => columns.get(key)?.title ?? key).join(by);

export const signs = { "=": "=", "<=": "≤" } as const;
