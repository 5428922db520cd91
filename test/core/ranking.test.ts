import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policy, type RankingPolicy } from "../../schema/policy/policy.ts";
import { compile, judge } from "../../worker/core/judge.ts";
import { rankingPolicy } from "./policies.ts";

type Score = number | null;
function rank(document: Parameters<typeof rankingPolicy>[0], scores: readonly Score[], visits: readonly Score[] = []) {
  const compiled = compile(rankingPolicy(document), "2014");
  if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
  const subjects = scores.map((score, i) => ({
    id: String(i).padStart(4, "0"),
    inputs: { score, visits: visits[i] ?? null },
  }));
  return judge(compiled.plan, subjects).judgement;
}
const selectedOf = (judgement: ReturnType<typeof rank>) =>
  judgement.outcomes.filter(({ selected }) => selected).map(({ subjectId }) => Number(subjectId));
const rising = (count: number) => Array.from({ length: count }, (_, i) => i);

describe("how many are listed", () => {
  // golden.md: "1098 orgs, 10 % of the whole prefecture" and "1037 / 111 / 287 / 9 / 5 orgs, 10 %"
  test.each([
    [1098, 109, 110, 110],
    [1037, 103, 104, 104],
    [111, 11, 12, 11],
    [287, 28, 29, 29],
    [9, 0, 1, 1],
    [5, 0, 1, 1],
  ])("10 %% of %i: %i rounded down, %i up, %i half up", (count, down, up, halfUp) => {
    const listed = (rounding: "down" | "up" | "halfUp") => selectedOf(rank({ rounding }, rising(count))).length;
    expect([listed("down"), listed("up"), listed("halfUp")]).toEqual([down, up, halfUp]);
  });

  test("the base is a switch: all subjects, or only those with a result", () => {
    const scores = [...rising(19), ...Array<null>(11).fill(null)];
    expect(selectedOf(rank({ base: "all" }, scores))).toEqual([0, 1, 2]);
    expect(selectedOf(rank({ base: "scored" }, scores))).toEqual([0]);
  });

  test("more is never listed than there are results", () => {
    expect(selectedOf(rank({ base: "all" }, [5, ...Array<null>(29).fill(null)]))).toEqual([0]);
  });
});

describe("ties at the edge", () => {
  const scores = [1, 2, 2, 2, ...rising(16).map((score) => score + 10)]; // 20 subjects, two to list, three tie
  test("all, none, by key then code, or left to a person with a warning", () => {
    expect(selectedOf(rank({ ties: "all" }, scores))).toEqual([0, 1, 2, 3]);
    expect(selectedOf(rank({ ties: "none" }, scores))).toEqual([0]);
    expect(selectedOf(rank({ ties: "key" }, scores))).toEqual([0, 1]);
    expect(selectedOf(rank({ ties: "key" }, scores, [9, 3, 2, 1]))).toEqual([0, 3]);
    const ask = rank({ ties: "ask" }, scores);
    expect(selectedOf(ask)).toEqual([0]);
    expect(ask.warnings).toEqual([expect.objectContaining({ code: "tieUndecided" })]);
  });

  test("who is settled by the tie rule is told so", () => {
    const judgement = rank({ ties: "key" }, scores);
    expect(judgement.outcomes.filter(({ bound }) => bound === "tie").map(({ subjectId }) => subjectId)).toEqual([
      "0001",
      "0002",
      "0003",
    ]);
    expect(judgement.explain("0002").at(-1)!.text).toContain("线上同分3个,同分按次序键,再按编码先后;不列入");
  });
});

test("a missing tie key stands last, in whatever order the subjects come", () => {
  const scores = Array<number>(10).fill(5);
  const visits = [null, 3, null, 1, 2, null, null, null, null, null];
  expect(selectedOf(rank({ ties: "key" }, scores, visits))).toEqual([3]);
  expect(selectedOf(rank({ ties: "key" }, scores, [...visits].reverse()))).toEqual([6]);
});

test("competition rank of 95 90 88 85 85 77 70 60 60 60 is 1 2 3 4 4 6 7 8 8 8 (golden.md)", () => {
  const { outcomes } = rank({}, [95, 90, 88, 85, 85, 77, 70, 60, 60, 60]);
  expect(outcomes.map((outcome) => outcome.rank)).toEqual([1, 2, 3, 4, 4, 6, 7, 8, 8, 8]);
});

