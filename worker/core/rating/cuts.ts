/** Stars by cuts: which cuts hold for a row, and the highest star whose cut its score reaches. */
import type { Grade } from "../../../schema/policy/rating.ts";
import { covers, rangeOf } from "../../../schema/region.ts";
import { holds } from "../condition.ts";
import type { Facts, Inputs } from "../facts.ts";
import { fractionOf, roundRatio } from "../number.ts";
import { type Compiling, type Resolved, resolve } from "../parameter.ts";

export type Cuts = Readonly<Partial<Record<string, number>>>;

/** The cuts of a plan: the common ones, and those of groups with who is in them. */
export interface CutsPlan {
  common?: Resolved<Cuts> | undefined;
  groups: { group: NonNullable<Grade["groupCuts"]>[number]; cuts: Resolved<Cuts> }[];
}

/** The cuts that hold for a row; `group` names whose they are when they are not the common ones. */
export interface RowCuts {
  cuts: Resolved<Cuts>;
  group?: string;
}

/** Resolves the cuts of a grade for the period; a missing value is a fault in `compiling`. */
export function compileCuts({ cuts, groupCuts = [] }: Grade, compiling: Compiling): CutsPlan | undefined {
  const common = cuts && resolve(compiling, cuts, "/grade/cuts", "星级分数线");
  const groups = groupCuts.flatMap((group, i) => {
    const found = resolve(compiling, group.cuts, `/grade/groupCuts/${i}/cuts`, `${group.title}分数线`);
    return found ? [{ group, cuts: found }] : [];
  });
  if ((cuts && !common) || groups.length < groupCuts.length) return undefined;
  return { common, groups };
}

/** The cuts of every row: those of the first group that it belongs to and that is large enough, else the common ones. */
export function cutsOfRows(plan: CutsPlan, inputs: Inputs, facts: Facts): (RowCuts | undefined)[] {
  const common = plan.common && { cuts: plan.common };
  if (plan.groups.length === 0) return facts.subjects.map(() => common);
  const chosen = facts.subjects.map(({ regionCode }, row) =>
    plan.groups.findIndex(
      ({ group: { when, region } }) =>
        (!when || holds(when, inputs, facts, row)) &&
        (!region || (regionCode !== undefined && covers([rangeOf(region)], regionCode))),
    ),
  );
  const sizes = plan.groups.map((_, i) => chosen.filter((index) => index === i).length);
  return chosen.map((index) => {
    const found = plan.groups[index];
    if (!found || sizes[index]! < (found.group.below ?? 0)) return common;
    return { cuts: found.cuts, group: found.group.title };
  });
}

/** The highest star whose cut a score reaches; 0 beyond all. */
export function starOf(centi: number, cuts: Cuts, best: "highest" | "lowest"): number {
  const reached = Object.entries(cuts)
    .filter(([, points]) => (best === "highest" ? centi >= ceilCenti(points!) : centi <= -ceilCenti(-points!)))
    .map(([star]) => Number(star));
  return Math.max(0, ...reached);
}

/** The smallest score in centi that is not below a cut. */
function ceilCenti(points: number): number {
  const { n, d } = fractionOf(points);
  return roundRatio(n * 100, d, n > 0 ? "up" : "down");
}
