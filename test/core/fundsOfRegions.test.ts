/** Funds of which every region has one: what one cannot pay is no concern of another. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { policy } from "../../schema/policy/policy.ts";
import { compile, judge } from "../../worker/core/judge.ts";
import { purseAt, purseOf } from "../../worker/core/payment/fund.ts";
import type { SubsidyPlan } from "../../worker/core/subsidy/subsidy.ts";
import { libraryPolicy } from "./policies.ts";

const reward = libraryPolicy("benxi-venue-upkeep-reward");
const planOf = (document: object) => {
  const compiled = compile(policy.parse(document), "2016");
  if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
  return compiled.plan as SubsidyPlan;
};
const plan = planOf(reward);
const budget = 30000000;

test("each region is paid within its own budget as if there were no other", () => {
  const places = fc.array(fc.integer({ min: 1, max: 45 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(places, fc.integer({ min: 1, max: 3 }), (sizes, level) => {
      const subjects = sizes.map((size, county) =>
        Array.from({ length: size }, (_, i) => ({
          ...{ id: `${county}-${i}`, regionCode: `99010${county + 1}001001`, inputs: { level } },
        })),
      );
      const { funds, outcomes, warnings } = judge(plan, subjects.flat()).judgement;
      expect(funds.map(({ regionCode }) => regionCode)).toEqual(sizes.map((_, i) => `99010${i + 1}000000`));
      expect(warnings).toHaveLength(funds.filter(({ overFen }) => overFen > 0).length);
      subjects.forEach((own, i) => {
        const alone = judge(plan, own).judgement;
        expect(alone.funds).toEqual([funds[i]]);
        expect(funds[i]!.usedFen).toBe(Math.min(funds[i]!.dueFen, budget));
        const ids = new Set(own.map(({ id }) => id));
        expect(outcomes.filter(({ subjectId }) => ids.has(subjectId))).toEqual(alone.outcomes);
      });
    }),
    { numRuns: 30 },
  );
});

test("without a level there is one for all, and a payment is of the purse of its region", () => {
  if (reward.kind !== "subsidy") throw new Error("no subsidy");
  const { peers: _, ...fund } = reward.fund!;
  const one = planOf({ ...reward, fund, tests: reward.tests.slice(0, 1) });
  const subjects = [1, 2].map((county) => ({
    id: `${county}`,
    regionCode: `99010${county}001001`,
    inputs: { level: 3 },
  }));
  expect(judge(one, subjects).judgement.funds).toMatchObject([{ dueFen: 2000000 }]);
  expect(judge(one, subjects).judgement.funds[0]!.regionCode).toBeUndefined();
  expect(purseAt(purseOf(plan)!, "990102001001")).toBe("990102000000");
  expect(purseAt(purseOf(one)!, "990102001001")).toBe("");
});
