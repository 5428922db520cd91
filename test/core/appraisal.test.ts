import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { policy, type SubjectFacts } from "../../schema/policy/policy.ts";
import { roundSheets } from "../../schema/sheet/roundSheets.ts";
import { tallySheet } from "../../schema/sheet/tallySheets.ts";
import type { TraceStep } from "../../schema/trace.ts";
import { compile } from "../../worker/core/judge.ts";
import { failedCases } from "../../worker/core/policyTests.ts";
import { ballots, changed, golden, judgeBy, nineEightSeven, one, threeBallots } from "./appraisals.ts";

const flat = (steps: TraceStep[]): TraceStep[] => steps.flatMap((step) => [step, ...flat(step.steps ?? [])]);

describe("published methods are whole policy documents (golden.md, second table)", () => {
  const files = readdirSync("test/golden").map((file) => file.replace(".json", ""));
  test.each(files.filter((file) => golden(file).kind === "appraisal"))("%s keeps its own cases", (file) => {
    expect(failedCases(golden(file))).toEqual([]);
  });

  test("Item score = (n1×100+n2×80+n3×60+n4×40)/valid ballots: 50/30/15/5 of 100 valid is 85.00", () => {
    expect(one(golden("item-score"), ballots("ballots", [50, 30, 15, 5])).scoreCenti).toBe(8500);
  });

  test("Composite of three groups 20/40/40: 90.00, 80.00, 70.00 is 78.00", () => {
    expect(one(golden("composite-20-40-40"), nineEightSeven).scoreCenti).toBe(7800);
  });

  test("Composite 40/30/30 is 81.00, then the first group below its anonymity threshold, renormalised: 75.00", () => {
    const document = golden("composite-40-30-30");
    expect(one(document, nineEightSeven).scoreCenti).toBe(8100);
    expect(one(document, { ...nineEightSeven, ...ballots("masses", [4, 4, 0, 0]) }).scoreCenti).toBe(7500);
  });

  test("满意/基本满意/不满意 = 100/75/55, 不了解 not counted: 40/30/10 and 20 不了解 is 85.00 (of 80 counted)", () => {
    const marks = { "masses.satisfied": 40, "masses.fair": 30, "masses.dissatisfied": 10, "masses.unknown": 20 };
    const { scoreCenti, trace } = one(golden("satisfaction"), marks);
    expect(scoreCenti).toBe(8500);
    expect(flat(trace).find(({ shape }) => shape === "ballots")!.text).toContain("÷ 基数(有效)80,不了解20不计");
  });

  test("村委会评议: 称职 ≥90 % → 优秀; 不称职 ≥50 % → 不称职; quorum more than 2/3: 60 of 90 present is valid by atLeast, void by moreThan", () => {
    const marks = (competent: number, incompetent: number) => ({
      "representatives.entitled": 90,
      "representatives.present": 60,
      "representatives.competent": competent,
      "representatives.incompetent": incompetent,
    });
    const atLeast = golden("village-committee-at-least");
    expect(one(atLeast, marks(54, 6))).toMatchObject({ grade: "excellent", bound: "rate" });
    expect(one(atLeast, marks(53, 7))).toMatchObject({ grade: "competent" });
    expect(one(atLeast, marks(30, 30))).toMatchObject({ grade: "incompetent" });
    const voided = one(golden("village-committee-more-than"), marks(54, 6));
    expect(voided).toMatchObject({ code: "noQuorum", message: "未达到法定人数(到会代表),测评无效" });
    expect(voided.trace.at(-1)!.text).toBe("村民代表:须超过应到的2/3;实到60,应到90,未达到;测评无效");
  });

  test("党员民主评议: 优秀 ≤ 1/3 of members; 20 members, 8 rated 优秀: at most 6, and the tool says which rule bound", () => {
    const document = golden("party-members");
    const { outcomes, explain } = judgeBy(document, document.tests[0]!.subjects);
    expect(outcomes.filter(({ grade }) => grade === "excellent")).toHaveLength(6);
    expect(outcomes.filter(({ bound }) => bound === "share").map(({ grade }) => grade)).toEqual([
      "qualified",
      "qualified",
    ]);
    expect(explain("m07").find(({ shape }) => shape === "share")!.text).toBe(
      "本村(社区)党组织20个,优秀不超过33.33%,舍去尾数为6个,达到的有8个,本对象列第7,落到合格",
    );
  });
});

