/** W1 by the product: two ordinary policies, the stars of organizations and the lowest tenth of each county. */
import { type Policy, policy } from "../../schema/policy/policy.ts";
import { type Facts, orderOfIds } from "../../worker/core/facts.ts";
import { compile } from "../../worker/core/judge.ts";
import { regionsOf } from "../../worker/core/peers.ts";
import { type RankingPlan, runRanking } from "../../worker/core/ranking/ranking.ts";
import { type RatingPlan, runRating } from "../../worker/core/rating/rating.ts";
import { BANDS, COUNTIES, type Data, type Result, STAR_AT, TARGETS } from "./floor/w1.mjs";

const assumed = "性能测试";
const value = <T>(of: T) => [{ from: "2014-01", value: of, assumed }];
const numbered = <T>(count: number, make: (number: number) => [string, T]) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => make(i + 1)));
const list = <T>(count: number, make: (number: number) => T) => Array.from({ length: count }, (_, i) => make(i + 1));

const head = {
  issuer: "测试",
  region: "530000000000",
  source: { document: "WORKLOADS.md", quote: "W1, score and rank a prefecture" },
  effective: { from: "2014-01" },
  subject: "organization",
  period: "year",
};

const stars: Policy = policy.parse({
  ...head,
  id: "w1-stars",
  kind: "rating",
  title: "W1 星级",
  inputs: {
    ...numbered(8, (n) => [`b${n}`, { title: `清单${n}`, type: "flag" }]),
    ...numbered(8, (n) => [`n${n}`, { title: `指标${n}`, type: "decimal", min: 0 }]),
    ...numbered(4, (n) => [`d${n}`, { title: `分档${n}`, type: "decimal", min: 0, max: 100 }]),
    ...numbered(4, (n) => [`v${n}`, { title: `否决${n}`, type: "flag" }]),
  },
  score: {
    shape: "sum",
    title: "总分",
    missing: { rule: "zero" },
    round: { to: "centi", mode: "halfAwayFromZero" },
    of: [
      {
        shape: "checklist",
        title: "清单",
        rule: "each",
        points: value(2),
        items: list(8, (n) => ({ title: `清单${n}`, input: `b${n}` })),
      },
      ...list(8, (n) => ({
        shape: "proportional",
        title: `指标${n}`,
        input: `n${n}`,
        best: "highest",
        target: value(TARGETS[n - 1]),
        points: value(5),
      })),
      ...list(4, (n) => ({
        shape: "bands",
        title: `分档${n}`,
        input: `d${n}`,
        ends: "lowInclusive",
        bands: value(BANDS),
      })),
    ],
  },
  grade: {
    shape: "stars",
    peers: "county",
    cuts: value(Object.fromEntries(STAR_AT.map((points, i) => [String(i + 1), points]))),
    vetoes: list(4, (n) => ({
      code: `v${n}`,
      title: `否决${n}`,
      when: { input: `v${n}`, op: "=", value: true },
      effect: { noStars: true },
      assumed,
    })),
  },
  tests: [{ name: "空", period: "2014", subjects: [{ id: "a", inputs: {} }], expect: [{ id: "a", unscored: true }] }],
});

const backward: Policy = policy.parse({
  ...head,
  id: "w1-backward",
  kind: "ranking",
  title: "W1 后进",
  inputs: {
    score: {
      title: "得分",
      type: "decimal",
      from: { shape: "outcomeOf", policy: "w1-stars", field: "score", unscored: "missing" },
    },
  },
  measure: { input: "score", worst: "lowest" },
  groups: [
    {
      code: "all",
      title: "全部",
      peers: "county",
      ratio: value([1, 10]),
      selection: { base: "all", rounding: "down", ties: "key", keys: [], assumed },
    },
  ],
  tests: [{ name: "空", period: "2014", subjects: [{ id: "a", inputs: {} }], expect: [{ id: "a", unscored: true }] }],
});

/** The workload's columns as facts of the policy. */
export function factsOf(data: Data): Facts {
  const counties = list(COUNTIES, (n) => `${532900 + n}000000`);
  const subjects = Array.from({ length: data.n }, (_, i) => ({
    id: String(data.code[i]!),
    regionCode: counties[data.county[i]!]!,
  }));
  const column = (values: ArrayLike<number>) => Float64Array.from(values, (units) => (units < 0 ? Number.NaN : units));
  const byCode = <T>(letter: string, group: readonly T[]) => group.map((one, i) => [`${letter}${i + 1}`, one] as const);
  const numbers = [...byCode("n", data.num), ...byCode("d", data.band)];
  return {
    subjects,
    ...orderOfIds(subjects.map(({ id }) => id)),
    regions: regionsOf(subjects),
    columns: new Map(numbers.map(([code, values]) => [code, column(values)])),
    bytes: new Map([...byCode("b", data.b), ...byCode("v", data.v)]),
    spells: new Map(),
    months: new Map(),
    bad: new Set(),
  };
}

/** Compiles both policies. */
export function compileOrganizations() {
  const plans = [stars, backward].map((document) => {
    const compiled = compile(document, "2014");
    if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
    return compiled.plan;
  });
  return plans as [RatingPlan, RankingPlan];
}

/** Readies the workload: what is returned runs both policies over it. */
export function readyOrganizations(data: Data): () => Result {
  const [rating, ranking] = compileOrganizations();
  const facts = factsOf(data);
  // Like the floor, a run writes over the scores of the one before.
  const scores = new Float64Array(data.n);
  return () => {
    const { scoreCenti, stars: star } = runRating(rating, facts, scores);
    const { rank, selected } = runRanking(ranking, { ...facts, columns: new Map([["score", scoreCenti]]) });
    return { score: scoreCenti, star, rank, flag: selected };
  };
}
