/** Evaluates conditions over rows, and says in words what they are. */
import { periodBefore } from "../../schema/period.ts";
import type { Comparison, Condition, StreakOfOutcomes } from "../../schema/policy/condition.ts";
import type { PastOutcome } from "../../schema/policy/policy.ts";
import { inBlocks } from "./blocks.ts";
import { cellOfUnits, type Facts, fewOf, type Inputs, inputText, placesOfInput, unitsOf } from "./facts.ts";

const signs = { "=": "为", "!=": "不为", "<": "低于", "<=": "不高于", ">": "高于", ">=": "不低于" } as const;

/** The three values of a condition; with these numbers `all` is the least, `any` the greatest, `not` the rest to 2. */
export const truths = { false: 0, unknown: 1, true: 2 } as const;

/** What each comparison says of a value below its limit, equal to it, above it. */
const verdicts: Record<Comparison["op"], readonly [below: number, equal: number, above: number]> = {
  "=": [0, 2, 0],
  "!=": [2, 0, 2],
  "<": [2, 0, 0],
  "<=": [2, 2, 0],
  ">": [0, 0, 2],
  ">=": [0, 2, 2],
};

/**
 * Evaluates a condition for rows, all of them or a stretch. What is not known decides nothing, neither by itself nor
 * under `not`.
 * @returns for each row one of `truths`
 */
export function truthOf(
  condition: Condition,
  inputs: Inputs,
  facts: Facts,
  from = 0,
  count = facts.subjects.length,
): Uint8Array {
  if ("input" in condition) return compare(condition, inputs, facts, from, count);
  if ("not" in condition) return truthOf(condition.not, inputs, facts, from, count).map((inner) => 2 - inner);
  if ("streak" in condition) {
    const { streak } = condition;
    return Uint8Array.from({ length: count }, (_, i) => (pastRun(streak, facts, from + i) >= streak.atLeast ? 2 : 0));
  }
  const [parts, which] = "all" in condition ? [condition.all, Math.min] : [condition.any, Math.max];
  const [first, ...rest] = parts.map((part) => truthOf(part, inputs, facts, from, count));
  return rest.reduce((so, part) => so.map((value, i) => which(value, part[i]!)), first!);
}

/** Whether a condition holds for a row. */
export const holds = (condition: Condition, inputs: Inputs, facts: Facts, row: number): boolean =>
  truthOf(condition, inputs, facts, row, 1)[0] === truths.true;

function compare(condition: Comparison, inputs: Inputs, facts: Facts, from: number, count: number): Uint8Array {
  const input = inputs[condition.input]!;
  const limit =
    typeof condition.value === "number"
      ? Math.round(condition.value * 10 ** placesOfInput(input))
      : unitsOf(input, condition.value);
  const [below, equal, above] = verdicts[condition.op];
  const say = (units: number) =>
    units < limit ? below : units > limit ? above : units === limit ? equal : truths.unknown;
  const found = new Uint8Array(count);
  const bytes = facts.bytes.get(condition.input);
  const few = bytes && fewOf(input);
  if (few) {
    const said = Uint8Array.from({ length: few.size }, (_, place) =>
      say(place === few.size - 1 ? Number.NaN : few.lowest + place),
    );
    inBlocks(count, (at, rows) => {
      judgeBytes(found.subarray(at, at + rows), bytes.subarray(from + at, from + at + rows), said);
    });
    return found;
  }
  const column = facts.columns.get(condition.input)!.subarray(from, from + count);
  inBlocks(count, (at, rows) => {
    judgeUnits(found.subarray(at, at + rows), column.subarray(at, at + rows), limit, below, equal, above);
  });
  return found;
}

function judgeUnits(
  found: Uint8Array,
  column: Float64Array,
  limit: number,
  below: number,
  equal: number,
  above: number,
) {
  const { unknown } = truths;
  for (let i = 0; i < found.length; i++) {
    const units = column[i]!;
    found[i] = units < limit ? below : units > limit ? above : units === limit ? equal : unknown;
  }
}

function judgeBytes(found: Uint8Array, bytes: Uint8Array, said: Uint8Array) {
  for (let i = 0; i < found.length; i++) found[i] = said[bytes[i]!]!;
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
