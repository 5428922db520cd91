/** In which order rounds are computed. */

import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { computingOrder } from "../../worker/core/computingOrder.ts";
import { libraryPolicy } from "./policies.ts";

const policies = readdirSync("schema/policies").map((file) => libraryPolicy(file.replace(".json", "")));
const documents = new Map(policies.map((one) => [one.id, one]));
const of = (policyId: string, period: string) => ({ policyId, period });
const star = "xinhui-star-organization";
const drawing = policies.find(
  (one) =>
    one.kind !== "appraisal" &&
    Object.values(one.inputs).some(({ from }) => from?.shape === "outcomeOf" && from.policy === star),
)!;

test("a policy that draws on the results of another is computed after it", () => {
  const rounds = [of(drawing.id, "2014"), of(star, "2014-H1"), of(star, "2014-H2")];
  const order = computingOrder(rounds, documents);
  expect(rounds.map((one) => order.get(one))).toEqual([2, 0, 1]);
});

test("earlier periods come first, for stars go on from the stars before; counties are independent", () => {
  const [late, early, other] = [of(star, "2014-H2"), of(star, "2014-H1"), of(star, "2014-H1")];
  const order = computingOrder([late, early, other], documents);
  expect([order.get(early), order.get(other), order.get(late)]).toEqual([0, 0, 1]);
});

test("policies that look at each other, or are not there any more, have a place all the same", () => {
  const through = (id: string, policy: string) => ({
    ...drawing,
    id,
    inputs: { x: { title: "x", type: "decimal", from: { shape: "outcomeOf", policy, field: "score" } } },
  });
  const ring = new Map([through("a", "b"), through("b", "a")].map((one) => [one.id, one])) as never;
  const rounds = [of("a", "2014"), of("b", "2014"), of("gone", "2014")];
  expect([...computingOrder(rounds, ring).values()].every((position) => position >= 0)).toBe(true);
});
