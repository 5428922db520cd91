/** Plaques after a round: of how many stars the one is that hangs at a subject, and what is to be done about it and why. */
import { type Bound, boundTitles } from "../../../schema/outcome.ts";
import type { PlaqueAction } from "../../../schema/plaque.ts";
import type { Dynamics } from "../../../schema/policy/dynamics.ts";
import type { PastOutcome } from "../../../schema/policy/policy.ts";
import { lastStarred, move } from "./movement.ts";

/**
 * The stars of the plaque that hangs after some rounds, 0 for none: those from which the next round would move. So
 * stars stay over a round without a result until the policy withdraws them; without such rules each round stands alone.
 * @param results of a subject, the newest first
 */
export function plaqueStars(results: readonly PastOutcome[], dynamics: Dynamics | undefined): number {
  return (dynamics ? nextMove(results, dynamics).last : results[0]?.stars) ?? 0;
}

/** Where the next round begins, whatever it finds. */
const nextMove = (results: readonly PastOutcome[], dynamics: Dynamics) => move(0, Number.NaN, results, dynamics);

/** What a round found of a subject, with the words of whoever is unscored. */
export type PlaqueResult = PastOutcome & { bound?: Bound | undefined; message?: string | undefined };

export interface Plaque {
  before: number;
  after: number;
  action: PlaqueAction;
  /** Why, in Chinese. */
  reason: string;
}

/**
 * What is to be done about the plaque of a subject that a round has judged.
 * @param before the stars of its plaque after the last final round before
 * @param history its earlier results, the newest first; inherited ones name whose they are
 */
export function plaqueOf(
  before: number,
  now: PlaqueResult,
  history: readonly PastOutcome[],
  dynamics: Dynamics | undefined,
  titleOf: (id: string) => string,
): Plaque {
  const results = [now, ...history];
  const after = plaqueStars(results, dynamics);
  const from = lastStarred(history)?.of;
  const withdrawn = dynamics !== undefined && nextMove(results, dynamics).withdrawn;
  const reasons = [
    now.unscored === undefined ? now.bound && boundTitles[now.bound] : now.message,
    withdrawn && lastStarred(history)?.stars
      ? `连续${dynamics.withdraw!.rounds}期无星或未评分,原有星级收回`
      : undefined,
    now.stars === undefined && after > 0 ? `本期没有定星,原有${after}星保留` : undefined,
    from !== undefined && after > 0 ? `承接${titleOf(from)}` : undefined,
  ];
  return { before, after, action: actionOf(before, after), reason: reasons.filter(Boolean).join(";") };
}

/** What is to be done about one plaque and the next. */
function actionOf(before: number, after: number): PlaqueAction {
  if (before === after) return after > 0 ? "keep" : "none";
  if (before === 0) return "hang";
  return after === 0 ? "takeDown" : "replace";
}