test("nobody outside the list is worse than anybody on it", () => {
  const list = fc.array(fc.option(fc.integer({ min: 0, max: 30 })), { minLength: 1, maxLength: 80 });
  const ties = fc.constantFrom("all", "none", "key", "ask" as const);
  fc.assert(
    fc.property(list, ties, (scores, rule) => {
      const { outcomes } = rank({ ties: rule as "all" }, scores);
      const listed = outcomes.filter(({ selected }) => selected).map(({ score }) => score!);
      const others = outcomes.filter(({ selected }) => !selected).map(({ score }) => score!);
      if (listed.length > 0 && others.length > 0) expect(Math.max(...listed)).toBeLessThanOrEqual(Math.min(...others));
    }),
  );
});

describe("mandatory hits and exclusions", () => {
  const assumed = "试验";
  const base = rankingPolicy({});
  const judgeBy = (change: object, subjects: { id: string; inputs: Record<string, number | null> }[]) => {
    const document = policy.parse({ ...base, groups: [{ ...base.groups[0]!, ...change }] }) as RankingPolicy;
    const compiled = compile(document, "2014");
    if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
    return judge(compiled.plan, subjects).judgement;
  };
  const when = (value: number) => ({ input: "visits", op: "=", value });
  const mandatory = (quota: string, unmeasured = "listed") => ({
    hits: [{ code: "M", title: "班子不团结", when: when(99), assumed }],
    quota,
    unmeasured,
  });
  // 200 villages by score 0 … 199; the mandatory ones are 18, 19 (among the lowest 20) and 100 … 103.
  const villages = rising(200).map((score) => ({
    id: String(score).padStart(4, "0"),
    inputs: { score, visits: [18, 19, 100, 101, 102, 103].includes(score) ? 99 : 1 },
  }));
  const numbers = (found: ReturnType<typeof judgeBy>) => selectedOf(found);

  test("后进, two tracks: 200 villages, 6 mandatory (2 of them also in the lowest 20) → 20 in all: 6 + 14 by rank (golden.md)", () => {
    const found = judgeBy({ mandatory: mandatory("within") }, villages);
    expect(numbers(found)).toEqual([...rising(14), 18, 19, 100, 101, 102, 103]);
    expect(found.outcomes.filter(({ bound, selected }) => selected && bound === "mandatory")).toHaveLength(6);
    expect(found.explain("0100").map(({ shape }) => shape)).toEqual(["measure", "rank", "mandatory", "selection"]);
    expect(found.explain("0100").at(-1)!.text).toContain("为20个,必列6个,占用名额,按名次补足14个");
  });

  test("beyond the ratio the others fill the whole quota; overlapping ones count once", () => {
    expect(numbers(judgeBy({ mandatory: mandatory("beyond") }, villages))).toHaveLength(26);
    expect(numbers(judgeBy({ mandatory: mandatory("overlapping") }, villages))).toHaveLength(24);
  });

  test("more mandatory ones than the ratio allows are all listed, with a warning", () => {
    const ten = rising(10).map((score) => ({ id: String(score), inputs: { score, visits: score < 3 ? 99 : 1 } }));
    const found = judgeBy({ mandatory: mandatory("within") }, ten);
    expect(numbers(found)).toEqual([0, 1, 2]);
    expect(found.warnings.map(({ code }) => code)).toEqual(["mandatoryOverQuota"]);
  });

  test("a mandatory one without a measure is listed without a rank, or stays unscored", () => {
    const list = [...rising(10), null].map((score, i) => ({
      id: String(i),
      inputs: { score, visits: i === 10 ? 99 : 1 },
    }));
    const listed = judgeBy({ mandatory: mandatory("within") }, list);
    expect(listed.outcomes.at(-1)).toEqual({ subjectId: "10", selected: true, bound: "mandatory", warnings: [] });
    expect(numbers(listed)).toEqual([10]);
    const apart = judgeBy({ mandatory: mandatory("within", "unscored") }, list);
    expect(apart.unscored.map(({ subjectId }) => subjectId)).toEqual(["10"]);
    expect(numbers(apart)).toEqual([0]);
  });

  test("an exclusion takes a subject out with its reason, in the base or not, and before the mandatory rule", () => {
    const exclusions = (counted: boolean) => [{ code: "X", title: "当年新建", when: when(99), counted, assumed }];
    const twenty = rising(20).map((score) => ({ id: String(score), inputs: { score, visits: score === 0 ? 99 : 1 } }));
    const counted = judgeBy({ exclusions: exclusions(true), mandatory: mandatory("within") }, twenty);
    expect(numbers(counted)).toEqual([1, 2]);
    expect(counted.unscored).toEqual([{ subjectId: "0", code: "excluded", message: "当年新建,不参加排名" }]);
    expect(counted.explain("0")[0]!.text).toBe("当年新建(走访次数为99),不参加排名,仍计入基数");
    expect(numbers(judgeBy({ exclusions: exclusions(false) }, twenty))).toEqual([1]);
  });
});
