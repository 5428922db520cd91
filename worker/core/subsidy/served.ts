/** The months that each row counts, as bits: January is bit 0. */
import type { SubsidyPolicy } from "../../../schema/policy/policy.ts";
import { countOnly, type Facts, noMonths } from "../facts.ts";
import { columnOf } from "../shapes/shape.ts";
import { fenColumn } from "./fen.ts";
import type { SubsidyPlan } from "./subsidy.ts";

export interface Served {
  /** Months by row; `noMonths` where they are not known. */
  months: Int32Array;
  /** 1 where only a count of months is known and it matters which. */
  ambiguous: Uint8Array;
}

/** The bits of months written YYYY-MM. */
export const maskOf = (months: readonly string[]): number =>
  months.reduce((bits, month) => bits | (1 << (Number(month.slice(5)) - 1)), 0);

/** How many months some bits are. */
export const monthCounts = Uint8Array.from({ length: 1 << 12 }, (_, bits) =>
  [...bits.toString(2)].reduce((count, bit) => count + Number(bit), 0),
);

/** Finds the months of every row; of posts held in the same month only the best paid counts, where the policy says so. */
export function servedMonths(plan: SubsidyPlan, facts: Facts): Served {
  const { months: rule, appointments } = plan.policy;
  const all = plan.monthly.flatMap(({ months }) => months);
  const ambiguous = new Uint8Array(facts.subjects.length);
  const months = new Int32Array(facts.subjects.length).fill(maskOf(all));
  const given = rule && facts.months.get(rule.input);
  if (given) readMonths(months, ambiguous, given, plan, rule, all);
  if (appointments?.concurrent === "highest" && facts.first) keepBestPaid(months, plan, facts, facts.first);
  return { months, ambiguous };
}

function readMonths(
  months: Int32Array,
  ambiguous: Uint8Array,
  given: Int32Array,
  plan: SubsidyPlan,
  rule: NonNullable<SubsidyPolicy["months"]>,
  all: readonly string[],
) {
  const whole = maskOf(all);
  // A mere count is of the first months of the period, and of a single month tells only whether it is none.
  const first = all.reduce<number[]>((masks, month) => [...masks, masks.at(-1)! | maskOf([month])], [0]);
  const unknown = rule.missing === "unscored" && all.length > 1 ? noMonths : whole;
  const matters = plan.monthly.length > 1;
  for (let row = 0; row < given.length; row++) {
    const bits = given[row]!;
    if (bits === noMonths) months[row] = unknown;
    else if ((bits & countOnly) === 0) months[row] = bits & whole;
    else {
      const count = monthCounts[bits ^ countOnly]!;
      if (matters && count > 0 && count < all.length) {
        ambiguous[row] = 1;
        months[row] = noMonths;
      } else months[row] = first[count < all.length ? count : all.length]!;
    }
  }
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
