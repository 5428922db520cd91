/** Old tables of offices are imported: read as they are, matched by name, previewed, and pushed like any other rows. */
import { writeXlsx } from "hucre/xlsx";
import { beforeAll, describe, expect, test } from "vitest";
import { checkDigitOf } from "../../schema/sheet/cells/idNumber.ts";
import { rowOf } from "./desk.ts";
import { type Answer, type Client, formOf, indicators, type Office, openOffice } from "./office.ts";
import { serviceCasesXls as file } from "./serviceCasesXls.ts";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});

const preview = (who: Client, file: Uint8Array | string, said: Record<string, string>) =>
  who("POST", "/v1/imports", formOf(file, said));
const pushed = (who: Client, file: Uint8Array | string, said: Record<string, string>, key?: string) =>
  who("POST", "/v1/imports/push", formOf(file, said), key === undefined ? {} : { "idempotency-key": key });
const keyed = ({ body }: Answer) =>
  Object.fromEntries(body.columns.map(({ column, key }: { column: string; key: string }) => [column, key]));
const misses = ({ body }: Answer) =>
  body.unmatched.map(({ row, written, why }: { row: number; written: string; why: string }) => [row, written, why]);

/** Text as Excel in China saves it: by a table of all characters of two bytes. */
function gbk(text: string): Uint8Array {
  const decoder = new TextDecoder("gb18030");
  const codes = new Map<string, [number, number]>();
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++)
      if (low !== 0x7f) codes.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
  return Uint8Array.from([...text].flatMap((sign) => (sign < "\x80" ? sign.charCodeAt(0) : codes.get(sign)!)));
}

/** A number that nobody has: there is no place 9901. */
const idNumber = (last: string) => `99010119550101${last}${checkDigitOf(`99010119550101${last}`)}`;

const span = (startRow: number, startCol: number, endRow: number, endCol: number) => ({
  ...{ startRow, startCol, endRow, endCol },
});

/** Marks of half a year: two lines above it, titles over two lines, townships merged over their villages, sums, notes. */
const marks = () =>
  writeXlsx({
    sheets: [
      { name: "说明", rows: [["本表由各乡镇填报"]] },
      {
        name: "2014上半年",
        rows: [
          ["2014年上半年星级评定得分表", "", "", "", "", "", ""],
          ["填报单位:示范一县组织部", "", "", "", "", "2014年6月", ""],
          ["序号", "乡镇", "村(社区)", "得分", "", "", "备注"],
          ["", "", "", "服务班子强", "服务队伍强", "群众满意度(%)", ""],
          [1, "城关镇", "01村", 17.5, 16, 93.5, ""],
          [2, "", "2 村村委会", 12, "/", 88, ""],
          [3, "", "01社区居委会", 15, 14.25, "", ""],
          ["", "城关镇小计", "", 44.5, 30.25, "", ""],
          ["序号", "乡镇", "村(社区)", "得分", "", "", "备注"],
          ["", "", "", "服务班子强", "服务队伍强", "群众满意度(%)", ""],
          [4, "东河", "01村", 18, 17, 99, ""],
          [5, "", "小河村", 18, 17, 99, "已并入01村"],
          [6, "南山镇", "03村", 18, 17, 99, ""],
          [7, "东河镇", "02村", "十八", 17, 99, ""],
          ["合  计", "", "", 98.5, 81.25, "", ""],
          ["注:满意度为电话抽查", "", "", "", "", "", ""],
        ],
        merges: [
          ...[span(0, 0, 0, 6), span(2, 0, 3, 0), span(2, 1, 3, 1), span(2, 2, 3, 2), span(2, 3, 2, 5)],
          ...[span(2, 6, 3, 6), span(4, 1, 6, 1), span(7, 1, 7, 2), span(10, 1, 11, 1)],
        ],
      },
    ],
  });
const ofMarks = { sheet: indicators, period: "2014-H1" };

