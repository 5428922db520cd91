/** What an appraisal tells of its voter groups, and that nothing it tells depends on how a small one voted. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AppraisalPolicy, SubjectFacts } from "../../schema/policy/policy.ts";
import type { TraceStep } from "../../schema/trace.ts";
import { ballots, changed, golden, judgeBy, one, threeBallots } from "./appraisals.ts";

const dated = <T>(value: T) => [{ from: "2014-01", value, assumed: "试验" }];
const groups = ["masses", "members", "organization"] as const;
const rate = (base: string) => ({
  rate: { options: ["incompetent"], groups: [...groups], base },
  op: ">=",
  share: [1, 2],
});

/** Everything that may speak of a group: rules of every kind, quorums, rates over all groups together. */
const talkative = (missingGroup: string, effect: string, base: string, trimming: boolean): AppraisalPolicy =>
  changed(threeBallots, {
    groups: threeBallots.groups.map((group) => (trimming ? { ...group, weight: dated(20) } : group)),
    composite: {
      ...threeBallots.composite,
      ...(trimming && { weightTotal: 60, trimming: { highest: 1, lowest: 0, atLeast: 2, assumed: "试验" } }),
      missingGroup,
    },
    quorums: [
      {
        ...{ title: "到会", groups: [...groups], count: "present", of: "entitled", test: "moreThan" },
        ...{ share: dated([1, 2]), unknown: "pass", effect, assumed: "试验" },
      },
      {
        ...{ title: "有效", groups: [...groups], count: "valid", of: "issued", test: "atLeast" },
        ...{ share: dated([0, 1]), unknown: "pass", effect, assumed: "试验" },
      },
    ],
    grade: {
      ...threeBallots.grade,
      rules: [
        { code: "0", title: "不称职过半", grade: "incompetent", when: dated(rate(base)) },
        ...threeBallots.grade!.rules,
      ],
    },
    tests: [threeBallots.tests[0]],
  });

/** Ballots of a group below its threshold of 5, that add up but for `surplus`, and reach the quorum or not. */
const small = (reaches: boolean, isSurplus: boolean) =>
  fc
    .record({
      marks: fc
        .array(fc.nat({ max: 4 }), { minLength: 4, maxLength: 4 })
        .filter((marks) => [1, 2, 3, 4].includes(marks.reduce((sum, n) => sum + n, 0))),
      ...{ invalid: fc.nat({ max: 300 }), lost: fc.nat({ max: 300 }), away: fc.nat({ max: 300 }) },
      ...{ surplus: fc.integer({ min: 1, max: 300 }), part: fc.integer({ min: 0, max: 100 }) },
    })
    .map(({ marks, invalid, lost, away, surplus, part }) => {
      const returned = marks.reduce((sum, n) => sum + n, 0) + invalid + (isSurplus ? surplus : 0);
      const issued = returned + lost;
      const present = issued + away;
      const entitled = reaches ? present + Math.floor(((present - 1) * part) / 100) : 2 * present + part;
      return ballots("organization", marks, { entitled, present, issued, returned, invalid, abstained: 0 });
    });
const large = (group: string) =>
  fc.array(fc.integer({ min: 2, max: 60 }), { minLength: 4, maxLength: 4 }).map((marks) => {
    const returned = marks.reduce((sum, n) => sum + n, 0);
    return ballots(group, marks, { entitled: returned + 9, present: returned, issued: returned, returned });
  });

test("no result, and no word of why, depends on how a group below its threshold voted, or on how many came to it", () => {
  const worlds = fc
    .tuple(fc.boolean(), fc.boolean())
    .chain(([reaches, surplus]) => fc.tuple(small(reaches, surplus), small(reaches, surplus)));
  const documents = fc.tuple(
    fc.constantFrom("renormalise", "zero", "block"),
    fc.constantFrom("void", "omitGroup"),
    fc.constantFrom("valid", "issued", "entitled"),
    fc.boolean(),
  );
  const seen = new Set<string>();
  fc.assert(
    fc.property(documents, worlds, large("masses"), large("members"), ([...parts], [a, b], masses, members) => {
      const told = [a, b].map((few) => {
        const peers: SubjectFacts[] = [few, ballots("organization", [9, 9, 9, 9])].map((organization, i) => ({
          id: `s${i}`,
          inputs: { ...masses, ...members, ...organization },
        }));
        const { outcomes, unscored, explain } = judgeBy(talkative(...parts), peers);
        seen.add(unscored.find(({ subjectId }) => subjectId === "s0")?.code ?? "scored");
        return { outcomes, unscored, traces: peers.map(({ id }) => explain(id)) };
      });
      expect(told[0]).toEqual(told[1]);
    }),
    { numRuns: 300 },
  );
  expect([...seen].sort()).toEqual(["missingData", "noQuorum", "scored", "unreconciled"]);
});

