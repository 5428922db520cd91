import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PastOutcome, policy, type RatingPolicy } from "../../schema/policy/policy.ts";
import { compile, judge } from "../../worker/core/judge.ts";
import { plaqueOf, plaqueStars } from "../../worker/core/rating/plaques.ts";
import { ratingPolicy } from "./policies.ts";

const assumed = "试验";
const base = ratingPolicy({});
const disqualify = { ...base.grade.vetoes[0]!, effect: { disqualify: true } };

/** Judges one subject of a mark and a history, the newest first. */
function rate(dynamics: object, mark: number, history: Omit<PastOutcome, "period">[], grade: object = {}, more = {}) {
  const document = policy.parse({
    ...base,
    grade: { ...base.grade, ...grade },
    dynamics: { ...base.dynamics!, ...dynamics },
  }) as RatingPolicy;
  const compiled = compile(document, "2014-H1");
  if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
  const past = history.map((one, i) => ({ ...one, period: `${2013 - (i >> 1)}-H${i % 2 ? 1 : 2}` }));
  const { outcomes, unscored, explain } = judge(compiled.plan, [
    { id: "a", inputs: { mark, ...more }, history: past },
  ]).judgement;
  const movement = explain("a").find(({ shape }) => shape === "movement")?.text;
  return {
    warnings: outcomes[0]?.warnings,
    stars: outcomes[0]?.stars,
    bound: outcomes[0]?.bound,
    unscored: unscored[0],
    movement,
  };
}

test("first stars: what was earned, or at most so many", () => {
  expect(rate({}, 95, []).stars).toBe(5);
  expect(rate({ firstStars: { atMost: 3 } }, 95, [])).toMatchObject({
    stars: 3,
    bound: "movement",
    movement: "2014年上半年之前没有星级,首次参评,实得5星,首次最高3星,为3星",
  });
  expect(rate({ firstStars: { atMost: 3 } }, 72, []).bound).toBe("cuts");
});

test("at most so many up or down of the last stars, across a round without a result", () => {
  expect(rate({}, 95, [{ unscored: "missingData" }, { stars: 2 }]).stars).toBe(3);
  expect(rate({}, 0, [{ stars: 5 }]).stars).toBe(3);
  expect(rate({ maxDown: 0 }, 0, [{ stars: 5 }]).stars).toBe(5);
});

test("held until its own score changes: new cuts or shares of others do not move it, a veto still does", () => {
  const hold = { hold: "untilScoreChanges" };
  expect(rate(hold, 82, [{ stars: 3, score: 82 }])).toMatchObject({ stars: 3, bound: "hold" });
  expect(rate(hold, 82.01, [{ stars: 3, score: 82 }])).toMatchObject({ stars: 4, bound: "cuts" });
  expect(rate({}, 82, [{ stars: 3, score: 82 }]).stars).toBe(4);
  expect(rate(hold, 82, [{ stars: 3, score: 82 }], {}, { vetoed: true })).toMatchObject({
    stars: 1,
    bound: "veto",
    warnings: [{ code: "conflictingRules", message: "得分未变应沿用3星,但一票否决使其为1星;先按后者,请核定" }],
  });
});

describe("withdrawal", () => {
  const withdraw = { withdraw: { rounds: 2, when: ["zeroStars", "unscored"] } };
  const gone = { unscored: "missingData" as const };
  test("after so many rounds without stars or result the old stars are gone, and the next rating is a first one", () => {
    expect(rate(withdraw, 95, [gone, gone, { stars: 2 }])).toMatchObject({
      stars: 5,
      movement: "以往连续2期无星或未评分,原有星级收回,首次参评,按实得5星",
    });
    expect(rate(withdraw, 95, [{ stars: 0 }, gone, { stars: 2 }]).stars).toBe(5);
  });
  test("one round is not two, and what the rule does not name does not count", () => {
    expect(rate(withdraw, 95, [gone, { stars: 2 }]).stars).toBe(3);
    expect(rate({ withdraw: { rounds: 2, when: ["unscored"] } }, 95, [{ stars: 0 }, gone, { stars: 2 }]).stars).toBe(1);
    expect(rate({}, 95, [gone, gone, { stars: 2 }]).stars).toBe(3);
  });
});

