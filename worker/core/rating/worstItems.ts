/** Which items are so low, in percent of their maximum, that they keep a row from a star. */
import { levelTitle } from "../../../schema/policy/rating.ts";
import type { Facts } from "../facts.ts";
import { pointsOf, valueAt } from "../shapes/shape.ts";
import { kernelsOf } from "./caps.ts";
import type { RatingPlan, RatingResults } from "./rating.ts";

export interface ItemsBelow {
  /** What each of them has and needs, the worst first. */
  texts: string[];
  /** The most stars that the worst item leaves when they have what they need. */
  left: number;
}

/** Finds the items of a row that are below the percent which a star needs. */
export function itemsBelow(
  star: number,
  plan: RatingPlan,
  facts: Facts,
  results: RatingResults,
  row: number,
): ItemsBelow {
  const rule = plan.policy.grade.worstItem;
  const worst = results.worst.get(row);
  if (!rule || !worst || worst.maxStars >= star)
    return { texts: [], left: worst?.maxStars ?? Number.POSITIVE_INFINITY };
  const caps = plan.worst!.value;
  const needed = Math.max(...caps.filter(([, stars]) => stars < star).map(([percent]) => percent));
  const below = kernelsOf(plan.score, rule.items)
    .map((item) => ({ item, units: valueAt(item, facts, row), full: Math.round(item.most * item.scale) }))
    .filter(({ units, full }) => full > 0 && !(Number.isNaN(units) && rule.missing === "ignore"))
    .map(({ item, units, full }) => ({ item, full, missing: Number.isNaN(units), units: units || 0 }))
    .filter(({ units, full }) => units * 100 < needed * full)
    .sort((a, b) => a.units * b.full - b.units * a.full);
  const texts = below.map(({ item: { title, scale }, units, full, missing }) => {
    const percent = Math.round((units * 10000) / full) / 100;
    const points = pointsOf(units, scale);
    const wanted = Math.ceil((needed * full * 1e4) / scale - 1e-6) / 1e6;
    const has = missing ? "缺数据,按零计" : `得${points}分,为满分的${percent}%`;
    return `${title}${has},最高${levelTitle(plan.policy.grade, worst.maxStars)};须达到满分的${needed}%即${wanted}分`;
  });
  const next = caps.find(([percent]) => percent > needed);
  return { texts, left: next?.[1] ?? Number.POSITIVE_INFINITY };
}
