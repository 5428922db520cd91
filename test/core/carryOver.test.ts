/** What is left of a fund goes into the next period's carry-over, and into that of no other. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { periodAfter, periodBefore } from "../../schema/period.ts";
import venueReward from "../../schema/policies/dongyang-venue-reward.json" with { type: "json" };
import { inForce } from "../../schema/policy/basis.ts";
import { type Policy, policy as policyLanguage } from "../../schema/policy/policy.ts";
import { withCarryOver } from "../../worker/core/payment/carryOver.ts";

const reward = policyLanguage.parse(venueReward) as Extract<Policy, { kind: "subsidy" }>;
const years = Array.from({ length: 12 }, (_, i) => String(2011 + i));
const carriedIn = ({ fund }: typeof reward, year: string) => inForce(fund!.carryOver!, `${year}-12`)?.value;

test("each year has what was carried into it, the others nothing; the policy stays one, in whatever order", () => {
  const carrying = fc.uniqueArray(fc.tuple(fc.constantFrom(...years), fc.nat(500_000_000)), {
    ...{ minLength: 1, maxLength: 8 },
    selector: ([year]) => year,
  });
  fc.assert(
    fc.property(carrying, (carried) => {
      const changed = carried.reduce(
        (last, [year, fen]) => withCarryOver(last, year, fen, { round: "r", period: periodBefore(year) }),
        reward,
      );
      expect(policyLanguage.safeParse(changed).error).toBeUndefined();
      const known = new Map(carried);
      const first = [...known.keys()].sort()[0]!;
      for (const year of years.filter((one) => one >= first))
        expect(carriedIn(changed, year), year).toBe((known.get(year) ?? 0) / 100);
    }),
    { numRuns: 200 },
  );
});

test("what is carried twice into a year is there once", () => {
  const from = { round: "r", period: "2014" };
  const twice = withCarryOver(withCarryOver(reward, "2015", 100, from), "2015", 250, from);
  expect([carriedIn(twice, "2014"), carriedIn(twice, "2015"), carriedIn(twice, "2016")]).toEqual([0, 2.5, 0]);
});

test("a period comes after the one before it", () => {
  for (const code of ["2014", "2014-H1", "2014-H2", "2014-Q1", "2014-Q4", "2014-01", "2014-12"])
    expect(periodAfter(periodBefore(code))).toBe(code);
  expect([periodAfter("2014-H2"), periodAfter("2014-12"), periodAfter("2014-Q4")]).toEqual([
    ...["2015-H1", "2015-01", "2015-Q1"],
  ]);
});
