import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policy, type RatingPolicy } from "../../schema/policy/policy.ts";
import { compile, judge } from "../../worker/core/judge.ts";
import { ratingPolicy } from "./policies.ts";

const plain = ratingPolicy({});
const levels = { "0": "不合格", "1": "基本合格", "2": "合格", "3": "良好", "4": "优良", "5": "优秀" };
const named = policy.parse({ ...plain, grade: { ...plain.grade, levels } }) as RatingPolicy;

function judged(document: RatingPolicy, mark: number, vetoed: boolean, last: number) {
  const compiled = compile(document, "2014-H1");
  if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
  const history = [{ period: "2013-H2", stars: last }];
  const { judgement } = judge(compiled.plan, [{ id: "a", inputs: { mark, vetoed }, history }]);
  const [outcome] = judgement.outcomes;
  return {
    outcome: outcome!,
    trace: judgement
      .explain("a")
      .map(({ text }) => text)
      .join(";"),
  };
}

describe("levels with names of their own", () => {
  test("change no result, and are told with it in place of stars", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 5 }),
        (mark, veto, last) => {
          const [stars, level] = [plain, named].map((one) => judged(one, mark, veto, last)) as [
            ReturnType<typeof judged>,
            ReturnType<typeof judged>,
          ];
          const { level: title, ...rest } = level.outcome;
          expect(rest).toEqual(stars.outcome);
          expect(title).toBe(Object.values(levels)[stars.outcome.stars!]);
          expect(level.trace).not.toMatch(/\d星|无星/);
          expect(level.trace).toContain(title);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("must be given for every level that can come out", () => {
    const { "3": _, ...some } = levels;
    const found = policy.safeParse({ ...plain, grade: { ...plain.grade, levels: some } });
    expect(found.error?.issues.map(({ message, path }) => [path.join("/"), message])).toEqual([
      ["grade/levels", "第 3 级没有名称"],
    ]);
  });
});

test("so many places keep a level, the best scores first; of those that tie at the edge none does", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 90, max: 100 }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 0, max: 5 }),
      (marks, places) => {
        const one = ratingPolicy({ below: 1 });
        const shares = [{ from: "2000-01", value: { "5": { places } }, assumed: "试验" }];
        const rule = ratingPolicy({ shares: { "5": [1, 1] }, below: 1 }).grade.shareRule!;
        const document = policy.parse({ ...one, grade: { ...one.grade, peers: "round", shares, shareRule: rule } });
        const compiled = compile(document, "2014-H1");
        if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
        const subjects = marks.map((mark, i) => ({ id: `s${i}`, inputs: { mark } }));
        const { judgement } = judge(compiled.plan, subjects);
        const kept = judgement.outcomes.filter(({ stars }) => stars === 5).map(({ score }) => score!);
        const sorted = [...marks].sort((a, b) => b - a);
        const edge = sorted[places - 1];
        const tied = edge !== undefined && sorted[places] === edge;
        const expected = marks.filter(
          (mark) => places > 0 && (tied ? mark > edge! : edge === undefined || mark >= edge),
        );
        expect(kept).toEqual(expected);
        const fallen = judgement.outcomes.find(({ stars }) => stars !== 5);
        if (fallen)
          expect(
            judgement
              .explain(fallen.subjectId)
              .map(({ text }) => text)
              .join(),
          ).toContain(`5星名额${places}个`);
      },
    ),
    { numRuns: 50 },
  );
});