describe("bases and missing groups", () => {
  const base = (item: object, held: string[], inputs: SubjectFacts["inputs"]) => {
    const document = golden("item-score");
    const { scoreCenti } = one(
      changed(document, {
        counts: { ...document.counts, held },
        item: { ...document.item, ...item },
        tests: document.tests,
      }),
      inputs,
    );
    return scoreCenti;
  };
  const marks = ballots("ballots", [50, 30, 15, 5]);

  test("the base is a named count: valid, returned, issued, present or entitled", () => {
    const held = ["entitled", "present", "issued", "returned", "invalid", "abstained"];
    const counts = ballots("ballots", [50, 30, 15, 5], {
      returned: 102,
      invalid: 2,
      issued: 125,
      present: 160,
      entitled: 200,
    });
    const scores = ["valid", "returned", "issued", "present", "entitled"].map((name) =>
      base({ base: name }, held, counts),
    );
    expect(scores).toEqual([8500, 8333, 6800, 5313, 4250]);
    expect(base({ base: "issued" }, held, marks)).toBeUndefined(); // not known how many were issued
  });

  test("abstentions are in the base or not, as the policy says", () => {
    const held = ["returned", "invalid", "abstained"];
    for (const counts of [{ abstained: 25 }, { returned: 125, abstained: 25 }]) {
      const inputs = { ...marks, ...ballots("ballots", [50, 30, 15, 5], counts) };
      expect(base({ abstention: "inBase" }, held, inputs)).toBe(6800);
      expect(base({ abstention: "outOfBase" }, held, inputs)).toBe(8500);
    }
  });

  test("a missing group: the others are renormalised, it counts zero, or there is no score", () => {
    const {
      "masses.excellent": _,
      "masses.competent": __,
      "masses.basic": ___,
      "masses.incompetent": ____,
      ...rest
    } = nineEightSeven as Record<string, number>;
    const score = (missingGroup: string) =>
      one(
        changed(threeBallots, {
          composite: { ...threeBallots.composite, missingGroup },
          tests: [threeBallots.tests[0]],
        }),
        rest,
      );
    expect(score("renormalise")).toMatchObject({
      scoreCenti: 7500,
      warnings: [{ code: "groupOmitted", message: "群众票没有可计的票,没有计入" }],
    });
    expect(score("zero").scoreCenti).toBe(4500);
    expect(score("block")).toMatchObject({ code: "missingData" });
  });

  test("of a group below its threshold nothing is shown but the threshold", () => {
    const { trace, warnings } = one(threeBallots, { ...nineEightSeven, ...ballots("masses", [3, 1, 0, 0]) });
    const step = flat(trace).find(({ code }) => code === "masses")!;
    expect(step).toMatchObject({ value: null, text: expect.stringContaining("不列出票数") });
    expect(step.inputs).toBeUndefined();
    expect(warnings).toEqual([{ code: "groupOmitted", message: "群众票有效票不足保密下限,没有计入" }]);
  });

  test("the highest and the lowest item may be set aside, where all groups weigh the same", () => {
    const trimming = { highest: 1, lowest: 1, atLeast: 3, assumed: "试验" };
    const weight = [{ from: "2000-01", value: 1, assumed: "试验" }];
    const groups = threeBallots.groups.map((group) => ({ ...group, weight }));
    const composite = { ...threeBallots.composite, weightTotal: 3, trimming };
    const trimmed = changed(threeBallots, { groups, composite, tests: [{ ...threeBallots.tests[0] }] });
    expect(one(trimmed, nineEightSeven).scoreCenti).toBe(8000);
    const text = (document: typeof trimmed, inputs: SubjectFacts["inputs"]) =>
      one(document, inputs).trace.find(({ shape }) => shape === "composite")!.text;
    expect(text(trimmed, nineEightSeven)).toContain("80×1) ÷ 计入的权重1,");
    const zero = changed(trimmed, { composite: { ...composite, missingGroup: "zero" } });
    expect(text(zero, nineEightSeven)).toContain("80×1) ÷ 去掉后余下的权重1,");
    const unequal = policy.safeParse({ ...threeBallots, composite: { ...threeBallots.composite, trimming } });
    expect(unequal.error?.issues.map(({ path }) => path.join("/"))).toContain("composite/trimming");
  });
});

