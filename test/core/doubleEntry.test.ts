import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rangeOf } from "../../schema/region.ts";
import { confirm, isConfirmed } from "../../schema/sheet/confirmation.ts";
import { decideSignoff, decideTyping } from "../../schema/sheet/decideBallots.ts";
import type { Cells, Column } from "../../schema/sheet/definition.ts";
import {
  type BallotReader,
  compareTypings,
  isTyped,
  shownComparison,
  visibleChange,
  visibleTyping,
} from "../../schema/sheet/doubleEntry.ts";
import { readCells, type Standing } from "../../schema/sheet/push.ts";
import { shownSignature, signature, signoffState } from "../../schema/sheet/signoff.ts";
import { ballotColumns, tallySheets } from "../../schema/sheet/tallySheets.ts";
import { confirmedTallies } from "../../worker/core/confirmedTallies.ts";
import { changed, judgeBy, nineEightSeven, threeBallots } from "./appraisals.ts";

const village = "990101001001";
const columns = ["a", "b", "c", "d"].map((key): Column => ({ key, title: `票${key}`, type: "integer", group: "组" }));
/** Numbers that no title holds, so that a value that leaks is found in any text. */
const cell = fc.option(fc.integer({ min: 1001, max: 1004 }));
const typing = fc.record(Object.fromEntries(columns.map(({ key }) => [key, cell])), {
  requiredKeys: [],
}) as fc.Arbitrary<Cells>;
const at = (cells: Cells, key: string) => cells[key] ?? null;
const everywhere = [rangeOf("990000000000")];
const reader = (id: string, types = everywhere, clears = [] as typeof everywhere): BallotReader => ({
  id,
  types,
  clears,
});
const double = changed(threeBallots, { counts: { ...threeBallots.counts, entry: "double" } });
const signing = changed(threeBallots, { counts: { ...threeBallots.counts, entry: "reviewSignoff" } });

describe("two typings compared", () => {
  test("they agree if and only if both are typed and every cell is the same, blank as blank", () => {
    fc.assert(
      fc.property(typing, typing, (first, second) => {
        const { state, agreed, differing } = compareTypings(columns, first, second);
        const same = columns.every(({ key }) => at(first, key) === at(second, key));
        const both = isTyped(columns, first) && isTyped(columns, second);
        expect(state === "agree").toBe(same && both);
        expect(differing).toEqual(
          both ? columns.map(({ key }) => key).filter((key) => at(first, key) !== at(second, key)) : [],
        );
        for (const { key } of columns)
          expect(at(agreed, key)).toBe(both && !differing.includes(key) ? at(first, key) : null);
      }),
    );
  });

  test("whichever of them was first", () => {
    const turned = { none: "none", onlyFirst: "onlySecond", onlySecond: "onlyFirst", differ: "differ", agree: "agree" };
    fc.assert(
      fc.property(typing, typing, (first, second) => {
        const [one, other] = [compareTypings(columns, first, second), compareTypings(columns, second, first)];
        expect(other).toEqual({ ...one, state: turned[one.state] });
      }),
    );
  });

  test("a cell that is blank in both is agreement; a row that is blank in both is not typed", () => {
    expect(compareTypings(columns, { a: 3 }, { a: 3, b: null })).toEqual({
      state: "agree",
      agreed: { a: 3 },
      differing: [],
    });
    expect(compareTypings(columns, { a: null }, {}).state).toBe("none");
    expect(compareTypings(columns, { a: 0 }, {}).state).toBe("onlyFirst");
  });
});

