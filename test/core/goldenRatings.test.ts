/** Published ratings and rankings as whole policy documents; each case quotes its row of golden.md. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { policy } from "../../schema/policy/policy.ts";
import { compile, judge } from "../../worker/core/judge.ts";

const read = (name: string) => policy.parse(JSON.parse(readFileSync(`test/golden/${name}.json`, "utf8")));
const judgeBy = (name: string, inputs: Record<string, number | boolean>[]) => {
  const compiled = compile(read(name), "2014");
  if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
  return judge(
    compiled.plan,
    inputs.map((one, i) => ({ id: String(i).padStart(4, "0"), inputs: one })),
  ).judgement;
};

test("十星 with 9 flags | 9 stars", () => {
  const document = policy.parse(JSON.parse(readFileSync("schema/policies/xinhui-ten-star-household.json", "utf8")));
  const compiled = compile(document, "2014");
  if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
  const flags = Object.keys(document.kind === "rating" ? document.inputs : {});
  expect(flags).toHaveLength(10);
  const household = (held: number) => ({
    id: String(held),
    inputs: Object.fromEntries(flags.map((flag, i) => [flag, i < held])),
  });
  const { outcomes } = judge(compiled.plan, [household(9), household(10), household(0)]).judgement;
  expect(outcomes.map(({ stars }) => stars)).toEqual([9, 10, 0]);
});

test("五星创评: eight indicators, total 110; 5★ needs ≥90 and an innovation project | 95 points, no innovation project | 4★", () => {
  const document = read("five-star-rating");
  if (document.kind !== "rating") throw new Error("not a rating");
  const most = document.score.of.map((item) =>
    "max" in item ? Number((item.max as { value: number }[])[0]!.value) : 0,
  );
  expect([most.length, most.reduce((all, one) => all + one)]).toEqual([8, 110]);
  const marks = { organization: 20, team: 15, members: 15, service: 15, economy: 15, governance: 10, venue: 5 };
  const { outcomes, explain } = judgeBy("five-star-rating", [marks]);
  expect(outcomes[0]).toMatchObject({ score: 95, stars: 4, bound: "required" });
  expect(explain("0000").find(({ shape }) => shape === "required")!.text).toContain("5星及以上须有创新项目");
});

test("星级创评意见 (组厅字[2012]6号): 5★ ≤10 %, 4★ ≤20 %, 1★ ≤5 % | 100 orgs, 15 at or over the 5★ cut | 10 get 5★, 5 fall to 4★, share named", () => {
  const marks = Array.from({ length: 100 }, (_, i) => ({ mark: i < 15 ? 99 - i / 2 : 75 }));
  const { outcomes } = judgeBy("star-shares", marks);
  expect(outcomes.filter(({ stars }) => stars === 5)).toHaveLength(10);
  const fell = outcomes.filter(({ bound }) => bound === "share");
  expect(fell.map(({ stars }) => stars)).toEqual([4, 4, 4, 4, 4]);
});

test.each([
  [1098, [110, 329, 439, 220]],
  [111, [11, 33, 45, 22]],
  [21, [2, 6, 9, 4]],
  [7, [1, 2, 3, 1]],
])("Distribution (not caps) 10/30/40/20 %% by largest remainder | %i", (count, expected) => {
  const { outcomes } = judgeBy(
    "star-distribution",
    Array.from({ length: count }, (_, i) => ({ mark: i / 100 })),
  );
  expect([4, 3, 2, 1].map((star) => outcomes.filter(({ stars }) => stars === star).length)).toEqual(expected);
});

test("后进, two tracks | 200 villages, 6 mandatory (2 of them also in the lowest 20) | 20 in all: 6 + 14 by rank", () => {
  const mandatory = [18, 19, 100, 101, 102, 103];
  const villages = Array.from({ length: 200 }, (_, score) => ({ score, disunited: mandatory.includes(score) }));
  const listed = judgeBy("backward-two-tracks", villages).outcomes.filter(({ selected }) => selected);
  const by = (rule: string) => listed.filter(({ bound }) => bound === rule).length;
  expect([listed.length, by("mandatory"), by("ratio")]).toEqual([20, 6, 14]);
});

test("Competition rank of 95 90 88 85 85 77 70 60 60 60 | descending | 1 2 3 4 4 6 7 8 8 8", () => {
  const scores = [95, 90, 88, 85, 85, 77, 70, 60, 60, 60];
  const { outcomes } = judgeBy(
    "competition-rank",
    scores.map((score) => ({ score })),
  );
  expect(outcomes.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 4, 6, 7, 8, 8, 8]);
});

test("280㎡ village: indoor ≥200, outdoor 1000 | pass; outdoor 999.99 → fail", () => {
  const { outcomes } = judgeBy("venue-standard", [
    { indoorArea: 280, outdoorArea: 1000 },
    { indoorArea: 280, outdoorArea: 999.99 },
  ]);
  expect(outcomes.map(({ stars, bound }) => [stars, bound])).toEqual([
    [1, "cuts"],
    [0, "required"],
  ]);
});
