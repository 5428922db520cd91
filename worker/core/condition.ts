/** Evaluates conditions for one subject, and says which inputs decided. */
import { toUnits } from "../../schema/decimal.ts";
import type { Condition } from "../../schema/policy/condition.ts";
import { cellOfUnits, type Facts, type Inputs, inputText, placesOfInput, unitsOf } from "./facts.ts";

const signs = { "=": "为", "!=": "不为", "<": "低于", "<=": "不高于", ">": "高于", ">=": "不低于" } as const;

/** Whether a condition holds for a row. A missing value satisfies no comparison: what is not known triggers nothing. */
export function holds(condition: Condition, inputs: Inputs, facts: Facts, row: number): boolean {
  if ("all" in condition) return condition.all.every((part) => holds(part, inputs, facts, row));
  if ("any" in condition) return condition.any.some((part) => holds(part, inputs, facts, row));
  if ("not" in condition) return !holds(condition.not, inputs, facts, row);
  const input = inputs[condition.input]!;
  const units = facts.columns.get(condition.input)?.[row] ?? Number.NaN;
  const limit =
    typeof condition.value === "number"
      ? (toUnits(condition.value, placesOfInput(input)) ?? condition.value * 10 ** placesOfInput(input))
      : unitsOf(input, condition.value);
  if (Number.isNaN(units)) return false;
  switch (condition.op) {
    case "=":
      return units === limit;
    case "!=":
      return units !== limit;
    case "<":
      return units < limit;
    case "<=":
      return units <= limit;
    case ">":
      return units > limit;
    case ">=":
      return units >= limit;
  }
}

/** A condition as a clerk reads it: 无活动场所为是. */
export function conditionText(condition: Condition, inputs: Inputs): string {
  if ("all" in condition) return condition.all.map((part) => conditionText(part, inputs)).join("且");
  if ("any" in condition) return condition.any.map((part) => conditionText(part, inputs)).join("或");
  if ("not" in condition) return `非(${conditionText(condition.not, inputs)})`;
  const input = inputs[condition.input]!;
  const value =
    typeof condition.value === "string" ? cellOfUnits(input, unitsOf(input, condition.value)) : condition.value;
  return `${input.title}${signs[condition.op]}${inputText(input, value)}`;
}