describe("who sees a typing", () => {
  const first = { ballots: "first" } as const;
  const row = { regionCode: village, typist: "one" };
  test("its typist and who types nothing there; nobody who could copy it", () => {
    expect(visibleTyping(first, row, reader("one"))).toBe(true);
    expect(visibleTyping(first, row, reader("other"))).toBe(false);
    expect(visibleTyping(first, row, reader("checker", []))).toBe(true);
    expect(visibleTyping(first, row, reader("elsewhere", [rangeOf("990102000000")]))).toBe(true);
    expect(visibleTyping(first, { ...row, typist: undefined }, reader("other"))).toBe(true);
    expect(visibleTyping({ ballots: "typed" }, row, reader("other"))).toBe(true);
  });

  test("of a change in its history nobody sees what they could not see of the row then", () => {
    const line = { regionCode: village, typist: "one", typistBefore: "one", from: { a: 1001 }, to: { a: 1002 } };
    const { from, to } = line;
    expect(visibleChange(first, line, reader("one"))).toEqual({ from, to });
    expect(visibleChange(first, line, reader("other"))).toEqual({ from: {}, to: {} });
    expect(visibleChange(first, line, reader("checker", []))).toEqual({ from, to });
    // Who emptied the row of another learns nothing of it by its own push.
    const cleared = { ...line, typist: "county", to: { a: null } };
    expect(visibleChange(first, cleared, reader("county"))).toEqual({ from: {}, to: cleared.to });
    expect(visibleChange({ ballots: "typed" }, line, reader("other"))).toEqual({ from, to });
  });

  const shown = (one: Cells, two: Cells, who: BallotReader) =>
    shownComparison(
      columns,
      village,
      [
        { cells: one, version: 1, typist: "one" },
        { cells: two, version: 1, typist: "two" },
      ],
      who,
    );

  test("a typist reads no value of the other one in a cell that it left blank itself", () => {
    fc.assert(
      fc.property(typing, typing, (one, two) => {
        fc.pre(isTyped(columns, one) && isTyped(columns, two));
        const told = String(shown(one, two, reader("one")).differences ?? "").split(";");
        for (const { key, title } of columns) {
          const said = told.find((text) => text.startsWith(title));
          if (at(one, key) === at(two, key)) expect(said).toBeUndefined();
          else if (at(one, key) === null) expect(said).toBe(`${title}:一录空,二录已填`);
          else expect(said).toBe(`${title}:一录${at(one, key)},二录${at(two, key) ?? "空"}`);
        }
      }),
    );
  });

  test("somebody else who may type reads no value until both agree, and then the agreed ones", () => {
    fc.assert(
      fc.property(typing, typing, (one, two) => {
        const { state, agreed } = compareTypings(columns, one, two);
        const cells = shown(one, two, reader("third"));
        if (state === "agree") expect(cells).toEqual({ state: "相符", differences: null, ...agreed });
        else expect(JSON.stringify(cells)).not.toMatch(/100\d/);
      }),
    );
  });

  test("while one typing is missing the comparison has no value for anybody", () => {
    fc.assert(
      fc.property(typing, (one) => {
        for (const who of [reader("one"), reader("third"), reader("checker", [])])
          expect(JSON.stringify(shown(one, {}, who))).not.toMatch(/100\d/);
      }),
    );
  });

  test("who checks and types nothing reads both values of every difference", () => {
    expect(shown({ a: 30, b: 1, c: 7 }, { a: 31, c: 7 }, reader("checker", []))).toEqual({
      state: "不符",
      differences: "票a:一录30,二录31;票b:一录1,二录空",
      c: 7,
    });
  });
});

describe("who types a row", () => {
  const standing = (cells: Cells): Standing => ({
    ...{ id: "s", regionCode: village, subjectId: "s", cells, version: 2, deleted: false, base: {} },
  });
  const typed = { id: "s", baseVersion: 2, cells: { a: 1 } };
  const decide = (row: Parameters<typeof decideTyping>[1], whose: [string | undefined, string?], who: BallotReader) => {
    const [typist, otherTypist] = whose;
    const decision = decideTyping(standing({ a: 1001 }), row, { typist, otherTypist }, who);
    return decision && { ...decision.result, change: decision.change };
  };

  test("nobody but its typist, and nobody both typings; the refusal tells nothing of the cells", () => {
    expect(decide(typed, ["me", "other"], reader("me"))).toBeUndefined();
    expect(decide(typed, [undefined, "other"], reader("me"))).toBeUndefined();
    const refused = { id: "s", status: "forbidden", version: 2, change: undefined };
    const error = (code: string) => ({ ...refused, errors: [{ key: "id", code, params: {} }] });
    expect(decide(typed, ["other"], reader("me"))).toEqual(error("typedByOther"));
    expect(decide(typed, [undefined, "me"], reader("me"))).toEqual(error("secondTypist"));
    expect(decide({ ...typed, baseVersion: 1 }, ["other"], reader("me"))).toEqual(error("typedByOther"));
  });

  test("its typist empties it, and who keeps the rosters, if it stands as they saw it", () => {
    const row = { id: "s", baseVersion: 2, delete: true } as const;
    const change = { cells: {}, deleted: false, version: 3, from: { a: 1001 }, to: { a: null } };
    expect(decide(row, ["me"], reader("me"))).toMatchObject({ status: "saved", version: 3, change });
    expect(decide(row, ["other"], reader("me", everywhere, everywhere))).toMatchObject({ status: "saved", change });
    expect(decide(row, ["other"], reader("me"))).toMatchObject({ status: "forbidden" });
    const late = decide({ ...row, baseVersion: 1 }, ["other"], reader("me", everywhere, everywhere));
    expect(late).toEqual({ id: "s", status: "conflict", version: 2, conflicts: [], change: undefined });
    expect(
      decideTyping(standing({}), row, { typist: undefined, otherTypist: undefined }, reader("me"))?.result,
    ).toEqual({
      ...{ id: "s", status: "unchanged", version: 2 },
    });
  });
});

