/** Stars by cuts: which cuts hold for a row, and the highest star whose cut its score reaches. */
import type { Grade } from "../../../schema/policy/rating.ts";
import { covers, rangeOf } from "../../../schema/region.ts";
import { inBlocks } from "../blocks.ts";
import { holds } from "../condition.ts";
import type { Facts, Inputs } from "../facts.ts";
import { fractionOf, greater, lesser, roundRatio } from "../number.ts";
import { type Compiling, type Resolved, resolve } from "../parameter.ts";

export type Cuts = Readonly<Partial<Record<string, number>>>;

/** The cuts of a plan: the common ones, and those of groups with who is in them. */
export interface CutsPlan {
  common?: Resolved<Cuts> | undefined;
  groups: { group: NonNullable<Grade["groupCuts"]>[number]; cuts: Resolved<Cuts> }[];
  /** The common cuts as a table. */
  table?: StarTable | undefined;
}

/** The stars of every score from one beside the last cut to one beside the first: beyond the ends nothing changes. */
interface StarTable {
  lowest: number;
  stars: Uint8Array;
}

/** The cuts that hold for a row; `group` names whose they are when they are not the common ones. */
export interface RowCuts {
  cuts: Resolved<Cuts>;
  group?: string;
}

/** Resolves the cuts of a grade for the period; a missing value is a fault in `compiling`. */
export function compileCuts(
  { cuts, groupCuts = [], best = "highest" }: Grade,
  compiling: Compiling,
): CutsPlan | undefined {
  const common = cuts && resolve(compiling, cuts, "/grade/cuts", "星级分数线");
  const groups = groupCuts.flatMap((group, i) => {
    const found = resolve(compiling, group.cuts, `/grade/groupCuts/${i}/cuts`, `${group.title}分数线`);
    return found ? [{ group, cuts: found }] : [];
  });
  if ((cuts && !common) || groups.length < groupCuts.length) return undefined;
  return { common, groups, table: common && starTable(common.value, best) };
}

/** Tells the cuts of a row: those of the first group that it belongs to and that is large enough, else the common ones. */
export function cutsOfRows(plan: CutsPlan, inputs: Inputs, facts: Facts): (row: number) => RowCuts | undefined {
  const common = plan.common && { cuts: plan.common };
  if (plan.groups.length === 0) return () => common;
  const chosen = facts.subjects.map(({ regionCode }, row) =>
    plan.groups.findIndex(
      ({ group: { when, region } }) =>
        (!when || holds(when, inputs, facts, row)) &&
        (!region || (regionCode !== undefined && covers([rangeOf(region)], regionCode))),
    ),
  );
  const sizes = plan.groups.map((_, i) => chosen.filter((index) => index === i).length);
  const byGroup = plan.groups.map(({ group, cuts }, i) =>
    sizes[i]! < (group.below ?? 0) ? common : { cuts, group: group.title },
  );
  return (row) => (chosen[row]! < 0 ? common : byGroup[chosen[row]!]);
}

/** The stars of every row by the cuts that hold for it; 0 without cuts, and without a score. */
export function starsByCuts(
  { groups, table }: CutsPlan,
  cutsOf: (row: number) => RowCuts | undefined,
  scoreCenti: Float64Array,
  best: "highest" | "lowest",
): Uint8Array {
  const stars = new Uint8Array(scoreCenti.length);
  if (groups.length === 0 && table)
    inBlocks(stars.length, (from, count) => {
      fillStars(stars.subarray(from, from + count), scoreCenti.subarray(from, from + count), table);
    });
  else
    for (let row = 0; row < stars.length; row++) {
      const found = cutsOf(row);
      if (found && !Number.isNaN(scoreCenti[row]!)) stars[row] = starOf(scoreCenti[row]!, found.cuts.value, best);
    }
  return stars;
}

/** No table of stars is longer than this; cuts further apart are looked up row by row. */
const longest = 65_536;

function starTable(cuts: Cuts, best: "highest" | "lowest"): StarTable | undefined {
  const edges = edgesOf(cuts, best);
  const lowest = Math.min(...edges.map(({ centi }) => centi)) - 1;
  const length = Math.max(...edges.map(({ centi }) => centi)) + 2 - lowest;
  if (length > longest) return undefined;
  const stars = new Uint8Array(length);
  for (const { star, centi } of edges.sort((a, b) => a.star - b.star))
    if (best === "highest") stars.fill(star, centi - lowest);
    else stars.fill(star, 0, centi - lowest + 1);
  return { lowest, stars };
}

function fillStars(stars: Uint8Array, scoreCenti: Float64Array, { lowest, stars: byScore }: StarTable) {
  const last = byScore.length - 1;
  for (let row = 0; row < stars.length; row++) {
    const at = lesser(greater(scoreCenti[row]! - lowest, 0), last);
    if (!Number.isNaN(at)) stars[row] = byScore[at | 0]!;
  }
}

/** The cuts in 1/100 point: the score that just reaches each. */
export const edgesOf = (cuts: Cuts, best: "highest" | "lowest") =>
  Object.entries(cuts).map(([star, points]) => ({
    star: Number(star),
    centi: best === "highest" ? ceilCenti(points!) : -ceilCenti(-points!),
  }));

/** The highest star whose cut a score reaches; 0 beyond all. */
export function starOf(centi: number, cuts: Cuts, best: "highest" | "lowest"): number {
  const reached = edgesOf(cuts, best).filter((edge) =>
    best === "highest" ? centi >= edge.centi : centi <= edge.centi,
  );
  return Math.max(0, ...reached.map(({ star }) => star));
}

/** The smallest score in centi that is not below a cut. */
function ceilCenti(points: number): number {
  const { n, d } = fractionOf(points);
  return roundRatio(n * 100, d, n > 0 ? "up" : "down");
}
