/** Movement of stars between rounds: what a subject had, and how far it may go from there. */

import { periodTitle } from "../../../schema/period.ts";
import type { Dynamics } from "../../../schema/policy/dynamics.ts";
import type { PastOutcome } from "../../../schema/policy/policy.ts";
import type { Facts } from "../facts.ts";

/** Where the stars of a row stand before and after movement. */
export interface Moved {
  stars: number;
  /** The stars that it had; none at its first rating, or after they were withdrawn. */
  last?: number | undefined;
  held: boolean;
  withdrawn: boolean;
}

/** The last result with stars. */
export const lastStarred = (history: readonly PastOutcome[] = []) => history.find(({ stars }) => stars !== undefined);

/** Whose a past result is, in words: 上期, or 承接甲(1)2014年上半年 of one that the subject succeeded. */
export const whoseStars = ({ from }: Pick<Facts, "from">, past: PastOutcome | undefined): string =>
  past?.of === undefined ? "上期" : `承接${from?.titleOf(past.of) ?? past.of}${periodTitle(past.period)}`;

/** Stars held within so many up or down of the last ones, kept while the score stays the same, or as at a first rating. */
export function move(
  earned: number,
  centi: number,
  history: readonly PastOutcome[] = [],
  dynamics?: Dynamics | undefined,
): Moved {
  const before = lastStarred(history);
  if (!dynamics) return { stars: earned, last: before?.stars, held: false, withdrawn: false };
  const withdrawn = before !== undefined && isWithdrawn(history, dynamics);
  const last = withdrawn ? undefined : before?.stars;
  if (last === undefined) {
    const { firstStars } = dynamics;
    const stars = firstStars === "earned" ? earned : Math.min(earned, firstStars.atMost);
    return { stars, last, held: false, withdrawn };
  }
  const held = dynamics.hold === "untilScoreChanges" && history[0]?.score === centi / 100 && history[0].stars === last;
  if (held) return { stars: last, last, held, withdrawn };
  const stars = Math.min(Math.max(earned, last - dynamics.maxDown), last + dynamics.maxUp);
  return { stars, last, held, withdrawn };
}

/** Whether the last rounds, as many as the rule says, were all without stars or without a result. */
function isWithdrawn(history: readonly PastOutcome[], { withdraw }: Dynamics): boolean {
  if (!withdraw || history.length < withdraw.rounds) return false;
  return history
    .slice(0, withdraw.rounds)
    .every((past) =>
      past.unscored === undefined
        ? past.stars === 0 && withdraw.when.includes("zeroStars")
        : withdraw.when.includes("unscored"),
    );
}

/** The past round whose disqualification still bars a subject, if there is one. */
export const barringRound = (history: readonly PastOutcome[] = [], { barredRounds = 0 }: Partial<Dynamics> = {}) =>
  history.slice(0, barredRounds).find(({ unscored }) => unscored === "disqualified");
