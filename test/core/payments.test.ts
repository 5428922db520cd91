/** Which lines are prepared, and what they come to: shown on whatever is due and was said before. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { beyond } from "../../worker/core/payment/fund.ts";
import { addParts, type Due, type Line, linesToPrepare } from "../../worker/core/payment/lines.ts";
import { balanceOf, balancesByPayer } from "../../worker/core/payment/states.ts";
import { splitByWeight } from "../../worker/core/split.ts";

const payers = ["city", "county", "township"];
const dueOf = (subject: number, amountFen: number, weights: number[]): Due => ({
  ...{ subjectId: `s${subject}`, regionCode: "990101001001", name: `s${subject}`, amountFen },
  parts: splitByWeight(amountFen, weights).map((fen, i) => ({ code: payers[i]!, title: payers[i]!, amountFen: fen })),
});
/** One final run after another: who is due what, by whichever shares. */
const runs = fc.array(
  fc.tuple(
    fc.dictionary(fc.constantFrom("0", "1", "2"), fc.integer({ min: 0, max: 9_999_999 })),
    fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 3 }),
  ),
  { maxLength: 5 },
);
const duesIn = ([amounts, weights]: [Record<string, number>, number[]]) =>
  Object.entries(amounts).map(([subject, amount]) => dueOf(Number(subject), amount, weights));
const sum = (lines: readonly { amountFen: number }[]) => lines.reduce((all, { amountFen }) => all + amountFen, 0);

function prepareAll(all: readonly [Record<string, number>, number[]][]) {
  const lines: Line[] = [];
  for (const run of all)
    for (const line of linesToPrepare(duesIn(run), lines)) lines.push({ ...line, id: `l${lines.length}` });
  return lines;
}

describe("after any sequence of final runs", () => {
  test("the lines of each subject come to what is due, and of who is not due any more to nothing", () => {
    fc.assert(
      fc.property(runs, (all) => {
        const lines = prepareAll(all);
        const dues = all.length > 0 ? duesIn(all.at(-1)!) : [];
        for (const subject of ["s0", "s1", "s2"])
          expect(sum(lines.filter(({ subjectId }) => subjectId === subject))).toBe(
            sum(dues.filter(({ subjectId }) => subjectId === subject)),
          );
      }),
    );
  });

  test("the lines of each payer come to what it bears of what is due, also where the amounts stay", () => {
    fc.assert(
      fc.property(runs, (all) => {
        const borne = (lines: readonly Pick<Due, "parts">[]) =>
          Object.fromEntries(
            payers.map((code) => [code, sum(lines.flatMap(({ parts }) => parts.filter((part) => part.code === code)))]),
          );
        expect(borne(prepareAll(all))).toEqual(borne(all.length > 0 ? duesIn(all.at(-1)!) : []));
      }),
    );
  });

  test("the parts of every line add up to its amount", () => {
    fc.assert(
      fc.property(runs, (all) => {
        for (const { amountFen, parts } of prepareAll(all)) expect(sum(parts)).toBe(amountFen);
      }),
    );
  });

  test("preparing once more gives nothing", () => {
    fc.assert(
      fc.property(runs, (all) => {
        if (all.length > 0) expect(linesToPrepare(duesIn(all.at(-1)!), prepareAll(all))).toEqual([]);
      }),
    );
  });

  test("the payers' balances add up to the whole", () => {
    fc.assert(
      fc.property(runs, (all) => {
        const amounts = [
          ...prepareAll(all).map((line) => ({ ...line, state: "paid" as const })),
          ...duesIn(all.at(-1) ?? [{}, []]).map((due) => ({ ...due, state: "owed" as const })),
        ];
        const [whole, each] = [balanceOf(amounts), balancesByPayer(amounts)];
        for (const key of ["dueFen", "paidFen", "approvedFen", "outstandingFen"] as const)
          expect(each.reduce((all, one) => all + one[key], 0)).toBe(whole[key]);
        expect(whole.outstandingFen).toBe(0);
      }),
    );
  });
});

test("a later line names the one that it corrects; a first one corrects none", () => {
  const [first] = linesToPrepare([dueOf(1, 100, [2, 2, 1])], []);
  expect(first).toMatchObject({ kind: "due", corrects: null, amountFen: 100 });
  const said = [{ ...first!, id: "a" }];
  expect(linesToPrepare([dueOf(1, 150, [2, 2, 1])], said)).toMatchObject([
    { kind: "backpay", corrects: "a", amountFen: 50, before: 100 },
  ]);
  expect(linesToPrepare([dueOf(1, 100, [1, 2, 2])], said)).toMatchObject([
    { kind: "reshare", corrects: "a", amountFen: 0, parts: [{ amountFen: -20 }, { code: "township", amountFen: 20 }] },
  ]);
  expect(linesToPrepare([], said)).toMatchObject([{ kind: "clawback", corrects: "a", amountFen: -100, before: 100 }]);
  expect(addParts(linesToPrepare([], said)[0]!.parts).map(({ amountFen }) => amountFen)).toEqual([-40, -40, -20]);
});

test("only a fund that refuses is in the way, and only of more than it has", () => {
  const purse = { code: "f", title: "f", over: "refuse", budgetFen: 100, carryOverFen: 20 } as const;
  expect([beyond(purse, 100, 20), beyond(purse, 100, 21), beyond(purse, 130, -5)]).toEqual([0, 1, 0]);
  expect(beyond({ ...purse, over: "proRata" }, 100, 21)).toBe(0);
});
