/** seniority: an amount for every full term served, each month counted once at the highest post held in it. */
import type { SeniorityNode } from "../../../schema/policy/amounts.ts";
import { monthsOf, type Spell } from "../../../schema/sheet/spells.ts";
import { fractionOf, lcm } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { leaf } from "./shape.ts";

/** Terms are counted of at most a century of months. */
const mostMonths = 1200;

/** Prepares a `seniority` node that stands at `place` of its policy. A post that the table lacks counts nothing. */
export function prepareSeniority(node: SeniorityNode, place: string, compiling: Compiling) {
  const each = resolve(compiling, node.each, `${place}/each`, `${node.title}每届`);
  if (!each) return undefined;
  const values = Object.values(each.value);
  const termsOf = (spells: readonly Spell[]) => {
    const months = monthsByPost(spells, each.value);
    return [...months].map(([post, count]) => ({
      post,
      months: count,
      terms: Math.floor(count / (12 * node.termYears)),
    }));
  };
  return leaf(node, compiling, {
    inputs: [node.input],
    parameters: [each],
    denominator: values.reduce((all, value) => lcm(all, fractionOf(value).d), 1),
    most: (Math.max(...values) * mostMonths) / 12,
    column: (facts, scale) =>
      Float64Array.from(facts.subjects, (_, row) => {
        const spells = facts.spells.get(node.input)?.[row];
        if (!spells) return Number.NaN;
        return termsOf(spells).reduce((sum, { post, terms }) => sum + terms * Math.round(each.value[post]! * scale), 0);
      }),
    text(_, facts, row) {
      const terms = termsOf(facts.spells.get(node.input)?.[row] ?? []);
      const parts = terms.map(
        ({ post, months, terms: full }) =>
          `${post}${Math.floor(months / 12)}年${months % 12}个月,满${full}届,每届${each.value[post]}`,
      );
      return `${parts.join(";") || "没有计入的任职"}(每届${node.termYears}年,同时兼职只按最高的计一次)`;
    },
  });
}

/** The months served in each post; of the posts held in one month only the best paid counts. */
function monthsByPost(spells: readonly Spell[], each: Readonly<Record<string, number>>): Map<string, number> {
  const best = new Map<string, string>();
  for (const spell of spells) {
    if (each[spell.post] === undefined) continue;
    for (const month of monthsOf(spell, mostMonths)) {
      const other = best.get(month);
      if (other === undefined || each[spell.post]! > each[other]!) best.set(month, spell.post);
    }
  }
  const months = new Map<string, number>();
  for (const post of best.values()) months.set(post, (months.get(post) ?? 0) + 1);
  return months;
}
