/** W2 by the product: an ordinary policy, the subsidies of village cadres and who pays them. */
import { type Policy, policy } from "../../schema/policy/policy.ts";
import { countOnly, type Facts, orderOfIds } from "../../worker/core/facts.ts";
import { compile } from "../../worker/core/judge.ts";
import { regionsOf } from "../../worker/core/peers.ts";
import { payerColumns } from "../../worker/core/subsidy/payers.ts";
import { runSubsidy } from "../../worker/core/subsidy/run.ts";
import type { SubsidyPlan } from "../../worker/core/subsidy/subsidy.ts";
import { type checksum, type Data, PER_VILLAGE, POSTS } from "./floor/w2.mjs";

const assumed = "性能测试";
const value = <T>(of: T) => [{ from: "2014-01", value: of, assumed }];
const toFen = { to: 0.01, mode: "halfUp" };

const allowances: Policy = policy.parse({
  id: "w2-cadres",
  kind: "subsidy",
  title: "W2 村干部补贴",
  issuer: "测试",
  region: "530000000000",
  source: { document: "WORKLOADS.md", quote: "W2, subsidies of cadres" },
  effective: { from: "2014-01" },
  subject: "person",
  period: "year",
  inputs: {
    post: { title: "职务", type: "option", options: POSTS.map((post) => [post, post]) },
    months: { title: "月数", type: "months" },
    commended: { title: "受表彰", type: "flag" },
    years: { title: "连续优秀年数", type: "integer", min: 0, max: 3 },
    before: { title: "上年集体收入", type: "money", min: 0 },
    now: { title: "本年集体收入", type: "money", min: 0 },
  },
  months: { input: "months", missing: "unscored" },
  items: [
    {
      code: "base",
      title: "基础补贴",
      per: "month",
      round: toFen,
      amount: {
        shape: "lookup",
        title: "基础补贴",
        by: ["post"],
        table: value({ secretary: 560, director: 560, deputy: 540, clerk: 540 }),
      },
    },
    {
      code: "uplift",
      title: "表彰上浮",
      per: "month",
      round: toFen,
      amount: {
        shape: "percentOf",
        title: "表彰上浮",
        when: { input: "commended", op: "=", value: true },
        percent: value(20),
        of: { shape: "sameAs", title: "基础补贴", item: "base" },
      },
    },
    {
      code: "performance",
      title: "绩效",
      per: "month",
      round: toFen,
      amount: { shape: "fixed", title: "绩效", amount: value(150) },
    },
    {
      code: "outstanding",
      title: "连续优秀(每月)",
      per: "month",
      round: toFen,
      amount: {
        shape: "streakExtra",
        title: "连续优秀",
        input: "years",
        rule: "replace",
        steps: value([
          [2, 100],
          [3, 200],
        ]),
      },
    },
    {
      code: "award",
      title: "优秀一次性奖励",
      per: "period",
      round: toFen,
      amount: { shape: "streakExtra", title: "优秀", input: "years", rule: "replace", steps: value([[1, 3000]]) },
    },
    {
      code: "growth",
      title: "集体增收奖励",
      per: "period",
      round: toFen,
      amount: {
        shape: "poolSplit",
        title: "集体增收奖励",
        peers: "village",
        of: {
          shape: "growthShare",
          title: "增收提成",
          now: "now",
          before: "before",
          percent: value(5),
          most: value(20_000),
        },
      },
    },
  ],
  payers: {
    shares: value([
      { code: "city", title: "市", share: 2 },
      { code: "county", title: "县", share: 2 },
      { code: "town", title: "乡", share: 1 },
    ]),
    ties: "earlier",
  },
  tests: [{ name: "空", period: "2014", subjects: [{ id: "a", inputs: {} }], expect: [{ id: "a", unscored: true }] }],
});

/** The workload's columns as facts of the policy. */
export function factsOf(data: Data): Facts {
  const regions = Array.from({ length: data.villages }, (_, i) => `53${String(i + 1).padStart(10, "0")}`);
  const subjects = Array.from({ length: data.n }, (_, i) => ({
    id: `p${String(i).padStart(7, "0")}`,
    regionCode: regions[Math.floor(i / PER_VILLAGE)]!,
  }));
  const ofVillage = (values: Int32Array) =>
    Float64Array.from({ length: data.n }, (_, i) => values[Math.floor(i / PER_VILLAGE)]!);
  return {
    subjects,
    ...orderOfIds(subjects.map(({ id }) => id)),
    regions: regionsOf(subjects),
    columns: new Map([
      ["post", Float64Array.from(data.post)],
      ["months", Float64Array.from(data.months)],
      ["years", Float64Array.from(data.years)],
      ["before", ofVillage(data.prev)],
      ["now", ofVillage(data.now)],
    ]),
    bytes: new Map([
      ["post", data.post],
      ["commended", data.commended],
      ["years", data.years],
    ]),
    spells: new Map(),
    // A count of months is of the first ones.
    months: new Map([["months", Int32Array.from(data.months, (count) => ((1 << count) - 1) | countOnly)]]),
    bad: new Set(),
  };
}

/** Compiles the policy. */
export function compileCadres(): SubsidyPlan {
  const compiled = compile(allowances, "2014");
  if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
  return compiled.plan as SubsidyPlan;
}

/** Readies the workload: what is returned runs the policy over it. */
export function readyCadres(data: Data): () => Parameters<typeof checksum>[0] {
  const plan = compileCadres();
  const facts = factsOf(data);
  // Like the floor, a run writes over the columns of the one before.
  const [due, ...payers] = Array.from({ length: 4 }, () => new Float64Array(data.n));
  return () => {
    const results = runSubsidy(plan, { ...facts }, due);
    const [city, county, town] = payerColumns(plan, results, results.due, payers)!.map(({ fen }) => fen);
    return { total: results.due, city: city!, county: county!, town: town! };
  };
}