test("a grade's line that an earlier rule overtakes later is refused where it stands", () => {
  const grade = threeBallots.grade!;
  const [first, second] = grade.levels;
  const rule = (code: string, lines: [string, number][]) => ({
    code,
    grade: code,
    title: code,
    when: lines.map(([from, points]) => ({ from, value: { score: { op: ">=", points } }, assumed: "试验" })),
  });
  const issues = (later: number) => {
    const first90 = rule(first!.code, [
      ["2014-01", 90],
      ["2014-07", later],
    ]);
    const rules = [first90, rule(second!.code, [["2014-01", 80]])];
    return policy.safeParse({ ...threeBallots, tests: [threeBallots.tests[0]], grade: { ...grade, rules } }).error
      ?.issues;
  };
  expect(issues(85)).toBeUndefined();
  expect(issues(50)!.map(({ path, message }) => [path.join("/"), message])).toEqual([
    ["grade/rules/1/when/0/value", "分数线须从高到低:前面的50分已经包括80分"],
  ]);
});

describe("ballots that do not reconcile leave the subject unscored: the cell, the rule, the difference", () => {
  const whole = {
    ...nineEightSeven,
    ...ballots("masses", [50, 50, 0, 0], { entitled: 120, present: 110, issued: 105, returned: 102, invalid: 2 }),
  };
  test.each([
    ["more came back than were marked", { "masses.returned": 105 }, "masses.returned", "各项票数+弃权=有效", -3],
    [
      "more came back than were issued",
      { "masses.returned": 107, "masses.invalid": 7 },
      "masses.returned",
      "收回不多于发出",
      2,
    ],
    ["more were issued than people came", { "masses.issued": 111 }, "masses.issued", "发出不多于实到", 1],
    ["more came than were entitled", { "masses.present": 121 }, "masses.present", "实到不多于应到", 1],
  ])("%s", (_, cells, cell, rule, difference) => {
    expect(one(threeBallots, whole).scoreCenti).toBe(8100);
    const { code, mismatches, message, trace } = one(threeBallots, { ...whole, ...cells });
    expect(code).toBe("unreconciled");
    expect(mismatches).toContainEqual({ cell, rule, difference });
    expect(message).toContain(`(${cell}):须${rule},左边${difference < 0 ? "少" : "多"}${Math.abs(difference)}`);
    expect(trace[0]).toMatchObject({ shape: "reconciliation", value: false });
  });

  test("household visits and mobile boxes are not held to the number present", () => {
    const reconciliation = threeBallots.reconciliation.map((rule) =>
      rule.cell === "issued" && rule.right.includes("present")
        ? { ...rule, groups: ["members", "organization"] }
        : rule,
    );
    const visits = changed(threeBallots, { reconciliation, tests: [threeBallots.tests[0]] });
    expect(one(visits, { ...whole, "masses.issued": 115 }).scoreCenti).toBe(8100);
  });

  test("where the policy has no rule, ballots outside their base are still refused", () => {
    const { mismatches } = one(golden("item-score"), { ...ballots("ballots", [50, 30, 15, 5], { returned: 90 }) });
    expect(mismatches).toEqual([{ cell: "ballots.returned", rule: "计入的票不多于基数", difference: 10 }]);
  });

  test("a wrong number names itself, and takes nobody's rank", () => {
    const { outcomes, unscored } = judgeBy(threeBallots, [
      { id: "a", inputs: { ...nineEightSeven, "masses.excellent": -1 } },
      { id: "b", inputs: nineEightSeven },
    ]);
    expect(unscored).toEqual([expect.objectContaining({ subjectId: "a", code: "badInput" })]);
    expect(outcomes).toEqual([expect.objectContaining({ subjectId: "b", rank: 1 })]);
  });
});