describe("a workbook with merged titles and short names", () => {
  test("is previewed: titles, columns, villages, what is no row; and nothing is written", async () => {
    const [pushes, lines] = [await office.count("push"), await office.count("audit")];
    const answer = await preview(office.as.county, await marks(), ofMarks);
    expect(answer.status, answer.text).toBe(200);
    const { body } = answer;
    expect(body.file).toEqual({ kind: "xlsx", worksheets: ["说明", "2014上半年"], worksheet: "2014上半年" });
    expect(body.header).toEqual({ from: 3, to: 4 });
    expect(keyed(answer)).toEqual({
      ...{ A: null, B: "township", C: "name", D: "serviceTeam", E: "servicePersonnel", F: null, G: null },
    });
    expect(body.skipped.map(({ row, why }: { row: number; why: string }) => [row, why])).toEqual([
      ...[
        [8, "total"],
        [9, "repeated"],
        [10, "repeated"],
        [15, "total"],
        [16, "note"],
      ],
    ]);
    expect(body.summary).toEqual({ new: 0, changed: 4, unchanged: 0, refused: 1, unmatched: 2, skipped: 5 });
    expect(
      body.rows.map(({ row, id, status }: { row: number; id: string; status: string }) => [row, id, status]),
    ).toEqual([
      [5, "990101001001", "changed"],
      [6, "990101001002", "changed"],
      [7, "990101001201", "changed"],
      [11, "990101002001", "changed"],
      [14, "990101002002", "refused"],
    ]);
    expect(body.rows[0].changes).toMatchObject([
      { key: "serviceTeam", to: 17.5 },
      { key: "servicePersonnel", to: 16 },
    ]);
    expect(body.rows[4].errors).toMatchObject([{ key: "serviceTeam", code: "notNumber" }]);
    expect(await office.count("push")).toBe(pushes);
    expect(await office.count("audit")).toBe(lines);
  });

  test("has every row told that is not matched, with what it may be", async () => {
    const answer = await preview(office.as.county, await marks(), ofMarks);
    expect(misses(answer)).toEqual([
      [12, "东河/小河村", "none"],
      [13, "南山镇", "township"],
    ]);
    expect(answer.body.unmatched[0]).toMatchObject({ key: "name", message: expect.stringContaining("东河/小河村") });
  });

  test("names villages of two townships and counties alike: where none is told, nothing is guessed", async () => {
    const csv = "村名,服务班子强\n01村,1\n城关镇01村,2\n示范一县城关镇01村,3\n";
    const answer = await preview(office.as.prefecture, csv, ofMarks);
    expect(misses(answer)).toEqual([
      [2, "01村", "several"],
      [3, "城关镇01村", "several"],
    ]);
    expect(answer.body.rows).toMatchObject([{ row: 4, id: "990101001001" }]);
    expect(misses(await preview(office.as.county, csv, ofMarks))).toEqual([[2, "01村", "several"]]);
    expect(misses(await preview(office.as.township, csv, ofMarks))).toEqual([]);
  });

  test("is pushed: the good rows are saved, an empty cell changes nothing, the bad row is told", async () => {
    const file = await marks();
    const { body: seen } = await preview(office.as.county, file, ofMarks);
    const before = await rowOf(office.as.county, `/v1/sheets/${indicators}`, "990101001201", "period=2014-H1");
    const said = { ...ofMarks, seen: String(seen.seen), note: "照乡镇报表" };
    const answer = await pushed(office.as.county, file, said, "marks-1");
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body.summary).toMatchObject({ saved: 4, invalid: 1 });
    expect(answer.body.results.map(({ row, status }: { row: number; status: string }) => [row, status])).toEqual([
      ...[
        [5, "saved"],
        [6, "saved"],
        [7, "saved"],
        [11, "saved"],
        [14, "invalid"],
      ],
    ]);
    expect(misses(answer)).toHaveLength(2);
    const after = await rowOf(office.as.county, `/v1/sheets/${indicators}`, "990101001201", "period=2014-H1");
    expect(after).toMatchObject({ serviceTeam: 15, servicePersonnel: 14.25, serviceSupport: before!.serviceSupport });

    const again = await pushed(office.as.county, file, said, "marks-1");
    expect(again.body).toEqual(answer.body);
    const other = await pushed(office.as.county, file, { ...said, note: "" }, "marks-1");
    expect(other).toMatchObject({ status: 422, body: { code: "keyReused" } });
    const { body: now } = await preview(office.as.county, file, ofMarks);
    expect(now.summary).toMatchObject({ changed: 0, unchanged: 4, refused: 1 });
  });

  test("does not overwrite what somebody has changed since the preview", async () => {
    const file = "乡镇,村名,服务班子强\n城关镇,02村,3\n";
    const { body: seen } = await preview(office.as.county, file, ofMarks);
    const rows = [{ id: "990101001002", baseVersion: 2, cells: { serviceTeam: 11 } }];
    const between = await office.as.prefecture("PATCH", `/v1/sheets/${indicators}`, { period: "2014-H1", rows });
    expect(between.body.summary.saved).toBe(1);
    const answer = await pushed(office.as.county, file, { ...ofMarks, seen: String(seen.seen) });
    expect(answer.body.results).toMatchObject([
      { row: 2, status: "conflict", conflicts: [{ key: "serviceTeam", base: 12, theirs: 11, mine: 3 }] },
    ]);
  });
});

