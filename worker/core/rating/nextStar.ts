/** What the next star needs: the points to its cut, whatever else stands in its way, and where points are to be had. */
import type { Bound, NextStar } from "../../../schema/outcome.ts";
import { levelsFrom, levelTitle } from "../../../schema/policy/rating.ts";
import { conditionText } from "../condition.ts";
import type { Facts } from "../facts.ts";
import { effectText, hitsOf, isAssessedOnly, lackingOf, starsLeft, starWithRequired } from "./caps.ts";
import { contestOf } from "./contest.ts";
import { edgesOf, starOf } from "./cuts.ts";
import { lastStarred, type Moved, move, whoseStars } from "./movement.ts";
import type { RatingPlan, RatingResults } from "./rating.ts";
import { roomOf } from "./room.ts";
import { type Standing, standingOf, starsOf } from "./standing.ts";
import { itemsBelow } from "./worstItems.ts";

type Need = NextStar["needs"][number];
const need = (rule: Bound, text: string): Need => ({ rule, text });

/**
 * What stands between the stars of a row and the next higher star, everybody else staying as they are: when the gap is
 * closed and every need is met, the row has that star. Where the last stars are held, or may not fall so far, the cut
 * is not in the way and there is no gap. What all rows share is worked out once, when it is first asked for.
 * @returns nothing for a row that is unscored, or has the highest star that there is for it
 */
export function nextStars(
  plan: RatingPlan,
  facts: Facts,
  results: RatingResults,
): (row: number) => NextStar | undefined {
  let standing: Standing | undefined;
  return (row) => {
    if (Number.isNaN(results.scoreCenti[row]!)) return undefined;
    standing ??= standingOf(plan, facts, results);
    const star = starAfter(plan, results, standing, row);
    return star === undefined ? undefined : { star, ...wayTo(star, plan, facts, results, standing, row) };
  };
}

/** The lowest star above a row's own that both its cuts and its distribution can give. */
function starAfter(plan: RatingPlan, results: RatingResults, standing: Standing, row: number): number | undefined {
  const highest = (stars: object | undefined) =>
    stars ? Math.max(...Object.keys(stars).map(Number)) : Number.POSITIVE_INFINITY;
  const dealt = standing.dealOf(row) && (plan.distribution?.value ?? {});
  const most = Math.min(highest(results.cutsOf(row)?.cuts.value), highest(dealt));
  const above = starsOf(plan, results, row).filter((star) => star > results.stars[row]! && star <= most);
  return above.length === 0 ? undefined : Math.min(...above);
}