test("ballots that all were for an option that does not count are as silent as others", () => {
  const document = golden("satisfaction");
  const threshold = changed(document, {
    groups: document.groups.map((group) => ({ ...group, leastValid: dated(5) })),
    tests: [document.tests[0]],
  });
  const said = (marks: object) => one(threshold, marks as never);
  expect(said({ "masses.unknown": 3 })).toEqual(said({ "masses.satisfied": 2, "masses.dissatisfied": 2 }));
});

test("where counts contradict each other the smallest one may be true, and the difference is not told", () => {
  const { mismatches, message } = one(
    threeBallots,
    ballots("organization", [3, 0, 0, 0], { returned: 30, issued: 40 }),
  );
  expect(mismatches).toEqual([{ cell: "organization.returned", rule: "各项票数+弃权=有效" }]);
  expect(message).toBe("计票不符,不评分。组织票收回(organization.returned):须各项票数+弃权=有效");
});

const textOf = (trace: TraceStep[], shape: string) => trace.find((step) => step.shape === shape)?.text;

describe("of every group that may be told of", () => {
  const counted = {
    ...ballots("masses", [60, 20, 15, 5], { entitled: 120, present: 110, issued: 105, returned: 100 }),
    ...ballots("members", [30, 10, 8, 2], { issued: 60, returned: 50 }),
    ...ballots("organization", [3, 0, 0, 1], { entitled: 9, present: 8, issued: 8, returned: 4 }),
  };

  test("it is said who took part, and what share marked the lowest option; the sum is of those that are said", () => {
    const { rates, lowest, trace } = one(threeBallots, counted);
    expect(rates).toEqual([
      { code: "masses", title: "群众票", turnout: 91.67, lowest: 5 },
      { code: "members", title: "党员票", turnout: 83.33, lowest: 4 },
    ]);
    expect(lowest).toBe(4.67);
    expect(textOf(trace, "turnout")).toBe(
      "群众票实到110 ÷ 应到120 = 91.67%、收回100 ÷ 发出105 = 95.24%;党员票收回50 ÷ 发出60 = 83.33%;组织票有效票少于保密下限,不列",
    );
    expect(textOf(trace, "lowest")).toBe(
      "群众票5 ÷ 100 = 5%;党员票2 ÷ 50 = 4%;组织票有效票少于保密下限,不列;计入的票组合计7 ÷ 150 = 4.67%",
    );
  });

  test("a scale without a second option has no lowest one, a group that is blank has no figures", () => {
    const { rates, lowest, trace } = one(threeBallots, { ...ballots("masses", [9, 0, 0, 0]) });
    expect([rates, lowest]).toEqual([[{ code: "masses", title: "群众票", lowest: 0 }], 0]);
    expect(textOf(trace, "turnout")).toBe("群众票没有填报;党员票没有填报;组织票没有填报");
    const single = changed(threeBallots, { options: [threeBallots.options[0]], tests: [threeBallots.tests[0]] });
    expect(one(single, { "masses.excellent": 9 }).rates).toBeUndefined();
  });

  test("shares lie between nothing and all, and the sum lies between the least and the largest of them", () => {
    fc.assert(
      fc.property(large("masses"), large("members"), (masses, members) => {
        const { rates = [], lowest = -1 } = one(threeBallots, { ...masses, ...members });
        const shares = rates.map((one) => one.lowest!);
        expect(shares).toHaveLength(2);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
        expect(lowest).toBeGreaterThanOrEqual(Math.min(...shares));
        expect(lowest).toBeLessThanOrEqual(Math.max(...shares));
        for (const { turnout } of rates) expect(turnout).toBeLessThanOrEqual(100);
      }),
    );
  });
});

test("a place is one more than how many of the township's kind are better; equals share it, and are told how many", () => {
  const voted = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 2 }), fc.boolean()), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(voted, (list) => {
      const subjects = list.map(([better, township, team], i) => ({
        id: `s${i}`,
        kind: team ? ("leadershipTeam" as const) : ("committeeMember" as const),
        regionCode: `99010100${township + 1}001`,
        inputs: ballots("masses", [5 + better, 5, 0, 0]),
      }));
      const { outcomes, explain } = judgeBy(threeBallots, subjects);
      outcomes.forEach(({ subjectId, score, rank, ranked }, i) => {
        const peers = outcomes.filter((_, j) => list[j]![1] === list[i]![1] && list[j]![2] === list[i]![2]);
        expect(rank).toBe(1 + peers.filter((one) => one.score! > score!).length);
        expect(ranked).toBe(peers.length);
        const equals = peers.filter((one) => one.score === score).length;
        expect(textOf(explain(subjectId), "rank")).toBe(
          `本乡镇(街道)同类${ranked}个已评分对象中,按得分从高到低列第${rank}${equals > 1 ? `,${equals}个并列` : ""}`,
        );
      });
    }),
    { numRuns: 50 },
  );
});
