/** Evaluates conditions for one subject, and says which inputs decided. */
import { periodBefore } from "../../schema/period.ts";
import type { Comparison, Condition, StreakOfOutcomes } from "../../schema/policy/condition.ts";
import type { PastOutcome } from "../../schema/policy/policy.ts";
import { cellOfUnits, type Facts, type Inputs, inputText, placesOfInput, unitsOf } from "./facts.ts";

const signs = { "=": "为", "!=": "不为", "<": "低于", "<=": "不高于", ">": "高于", ">=": "不低于" } as const;

/** Whether a condition holds for a row. What is not known decides nothing, neither by itself nor under `not`. */
export const holds = (condition: Condition, inputs: Inputs, facts: Facts, row: number): boolean =>
  truth(condition, inputs, facts, row) === true;

/** True, false, or unknown where a missing value would decide. */
export function truth(condition: Condition, inputs: Inputs, facts: Facts, row: number): boolean | undefined {
  if ("not" in condition) {
    const inner = truth(condition.not, inputs, facts, row);
    return inner === undefined ? undefined : !inner;
  }
  if ("streak" in condition) return pastRun(condition.streak, facts, row) >= condition.streak.atLeast;
  if ("input" in condition) return compare(condition, inputs, facts, row);
  const [parts, deciding] = "all" in condition ? [condition.all, false] : [condition.any, true];
  const truths = parts.map((part) => truth(part, inputs, facts, row));
  if (truths.includes(deciding)) return deciding;
  return truths.includes(undefined) ? undefined : !deciding;
}

/** How many past results in a row, from the newest back, are as the streak says. */
function pastRun({ stars, grade, selected }: StreakOfOutcomes, facts: Facts, row: number): number {
  const history = unbroken(facts.subjects[row]!.history ?? []);
  const broken = history.findIndex(
    (past) =>
      !(stars !== undefined
        ? (past.stars ?? 0) >= stars
        : grade !== undefined
          ? past.grade === grade
          : past.unscored === undefined && past.selected === selected),
  );
  return broken < 0 ? history.length : broken;
}

/** The newest results as far back as no period is missing between them. */
function unbroken(history: readonly PastOutcome[]): readonly PastOutcome[] {
  const gap = history.findIndex(({ period }, i) => i > 0 && period !== periodBefore(history[i - 1]!.period));
  return gap < 0 ? history : history.slice(0, gap);
}

function streakText({ stars, grade, selected, atLeast }: StreakOfOutcomes): string {
  const each = stars !== undefined ? `${stars}星以上` : (grade ?? (selected ? "列入名单" : "未列入名单"));
  return `以往连续${atLeast}期${each}`;
}

function compare(condition: Comparison, inputs: Inputs, facts: Facts, row: number): boolean | undefined {
  const input = inputs[condition.input]!;
  const units = facts.columns.get(condition.input)?.[row] ?? Number.NaN;
  if (Number.isNaN(units)) return undefined;
  const limit =
    typeof condition.value === "number"
      ? Math.round(condition.value * 10 ** placesOfInput(input))
      : unitsOf(input, condition.value);
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
  if ("streak" in condition) return streakText(condition.streak);
  if ("not" in condition) return `非(${conditionText(condition.not, inputs)})`;
  const input = inputs[condition.input]!;
  const value =
    typeof condition.value === "string" ? cellOfUnits(input, unitsOf(input, condition.value)) : condition.value;
  return `${input.title}${signs[condition.op]}${inputText(input, value)}`;
}