describe("a signature", () => {
  const tally = (version: number, typist = "one") => ({ cells: { a: 1001 }, version, typists: new Set([typist]) });
  const standing = (cells: Cells, version: number): Standing => ({
    ...{ id: "s", regionCode: village, subjectId: "s", cells, version, deleted: false, base: {} },
  });
  const columnsOfSheet = new Map(
    [
      { key: "signed", title: "签核", type: "flag" } as const,
      { key: "note", title: "意见", type: "note" } as const,
    ].map((column): [string, Column] => [column.key, column]),
  );
  const sign = (
    kept: { cells: Cells; version: number },
    of: ReturnType<typeof tally> | undefined,
    baseVersion: number,
    cells: Record<string, unknown>,
    who = "checker",
  ) =>
    decideSignoff(
      columns,
      of,
      standing(kept.cells, kept.version),
      { id: "s", baseVersion, cells },
      readCells(columnsOfSheet, cells),
      who,
    );
  const none = { cells: {}, version: 0 };

  test("holds for the version of the tally that was signed and for no other", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (signed, now) => {
        const cells = signature(signed, "checker");
        expect(signoffState(columns, tally(now), cells)).toBe(signed === now ? "signed" : "voided");
        expect(shownSignature(columns, tally(now), cells).signed).toBe(signed === now ? true : null);
      }),
    );
  });

  test("is given to what was seen: version of the tally and of the row together, else a conflict", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 0, max: 12 }),
        (of, own, base) => {
          const { result, change } = sign({ cells: {}, version: own }, tally(of), base, { signed: "是" });
          if (base === of + own) {
            expect(result).toMatchObject({ status: "saved", version: of + own + 1 });
            expect(change).toMatchObject({ cells: signature(of, "checker"), version: own + 1 });
          } else {
            expect(result.status).toBe(base < of + own ? "conflict" : "invalid");
            expect(change).toBeUndefined();
          }
        },
      ),
    );
  });

  test("is not given by a typist, nor to a tally that is not there; a note needs no second person", () => {
    expect(sign(none, tally(1, "checker"), 1, { signed: true }).result).toMatchObject({
      status: "forbidden",
      errors: [{ code: "ownTally" }],
    });
    expect(sign(none, undefined, 0, { signed: true }).result).toMatchObject({
      status: "invalid",
      errors: [{ code: "nothingToSign" }],
    });
    expect(sign(none, tally(1, "checker"), 1, { note: "待核" }).change).toMatchObject({ cells: { note: "待核" } });
  });

  test("that is void is given again to the new version; one that holds is withdrawn; a note leaves it as it is", () => {
    const void1 = { cells: signature(1, "checker"), version: 1 };
    const again = sign(void1, tally(2), 3, { signed: true }, "second");
    expect(again.change).toMatchObject({
      cells: signature(2, "second"),
      from: { tallyVersion: 1, signer: "checker" },
      to: { tallyVersion: 2, signer: "second" },
    });
    const noted = sign(void1, tally(2), 3, { note: "已退回" });
    expect(noted.change?.cells).toEqual({ ...signature(1, "checker"), note: "已退回" });
    const held = { cells: { ...signature(2, "checker"), note: "x" }, version: 1 };
    expect(sign(held, tally(2), 3, { signed: true }).result.status).toBe("unchanged");
    expect(sign(held, tally(2), 3, { signed: false }).change).toMatchObject({
      cells: { note: "x" },
      to: { signed: null, tallyVersion: null, signer: null },
    });
    expect(sign(void1, tally(2), 3, { signed: false }).result.status).toBe("unchanged");
  });
});