/** A way to a star: how far the cut is, and what is needed beside. */
function wayTo(
  star: number,
  plan: RatingPlan,
  facts: Facts,
  results: RatingResults,
  standing: Standing,
  row: number,
): Omit<NextStar, "star"> {
  const { policy } = plan;
  const { grade, dynamics, inputs } = policy;
  const own = standing.merit(row);
  const centi = results.scoreCenti[row]!;
  const moved = move(results.earned[row]!, centi, facts.subjects[row]!.history, dynamics);
  const { last } = moved;
  // Whatever it earns, it falls no further than this.
  const keptByLimit = dynamics !== undefined && last !== undefined && last - dynamics.maxDown >= star;
  const heldAbove = moved.held && last! >= star;

  const lacking = lackingOf(policy, facts, row);
  const worst = itemsBelow(star, plan, facts, results, row);
  const hits = hitsOf(policy, facts, row);
  const blocking = hits.filter((veto) => starsLeft(veto) < star);
  const conditions: Need[] = [
    ...upLimit(star, plan, facts, row, moved),
    ...lacking
      .filter(({ atLeast }) => atLeast <= star)
      .map(({ title, atLeast, when }) =>
        need("required", `${levelsFrom(grade, atLeast)}须${title}(${conditionText(when, inputs)}),现不满足`),
      ),
    ...worst.texts.map((text) => need("worstItem", text)),
    ...blocking.map((veto) =>
      need(
        isAssessedOnly(veto) ? "assessedOnly" : "veto",
        `触发${veto.title}(${conditionText(veto.when, inputs)}),${effectText(veto, grade)},须不再触发`,
      ),
    ),
  ];

  const allowed = lacking.filter(({ atLeast }) => atLeast > star);
  const levels = starsOf(plan, results, row);
  const cap = Math.min(worst.left, ...hits.filter((veto) => !blocking.includes(veto)).map(starsLeft));
  const contest = contestOf(star, plan, results, standing, row, {
    levels,
    lacking: allowed,
    /** The star with which it comes to the shares, with another merit and every condition met. */
    enters(merit, dealt) {
      const points = grade.best === "lowest" ? -merit : merit;
      const cuts = results.cutsOf(row);
      const byCuts = cuts ? starOf(points, cuts.cuts.value, grade.best ?? "highest") : Number.POSITIVE_INFINITY;
      const earned = Math.min(byCuts, dealt ?? (cuts ? byCuts : 0));
      const { stars } = move(earned, points, facts.subjects[row]!.history, dynamics);
      return Math.max(star, Math.min(starWithRequired(stars, levels, allowed), cap));
    },
  });

  let merit = own;
  let dealing: Need[] = [];
  const earnIt = () => {
    merit = Math.max(own, cutMerit(star, plan, results, row));
    const place = contest.dealt(merit);
    dealing = place.text === undefined ? [] : [need("distribution", place.text)];
    return place.merit;
  };
  // Where the stars are held below, any other score ends that; a lower one does not help.
  const freed = (at: number) => (moved.held && !heldAbove && at === own ? own + 1 : at);
  const carried = keptByLimit || heldAbove;
  let from = carried ? own : earnIt();
  let share = contest.shared(freed(from));
  // Other points end the holding, so that the star has to be earned.
  if (share.text !== undefined && heldAbove && !keptByLimit) {
    from = earnIt();
    share = contest.shared(from);
  }
  const stays = moved.held && !heldAbove && from === own && share.text === undefined;
  const hold = stays
    ? [
        need(
          "hold",
          `得分与上期相同,沿用${whoseStars(facts, lastStarred(facts.subjects[row]!.history))}${levelTitle(grade, last!)};得分有变动才重新${grade.levels ? "定级" : "定星"}`,
        ),
      ]
    : [];
  const sharing = share.text === undefined ? [] : [need("share", share.text)];
  return {
    gap: (merit - own) / 100,
    needs: [...dealing, ...hold, ...conditions, ...sharing],
    room: roomOf(plan, facts, row),
  };
}

/** The least merit that earns a star by the cuts of a row. */
function cutMerit(star: number, { policy: { grade } }: RatingPlan, { cutsOf }: RatingResults, row: number): number {
  const best = grade.best ?? "highest";
  const cuts = cutsOf(row);
  if (!cuts) return Number.NEGATIVE_INFINITY;
  const reaching = edgesOf(cuts.cuts.value, best).filter((edge) => edge.star >= star);
  return Math.min(...reaching.map(({ centi }) => (best === "lowest" ? -centi : centi)));
}

/** The limit on how far stars may rise, where it stands in the way. */
function upLimit(star: number, { policy }: RatingPlan, facts: Facts, row: number, { last, withdrawn }: Moved): Need[] {
  const { dynamics, grade } = policy;
  if (!dynamics) return [];
  if (last !== undefined) {
    const most = last + dynamics.maxUp;
    const whose = whoseStars(facts, lastStarred(facts.subjects[row]!.history));
    const limit = `一期最多升${dynamics.maxUp}${grade.levels ? "级" : "星"},本期最高${levelTitle(grade, most)}`;
    return most >= star ? [] : [need("movement", `${whose}${levelTitle(grade, last)},${limit}`)];
  }
  const { firstStars, withdraw } = dynamics;
  if (firstStars === "earned" || firstStars.atMost >= star) return [];
  const why = withdrawn
    ? `以往连续${withdraw?.rounds}期无星或未评分,原有${levelTitle(grade, lastStarred(facts.subjects[row]!.history)!.stars!)}收回,按首次参评`
    : "首次参评";
  return [need("movement", `${why},最高${levelTitle(grade, firstStars.atMost)}`)];
}
