/** Small policies for tests: everything as plain as can be, but for what the test is about. */
import { readFileSync } from "node:fs";
import { type Policy, policy, type RankingPolicy, type RatingPolicy } from "../../schema/policy/policy.ts";

/** A policy of the library. */
export const libraryPolicy = (id: string): Policy =>
  policy.parse(JSON.parse(readFileSync(`schema/policies/${id}.json`, "utf8")));

const common = {
  issuer: "试验机关",
  region: "990100000000",
  source: { document: "试验", quote: "试验" },
  effective: { from: "2000-01" },
  subject: "organization",
  tests: [
    {
      name: "没有数据不评分",
      period: "2014-H1",
      subjects: [{ id: "a", inputs: {} }],
      expect: [{ id: "a", unscored: true }],
    },
  ],
};
const assumed = "试验";
const always = <T>(value: T) => [{ from: "2000-01", value, assumed }];

interface RatingParts {
  cuts?: { from: string; value: Record<string, number> }[];
  shares?: Readonly<Record<string, readonly [number, number]>>;
  ties?: "none" | "all";
  below?: number;
  missing?: "zero" | "exclude";
}

/** One mark of 100; stars at 90 80 70 60 50; one up, two down; a veto leaves one star. */
export function ratingPolicy({ cuts, shares, ties = "none", below = 10, missing }: RatingParts): RatingPolicy {
  const mark = (code: string, input: string) => ({ shape: "given", code, title: input, input, max: always(100) });
  return policy.parse({
    ...common,
    id: "rating-test",
    kind: "rating",
    title: "试验评定办法",
    period: "half-year",
    inputs: {
      mark: { title: "得分", type: "decimal", min: 0, max: 100 },
      other: { title: "另一项", type: "decimal", min: 0, max: 100 },
      vetoed: { title: "否决", type: "flag", default: false },
    },
    score: {
      shape: "sum",
      title: "总分",
      round: { to: "centi", mode: "halfAwayFromZero" },
      missing: { rule: missing ?? "zero" },
      of: missing ? [mark("1", "mark"), mark("2", "other")] : [mark("1", "mark")],
    },
    grade: {
      shape: "stars",
      cuts: cuts?.map((value) => ({ ...value, assumed })) ?? always({ "5": 90, "4": 80, "3": 70, "2": 60, "1": 50 }),
      ...(shares && {
        shares: always(Object.fromEntries(Object.entries(shares).map(([star, atMost]) => [star, { atMost }]))),
        shareRule: { base: "scored", rounding: "down", ties, smallGroups: { below, use: "parent" }, assumed },
      }),
      peers: "township",
      vetoes: [
        { code: "V", title: "否决", when: { input: "vetoed", op: "=", value: true }, effect: { maxStars: 1 }, assumed },
      ],
    },
    dynamics: { firstStars: "earned", maxUp: 1, maxDown: 2, assumed },
  }) as RatingPolicy;
}

interface RankingParts {
  rounding?: "down" | "halfUp" | "up";
  ties?: "all" | "none" | "key" | "ask";
  base?: "all" | "scored";
}

/** The lowest 10 % by score, all subjects in one group. */
export function rankingPolicy({ rounding = "down", ties = "key", base = "all" }: RankingParts): RankingPolicy {
  return policy.parse({
    ...common,
    id: "ranking-test",
    kind: "ranking",
    title: "试验倒排办法",
    period: "year",
    tests: [{ ...common.tests[0], period: "2014" }],
    inputs: {
      score: { title: "得分", type: "decimal", min: 0 },
      visits: { title: "走访次数", type: "integer", min: 0 },
    },
    measure: { input: "score", worst: "lowest" },
    groups: [
      {
        code: "all",
        title: "全部",
        peers: "round",
        ratio: always([10, 100]),
        selection: { base, rounding, ties, keys: [{ input: "visits", worst: "lowest" }], assumed },
      },
    ],
  }) as RankingPolicy;
}