describe("a .csv in GBK", () => {
  const people = gbk(
    [
      "示范一县村干部花名册,,,,",
      "乡镇,所在村,姓 名,性别,公民身份号码",
      `城关镇,01村,张 三,男,${idNumber("991")}`,
      ",,李四,女,",
      ",02村,张三,男,",
      ",无此村,王五,男,",
      "小计,,4,,",
      "填表人:某某,,审核:某某,,",
    ].join("\r\n"),
  );
  const ofPeople = { sheet: "persons" };

  test("is read, and rows without a code wait for one", async () => {
    const answer = await preview(office.as.county, people, ofPeople);
    expect(answer.body.file).toMatchObject({ kind: "csv", encoding: "gb18030" });
    expect(keyed(answer)).toEqual({ A: "township", B: "organization", C: "name", D: "sex", E: "idNumber" });
    expect(misses(answer).map(([row, , why]: [number, string, string]) => [row, why])).toEqual([
      ...[
        [3, "code"],
        [4, "code"],
        [5, "code"],
        [6, "none"],
      ],
    ]);
    expect(answer.body.missing).toEqual([{ key: "code", title: "人员编码" }]);
  });

  test("gets codes where that is asked for; the second time the same persons are found by name and village", async () => {
    const said = { ...ofPeople, newCodes: "true" };
    const { body } = await preview(office.as.county, people, said);
    expect(body.summary).toMatchObject({ new: 3, unmatched: 1, refused: 0 });
    const answer = await pushed(office.as.county, people, { ...said, seen: String(body.seen) });
    expect(answer.body.results).toMatchObject([
      { row: 3, id: "990101001001-01", status: "saved" },
      { row: 4, id: "990101001001-02", status: "saved" },
      { row: 5, id: "990101001002-01", status: "saved" },
    ]);
    const again = await preview(office.as.county, people, said);
    expect(again.body.summary).toMatchObject({ new: 0, unchanged: 3, unmatched: 1 });
  });

  test("shows no number of identity to who sees masks only", async () => {
    const said = { ...ofPeople, newCodes: "true" };
    const number = idNumber("993");
    const changed = gbk(`所在村,人员编码,姓名,公民身份号码\n城关镇01村,990101001001-02,李四,${number}\n`);
    const { text, body } = await preview(office.as.prefecture, changed, { ...said, region: "990101000000" });
    expect(body.rows[0].changes).toEqual([
      { key: "idNumber", title: "身份证号", from: null, to: "990***********993?".replace("993?", number.slice(-4)) },
    ]);
    expect(text).not.toContain(number);
  });
});

