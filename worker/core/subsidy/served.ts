/** The months that each row counts, as bits: January is bit 0. */
import type { SubsidyPolicy } from "../../../schema/policy/policy.ts";
import { countOnly, type Facts, noMonths } from "../facts.ts";
import { columnOf } from "../shapes/shape.ts";
import { fenColumn } from "./fen.ts";
import type { SubsidyPlan } from "./subsidy.ts";

type MonthRule = NonNullable<SubsidyPolicy["months"]>;

/** The bits of months written YYYY-MM. */
export const maskOf = (months: readonly string[]): number =>
  months.reduce((bits, month) => bits | (1 << (Number(month.slice(5)) - 1)), 0);

/** How many months some bits are. */
const monthCounts = Uint8Array.from({ length: 1 << 12 }, (_, bits) =>
  [...bits.toString(2)].reduce((count, bit) => count + Number(bit), 0),
);

/** The entry of a table by bits for rows whose months were not given: all its bits are set. */
const given = (1 << 14) - 1;
/** Stands for months that cannot be told, whatever is made of those that were not given. */
const unclear = -2;

/**
 * The months of every row, as they were given; of posts held in the same month, or of those between which somebody
 * changed in it, only the best paid counts, where the policy says so.
 * @returns bits, which `meanings` and `times` tell; none where the policy asks for no months
 */
export function monthsOf(plan: SubsidyPlan, facts: Facts): Int32Array | undefined {
  const { months: rule, appointments } = plan.policy;
  const bits = rule && facts.months.get(rule.input);
  const { first, handovers = [] } = facts;
  const highest = appointments?.concurrent === "highest";
  if (!first || (!highest && handovers.length === 0)) return bits;
  const rows = facts.subjects.length;
  const months = Int32Array.from({ length: rows }, (_, row) => {
    const served = servedIn(plan, bits, row);
    return served === noMonths ? unclear : served;
  });
  const groups = Map.groupBy(handovers, ({ month }) => month);
  keepBestPaid(months, plan, facts, (month) => {
    if (highest) return (row) => first[row];
    const group = new Map((groups.get(month) ?? []).flatMap(({ rows: all }) => all.map((row) => [row, all[0]!])));
    return (row) => group.get(row);
  });
  return months;
}

/** The months that a row counts; `noMonths` where they are not known, or only their number is and it matters which. */
export const servedIn = ({ meanings }: Pick<SubsidyPlan, "meanings">, months: Int32Array | undefined, row: number) =>
  meanings[months ? months[row]! & given : (1 << 12) - 1]!;

/**
 * What months as they were given mean in a period, by their bits.
 * @param segments the months of the period by the values in force; where there are several, a mere count below all
 *   is not enough
 */
export function meaningsOf(segments: readonly (readonly string[])[], rule?: MonthRule): Int32Array {
  const all = segments.flat();
  const whole = maskOf(all);
  // A mere count is of the first months of the period, and of a single month tells only whether it is none.
  const first = Array.from({ length: 13 }, (_, count) =>
    segments.length > 1 && count > 0 && count < all.length ? noMonths : maskOf(all.slice(0, count)),
  );
  const meanings = new Int32Array(given + 1).fill(noMonths);
  for (let bits = 0; bits < countOnly; bits++) {
    meanings[bits] = bits & whole;
    meanings[bits | countOnly] = first[monthCounts[bits]!]!;
  }
  meanings[given] = rule?.missing === "unscored" && all.length > 1 ? noMonths : whole;
  return meanings;
}

/** How many months of a segment each row counts, by the bits of its months; NaN where they are not known. */
export function timesOf(meanings: Int32Array, mask: number): Float64Array {
  const times = new Float64Array(meanings.length);
  for (let bits = 0; bits < times.length; bits++) {
    const months = meanings[bits]!;
    times[bits] = months === noMonths ? Number.NaN : monthCounts[months & mask]!;
  }
  return times;
}

/** Adds rates as often as months are served. Where none is, it does not matter whether the rate is known. */
export function addMonths(sum: Float64Array, rates: Float64Array, months: Int32Array, times: Float64Array) {
  const all = given;
  for (let i = 0; i < sum.length; i++) {
    const served = times[months[i]! & all]!;
    if (served !== 0) sum[i]! += rates[i]! * served;
  }
}

/**
 * Of the rows that compete in a month takes it away from all but the best paid; the earlier among equals.
 * @param competing by month, 1 to 12: the group of a row; none for one that does not compete
 */
function keepBestPaid(
  months: Int32Array,
  plan: SubsidyPlan,
  facts: Facts,
  competing: (month: number) => (row: number) => number | undefined,
) {
  for (const segment of plan.monthly) {
    const rates = segment.items.map((item) => fenColumn(item, columnOf(item.kernel, facts)));
    const worth = (row: number) => {
      const total = rates.reduce((sum, rate) => sum + rate[row]!, 0);
      return Number.isNaN(total) ? Number.NEGATIVE_INFINITY : total;
    };
    for (const month of segment.months) {
      const bit = maskOf([month]);
      const groupOf = competing(Number(month.slice(5)));
      const best = new Map<number, number>();
      months.forEach((bits, row) => {
        const group = groupOf(row);
        if (group === undefined || bits < 0 || (bits & bit) === 0) return;
        const found = best.get(group);
        if (found === undefined || worth(row) > worth(found)) best.set(group, row);
      });
      months.forEach((bits, row) => {
        const group = groupOf(row);
        if (group !== undefined && bits >= 0 && best.get(group) !== row) months[row] = bits & ~bit;
      });
    }
  }
}
