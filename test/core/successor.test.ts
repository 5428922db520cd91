import { describe, expect, test } from "vitest";
import type { PastOutcome } from "../../schema/policy/policy.ts";
import { inherit } from "../../worker/core/rating/successor.ts";

const past: Record<string, PastOutcome[]> = {
  a: [
    { period: "2013-H2", stars: 4 },
    { period: "2013-H1", stars: 2 },
  ],
  b: [
    { period: "2013-H2", stars: 3 },
    { period: "2013-H1", stars: 5 },
  ],
};
const merged = ["a", "b"].map((predecessor) => ({ predecessor, successor: "n", on: "2014-01-01" }));
const of = (id: string) => past[id] ?? [];
const ended = (period: string) =>
  period.endsWith("H1") ? `${period.slice(0, 4)}-06-31` : `${period.slice(0, 4)}-12-31`;
const take = (
  what: "stars" | "streaks",
  several: "highest" | "lowest",
  own: PastOutcome[] = [],
  successions = merged,
) => inherit("n", own, of, successions, { what, several }, ended).map(({ period, stars }) => `${period} ${stars}`);

describe("two villages that merged", () => {
  test("the new one stands where the higher or the lower of them stood, for the last round or for all", () => {
    expect(take("stars", "highest")).toEqual(["2013-H2 4"]);
    expect(take("stars", "lowest")).toEqual(["2013-H2 3"]);
    expect(take("streaks", "highest")).toEqual(["2013-H2 4", "2013-H1 5"]);
  });
  test("its own results come first, and what its predecessors had after the day is not its own", () => {
    expect(take("streaks", "highest", [{ period: "2014-H1", stars: 1 }])[0]).toBe("2014-H1 1");
    const early = merged.map((one) => ({ ...one, on: "2013-07-15" }));
    expect(take("stars", "highest", [], early)).toEqual(["2013-H1 5"]);
  });
  test("a village that was only renamed, and one that nobody preceded, inherit nothing", () => {
    expect(take("stars", "highest", [], [{ predecessor: "n", successor: "n", on: "2014-01-01" }])).toEqual([]);
    expect(take("stars", "highest", [], [])).toEqual([]);
  });
});