describe("grades", () => {
  test("two years 基本称职 running become 不称职, by the years right before this one", () => {
    const document = golden("village-committee-at-least");
    const { explain } = judgeBy(document, document.tests[1]!.subjects);
    const step = explain("twice").find(({ shape }) => shape === "streak")!;
    expect(step.text).toBe("连同以往各期,连续2期基本称职,由基本称职改为不称职");
    expect(step.inputs![0]).toMatchObject({ title: "2013等次", value: "basic" });
  });

  test("a rate whose base is not filled in gives no grade and says so; the score stands", () => {
    const document = golden("village-committee-at-least");
    const [quorum] = document.quorums;
    const rules = document.grade!.rules.map((rule) => ({
      ...rule,
      when: rule.when.map((when) => ({
        ...when,
        value: JSON.parse(JSON.stringify(when.value).replace('"valid"', '"entitled"')),
      })),
    }));
    const lenient = changed(document, {
      quorums: [{ ...quorum, unknown: "pass" }],
      grade: { ...document.grade!, rules },
      tests: [document.tests[1]],
    });
    const { grade, score, warnings } = one(lenient, { "representatives.competent": 10 });
    expect([grade, score]).toEqual([undefined, 100]);
    expect(warnings).toEqual([expect.objectContaining({ code: "gradeUndecided" })]);
  });

  test("teams and members take their places apart", () => {
    const { outcomes } = judgeBy(threeBallots, [
      { id: "t", kind: "leadershipTeam", inputs: nineEightSeven },
      { id: "m", kind: "committeeMember", inputs: ballots("masses", [9, 0, 0, 0]) },
      { id: "n", kind: "committeeMember", inputs: ballots("masses", [0, 9, 0, 0]) },
    ]);
    expect(outcomes.map(({ subjectId, rank }) => [subjectId, rank])).toEqual([
      ["t", 1],
      ["m", 1],
      ["n", 2],
    ]);
  });
});

describe("an appraisal that contradicts itself is refused with the place", () => {
  const grade = threeBallots.grade!;
  test.each<[string, object, string]>([
    [
      "weights that do not add up",
      { composite: { ...threeBallots.composite, weightTotal: 90 } },
      "composite/weightTotal",
    ],
    ["an option named like a count", { options: [{ ...threeBallots.options[0], code: "issued" }] }, "options/0/code"],
    ["a group twice", { groups: [threeBallots.groups[0], threeBallots.groups[0]] }, "groups"],
    [
      "a base that no tally has",
      { counts: { ...threeBallots.counts, held: [] }, item: { ...threeBallots.item, base: "issued" } },
      "item/base",
    ],
    [
      "a rule for an unknown group",
      { reconciliation: [{ ...threeBallots.reconciliation[0], groups: ["nobody"] }] },
      "reconciliation/0/groups",
    ],
    [
      "an unknown grade",
      { grade: { ...grade, otherwise: [{ ...grade.otherwise[0], value: "none" }] } },
      "grade/otherwise/0/value",
    ],
    [
      "cuts out of order",
      { grade: { ...grade, rules: [grade.rules[1], grade.rules[0]] } },
      "grade/rules/1/when/0/value",
    ],
    [
      "a share over the whole",
      {
        quorums: [
          {
            title: "到会",
            groups: ["masses"],
            count: "present",
            of: "entitled",
            test: "atLeast",
            share: [{ from: "2014-01", value: [3, 2], assumed: "试验" }],
            unknown: "pass",
            effect: "void",
            assumed: "试验",
          },
        ],
      },
      "quorums/0/share/0/value",
    ],
  ])("%s", (_, change, place) => {
    const places = policy.safeParse({ ...threeBallots, ...change }).error?.issues.map(({ path }) => path.join("/"));
    expect(places).toContain(place);
  });

  test("a period without a value names the parameter", () => {
    const groups = threeBallots.groups.map((group) => ({
      ...group,
      weight: [{ ...group.weight[0]!, from: "2015-01" }],
    }));
    expect(compile(changed(threeBallots, { groups, tests: threeBallots.tests }), "2014")).toMatchObject({
      faults: [{ pointer: "/groups/0/weight", code: "valueMissing", params: { title: "群众票权重" } }, {}, {}],
    });
  });
});

test("the tally sheet has a column for every group and field, grouped; the outcome sheet shows the grade", () => {
  const sheet = tallySheet(threeBallots)!;
  expect(sheet).toMatchObject({ id: "tallies.xinhui-three-ballots", rows: "one", period: "year" });
  expect(sheet.columns).toHaveLength(3 + 3 * 10);
  expect(sheet.columns.find(({ key }) => key === "masses.issued")).toMatchObject({
    title: "群众票发出",
    type: "integer",
    group: "群众票",
    min: 0,
  });
  expect(roundSheets(threeBallots)[0]!.columns.map(({ key }) => key)).toContain("grade");
});
