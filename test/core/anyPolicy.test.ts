/** Properties over any combination of rules: nothing throws, every rule keeps its word, the order of subjects decides nothing. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { policy, type SubjectFacts } from "../../schema/policy/policy.ts";
import { compile, judge } from "../../worker/core/judge.ts";
import { rankingPolicy, ratingPolicy } from "./policies.ts";

const assumed = "试验";
const dated = <T>(value: fc.Arbitrary<T>) => value.map((one) => [{ from: "2000-01", value: one, assumed }]);
const flag = { input: "vetoed", op: "=" as const, value: true };
const condition = fc.constantFrom(
  flag,
  { not: flag },
  { input: "mark", op: ">=" as const, value: 80 },
  { any: [flag, { input: "mark", op: "<" as const, value: 20 }] },
  { streak: { stars: 3, atLeast: 2 } },
);
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const smallGroups = fc.integer({ min: 1, max: 6 }).map((below) => ({ below, use: "parent" as const }));
const share = fc.integer({ min: 0, max: 30 }).map((n) => [n, 100] as [number, number]);

const grade = fc.record({
  shape: fc.constant("stars"),
  cuts: dated(fc.constantFrom({ "5": 90, "4": 80, "3": 70, "2": 60, "1": 50 }, { "5": 90, "3": 50, "1": 5 })),
  distribution: optional(dated(fc.record({ "5": share, "3": share, "1": share }))),
  distributionRule: fc.record({
    base: fc.constantFrom("scored", "all"),
    ties: fc.constantFrom("none", "all", "key"),
    keys: fc.constant([]),
    smallGroups,
    assumed: fc.constant(assumed),
  }),
  shares: optional(
    dated(fc.record({ "5": share.map((atMost) => ({ atMost })), "3": share.map((atMost) => ({ atMost })) })),
  ),
  shareRule: fc.record({
    base: fc.constantFrom("scored", "all"),
    rounding: fc.constantFrom("down", "halfUp", "up"),
    ties: fc.constantFrom("none", "all"),
    smallGroups,
    assumed: fc.constant(assumed),
  }),
  peers: fc.constantFrom("township", "county", "round"),
  required: optional(
    fc.array(
      fc.record({
        title: fc.constant("必备"),
        atLeast: fc.integer({ min: 1, max: 5 }),
        when: condition,
        assumed: fc.constant(assumed),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  ),
  worstItem: optional(
    fc.record({
      items: fc.constant(["1"]),
      missing: fc.constantFrom("ignore", "zero"),
      caps: dated(
        fc.constant([
          [40, 1],
          [60, 3],
        ]),
      ),
    }),
  ),
  vetoes: fc.array(
    fc.record({
      code: fc.constant("V"),
      title: fc.constant("否决"),
      when: condition,
      effect: fc.constantFrom<object>({ maxStars: 2 }, { noStars: true }, { assessedOnly: true }, { disqualify: true }),
      assumed: fc.constant(assumed),
    }),
    { maxLength: 2 },
  ),
});
const dynamics = optional(
  fc.record({
    firstStars: fc.constant("earned"),
    maxUp: fc.integer({ min: 0, max: 5 }),
    maxDown: fc.integer({ min: 0, max: 5 }),
    barredRounds: optional(fc.integer({ min: 1, max: 2 })),
    assumed: fc.constant(assumed),
  }),
);
const history = fc.array(
  fc.record({
    period: fc.constantFrom("2013-H2", "2013-H1", "2012-H2", "2015-H1"),
    stars: optional(fc.integer({ min: 0, max: 5 })),
  }),
  { maxLength: 3 },
);
const subjects = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 0, max: 999 }).map(String),
    town: fc.integer({ min: 1, max: 3 }),
    mark: fc.option(fc.integer({ min: 0, max: 200 }).map((n) => n / 2)),
    vetoed: fc.option(fc.boolean()),
    history,
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 30 },
);
const asFacts = (
  list: {
    id: string;
    town: number;
    mark: number | null;
    vetoed: boolean | null;
    history: { period: string; stars?: number | undefined }[];
  }[],
) =>
  list.map(
    ({ id, town, mark, vetoed, history: past }): SubjectFacts => ({
      id,
      regionCode: `99010100${town}001`,
      inputs: { mark, vetoed, score: mark, visits: mark === null ? null : Math.floor(mark) },
      history: past.map(({ period, stars }) => ({ period, ...(stars !== undefined && { stars }) })),
    }),
  );
const only = (names: string[], facts: SubjectFacts[]) =>
  facts.map((one) => ({
    ...one,
    inputs: Object.fromEntries(Object.entries(one.inputs).filter(([name]) => names.includes(name))),
  }));
const sorted = <T extends { subjectId: string }>(list: T[]) =>
  [...list].sort((a, b) => (a.subjectId < b.subjectId ? -1 : 1));
const without = (value: object) => JSON.parse(JSON.stringify(value)) as object;

test("any grade with any movement keeps every rule's word, and explains what it stored", () => {
  fc.assert(
    fc.property(grade, dynamics, subjects, (rules, movement, list) => {
      const { dynamics: _, ...base } = ratingPolicy({});
      const document = policy.parse(without({ ...base, grade: rules, ...(movement && { dynamics: movement }) }));
      const compiled = compile(document, "2014-H1");
      if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
      const facts = only(["mark", "vetoed"], asFacts(list));
      const { outcomes, unscored, explain } = judge(compiled.plan, facts).judgement;
      expect(outcomes.length + unscored.length).toBe(list.length);
      const allowed = new Set([0, 1, 2, 3, 4, 5]);
      for (const { subjectId, stars, scoreCenti } of outcomes) {
        expect(Number.isInteger(scoreCenti)).toBe(true);
        if (stars !== undefined) expect(allowed.has(stars)).toBe(true);
        const steps = explain(subjectId);
        expect(steps[0]!.value).toBe(scoreCenti! / 100);
        const last =
          steps.findLast(({ shape }) => shape === "share") ?? steps.findLast(({ shape }) => shape === "veto");
        if (last && stars !== undefined) expect(last.value).toBe(stars);
        const own = facts.find(({ id }) => id === subjectId)!;
        for (const veto of rules.vetoes)
          if (veto.when === flag && own.inputs.vetoed === true) {
            if ("maxStars" in veto.effect) expect(stars ?? 0).toBeLessThanOrEqual(2);
            if ("noStars" in veto.effect) expect(stars ?? 0).toBe(0);
            if ("assessedOnly" in veto.effect) expect(stars).toBeUndefined();
            expect("disqualify" in veto.effect).toBe(false);
          }
        for (const need of rules.required ?? [])
          if (need.when === flag && own.inputs.vetoed !== true) expect(stars ?? 0).toBeLessThan(need.atLeast);
      }
      for (const { subjectId } of unscored) expect(explain(subjectId).length).toBeGreaterThan(0);
      const turned = judge(compiled.plan, [...facts].reverse()).judgement;
      expect(sorted(turned.outcomes)).toEqual(sorted(outcomes));
      expect(sorted(turned.unscored)).toEqual(sorted(unscored));
    }),
    { numRuns: 300 },
  );
});

test("any ranking lists the mandatory, leaves out the excluded, and does not depend on the order of subjects", () => {
  const when = fc.constantFrom(
    { input: "visits", op: "<" as const, value: 20 },
    { input: "visits", op: ">" as const, value: 60 },
  );
  const group = fc.record({
    ties: fc.constantFrom("all", "none", "key", "ask" as const),
    base: fc.constantFrom("all", "scored" as const),
    mandatory: optional(
      fc.record({
        hits: when.map((one) => [{ code: "M", title: "必列", when: one, assumed }]),
        quota: fc.constantFrom("within", "beyond", "overlapping"),
        unmeasured: fc.constantFrom("listed", "unscored"),
      }),
    ),
    exclusions: optional(
      fc.record({ when, counted: fc.boolean() }).map((one) => [{ code: "E", title: "新并的村", ...one, assumed }]),
    ),
  });
  const meets = (rule: { op: string; value: number }, visits: unknown) =>
    typeof visits === "number" && (rule.op === "<" ? visits < rule.value : visits > rule.value);
  fc.assert(
    fc.property(group, subjects, ({ ties, base, mandatory, exclusions }, list) => {
      const document = rankingPolicy({ ties: ties as "all", base: base as "all" });
      const whole = policy.parse(without({ ...document, groups: [{ ...document.groups[0], mandatory, exclusions }] }));
      const compiled = compile(whole, "2014");
      if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
      const facts = only(["score", "visits"], asFacts(list));
      const { outcomes, unscored, explain, warnings } = judge(compiled.plan, facts).judgement;
      expect(outcomes.length + unscored.length).toBe(list.length);
      for (const { id, inputs } of facts) {
        const out = (exclusions ?? []).some((one) => meets(one.when, inputs.visits));
        const must = (mandatory?.hits ?? []).some((one) => meets(one.when, inputs.visits));
        const found = outcomes.find(({ subjectId }) => subjectId === id);
        if (out) expect(unscored.find(({ subjectId }) => subjectId === id)?.code).toBe("excluded");
        else if (must && found) expect(found.selected).toBe(true);
        if (out && must) expect(warnings.some(({ message }) => message.startsWith(`${id}:`))).toBe(true);
        expect(explain(id).length).toBeGreaterThan(0);
      }
      const turned = judge(compiled.plan, [...facts].reverse()).judgement;
      expect(sorted(turned.outcomes)).toEqual(sorted(outcomes));
    }),
    { numRuns: 300 },
  );
});
