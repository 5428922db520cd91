import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parsePeriod } from "../../schema/period.ts";
import { policy, type SubsidyPolicy } from "../../schema/policy/policy.ts";
import { formatMonths, parseMonths } from "../../schema/sheet/months.ts";
import { serviceByPerson } from "../../worker/core/subsidy/appointments.ts";
import { danglingReferences } from "../../worker/usecases/references.ts";

const allowance = policy.parse(
  JSON.parse(readFileSync("schema/policies/chuxiong-base-allowance.json", "utf8")),
) as SubsidyPolicy;
const entry = (id: string, cells: Record<string, string>) => ({
  id,
  regionCode: "990101001001",
  subjectId: id,
  period: "",
  cells,
  version: 1,
  push: 1,
  deleted: false,
});

test.each([
  ["current", "current", "3-5"],
  ["next", "current", "4-5"],
  ["current", "previous", "3-4"],
  ["next", "previous", "4-4"],
] as const)("appointed 15 March, left 2 May: from the %s month to the %s one are months %s", (start, end, months) => {
  const rule = { ...allowance.appointments!, start, end };
  const rows = [entry("R1", { person: "G1", post: "clerk", from: "2014-03-15", to: "2014-05-02" })];
  expect(serviceByPerson(allowance, rule, rows, parsePeriod("2014")!).served.get("G1")!.parts).toEqual([
    { post: "clerk", months },
  ]);
});

test("who left before the year, or holds a post that the policy does not pay, has no part in it", () => {
  const rows = [
    entry("R1", { person: "G1", post: "clerk", from: "2010-01-01", to: "2013-12-31" }),
    entry("R2", { person: "G2", post: "member", from: "2010-01-01" }),
    entry("R3", { person: "G3", post: "clerk", from: "2010-01-01" }),
  ];
  const { served } = serviceByPerson(allowance, allowance.appointments!, rows, parsePeriod("2014")!);
  expect([...served].map(([id, { parts }]) => [id, parts])).toEqual([["G3", [{ post: "clerk", months: "1-12" }]]]);
});

test("months are read as a count or by name, and written so that they read back", () => {
  expect(parseMonths("1-3,9")).toEqual({ served: [1, 2, 3, 9], countOnly: false });
  expect(parseMonths(7)).toMatchObject({ countOnly: true });
  for (const wrong of ["13", "0-3", "5-2", "a", 1.5, -1]) expect(parseMonths(wrong)).toBeUndefined();
  expect(parseMonths(formatMonths([2, 3, 11]))!.served).toEqual([2, 3, 11]);
});

test("two policies that take results from each other, and a roster that is not there, are found before they are loaded", () => {
  const backward = policy.parse(JSON.parse(readFileSync("schema/policies/chuxiong-backward.json", "utf8")));
  const star = policy.parse(JSON.parse(readFileSync("schema/policies/xinhui-star-organization.json", "utf8")));
  if (star.kind !== "rating") throw new Error("no rating");
  const place = {
    title: "名次",
    type: "integer" as const,
    from: {
      shape: "outcomeOf" as const,
      policy: "chuxiong-backward",
      field: "rank" as const,
      unscored: "missing" as const,
    },
  };
  const circle = danglingReferences({
    policies: [backward, { ...star, inputs: { ...star.inputs, place } }],
    registers: [],
  });
  expect(circle.filter((line) => line.includes("绕了一圈"))).toHaveLength(2);
  expect(danglingReferences({ policies: [allowance], registers: [] })).toContain(
    "chuxiong-base-allowance: 没有任职名册 appointments",
  );
});