describe("barred after a disqualification", () => {
  const barred = { barredRounds: 2 };
  const out = { unscored: "disqualified" as const };
  test("for so many rounds, with the round that bars named; then rated again", () => {
    expect(rate(barred, 95, [], { vetoes: [disqualify] }, { vetoed: true }).unscored).toMatchObject({
      code: "disqualified",
    });
    expect(rate(barred, 95, [out]).unscored).toMatchObject({
      code: "barred",
      message: "2013年下半年取消参评资格,其后2期不得参评,不评分",
    });
    expect(rate(barred, 95, [{ unscored: "barred" }, out]).unscored?.code).toBe("barred");
    expect(rate(barred, 95, [{ unscored: "barred" }, { unscored: "barred" }, out]).stars).toBe(5);
  });
  test("without the rule a disqualification counts for its own round only", () => {
    expect(rate({}, 95, [out]).stars).toBe(5);
  });
});

describe("streaks", () => {
  const streakOf = (streak: object) => ({
    required: [{ title: "连续三星", atLeast: 5, when: { streak }, assumed }],
    vetoes: [],
  });
  const threeStars = streakOf({ stars: 3, atLeast: 2 });
  const free = { maxUp: 10, maxDown: 10 };

  test("a condition on how many past rounds in a row had so many stars; a round without a result breaks it", () => {
    const stars = (...history: Omit<PastOutcome, "period">[]) => rate(free, 95, history, threeStars).stars;
    expect(stars({ stars: 3 }, { stars: 4 })).toBe(5);
    expect(stars({ stars: 3 }, { stars: 2 }, { stars: 5 })).toBe(4);
    expect(stars({ stars: 3 }, { unscored: "missingData" }, { stars: 5 })).toBe(4);
    expect(stars()).toBe(4);
  });
  test("or had a grade, or was listed", () => {
    const grade = streakOf({ grade: "优秀", atLeast: 2 });
    expect(rate(free, 95, [{ grade: "优秀" }, { grade: "优秀" }], grade).stars).toBe(5);
    expect(rate(free, 95, [{ grade: "优秀" }, { grade: "称职" }], grade).stars).toBe(4);
    const unlisted = streakOf({ selected: false, atLeast: 1 });
    expect(rate(free, 95, [{ selected: false }], unlisted).stars).toBe(5);
    expect(rate(free, 95, [{ selected: true }], unlisted).stars).toBe(4);
  });
  test("names exactly one of stars, grade and selected", () => {
    const parses = (streak: object) =>
      policy.safeParse({ ...base, grade: { ...base.grade, ...streakOf(streak) } }).success;
    expect([
      parses({ stars: 3, atLeast: 2 }),
      parses({ atLeast: 2 }),
      parses({ stars: 3, grade: "优", atLeast: 2 }),
    ]).toEqual([true, false, false]);
  });
});

test("the plaque shows the stars from which the next round moves; without rules each round stands alone", () => {
  const withdraw = { rounds: 1, when: ["unscored" as const] };
  const rules = base.dynamics!;
  const results: PastOutcome[] = [
    { period: "2014-H1", unscored: "missingData" },
    { period: "2013-H2", stars: 4 },
  ];
  expect([
    plaqueStars(results, rules),
    plaqueStars(results, { ...rules, withdraw }),
    plaqueStars(results, undefined),
  ]).toEqual([...[4, 0, 0]]);
  expect([plaqueStars([], rules), plaqueStars(results.slice(1), undefined)]).toEqual([0, 4]);
  const plaque = plaqueOf(4, results[0]!, results.slice(1), undefined, (id) => id);
  expect(plaque).toMatchObject({ action: "takeDown", before: 4, after: 0 });
});

test("no round moves stars further than the limits, whatever the history", () => {
  const past = fc.oneof(
    fc.record({ stars: fc.integer({ min: 0, max: 5 }) }),
    fc.constant({ unscored: "missingData" as const }),
  );
  const limits = fc.record({ maxUp: fc.integer({ min: 0, max: 5 }), maxDown: fc.integer({ min: 0, max: 5 }) });
  fc.assert(
    fc.property(
      limits,
      fc.integer({ min: 0, max: 100 }),
      fc.array(past, { maxLength: 5 }),
      (dynamics, mark, history) => {
        const { stars } = rate(dynamics, mark, history);
        const last = history.find((one): one is { stars: number } => "stars" in one)?.stars;
        if (last === undefined) return;
        expect(stars! - last).toBeLessThanOrEqual(dynamics.maxUp);
        expect(last - stars!).toBeLessThanOrEqual(dynamics.maxDown);
      },
    ),
  );
});
