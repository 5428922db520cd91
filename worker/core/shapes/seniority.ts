/** seniority: an amount for the years served, by full terms at each post or by bands of years; each month counts once. */
import type { SeniorityNode } from "../../../schema/policy/amounts.ts";
import { monthsOf, type Spell } from "../../../schema/sheet/spells.ts";
import { fractionOf, lcm } from "../number.ts";
import { type Compiling, type Resolved, resolve } from "../parameter.ts";
import { leaf } from "./leaf.ts";
import type { Fill, Prepared } from "./shape.ts";

/** At most a century of months is counted. */
const mostMonths = 1200;

/** Prepares a `seniority` node that stands at `place` of its policy. */
export function prepareSeniority(node: SeniorityNode, place: string, compiling: Compiling): Prepared | undefined {
  if (node.terms) {
    const each = resolve(compiling, node.terms.each, `${place}/terms/each`, `${node.title}每届`);
    return each && byTerms(node, node.terms.years, each, compiling);
  }
  const bands = resolve(compiling, node.bands ?? [], `${place}/bands`, `${node.title}分档`);
  return bands && byBands(node, bands, compiling);
}

const rule = "同一个月只计一次";

interface Served {
  post: string;
  months: number;
  amount: number;
}

/** Full terms at each post, the best paid first; months left over count on with the next. */
function fullTerms(served: Served[], length: number): (Served & { terms: number })[] {
  let over = 0;
  return [...served]
    .sort((a, b) => b.amount - a.amount)
    .map((one) => {
      const months = one.months + over;
      over = months % length;
      return { ...one, terms: Math.floor(months / length) };
    });
}

function byTerms(node: SeniorityNode, years: number, each: Resolved<Record<string, number>>, compiling: Compiling) {
  const amounts = Object.values(each.value);
  const termsOf = (spells: readonly Spell[]) =>
    fullTerms(
      [...monthsByPost(node, spells, compiling.month, (post) => each.value[post] ?? 0)].map(([post, months]) => ({
        post,
        months,
        amount: each.value[post] ?? 0,
      })),
      12 * years,
    );
  return leaf(node, compiling, {
    inputs: [node.input],
    parameters: [each],
    denominator: amounts.reduce((all, value) => lcm(all, fractionOf(value).d), 1),
    most: (Math.max(...amounts.map(Math.abs)) * mostMonths) / 12,
    fill: (scale) =>
      overSpells(node, (spells) =>
        termsOf(spells).reduce((sum, { terms, amount }) => sum + terms * Math.round(amount * scale), 0),
      ),
    text(_, facts, row) {
      const parts = termsOf(facts.spells.get(node.input)?.[row] ?? []).map(
        ({ post, months, terms, amount }) => `${post}${yearsText(months)},满${terms}届,每届${amount}`,
      );
      return `${parts.join(";") || "没有计入的任职"}(每届${years}年,${rule},兼职按最高的)`;
    },
  });
}

function byBands(node: SeniorityNode, bands: Resolved<[number, number][]>, compiling: Compiling) {
  const sorted = [...bands.value].sort(([a], [b]) => a - b);
  const monthsIn = (spells: readonly Spell[]) =>
    [...monthsByPost(node, spells, compiling.month, () => 0).values()].reduce((sum, months) => sum + months, 0);
  const amounts = sorted.map(([, amount]) => amount);
  return leaf(node, compiling, {
    inputs: [node.input],
    parameters: [bands],
    denominator: amounts.reduce((all, value) => lcm(all, fractionOf(value).d), 1),
    most: Math.max(...amounts),
    bound: Math.max(...amounts.map(Math.abs)),
    fill: (scale) =>
      overSpells(node, (spells) => {
        const years = Math.floor(monthsIn(spells) / 12);
        return Math.round((sorted.findLast(([least]) => years >= least)?.[1] ?? 0) * scale);
      }),
    text: (_, facts, row) =>
      `任职合计${yearsText(monthsIn(facts.spells.get(node.input)?.[row] ?? []))},按满几年分档,${rule}`,
  });
}

const yearsText = (months: number) => `${Math.floor(months / 12)}年${months % 12}个月`;

const overSpells =
  (node: SeniorityNode, value: (spells: readonly Spell[]) => number): Fill =>
  (out, facts, from, count) => {
    for (let i = 0; i < count; i++) {
      const spells = facts.spells.get(node.input)?.[from + i];
      out[i] = spells ? value(spells) : Number.NaN;
    }
  };

/** The months served in each post that counts, until the month of reckoning; of the posts held in one month only the most valuable. */
function monthsByPost(
  { posts }: SeniorityNode,
  spells: readonly Spell[],
  until: string,
  worth: (post: string) => number,
) {
  const best = new Map<string, string>();
  for (const spell of spells) {
    if (!posts.includes(spell.post)) continue;
    for (const month of monthsOf({ from: spell.from, to: spell.to < until ? spell.to : until }, mostMonths)) {
      const other = best.get(month);
      if (other === undefined || worth(spell.post) > worth(other)) best.set(month, spell.post);
    }
  }
  const months = new Map<string, number>();
  for (const post of best.values()) months.set(post, (months.get(post) ?? 0) + 1);
  return months;
}
