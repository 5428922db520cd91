/** The exceptions an auditor asks for, each as a pure function: what is one, and what is none. */
import { describe, expect, test } from "vitest";
import { parsePeriod } from "../../schema/period.ts";
import type { Column } from "../../schema/sheet/definition.ts";
import { editsAfterSigning } from "../../worker/core/exceptions/editAfterSigning.ts";
import { fullMarks } from "../../worker/core/exceptions/fullMarks.ts";
import { lateEdits } from "../../worker/core/exceptions/lateEdit.ts";
import { payAfterLeaving, type Term } from "../../worker/core/exceptions/payAfterLeaving.ts";
import { sameIdentity } from "../../worker/core/exceptions/sameIdentity.ts";
import { sameTallies } from "../../worker/core/exceptions/sameTallies.ts";
import { triedBeforeChange } from "../../worker/core/exceptions/triedBeforeChange.ts";

const regionCode = "990101001001";

describe("the same number twice", () => {
  const row = (id: string, value: string, kind: "idNumber" | "bankAccount" = "idNumber") => ({
    ...{ sheet: "persons", id, regionCode, push: 1, column: kind, title: kind, kind, value },
  });

  test("is found however it is written, and only its end is told", () => {
    const [found, ...others] = sameIdentity([
      row("a", "11010519491231002x"),
      row("b", "110105 19491231 002X"),
      row("c", "110105194912310038"),
    ]);
    expect(others).toEqual([]);
    expect(found!.reason).toBe("idNumber 110***********002x 登记在 2 行:a、b");
    expect(found!.rows.map(({ id }) => id)).toEqual(["a", "b"]);
  });

  test("is none in two different columns", () => {
    expect(sameIdentity([row("a", "123456"), row("b", "123456", "bankAccount")])).toEqual([]);
  });
});

describe("pay after leaving", () => {
  const term = (from: string, to?: string, id = "R1"): Term => ({ id, person: "G1", regionCode, push: 7, from, to });
  const found = (were: Term[], are: Term[], amountFen = 1) =>
    payAfterLeaving({
      ...{ round: "r", policyId: "p", title: "补贴", period: parsePeriod("2014")!, isFinal: false },
      ...{ sheet: "appointments", toColumn: "to", paid: [{ person: "G1", regionCode, amountFen }], were, are },
    });

  test("is pay for the months after the one in which the last office ended", () => {
    const [one] = found([term("2010-01-01")], [term("2010-01-01", "2014-10-31")]);
    expect(one!.reason).toBe("G1 任职至 2014-10-31,2014年《补贴》(未审定)仍计其后 2 个月(11、12月)");
    expect(one!.rows.map(({ sheet, push }) => [sheet, push])).toEqual([
      ["appointments", 7],
      ["outcomes.p", 0],
    ]);
  });

  test.each([
    ["one who is still in office", [term("2010-01-01")], [term("2010-01-01")]],
    [
      "one who went on in another",
      [term("2010-01-01")],
      [term("2010-01-01", "2014-03-31"), term("2014-04-01", undefined, "R2")],
    ],
    ["one whose leaving was known", [term("2010-01-01", "2014-03-31")], [term("2010-01-01", "2014-03-31")]],
    ["one who left in the last month", [term("2010-01-01")], [term("2010-01-01", "2014-12-01")]],
  ])("is none of %s", (_, were, are) => {
    expect(found(were, are)).toEqual([]);
  });

  test("is none of who gets nothing", () => {
    expect(found([term("2010-01-01")], [term("2010-01-01", "2014-03-31")], 0)).toEqual([]);
  });
});

describe("identical tallies", () => {
  const counts = { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 };
  const tally = (id: string, cells: Record<string, number | null>) => ({ id, regionCode, push: 1, cells });

  test("are those that agree in every cell, empty ones and zeros apart", () => {
    const found = sameTallies("t", "2014", [
      tally("x", counts),
      tally("y", { ...counts, g: null }),
      tally("z", { ...counts, f: 7 }),
    ]);
    expect(found.map(({ reason }) => reason)).toEqual(["2 个对象的计票逐格相同:x、y"]);
  });

  test("are none where so little is filled in that chance does it", () => {
    expect(sameTallies("t", "2014", [tally("x", { a: 1, b: 2 }), tally("y", { a: 1, b: 2 })])).toEqual([]);
    expect(sameTallies("t", "2014", [tally("x", {}), tally("y", {})])).toEqual([]);
  });
});

