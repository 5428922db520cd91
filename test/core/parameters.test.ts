/** Parameters and cases of a policy as rows: what they are called, how they are written, how rows change the document. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withValueAt } from "../../schema/pointer.ts";
import { changesOf } from "../../schema/policy/changes.ts";
import { readValue, writeValue } from "../../schema/policy/notation.ts";
import { parametersOf } from "../../schema/policy/parameters.ts";
import { type AppraisalPolicy, type Policy, policy } from "../../schema/policy/policy.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import { documentSheets } from "../../schema/sheet/document.ts";
import { decideDocument } from "../../schema/sheet/documentPush.ts";
import { parameterView } from "../../schema/sheet/parameterView.ts";
import type { PushRow } from "../../schema/sheet/push.ts";
import { caseView } from "../../worker/core/caseView.ts";
import { compile } from "../../worker/core/judge.ts";
import { failedCases } from "../../worker/core/policyTests.ts";
import { ratingPolicy } from "./policies.ts";

const documents = ["schema/policies", "test/golden"].flatMap((folder) =>
  readdirSync(folder).map((file) => JSON.parse(readFileSync(`${folder}/${file}`, "utf8")) as Policy),
);
const library = (id: string) => documents.find((one) => one.id === id)!;
const star = library("xinhui-star-organization");

describe("what a parameter is called", () => {
  test.each(documents.map((document) => [document.id, document]))("%s: as the trace calls it", (_, document) => {
    for (const { name, title, values } of parametersOf(document)) {
      // With no value in force the policy does not compile, and names the parameter.
      const later = values.map(({ to: __, ...value }, i) => ({ ...value, from: `${9000 + i}-01` }));
      const without = withValueAt(document, name, later);
      const named = document.tests.flatMap(({ period }) => {
        const compiled = compile(without, period);
        return "faults" in compiled ? compiled.faults.filter(({ pointer }) => pointer === name) : [];
      });
      expect(new Set(named.map(({ code, params }) => `${code} ${params.title}`)), name).toEqual(
        new Set([`valueMissing ${title}`]),
      );
    }
  });

  test("every dated value of the language's documents is found, and none of their cases", () => {
    const count = (value: unknown): number =>
      typeof value !== "object" || value === null
        ? 0
        : Object.values(value).reduce(
            (sum, part) => sum + count(part),
            "value" in value && "from" in value && typeof value.from === "string" ? 1 : 0,
          );
    for (const document of documents)
      expect(parameterView.rows(document)).toHaveLength(count({ ...document, tests: [], checks: [] }));
  });
});

describe("how a value is written", () => {
  test.each<[unknown, string, string?]>([
    [20, "20", " 2０"],
    [0.1, "0.1"],
    [true, "是"],
    ["incompetent", "incompetent"],
    [[1, 10], "1/10", "１／１０"],
    [[10, 100], "10/100", "10％"],
    [[[90, 11], [80, 9]], "90:11; 80:9", "90：11；80：9；"], // biome-ignore format: one line a case
    [{ "4": 90, "5": 95 }, "5:95; 4:90", "5 : 95 ; 4 : 90"],
    [{ "5": { atMost: [10, 100] }, "4": { atMost: [20, 100] } }, "5:10/100; 4:20/100"],
    [{ "village/secretary": 460, clerk: 440 }, "village/secretary:460; clerk:440"],
    [
      [
        { code: "city", title: "市级", share: 2 },
        { code: "county", title: "县(区)级", share: 2 },
      ],
      "city:市级:2; county:县(区)级:2",
    ],
    [{ score: { op: ">=", points: 90 } }, ">=90", "≥ 90"],
    [{ all: [{ score: { op: ">=", points: 90 } }] }, '{"all":[{"score":{"op":">=","points":90}}]}'],
  ])("%j is %s", (value, text, typed = text) => {
    expect(writeValue(value)).toBe(text);
    expect(readValue(value, typed)).toEqual({ value });
  });

  test.each<[unknown, string]>([
    [20, "二十"],
    [20, "20分"],
    [20, "1/2"],
    [true, "constructor"],
    [[1, 10], "0.1"],
    [[[90, 11]], "90:11:12"],
    [[[90, 11]], "90:"],
    [{ "5": 95 }, "95"],
    [{ "5": 95 }, "5:95; 5:90"],
    [{ "5": 95 }, "5:高"],
    [[{ code: "city", share: 2 }], "city"],
    [{ all: [] }, "全部"],
  ])("for %j, %s is not one", (template, text) => {
    expect(readValue(template, text)).toBeUndefined();
  });

  test("what is written reads back: every value of every document", () => {
    for (const document of documents)
      for (const { values } of parametersOf(document))
        for (const { value } of values) expect(readValue(value, writeValue(value))).toEqual({ value });
  });

  test("what is written reads back: any value", () => {
    const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map((one) => one + 0);
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom("市级", "", " a", 'a"b', "：", "a;b", "\\", "　", "是", "__proto__"),
    );
    const scalar = fc.oneof(number, fc.boolean(), text);
    const share = fc.tuple(fc.integer(), fc.integer()).map((one) => [...one]);
    const limit = share.map((atMost) => ({ atMost }));
    const any = fc.oneof(
      scalar,
      share,
      limit,
      fc.dictionary(text, number),
      fc.dictionary(text, share),
      fc.dictionary(text, limit),
      fc.dictionary(text, scalar),
      fc.array(fc.tuple(number, number).map((one) => [...one])),
      fc.array(fc.tuple(text, number, fc.boolean()).map((one) => [...one])),
      fc.array(fc.record({ code: text, title: text, share: number })),
      fc.array(fc.record({ code: text, share: number }, { requiredKeys: ["code"] })),
      fc.record({ score: fc.record({ op: fc.constantFrom("<", "<=", ">", ">="), points: number }) }),
      fc.jsonValue().map((one) => JSON.parse(JSON.stringify(one, (_, part) => (Object.is(part, -0) ? 0 : part)))),
    );
    fc.assert(
      fc.property(any, (value) => {
        expect(readValue(value, writeValue(value))).toEqual({ value });
      }),
      { numRuns: 2000 },
    );
  });
});

const [parameterSheet, caseSheet] = documentSheets({ id: "x", title: "x", regionCode: "990100000000" });
const push = (document: Policy, rows: PushRow[]) =>
  decideDocument(parameterView, parameterSheet!.columns, { version: 1, document }, new Map(), rows);
const change = (id: string, cells: Cells): PushRow => ({ id, baseVersion: 1, cells });
const cuts = "/grade/cuts";

describe("rows that change a document", () => {
  test("one value changes and nothing else, and back again it is the same document", () => {
    const { decisions, document } = push(star, [change(`${cuts}@2014-01`, { value: "5:92；4:80;3:70;2:60;1:50" })]);
    expect(decisions[0]!.result).toMatchObject({ status: "saved", version: 2 });
    expect(changesOf(star, document)).toMatchObject({
      parameters: [{ name: cuts, title: "星级分数线", before: { value: { 5: 90 } }, after: { value: { 5: 92 } } }],
      cases: [],
      other: false,
    });
    const back = push(document, [change(`${cuts}@2014-01`, { value: "5:90;4:80;3:70;2:60;1:50" })]);
    expect(JSON.stringify(back.document)).toBe(JSON.stringify(star));
  });

  test("a new value from a later month stands after the old one, whose basis and place in the file stay", () => {
    const cells = { parameter: cuts, value: "5:95; 4:85; 3:75; 2:65; 1:55", from: "2015年1月", assumed: "示例" };
    const { decisions, document } = push(star, [change(`${cuts}@2014-01`, { to: "2014-12" }), { newKey: "n", cells }]);
    expect(decisions.map(({ result }) => [result.id, result.status])).toEqual([
      [`${cuts}@2014-01`, "saved"],
      [`${cuts}@2015-01`, "saved"],
    ]);
    const found = parametersOf(document).find(({ name }) => name === cuts)!.values;
    expect(found.map(({ from, to, value }) => [from, to, (value as Record<string, number>)["5"]])).toEqual([
      ["2014-01", "2014-12", 90],
      ["2015-01", undefined, 95],
    ]);
    const removed = push(document, [
      { id: `${cuts}@2015-01`, baseVersion: 1, delete: true },
      change(`${cuts}@2014-01`, { to: null }),
    ]);
    expect(removed.document).toEqual(star);
  });

  test("a row whose first month changes goes by its new id", () => {
    const { decisions, document } = push(star, [change(`${cuts}@2014-01`, { from: "2013.9" })]);
    expect(decisions[0]!.result.cells).toEqual({ from: "2013-09", id: `${cuts}@2013-09` });
    expect(parameterView.rows(document).map(({ id }) => id)).toContain(`${cuts}@2013-09`);
  });

  test("another basis replaces the old one; of the same document what the sheet does not show stays", () => {
    const shares = "/grade/shares@2014-01";
    const basisOf = (document: Policy) =>
      parametersOf(document).find(({ name }) => name === "/grade/shares")!.values[0]!;
    const quoted = push(star, [change(shares, { quote: "五星级不超过10%" })]);
    expect(basisOf(quoted.document).source).toMatchObject({ quote: "五星级不超过10%", title: expect.any(String) });
    const other = push(star, [change(shares, { source: "川组通〔2015〕1号", quote: "五星级不超过一成" })]);
    expect(basisOf(other.document).source).toEqual({ document: "川组通〔2015〕1号", quote: "五星级不超过一成" });
    const assumed = push(star, [change(shares, { source: null, quote: null, assumed: "示例" })]);
    expect(basisOf(assumed.document)).toMatchObject({ assumed: "示例" });
    expect(basisOf(assumed.document).source).toBeUndefined();
  });

  test.each<[string, PushRow, string, string]>([
    ["a text that is no such value", change(`${cuts}@2014-01`, { value: "九十" }), "value", "badNotation"],
    ["cuts in the wrong order", change(`${cuts}@2014-01`, { value: "5:90; 4:95" }), "value", "invalidValue"],
    ["two bases", change(`${cuts}@2014-01`, { source: "文件", quote: "原文" }), "assumed", "invalidValue"],
    ["a quote without its document", change("/grade/shares@2014-01", { source: null }), "source", "required"],
    ["no month", change(`${cuts}@2014-01`, { from: "去年" }), "from", "badFormat"],
    ["an end before the beginning", change(`${cuts}@2014-01`, { to: "2013-12" }), "to", "invalidValue"],
    ["another parameter", change(`${cuts}@2014-01`, { parameter: "/grade/shares" }), "parameter", "keyFixed"],
    ["a column to read", change(`${cuts}@2014-01`, { title: "分数线" }), "title", "readOnlyColumn"],
    ["the last value deleted", { id: `${cuts}@2014-01`, baseVersion: 1, delete: true }, "from", "tooFew"],
    [
      "a later version",
      { id: `${cuts}@2014-01`, baseVersion: 9, cells: { to: "2015-12" } },
      "baseVersion",
      "badVersion",
    ],
    ["a row that is not there", change(`${cuts}@1999-01`, { to: "2014-12" }), "id", "gone"],
    [
      "a parameter that is not there",
      { newKey: "n", cells: { parameter: "/grade", value: "1", from: "2015-01", assumed: "示例" } },
      "parameter",
      "unknownReference",
    ],
    [
      "a month that is taken",
      { newKey: "n", cells: { parameter: cuts, value: "5:90", from: "2014-01", assumed: "示例" } },
      "from",
      "keyTaken",
    ],
    ["a new row without its value", { newKey: "n", cells: { parameter: cuts, from: "2015-01" } }, "value", "required"],
  ])("%s is refused at its cell, and the good row beside it is saved", (_, row, key, code) => {
    const good = change("/score/of/0/max@2014-01", { value: 18 });
    const { decisions, document } = push(star, [row, good]);
    expect(decisions[0]!.result.errors).toMatchObject([{ key, code }]);
    expect(decisions[0]!.change).toBeUndefined();
    expect(decisions[1]!.result.status).toBe("saved");
    expect(changesOf(star, document).parameters.map(({ name }) => name)).toEqual(["/score/of/0/max"]);
  });

  test("weights that must add up: both rows together are saved, one alone is refused", () => {
    const ballots = library("xinhui-three-ballots") as AppraisalPolicy;
    const rows = [change("/groups/0/weight@2014-01", { value: 30 }), change("/groups/1/weight@2014-01", { value: 40 })];
    expect(push(ballots, rows).decisions.map(({ result }) => result.status)).toEqual(["saved", "saved"]);
    const alone = push(ballots, rows.slice(0, 1));
    expect(alone.decisions[0]!.result.errors![0]!.params.reason).toContain("权重合计90");
    expect(alone.document).toBe(ballots);
  });

  test("after an item was put in before, an id names another parameter: a conflict, not a change of the wrong one", () => {
    const before = ratingPolicy({});
    const first = { ...before.score.of[0], code: "0", title: "新的一项" };
    const after = policy.parse({ ...before, score: { ...before.score, of: [first, ...before.score.of] } });
    const { decisions } = decideDocument(
      parameterView,
      parameterSheet!.columns,
      { version: 2, document: after },
      new Map([[1, { version: 1, document: before }]]),
      [change("/score/of/0/max@2000-01", { value: 90 })],
    );
    expect(decisions[0]!.result).toMatchObject({
      status: "conflict",
      conflicts: [{ key: "title", theirs: "新的一项满分" }],
    });
  });

  test("any change of numbers that is saved is what the sheet shows afterwards", () => {
    const ids = parameterView.rows(star).filter(({ cells }) => /^\d+$/.test(String(cells.value)));
    const sent = fc.dictionary(fc.constantFrom(...ids.map(({ id }) => id)), fc.integer({ min: -5, max: 40 }));
    fc.assert(
      fc.property(sent, (values) => {
        const rows = Object.entries(values).map(([id, value]) => change(id, { value }));
        const { decisions, document } = push(star, rows);
        const shown = new Map(parameterView.rows(document).map(({ id, cells }) => [id, cells.value]));
        const was = new Map(ids.map(({ id, cells }) => [id, cells.value]));
        decisions.forEach(({ result }) => {
          const value = values[result.id]!;
          expect(result.status).toBe(
            value <= 0 ? "invalid" : String(value) === was.get(result.id) ? "unchanged" : "saved",
          );
          expect(shown.get(result.id)).toBe(value <= 0 ? was.get(result.id) : String(value));
        });
        expect(policy.safeParse(document).success).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe("cases", () => {
  const confirm = (document: Policy, ids: readonly string[], cells: Cells = { confirm: "是" }) =>
    decideDocument(
      caseView,
      caseSheet!.columns,
      { version: 1, document },
      new Map(),
      ids.map((id) => change(id, cells)),
    );

  test.each(documents.map((document) => [document.id, document]))("%s: what is expected reads back", (_, document) => {
    const rows = caseView.rows(document);
    expect(rows.every(({ cells }) => cells.agrees === true && cells.expected === cells.actual)).toBe(true);
    const typed = rows.map(({ id, cells }): PushRow => change(id, { expected: cells.expected! }));
    const { decisions } = decideDocument(caseView, caseSheet!.columns, { version: 1, document }, new Map(), typed);
    expect(new Set(decisions.map(({ result }) => result.status))).toEqual(new Set(["unchanged"]));
  });

  test("after a change of weight the cases show old and new; confirmed, they hold", () => {
    const changed = push(star, [change("/score/of/0/max@2014-01", { value: 10 })]).document;
    const wrong = caseView.rows(changed).filter(({ cells }) => cells.agrees === false);
    expect(wrong.length).toBeGreaterThan(0);
    expect(wrong[0]!.cells.facts).toContain("服务班子强=19.5");
    const { decisions, document } = confirm(
      changed,
      wrong.map(({ id }) => id),
    );
    expect(new Set(decisions.map(({ result }) => result.status))).toEqual(new Set(["saved"]));
    expect(failedCases(document)).toEqual([]);
    expect(changesOf(star, document).cases).toHaveLength(wrong.length);
  });

  test("a case whose subject is no longer scored is confirmed as unscored, and the other way round", () => {
    const scored = "/tests/0/expect/0/score";
    const strict = withValueAt(star, "/score/missing", { rule: "block" });
    const now = caseView.rows(strict).find(({ id }) => id === scored)!;
    expect(now.cells).toMatchObject({ expected: "57.5", actual: "未评分", agrees: false });
    const wrong = (document: Policy) =>
      caseView.rows(document).flatMap(({ id, cells }) => (cells.agrees === false ? [id] : []));
    const { document } = confirm(strict, wrong(strict));
    expect(document.tests[0]!.expect[0]).toEqual({ id: "a", unscored: true });
    expect(failedCases(document)).toEqual([]);
    const lenient = withValueAt(document, "/score/missing", { rule: "zero" });
    const back = confirm(lenient, wrong(lenient)).document;
    expect(back.tests[0]!.expect[0]).toEqual({ id: "a", score: 57.5, stars: 1 });
    expect(failedCases(back)).toEqual([]);
  });

  test("words and yuan are typed as a clerk writes them; what is none is refused with what it could be", () => {
    const bound = "/tests/2/expect/0/bound";
    expect(confirm(star, [bound], { expected: "比例上限" }).document.tests[2]!.expect[0]!.bound).toBe("share");
    expect(confirm(star, [bound], { expected: "天意" }).decisions[0]!.result.errors).toMatchObject([
      { key: "expected", code: "notOption", params: { choices: expect.stringMatching(/^分数线、.*比例上限/) } },
    ]);
    const funds = library("benxi-village-funds");
    const payers = caseView.rows(funds).find(({ id }) => id.endsWith("/payersFen"))!;
    const parts = String(payers.cells.expected).replaceAll("; ", "；");
    expect(confirm(funds, [payers.id], { expected: parts }).decisions[0]!.result.status).toBe("unchanged");
    const amount = caseView.rows(funds).find(({ id }) => id.endsWith("/amountFen"))!;
    const typed = confirm(funds, [amount.id], { expected: "49999.99" });
    expect(typed.document.tests[0]!.expect[0]!.amountFen).toBe(4_999_999);
    expect(confirm(funds, [amount.id], { expected: "1.005" }).decisions[0]!.result.status).toBe("invalid");
  });

  test("rows are neither added nor deleted; what cannot be computed cannot be confirmed", () => {
    const id = "/tests/2/expect/0/score";
    const { decisions } = decideDocument(caseView, caseSheet!.columns, { version: 1, document: star }, new Map(), [
      { id, baseVersion: 1, delete: true },
      { newKey: "n", cells: { expected: "1" } },
    ]);
    expect(decisions.map(({ result }) => result.errors![0]!.code)).toEqual(["fixedRows", "fixedRows"]);
    const later = push(star, [change(`${cuts}@2014-01`, { from: "2020-01" })]).document;
    const row = caseView.rows(later).find((one) => one.id === id)!;
    expect(row.cells.actual).toBe("参数“星级分数线”在2014-06没有值");
    expect(confirm(later, [id]).decisions[0]!.result.errors).toMatchObject([
      { key: "confirm", code: "nothingToConfirm" },
    ]);
  });

  test("what is confirmed is what was seen: where it is otherwise by now, that is a conflict", () => {
    const id = "/tests/2/expect/0/score";
    const at = (value: number) => push(star, [change("/score/of/0/max@2014-01", { value })]).document;
    const { decisions } = decideDocument(
      caseView,
      caseSheet!.columns,
      { version: 2, document: at(10) },
      new Map([[1, { version: 1, document: at(15) }]]),
      [change(id, { confirm: true })],
    );
    expect(decisions[0]!.result).toMatchObject({
      status: "conflict",
      conflicts: [{ key: "actual", base: "89.5", theirs: "84.5" }],
    });
  });
});
