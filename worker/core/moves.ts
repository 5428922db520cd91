/** Who moves between two lots of results of the same subjects: two lists in, moves and their counts out. */
import type { MoveCounts } from "../../schema/moves.ts";
import type { Outcome, Unscored } from "../../schema/outcome.ts";

export type Result = Outcome | Unscored;

export const isUnscored = (result: Result): result is Unscored => "code" in result;

/**
 * What became of a subject. `up`, `down`: a result that has an order went along it; `other`: it moved without one, such
 * as into being scored. `score`, `rank`: the result stands and only that differs.
 */
export type Change = "up" | "down" | "other" | "score" | "rank" | "same";

/** One subject on both sides; absent where it has no result at all. */
export interface Move {
  subjectId: string;
  name?: string | undefined;
  regionCode: string;
  before?: Result | undefined;
  after?: Result | undefined;
  change: Change;
  /** How far it rose, negative for a fall: stars, grades, listed or not, or fen; 0 without an order. */
  step: number;
}

/** Whether the result itself is another one, and not merely score or rank. */
export const hasMoved = ({ change }: Pick<Move, "change">) =>
  change === "up" || change === "down" || change === "other";

/**
 * Pairs the results of two lots by subject.
 * @param levels codes of grades, the best first
 * @returns every subject of either, the largest fall first, then by region and code
 */
export function movesOf(before: readonly Result[], after: readonly Result[], levels: readonly string[] = []): Move[] {
  const was = new Map(before.map((result) => [result.subjectId, result]));
  const is = new Map(after.map((result) => [result.subjectId, result]));
  const moves = [...new Set([...was.keys(), ...is.keys()])].map((subjectId): Move => {
    const [a, b] = [was.get(subjectId), is.get(subjectId)];
    const { name, regionCode = "" } = (b ?? a)!;
    return { subjectId, name, regionCode, before: a, after: b, ...changeBetween(a, b, levels) };
  });
  return moves.sort((a, b) => a.step - b.step || order(a.regionCode, b.regionCode) || order(a.subjectId, b.subjectId));
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** What became of one subject. */
export function changeBetween(
  before: Result | undefined,
  after: Result | undefined,
  levels: readonly string[] = [],
): Pick<Move, "change" | "step"> {
  if (!before && !after) return { change: "same", step: 0 };
  if (!before || !after || isUnscored(before) !== isUnscored(after)) return { change: "other", step: 0 };
  if (isUnscored(before) || isUnscored(after)) return { change: "same", step: 0 };
  const steps = stepsBetween(before, after, levels);
  if (steps.length > 0) {
    const step = steps.find((one) => one !== undefined && one !== 0) ?? 0;
    return { change: step > 0 ? "up" : step < 0 ? "down" : "other", step };
  }
  if (before.scoreCenti !== after.scoreCenti) return { change: "score", step: 0 };
  return { change: before.rank === after.rank ? "same" : "rank", step: 0 };
}

/** A step for each part of the result that differs; `undefined` where the two have no order. */
function stepsBetween(before: Outcome, after: Outcome, levels: readonly string[]): (number | undefined)[] {
  const steps: (number | undefined)[] = [];
  const compare = (a: unknown, b: unknown, step: () => number) => {
    if (a !== b) steps.push(a === undefined || b === undefined ? undefined : step());
  };
  compare(before.stars, after.stars, () => after.stars! - before.stars!);
  compare(before.grade, after.grade, () => {
    const [a, b] = [levels.indexOf(before.grade!), levels.indexOf(after.grade!)];
    return a < 0 || b < 0 ? 0 : a - b;
  });
  // A list is of the worst: to be on it is a fall.
  compare(before.selected, after.selected, () => (after.selected ? -1 : 1));
  compare(before.amountFen, after.amountFen, () => after.amountFen! - before.amountFen!);
  return steps;
}

/** How many are on either side, and what became of them; every subject is counted in one way only. */
export function countsOf(moves: readonly Move[]): MoveCounts {
  const many = (is: (move: Move) => unknown) => moves.filter(is).length;
  const became = (change: Change) => many((move) => move.change === change);
  const sides = (is: (result: Result) => boolean) => ({
    before: many(({ before }) => before && is(before)),
    after: many(({ after }) => after && is(after)),
  });
  return {
    scored: sides((result) => !isUnscored(result)),
    unscored: sides(isUnscored),
    moved: many(hasMoved),
    up: became("up"),
    down: became("down"),
    other: became("other"),
    scoreMoved: became("score"),
    rankMoved: became("rank"),
  };
}