describe("full marks", () => {
  const column = (key: string, max?: number): Column => ({ key, title: key, type: "decimal", ...(max && { max }) });
  const columns = [column("a", 20), column("b", 10), column("c", 5), column("free")];
  const sheet = { id: "s", columns };
  const row = (cells: Record<string, number>) => ({ id: "v", regionCode, push: 1, cells });

  test("are the maximum in every column that has one", () => {
    expect(fullMarks(sheet, "2014", [row({ a: 20, b: 10, c: 5 })])[0]!.reason).toBe(
      "v 的 3 项全部满分:a 20、b 10、c 5",
    );
    expect(fullMarks(sheet, "2014", [row({ a: 20, b: 10, c: 4.5 }), row({ a: 20, b: 10 })])).toEqual([]);
  });

  test("of a score in stages are those of the last stage filled, and not what a village gave itself", () => {
    const stages = [
      { stage: "self", value: "d.self" },
      { stage: "preliminary", value: "d.preliminary", reason: "d.preliminaryReason" },
      { stage: "review", value: "d.review", reason: "d.reviewReason" },
    ] as const;
    const inStages = {
      ...{ id: "s", staged: [{ title: "班子", columns: stages }] },
      columns: [...columns.slice(0, 2), ...stages.map(({ value }) => column(value, 15))],
    };
    const found = (cells: Record<string, number>) => fullMarks(inStages, "2014", [row({ a: 20, b: 10, ...cells })]);
    expect(found({ "d.self": 15 })).toEqual([]);
    expect(found({ "d.self": 12, "d.preliminary": 15 })[0]!.reason).toBe("v 的 3 项全部满分:a 20、b 10、班子 15");
    expect(found({ "d.self": 15, "d.preliminary": 15, "d.review": 14 })).toEqual([]);
  });

  test("are no wonder in one or two columns", () => {
    expect(fullMarks({ ...sheet, columns: columns.slice(1, 3) }, "2014", [row({ b: 10, c: 5 })])).toEqual([]);
  });
});

test("an edit is late from the moment after the round was final on, and where it changed a cell", () => {
  const edit = (at: string, columns: string[]) => ({
    ...{ sheet: "s", period: "2014", id: at, regionCode, push: 1, at, columns },
  });
  const since = "2014-12-31T08:00:00.000Z";
  const closed = { round: "r", title: "办法", period: "2014", by: "final" as const, since, until: null };
  const edits = [
    edit("2014-12-31T08:00:00.000Z", ["a"]),
    edit("2014-12-31T08:00:00.001Z", ["a", "b"]),
    edit("2015-01-01T00:00:00.000Z", []),
  ];
  expect(lateEdits(closed, edits).map(({ reason }) => reason)).toEqual([
    "2014年《办法》审定之后,2014-12-31T08:00:00.001Z 又改了 2 格",
  ]);
  // What was accepted is late until the round is final; from then on it is late for that.
  const accepted = { ...closed, by: "acceptance" as const, since: "2014-12-31T07:00:00.000Z", until: since };
  expect(lateEdits(accepted, edits).map(({ reason }) => reason)).toEqual([
    "2014年《办法》审核之后,2014-12-31T08:00:00.000Z 又改了 1 格",
  ]);
});

test("a tally is changed after signing where a later version stands than the one signed", () => {
  const tally = (version: number, signedVersion: number) => ({ id: "t", regionCode, push: 1, version, signedVersion });
  expect(editsAfterSigning("s", "2014", [tally(2, 2), tally(3, 2)])).toHaveLength(1);
});

describe("a line that was tried before it was changed", () => {
  const tried = (line: number, at: string, names = ["/grade/cuts"]) => ({
    line,
    at,
    account: "county",
    round: "r",
    names,
  });
  const changed = (name: string) => ({
    ...{ policyId: "p", version: 3, regionCode, at: "2014-07-02", since: "2014-06-01", push: 9 },
    values: [{ name, title: "分数线", from: "2014-01" }],
  });

  test("names the last trial and the value", () => {
    const [found] = triedBeforeChange([changed("/grade/cuts")], [tried(5, "2014-07-01"), tried(4, "2014-06-30")]);
    expect(found).toMatchObject({ line: 5, reason: "第 3 版改了“分数线”;此前试算过 2 次,看过谁会变动(county)" });
    expect(found!.rows).toMatchObject([{ sheet: "parameters.p", id: "/grade/cuts@2014-01", columns: ["value"] }]);
  });

  test("is none that was tried afterwards, for an earlier version, or of another parameter", () => {
    const trials = [tried(1, "2014-07-03"), tried(2, "2014-05-31"), tried(3, "2014-07-01", ["/score/of/1/max"])];
    expect(triedBeforeChange([changed("/grade/cuts")], trials)).toEqual([]);
    expect(triedBeforeChange([changed("/score/of/1/max")], trials)).toEqual([]);
  });
});
