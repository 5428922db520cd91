import fc from "fast-check";
import { expect, test } from "vitest";
import { type AppraisalPolicy, policy, type SubjectFacts } from "../../schema/policy/policy.ts";
import { ballots, changed, judgeBy, one, threeBallots } from "./appraisals.ts";

const count = fc.option(fc.integer({ min: 0, max: 60 }), { freq: 4 });
const fields = [
  "entitled",
  "present",
  "issued",
  "returned",
  "invalid",
  "abstained",
  "excellent",
  "competent",
  "basic",
  "incompetent",
];
const inputs = fc.record(
  Object.fromEntries(
    ["masses", "members", "organization"].flatMap((group) => fields.map((field) => [`${group}.${field}`, count])),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<SubjectFacts["inputs"]>;
const open = changed(threeBallots, { reconciliation: [], tests: [threeBallots.tests[0]] });

test("permuting the subjects changes nothing but the order", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(inputs, fc.boolean()), { minLength: 1, maxLength: 20 }), fc.nat(), (list, turn) => {
      const subjects = list.map(([one, team], i): SubjectFacts => {
        const kind = team ? "leadershipTeam" : "committeeMember";
        return { id: `s${i}`, kind, regionCode: `99010100${(i % 3) + 1}001`, inputs: one };
      });
      const cut = turn % subjects.length;
      const turned = [...subjects.slice(cut), ...subjects.slice(0, cut)].reverse();
      const byId = <T extends { subjectId: string }>(found: T[]) =>
        [...found].sort((a, b) => (a.subjectId < b.subjectId ? -1 : 1));
      const [a, b] = [judgeBy(open, subjects), judgeBy(open, turned)];
      expect(byId(a.outcomes)).toEqual(byId(b.outcomes));
      expect(byId(a.unscored)).toEqual(byId(b.unscored));
    }),
  );
});

test("a better ballot in place of a worse one never lowers the score", () => {
  const marks = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 12, maxLength: 12 });
  const asInputs = (all: number[]) => ({
    ...ballots("masses", all.slice(0, 4)),
    ...ballots("members", all.slice(4, 8)),
    ...ballots("organization", all.slice(8)),
  });
  fc.assert(
    fc.property(marks, fc.nat({ max: 2 }), fc.nat({ max: 3 }), fc.nat({ max: 3 }), (before, group, x, y) => {
      const [better, worse] = [Math.min(x, y), Math.max(x, y)].map((option) => group * 4 + option) as [number, number];
      fc.pre(before[worse]! > 0);
      const after = before.map((n, i) => n + Number(i === better) - Number(i === worse));
      const [from, to] = [before, after].map((all) => one(threeBallots, asInputs(all)).scoreCenti ?? -1) as [
        number,
        number,
      ];
      expect(to).toBeGreaterThanOrEqual(from);
    }),
  );
});

test("a policy that parses never throws on inputs that parse, and explains every subject", () => {
  const share = fc.tuple(fc.nat({ max: 5 }), fc.integer({ min: 5, max: 2 ** 53 - 1 }));
  const dated = <T>(value: T) => [{ from: "2014-01", value, assumed: "试验" }];
  const parts = fc.record({
    base: fc.constantFrom("valid", "returned", "issued", "present", "entitled"),
    abstention: fc.constantFrom("inBase", "outOfBase"),
    missingGroup: fc.constantFrom("renormalise", "zero", "block"),
    mode: fc.constantFrom("halfAwayFromZero", "halfUp", "halfEven", "up", "down"),
    coefficient: fc.integer({ min: 0, max: 10_000_000 }).map((n) => n / 10_000),
    points: fc.integer({ min: 0, max: 10_000_000 }).map((n) => n / 10_000),
    blankAsZero: fc.subarray(["invalid", "abstained", "options"]),
    effect: fc.constantFrom("void", "omitGroup"),
    unknown: fc.constantFrom("pass", "fail"),
    within: fc.constantFrom("round", "township", "organization"),
    share,
  });
  fc.assert(
    fc.property(parts, fc.array(inputs, { minLength: 1, maxLength: 6 }), (p, list) => {
      const round = { to: "centi", mode: p.mode };
      const rate = { options: ["excellent"], groups: ["masses", "members"], base: p.base };
      const groups = threeBallots.groups.map(({ code }) => code);
      const document = policy.safeParse({
        ...threeBallots,
        options: [{ ...threeBallots.options[0], coefficient: dated(p.coefficient) }, ...threeBallots.options.slice(1)],
        counts: { ...threeBallots.counts, blankAsZero: p.blankAsZero },
        item: { ...threeBallots.item, base: p.base, abstention: p.abstention, round },
        composite: { ...threeBallots.composite, missingGroup: p.missingGroup, round },
        quorums: [
          {
            title: "到会",
            groups,
            count: "present",
            of: "entitled",
            test: "moreThan",
            share: dated(p.share),
            unknown: p.unknown,
            effect: p.effect,
            assumed: "试验",
          },
        ],
        grade: {
          ...threeBallots.grade,
          rules: [
            {
              code: "1",
              title: "一",
              grade: "excellent",
              when: dated({
                any: [{ rate, op: ">=", share: p.share }, { not: { score: { op: "<", points: p.points } } }],
              }),
            },
          ],
          caps: [
            {
              grade: "excellent",
              share: dated(p.share),
              within: p.within,
              apart: "kind",
              limits: { base: "all", rounding: p.mode, ties: "none", assumed: "试验" },
            },
          ],
        },
      });
      expect(document.error).toBeUndefined();
      const { outcomes, unscored, explain } = judgeBy(
        document.data as AppraisalPolicy,
        list.map((one, i) => ({ id: `s${i}`, inputs: one })),
      );
      expect(outcomes.length + unscored.length).toBe(list.length);
      list.forEach((_, i) => {
        expect(explain(`s${i}`).length).toBeGreaterThan(0);
      });
    }),
  );
});

test("no organization ever holds more of a capped grade than its share, and nobody outside is better than anybody in", () => {
  const voted = fc.array(
    fc.tuple(fc.integer({ min: 5, max: 30 }), fc.nat({ max: 10 }), fc.integer({ min: 1, max: 3 })),
    {
      minLength: 1,
      maxLength: 40,
    },
  );
  const limits = { base: "scored", rounding: "down", ties: "none", assumed: "试验" };
  const share = [{ from: "2014-01", value: [1, 3], assumed: "试验" }];
  const caps = [{ grade: "excellent", share, within: "organization", apart: "none", limits }];
  const capped = changed(threeBallots, { grade: { ...threeBallots.grade, caps }, tests: [threeBallots.tests[0]] });
  fc.assert(
    fc.property(voted, (list) => {
      const subjects = list.map(([excellent, competent, village], i) => ({
        id: `s${i}`,
        regionCode: `99010100100${village}`,
        inputs: ballots("masses", [excellent, competent, 0, 0]),
      }));
      const { outcomes } = judgeBy(capped, subjects);
      for (const members of Map.groupBy(outcomes, ({ regionCode }) => regionCode).values()) {
        const held = members.filter(({ grade }) => grade === "excellent").map(({ score }) => score!);
        const fell = members.filter(({ bound }) => bound === "share").map(({ score }) => score!);
        expect(held.length * 3).toBeLessThanOrEqual(members.length);
        if (held.length > 0 && fell.length > 0) expect(Math.min(...held)).toBeGreaterThan(Math.max(...fell));
      }
    }),
  );
});
