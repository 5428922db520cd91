/** How a row would fare against its peers for a star: the place it needs in a distribution, the score it needs within a share. */
import { levelsFrom, levelTitle } from "../../../schema/policy/rating.ts";
import { peerTitles } from "../peers.ts";
import type { lackingOf } from "./caps.ts";
import { edgesOf } from "./cuts.ts";
import type { RatingPlan, RatingResults } from "./rating.ts";
import { above, atLeast, fallFrom, meritAt, type Standing } from "./standing.ts";

/** What becomes of a row with a merit: the merit that it needs, and in words what it needs where that is more, or cannot be had. */
interface Fared {
  merit: number;
  text?: string;
}

export interface Contest {
  /** @param merit what it has when the gap to the cut is closed */
  dealt(merit: number): Fared;
  /** @param merit what it has when it has its place in the distribution, too */
  shared(merit: number): Fared;
}

interface Entry {
  levels: readonly number[];
  /** The conditions that it still lacks. */
  lacking: ReturnType<typeof lackingOf>;
  /** The star with which it comes to the shares, by its merit and the star that its place gives. */
  enters(merit: number, dealt: number | undefined): number;
}

/**
 * Sets a row against its peers for a star. The merit that it finds is enough; it is the least one, but where a
 * distribution and shares hold together: there whom it passes may lose a star too, and a little less might do.
 */
export function contestOf(
  star: number,
  plan: RatingPlan,
  results: RatingResults,
  standing: Standing,
  row: number,
  { levels, lacking, enters }: Entry,
): Contest {
  const { grade } = plan.policy;
  const own = standing.merit(row);
  const sign = grade.best === "lowest" ? -1 : 1;
  const steps = standing.sharesOf(row);
  const deal = standing.dealOf(row);
  const dealTies = grade.distributionRule?.ties;
  const shareTies = grade.shareRule?.ties;

  /** The place, from 0, that decides which star a merit is dealt. */
  const placeAt = (merit: number): number => {
    const { rows, merits } = deal!;
    const better = above(merits, merit);
    const end = atLeast(merits, merit);
    if (dealTies === "all") return better;
    if (dealTies === "none") return end;
    let [low, high] = [better, end];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (standing.before(rows[middle]!, row)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const dealtAt = (merit: number): number | undefined => {
    if (!deal) return undefined;
    const known = merit === own ? results.dealt.get(row)?.star : undefined;
    if (known !== undefined) return known;
    let place = placeAt(merit);
    for (const [dealt, count] of deal.counts) {
      if (place < count) return dealt;
      place -= count;
    }
    return 0;
  };

  /** Whether a row with a merit keeps the star, or a higher one, when the shares are applied. */
  const keeps = (merit: number): boolean => {
    if (merit === own && results.capped[row]! >= star) return false;
    const peers = standing.peersOf(row);
    const level = (one: number) => atLeast(peers, one) - above(peers, one);
    // Those with the same merit who fall together with it.
    let carried = 0;
    for (let at = enters(merit, dealtAt(merit)); at >= star; at = fallFrom(at, levels, lacking)) {
      const step = steps!.get(at);
      if (!step) return true;
      const { holders, quota, kept } = step;
      const better = above(holders, merit);
      // What a tie does to the others in a distribution could bring any of them here.
      const equal = deal ? level(merit) - Number(merit === own) : atLeast(holders, merit) - better;
      if (shareTies === "all" ? better < quota : better + equal + carried < quota) return true;
      if (!deal && better + equal <= kept) carried += equal;
    }
    return false;
  };

  /** The score that a merit is, and how far away it is. */
  const scoreText = (merit: number | undefined) => {
    if (merit === undefined) return "";
    const [points, gap] = [(sign * merit) / 100, (merit - own) / 100];
    const beyond = sign > 0 && points > plan.score.most ? `,超过满分${plan.score.most}分` : "";
    return sign > 0 ? `,得分须达到${points}分(还差${gap}分${beyond})` : `,得分须降到${points}分(还须减${gap}分)`;
  };
  /** The least of several merits from one on that does, if one does; a merit just beyond another may do where it does not. */
  const least = (from: number, candidates: readonly (number | undefined)[], does: (merit: number) => boolean) =>
    candidates
      .flatMap((merit) => (merit === undefined ? [] : [merit, merit + 1]))
      .filter((merit) => merit > from)
      .sort((a, b) => a - b)
      .find(does);

  return {
    dealt(merit) {
      if (!grade.distributionRule) return { merit };
      if (!deal) {
        const { below } = grade.distributionRule.smallGroups;
        return results.cutsOf(row) ? { merit } : { merit, text: `同组不足${below}个,不参加比例分配` };
      }
      const does = (one: number) => dealtAt(one)! >= star;
      if (does(merit)) return { merit };
      const seats = deal.counts.reduce((all, [dealt, count]) => all + (dealt >= star ? count : 0), 0);
      const place = results.dealt.get(row)?.place ?? placeAt(own) + 1;
      const found = least(merit, [meritAt(deal.merits, seats - 1), meritAt(deal.merits, seats)], does);
      const wanted = seats === 0 ? "没有名额" : `须列第${seats}以内`;
      const text = `${peerTitles[deal.level]}${deal.base}个,按比例${levelsFrom(grade, star)}共${seats}个,本对象列第${place},${wanted}`;
      return { merit: found ?? merit, text: `${text}${scoreText(found)}` };
    },
    shared(merit) {
      const step = steps?.get(star);
      if (!steps || keeps(merit)) return { merit };
      const edges = [...steps].flatMap(([at, { holders, quota }]) =>
        at < star || quota === 0 ? [] : [meritAt(holders, quota - 1), meritAt(holders, quota)],
      );
      const cuts = results.cutsOf(row);
      const higher = cuts ? edgesOf(cuts.cuts.value, grade.best ?? "highest").filter((edge) => edge.star > star) : [];
      const found = least(merit, [...edges, ...higher.map(({ centi }) => sign * centi)], keeps);
      const { level, base, quota, holders } = step!;
      const fall = results.shared.fell.get(row);
      const place = fall?.star === star && merit === own ? fall.place : above(holders, merit) + 1;
      return {
        merit: found ?? merit,
        text: `${peerTitles[level]}${base}个,${levelTitle(grade, star)}名额${quota}个,本对象${merit === own ? "" : "补足后"}列第${place}${scoreText(found)}`,
      };
    },
  };
}