describe("what is judged", () => {
  const sheetOf = (policy: typeof double) => tallySheets(policy)[0]!;
  const entry = (cells: Cells, version: number, push: number) => ({
    ...{ id: "a", subjectId: "a", period: "2014", cells, version, push },
  });

  test("the sheets follow the policy: one, three, or two; the one that others take from keeps its name", () => {
    const ids = (policy: typeof double) => tallySheets(policy).map(({ id, ballots }) => `${id} ${ballots}`);
    const tally = `tallies.${threeBallots.id}`;
    expect(ids(threeBallots)).toEqual([`${tally} typed`]);
    expect(ids(double)).toEqual([`${tally} compared`, `${tally}.first first`, `${tally}.second second`]);
    expect(ids(signing)).toEqual([`${tally} toSign`, `signoffs.${threeBallots.id} signoffs`]);
    for (const policy of [double, signing])
      for (const sheet of tallySheets(policy)) expect(ballotColumns(sheet)).toHaveLength(30);
  });

  test("only typings that agree entirely, told by both entries; of others no cell and no number", () => {
    const pair = { sheet: sheetOf(double), ids: ["first", "second"] as const };
    const rows = [entry(nineEightSeven, 1, 5), entry(nineEightSeven, 3, 7)] as const;
    const both = confirmedTallies([pair], [[rows[0]], [rows[1]]]);
    expect(both.rowsOf(pair.sheet.id)).toEqual([
      expect.objectContaining({ cells: nineEightSeven, version: 4, push: 7 }),
    ]);
    const read = (tallies: typeof both) =>
      tallies.originOf("a", {
        from: [{ sheet: pair.sheet.id, period: "2014", id: "a", cells: { "masses.excellent": null } }],
        text: "取自2014年的填报",
      });
    const cells = { "masses.excellent": 50 };
    expect(read(both)).toEqual({
      from: [
        { sheet: "first", period: "2014", id: "a", version: 1, push: 5, cells },
        { sheet: "second", period: "2014", id: "a", version: 3, push: 7, cells },
      ],
      text: "取自2014年的填报,相符",
    });
    const other = confirmedTallies([pair], [[rows[0]], [entry({ ...nineEightSeven, "masses.excellent": 49 }, 3, 7)]]);
    expect(other.rowsOf(pair.sheet.id)![0]!.cells).toEqual({});
    expect(other.confirmationOf(pair.sheet.id, "a")).toEqual({ state: "differ", differing: ["masses.excellent"] });
    expect(JSON.stringify(read(other))).not.toMatch(/cells|50|49/);
  });

  test("a subject that is not confirmed is unscored by its own reason and takes nobody's place", () => {
    const confirmation = { state: "differ", differing: ["masses.excellent", "members.competent"] } as const;
    const subjects = [
      { id: "a", inputs: {}, confirmation },
      { id: "b", inputs: nineEightSeven, confirmation: { state: "agree", differing: [] } as const },
    ];
    const { unscored, outcomes, explain } = judgeBy(double, subjects);
    expect(unscored).toEqual([
      {
        subjectId: "a",
        code: "unconfirmed",
        message: "计票未经确认,不评分。一录、二录不符:群众票优秀、党员票称职",
      },
    ]);
    expect(outcomes).toMatchObject([{ subjectId: "b", score: 81, rank: 1 }]);
    expect(explain("a")).toMatchObject([{ shape: "confirmation", value: "不符" }]);
    expect(explain("b")[0]).toMatchObject({
      shape: "confirmation",
      text: "一录、二录逐格相符",
      parameters: [{ name: "/counts/entry", value: "double", assumed: double.counts.assumed }],
    });
  });

  test("ballots that somebody gives for a part of the groups do not make up for the confirmation", () => {
    const confirmation = { state: "unsigned", differing: [] } as const;
    const { unscored } = judgeBy(signing, [{ id: "a", inputs: nineEightSeven, confirmation }]);
    expect(unscored).toMatchObject([{ code: "unconfirmed", message: "计票未经确认,不评分。计票还没有签核" }]);
  });

  test("where nothing is typed at all there is simply no tally", () => {
    const { confirmation } = confirm(sheetOf(double), ballotColumns(sheetOf(double)), undefined, undefined);
    expect(isConfirmed(confirmation)).toBe(false);
    expect(judgeBy(double, [{ id: "a", inputs: {}, confirmation }]).unscored).toMatchObject([{ code: "missingData" }]);
  });

  test("a policy that names no way of typing is the one it was", () => {
    expect(threeBallots.counts.entry).toBeUndefined();
    expect(JSON.stringify(threeBallots)).not.toContain('"entry"');
    const said = changed(threeBallots, { counts: { ...threeBallots.counts, entry: "single" } });
    expect(tallySheets(said)).toEqual(tallySheets(threeBallots));
  });
});
