/** Which columns conditions and rules read. It brings nothing of the language with it, for the pane knows only documents that were checked. */
import type { EntryCondition } from "./policy/entryCondition.ts";
import type { Check, Rule } from "./registerRule.ts";

/** The columns that a condition reads. */
export function columnsOfCondition(value: EntryCondition): string[] {
  if ("of" in value) return [value.column, value.of];
  if ("column" in value) return [value.column];
  if ("not" in value) return columnsOfCondition(value.not);
  return ("all" in value ? value.all : value.any).flatMap(columnsOfCondition);
}

/** The columns that a rule reads. */
export function columnsOfRule({ check: one, where }: Rule): string[] {
  return [...columnsOfCheck(one), ...(where ? columnsOfCondition(where) : [])];
}

function columnsOfCheck(one: Check): string[] {
  if ("unique" in one) return one.unique;
  if ("sum" in one) return [...one.sum.of, one.sum.to];
  if ("total" in one) {
    const { of, by, to } = one.total;
    return [of, ...by, ...(typeof to === "string" ? [to] : [])];
  }
  if ("order" in one) return one.order;
  if ("within" in one) return [one.within.date];
  if ("require" in one) return one.require;
  return "blank" in one ? one.blank : [one.cover.column];
}