describe("an .xls", () => {
  const ofCases = { sheet: "register.service-cases", period: "2014-08" };
  const columns = JSON.stringify({ C: "accepted", D: "closed" });

  test("is read; what is not sure is suggested, and taken once somebody has said so", async () => {
    // 填报单位:城关镇 above the table tells which 01村 is meant.
    const answer = await preview(office.as.county, file, ofCases);
    expect(misses(answer)).toEqual([[7, "城关镇/九十九村", "none"]]);
    expect(answer.body.file).toMatchObject({ kind: "xls", worksheet: "9月" });
    expect(keyed(answer)).toEqual({ A: null, B: "name", C: null, D: null, E: "note" });
    expect(answer.body.columns[2]).toMatchObject({ title: "服务件数/受理", suggestion: "accepted" });
    const names = JSON.stringify({ "城关镇/九十九村": "990101001003" });
    const said = { ...ofCases, columns, names, seen: String(answer.body.seen) };
    const { body } = await pushed(office.as.township, file, said);
    expect(body.summary).toMatchObject({ saved: 3 });
  });

  test("is known again by its titles: the columns and names of the office are remembered, and those of no other", async () => {
    const next = { ...ofCases, period: "2014-07" };
    const answer = await preview(office.as.township, file, next);
    expect(answer.body.columns[2]).toMatchObject({ key: "accepted", by: "remembered" });
    expect(answer.body.summary).toMatchObject({ changed: 3, unmatched: 0 });
    const elsewhere = await preview(office.as.county, file, next);
    expect(elsewhere.body.columns[2]).toMatchObject({ key: null });
    const line = await office.d1.prepare("select count(*) as n from audit where action = 'import.map'").first();
    expect(line).toEqual({ n: 1 });
  });

  test("goes by the rules of the sheet like any other push", async () => {
    const answer = await preview(office.as.township, "村名,受理件数,办结件数\n01村,3,5\n", {
      ...ofCases,
      period: "2014-07",
    });
    expect(answer.body.summary).toMatchObject({ refused: 1 });
    expect(answer.body.rows[0].errors[0]).toMatchObject({ code: expect.any(String), fix: expect.any(String) });
  });
});

test("a ledger of many rows takes each row once, also when the same file comes again", async () => {
  const file = "村名,资金来源,金额(千元)\n城关镇01村,县级补助,35\n城关镇01村,县级补助,35\n";
  const said = { sheet: "register.venue-funds", period: "2014" };
  const { body } = await preview(office.as.county, file, said);
  expect(body.summary).toMatchObject({ new: 2 });
  expect(body.rows[0].changes).toContainEqual({ key: "amount", title: "金额", from: null, to: 3.5 });
  await pushed(office.as.county, file, { ...said, seen: String(body.seen) });
  const again = await preview(office.as.county, `${file}城关镇01村,县级补助,35\n`, said);
  expect(again.body.summary).toMatchObject({ new: 1, unchanged: 2 });
});

