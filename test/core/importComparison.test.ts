/** Results that an office has worked out itself, beside those of a round: what is equal, what differs by how much. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Outcome, Unscored } from "../../schema/outcome.ts";
import type { Column } from "../../schema/sheet/definition.ts";
import { compareOutcomes } from "../../worker/core/imports/compareOutcomes.ts";

const stars: Column = { key: "stars", title: "星级", type: "integer" };
const score: Column = { key: "score", title: "得分", type: "decimal" };
const rank: Column = { key: "rank", title: "名次", type: "integer" };
const amount: Column = { key: "amount", title: "合计(元)", type: "money" };
const one = (subjectId: string, more: Partial<Outcome>): Outcome => ({
  subjectId,
  name: `${subjectId}村`,
  warnings: [],
  ...more,
});
const row = (line: number, id: string, cells: Record<string, string | number | null>) => ({
  ...{ row: line, id, isListed: true, cells },
});

test("a village is equal, different by so much, only theirs with our reason, or only ours", () => {
  const unscored: Unscored[] = [{ subjectId: "C", name: "C村", code: "missingData", message: "缺数据" }];
  const { rows, totals } = compareOutcomes(
    [stars, score],
    [
      row(3, "A", { stars: "四星级", score: 81.5 }),
      row(4, "B", { stars: "★★★", score: "80" }),
      row(5, "C", { stars: 3, score: null }),
    ],
    [one("A", { stars: 4, score: 81.5 }), one("B", { stars: 3, score: 80.25 }), one("D", { stars: 5, score: 95 })],
    unscored,
  );
  expect(rows.map(({ id, row: line, status, reason }) => [id, line, status, reason])).toEqual([
    ["A", 3, "equal", undefined],
    ["B", 4, "different", undefined],
    ["C", 5, "onlyTheirs", "缺数据"],
    ["D", undefined, "onlyOurs", undefined],
  ]);
  expect(rows[1]!.fields).toEqual([
    { key: "stars", title: "星级", theirs: 3, ours: 3 },
    { key: "score", title: "得分", theirs: 80, ours: 80.25, difference: 0.25 },
  ]);
  expect(totals).toEqual([
    { key: "stars", title: "星级", compared: 2, different: 0 },
    { key: "score", title: "得分", compared: 2, different: 1, theirs: 161.5, ours: 256.75, difference: 95.25 },
  ]);
});

test("what is empty in the file is not compared; what cannot be read, and a village told twice, are told", () => {
  const { rows, unread, again } = compareOutcomes(
    [stars, rank],
    [
      row(2, "A", { stars: null, rank: "第3名" }),
      row(3, "A", { stars: 5, rank: 1 }),
      row(4, "B", { stars: "良好", rank: 1 }),
    ],
    [one("A", { stars: 4, rank: 3 }), one("B", { stars: 4, rank: 1 })],
    [],
  );
  expect(rows.map(({ status }) => status)).toEqual(["equal", "equal"]);
  expect(unread).toEqual([{ row: 4, key: "stars", written: "良好" }]);
  expect(again).toEqual([{ row: 3, id: "A" }]);
});

test("money is compared to the fen, and the differences of all rows add up to that of the totals", () => {
  const fen = fc.integer({ min: 0, max: 10_000_000 });
  fc.assert(
    fc.property(fc.array(fc.tuple(fen, fen), { minLength: 1, maxLength: 20 }), (pairs) => {
      const { rows, totals } = compareOutcomes(
        [amount],
        pairs.map(([theirs], i) => row(i + 1, `V${i}`, { amount: (theirs / 100).toFixed(2) })),
        pairs.map(([, ours], i) => one(`V${i}`, { amountFen: ours })),
        [],
      );
      const fenOf = (yuan = 0) => Math.round(yuan * 100);
      const sum = rows.reduce((all, { fields }) => all + fenOf(fields[0]!.difference), 0);
      expect(fenOf(totals[0]!.difference)).toBe(sum);
      expect(rows.filter(({ status }) => status === "equal").length).toBe(pairs.filter(([a, b]) => a === b).length);
    }),
  );
});
