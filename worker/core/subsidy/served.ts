/** The months that each row counts, as bits: January is bit 0. */
import type { SubsidyPolicy } from "../../../schema/policy/policy.ts";
import { inBlocks } from "../blocks.ts";
import { countOnly, type Facts, noMonths } from "../facts.ts";
import { columnOf } from "../shapes/shape.ts";
import { fenColumn } from "./fen.ts";
import type { SubsidyPlan } from "./subsidy.ts";

type MonthRule = NonNullable<SubsidyPolicy["months"]>;

/** The bits of months written YYYY-MM. */
export const maskOf = (months: readonly string[]): number =>
  months.reduce((bits, month) => bits | (1 << (Number(month.slice(5)) - 1)), 0);

/** How many months some bits are. */
export const monthCounts = Uint8Array.from({ length: 1 << 12 }, (_, bits) =>
  [...bits.toString(2)].reduce((count, bit) => count + Number(bit), 0),
);

/**
 * Finds the months of every row; of posts held in the same month only the best paid counts, where the policy says so.
 * @returns months by row; `noMonths` where they are not known, or only their number is and it matters which
 */
export function servedMonths(plan: SubsidyPlan, facts: Facts): Int32Array {
  const { months: rule, appointments } = plan.policy;
  const whole = maskOf(plan.monthly.flatMap(({ months }) => months));
  const given = rule && facts.months.get(rule.input);
  const months = given ? readMonths(given, plan, rule) : new Int32Array(facts.subjects.length).fill(whole);
  if (appointments?.concurrent === "highest" && facts.first) keepBestPaid(months, plan, facts, facts.first);
  return months;
}

function readMonths(given: Int32Array, { monthly, meanings }: SubsidyPlan, { missing }: MonthRule): Int32Array {
  const all = monthly.reduce((count, { months }) => count + months.length, 0);
  const absent = missing === "unscored" && all > 1 ? noMonths : meanings[(1 << 12) - 1]!;
  const months = new Int32Array(given.length);
  inBlocks(months.length, (from, count) => readBlock(months, given, meanings, absent, from, from + count));
  return months;
}

function readBlock(
  months: Int32Array,
  given: Int32Array,
  meanings: Int32Array,
  absent: number,
  from: number,
  to: number,
) {
  for (let row = from; row < to; row++) {
    const bits = given[row]!;
    months[row] = bits < 0 ? absent : meanings[bits]!;
  }
}

/**
 * What months as they were given mean in a period, by their bits.
 * @param segments the months of the period by the values in force; where there are several, a mere count below all
 *   is not enough
 */
export function meaningsOf(segments: readonly (readonly string[])[]): Int32Array {
  const all = segments.flat();
  const whole = maskOf(all);
  // A mere count is of the first months of the period, and of a single month tells only whether it is none.
  const first = Array.from({ length: 13 }, (_, count) =>
    segments.length > 1 && count > 0 && count < all.length ? noMonths : maskOf(all.slice(0, count)),
  );
  return Int32Array.from({ length: 2 * countOnly }, (_, bits) =>
    (bits & countOnly) === 0 ? bits & whole : first[monthCounts[bits ^ countOnly]!]!,
  );
}

/** Takes the months of a subject's other rows away where one of its rows is paid better; the earlier among equals. */
function keepBestPaid(months: Int32Array, plan: SubsidyPlan, facts: Facts, first: Int32Array) {
  for (const segment of plan.monthly) {
    const rates = segment.items.map((item) => fenColumn(item, columnOf(item.kernel, facts)));
    const worth = (row: number) => {
      const total = rates.reduce((sum, rate) => sum + rate[row]!, 0);
      return Number.isNaN(total) ? Number.NEGATIVE_INFINITY : total;
    };
    for (const month of segment.months) {
      const bit = maskOf([month]);
      const best = new Map<number, number>();
      months.forEach((bits, row) => {
        if (bits === noMonths || (bits & bit) === 0) return;
        const found = best.get(first[row]!);
        if (found === undefined || worth(row) > worth(found)) best.set(first[row]!, row);
      });
      months.forEach((bits, row) => {
        if (bits !== noMonths && best.get(first[row]!) !== row) months[row] = bits & ~bit;
      });
    }
  }
}