describe("is refused, with a reason and what to do", () => {
  test.each([
    ["nothing that is a table", Uint8Array.of(0, 1, 2, 3), {}, "/file", "fileUnread"],
    ["an .xls that is broken", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 1, 2), {}, "/file", "fileUnread"],
    ["a web page called .xls", "<html><table><tr><td>村名</td></tr></table></html>", {}, "/file", "fileIsPage"],
    ["an empty file", "\n\n", {}, "/file", "fileEmpty"],
    ["a table of something else", "甲,乙,丙\n1,2,3\n", {}, "/header", "noHeader"],
    ["a table without names", "服务班子强,服务队伍强\n1,2\n", {}, "/columns", "noName"],
    ["a worksheet that is not there", "村名,服务班子强\n", { worksheet: "三" }, "/worksheet", "noWorksheet"],
    ["columns that are no JSON", "村名,服务班子强\n", { columns: "C=name" }, "/columns", "notJsonText"],
    ["a column that the sheet has not", "村名,服务班子强\n", { columns: '{"B":"x"}' }, "/columns/B", "notChoice"],
    ["one column given twice", "村名,甲,乙\n", { columns: '{"B":"note","C":"note"}' }, "/columns/B", "notChoice"],
  ])("%s", async (_, file, said, pointer, code) => {
    const answer = await preview(office.as.county, file, { ...ofMarks, ...said });
    expect(answer).toMatchObject({ status: 422, body: { code: "invalid", errors: [{ pointer, code }] } });
    expect(answer.body.errors[0].fix).not.toBe("");
  });

  test("an import into results, accounts or ballots, and one that saves all or none with rows that are not matched", async () => {
    const file = "村名,得分\n01村,80\n";
    for (const sheet of ["outcomes.xinhui-star-organization", "users", "tallies.xinhui-three-ballots"])
      expect(await preview(office.as.admin, file, { sheet, period: "2014-H1" })).toMatchObject({ status: 403 });
    const some = "村名,服务班子强\n城关镇01村,5\n无此村,5\n";
    const answer = await pushed(office.as.county, some, { ...ofMarks, mode: "atomic", seen: "1" });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ code: "unmatchedRows" }] } });
  });

  test("a body that is no form", async () => {
    const answer = await office.as.county("POST", "/v1/imports", { sheet: indicators });
    expect(answer).toMatchObject({ status: 415, body: { code: "notForm" } });
  });
});

describe("results that an office has worked out itself", () => {
  const round = "xinhui-star-organization.2014-H2.990101000000";
  const compare = (who: Client, file: string, said: Record<string, string> = {}) =>
    who("POST", `/v1/rounds/${round}/comparison`, formOf(file, said));

  test("are compared with those of a round, village by village; none of ours is written", async () => {
    const asked = { policyId: "xinhui-star-organization", period: "2014-H2", regionCode: "990101000000" };
    await office.as.county("POST", "/v1/rounds", asked);
    expect(await compare(office.as.county, "村名,得分\n")).toMatchObject({ status: 404 });
    await office.as.county("POST", `/v1/rounds/${round}/compute`);
    const { body: ours } = await office.as.county("GET", `/v1/rounds/${round}/outcomes`);
    const [a, b, ...rest] = ours.outcomes;
    const file = [
      "示范一县2014年下半年星级评定结果",
      "乡镇,村名,总得分,评定星级",
      `城关镇,${a.name.slice(3)},${a.score},${a.stars}星`,
      `,${b.name.slice(3)},${b.score + 0.5},${b.stars}`,
      ",不存在的村,80,四星",
      "合计,,,",
    ].join("\n");
    const written = await office.count("outcome");
    const answer = await compare(office.as.viewer, file);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body.summary).toEqual({ equal: 1, different: 1, onlyTheirs: 0, onlyOurs: rest.length });
    expect(answer.body.rows.slice(0, 2)).toMatchObject([
      { row: 3, id: a.subjectId, status: "equal" },
      { row: 4, id: b.subjectId, status: "different", fields: [{ key: "score", difference: -0.5 }, { key: "stars" }] },
    ]);
    expect(misses(answer)).toEqual([[5, "城关镇/不存在的村", "none"]]);
    expect(answer.body.totals[0]).toMatchObject({ key: "score", compared: 2, different: 1 });
    expect(await office.count("outcome")).toBe(written);
    const line = await office.d1
      .prepare("select detail from audit where action = 'round.check'")
      .first<{ detail: string }>();
    expect(JSON.parse(line!.detail)).toMatchObject({ run: answer.body.run, equal: 1, different: 1, unmatched: 1 });
  });

  test("are refused without a column of results", async () => {
    const answer = await compare(office.as.county, "乡镇,村名,备注\n城关镇,01村,x\n");
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: "/columns", code: "noResults" }] } });
  });
});
