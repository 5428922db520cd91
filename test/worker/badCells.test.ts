/** One push with every kind of bad cell: each named by column, code, reason and fix; the good rows of the push are saved. */
import { beforeAll, describe, expect, test } from "vitest";
import { type Register, register } from "../../schema/register.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";
import { type Answer, type Office, openOffice, policies, registers, rowsOf, village } from "./office.ts";

const options = [
  ["playback", "播放收看登记簿"],
  ["rollCall", "点名册"],
];
const document: Register = register.parse({
  ...{ id: "bad-cells", title: "各种单元格登记簿", group: "台账", assumed: "试验" },
  ...{ subject: "organization", period: "month", rows: "many" },
  columns: [
    { key: "on", title: "日期", type: "date", required: true },
    { key: "votedOn", title: "表决日期", type: "date", precision: "day" },
    { key: "people", title: "人数", type: "integer", min: 0, max: 500 },
    { key: "present", title: "参加人数", type: "integer", min: 0, lowerBound: true },
    { key: "area", title: "面积(㎡)", type: "decimal" },
    { key: "share", title: "满意率", type: "percent", min: 0, max: 100 },
    { key: "yuan", title: "支出", type: "money", min: 0 },
    { key: "wan", title: "投入", type: "money", unit: "wanYuan" },
    { key: "done", title: "办结", type: "flag" },
    { key: "kind", title: "种类", type: "option", options },
    { key: "ledgers", title: "登记簿", type: "option", many: true, options },
    { key: "account", title: "银行账号", type: "code", sensitive: "bankAccount" },
    { key: "idNumber", title: "身份证号", type: "code", format: "idNumber", sensitive: "idNumber" },
    { key: "person", title: "人员编码", type: "code", refers: "persons" },
    { key: "topic", title: "内容", type: "text", maxLength: 20 },
    { key: "note", title: "备注", type: "note" },
    { key: "spells", title: "任职经历", type: "spells" },
    { key: "months", title: "在职月份", type: "months" },
    { key: "state", title: "状态", type: "text", readOnly: true },
  ],
  rules: [
    { code: "inMonth", title: "日期须在本月", check: { within: { date: "on", of: "period" } } },
    { code: "order", title: "先议后决", check: { order: ["on", "votedOn"], sameDay: true } },
    { code: "presentOfAll", title: "参加不多于应到", check: { sum: { of: ["present"], op: "<=", to: "people" } } },
    { code: "once", title: "一人一行", check: { unique: ["idNumber"] } },
    { code: "most", title: "全月支出", check: { total: { of: "yuan", by: ["subject"], op: "<=", to: 10_000 } } },
    {
      ...{ code: "proof", title: "办结的须写内容" },
      ...{ where: { column: "done", op: "=", value: true }, check: { require: ["topic"] } },
    },
    {
      ...{ code: "noPeople", title: "未办结的不写人数" },
      ...{ where: { column: "done", op: "=", value: false }, check: { blank: ["people"] } },
    },
  ],
});

/** What is typed beside the subject and a date, and the column and code by which it is refused. */
const bad: [cells: Record<string, unknown>, refusal: string][] = [
  [{ people: "十八" }, "people notNumber"],
  [{ people: { value: 1 } }, "people notNumber"],
  [{ people: "12,5" }, "people notNumber"],
  [{ people: "1.5" }, "people tooManyDecimals"],
  [{ people: -1 }, "people tooSmall"],
  [{ people: 501 }, "people tooLarge"],
  [{ people: "30余人" }, "people lowerBound"],
  [{ people: "约30人" }, "people notExact"],
  [{ people: "#N/A" }, "people excelError"],
  [{ present: "二十多" }, "present notNumber"],
  [{ area: "5亩" }, "area otherUnit"],
  [{ area: 1.255 }, "area tooManyDecimals"],
  [{ share: "101%" }, "share tooLarge"],
  [{ yuan: "30人" }, "yuan notNumber"],
  [{ yuan: "1.005" }, "yuan tooManyDecimals"],
  [{ yuan: "近700万" }, "yuan notExact"],
  [{ wan: "0.001元" }, "wan tooManyDecimals"],
  [{ wan: "1e20亿元" }, "wan notNumber"],
  [{ done: "可能" }, "done notFlag"],
  [{ kind: "签到册" }, "kind notOption"],
  [{ kind: "点名册、播放收看登记簿" }, "kind notOption"],
  [{ ledgers: "点名册、签到册" }, "ledgers notOption"],
  [{ on: null }, "on required"],
  [{ on: "去年" }, "on notDate"],
  [{ on: "2014-02-30" }, "on notDate"],
  [{ on: "2014" }, "on yearOnly"],
  [{ on: "14-3-5" }, "on shortYear"],
  [{ on: 2014.1 }, "on monthUnclear"],
  [{ on: "#VALUE!" }, "on excelError"],
  [{ votedOn: "2014年3月" }, "votedOn dayMissing"],
  [{ account: 622848012345678 }, "account digitsLost"],
  [{ account: "6.22848E+18" }, "account digitsLost"],
  [{ account: 12 }, "account notText"],
  [{ account: "6228 4801" }, "account badCode"],
  [{ idNumber: 110105194912310020 }, "idNumber digitsLost"],
  [{ idNumber: "110105491231002" }, "idNumber badIdNumber"],
  [{ idNumber: "110105194913310029" }, "idNumber badIdNumber"],
  [{ idNumber: "110105194912310021" }, "idNumber badIdNumber"],
  [{ person: "G999999" }, "person unknownReference"],
  [{ topic: "长".repeat(21) }, "topic tooLong"],
  [{ topic: true }, "topic notText"],
  [{ topic: "\ud800" }, "topic notText"],
  [{ topic: "#REF!" }, "topic excelError"],
  [{ note: "x".repeat(2001) }, "note tooLong"],
  [{ spells: "书记 2001-01" }, "spells notSpells"],
  [{ months: "13" }, "months notMonths"],
  [{ state: "改" }, "state readOnlyColumn"],
  [{ nowhere: 1 }, "nowhere unknownColumn"],
  [{ subject: null }, "subject required"],
  [{ subject: "990101001999" }, "subject unknownReference"],
  [{ on: "2014-04-01" }, "on outsidePeriod"],
  [{ on: "2014-03-09", votedOn: "2014-03-08" }, "votedOn wrongOrder"],
  [{ people: 10, present: "20+" }, "present sumMismatch"],
  [{ idNumber: "11010519491231002X" }, "idNumber duplicateValue"],
  [{ yuan: 9000.01 }, "yuan totalMismatch"],
  [{ done: "是" }, "topic requiredWhere"],
  [{ done: "否", people: 3 }, "people blankWhere"],
];

const good: [cells: Record<string, unknown>, saved: Record<string, unknown>, told?: string[]][] = [
  [{ yuan: "0.1万元", wan: "4,937,000元" }, { yuan: 1000, wan: 493.7 }, ["yuan readAs", "wan readAs"]],
  [
    { idNumber: "11010519491231002x", topic: "=1+1" },
    { idNumber: "11010519491231002X", topic: "=1+1" },
  ],
  [{ people: "１２０人", present: "100余人" }, { people: 120, present: "100+" }, ["people readAs", "present readAs"]],
  [{ on: "2014年3月" }, { on: "2014-03" }, ["on readAs"]],
  [{ on: 41710 }, { on: "2014-03-12" }, ["on readAs"]],
  [
    { ledgers: "点名册、播放收看登记簿", kind: "点名册" },
    { ledgers: "playback,rollCall", kind: "rollCall" },
  ],
  [{ done: "√", topic: "甲\u0007乙" }, { done: true, topic: "甲乙" }, ["topic controlsRemoved"]],
];

let office: Office;
let answer: Answer;
const path = "/v1/sheets/register.bad-cells";
const row = (cells: object, i: number) => ({
  newKey: `n${i}`,
  cells: { subject: village, on: "2014-03-05", ...cells },
});
beforeAll(async () => {
  office = await openOffice();
  await loadLibrary(office.db, { policies, registers: [...registers, document] }, "2014-01-02T00:00:00.000Z");
  // Good rows stand between the bad ones.
  const rows = [...good.slice(0, 4).map(([cells]) => cells), ...bad.map(([cells]) => cells)];
  const all = [...rows, ...good.slice(4).map(([cells]) => cells)].map(row);
  answer = await office.as.township("PATCH", path, { period: "2014-03", rows: all });
});
const results = () => ({
  good: [...answer.body.results.slice(0, 4), ...answer.body.results.slice(4 + bad.length)],
  bad: answer.body.results.slice(4, 4 + bad.length),
});

interface Told {
  key: string;
  code: string;
  message: string;
  fix: string;
}
const named = ({ key, code }: Told) => `${key} ${code}`;

test("there are more than forty kinds, in one push, and only they are refused", () => {
  expect(new Set(bad.map(([, refusal]) => refusal)).size).toBeGreaterThanOrEqual(40);
  expect(answer.status).toBe(200);
  expect(answer.body.summary).toMatchObject({ invalid: bad.length, saved: good.length });
});

describe("a bad cell", () => {
  test.each(bad.map(([cells, refusal], i) => [JSON.stringify(cells).slice(0, 60), refusal, i] as const))(
    "%s is %s, with a Chinese reason and fix",
    (_, refusal, i) => {
      const { status, errors, version } = results().bad[i];
      expect(errors.map(named)).toEqual([refusal]);
      expect([status, version]).toEqual(["invalid", 0]);
      for (const { message, fix } of errors as Told[]) {
        expect(message).toMatch(/\p{Script=Han}/u);
        expect(fix).toMatch(/\p{Script=Han}/u);
        expect(`${message}${fix}`).not.toMatch(/undefined|null|NaN|\[object/);
      }
    },
  );
});

describe("a good cell of the same push", () => {
  test.each(good.map(([cells, saved, told], i) => [JSON.stringify(cells), saved, told, i] as const))(
    "%s stands as %j, and the clerk is told where it was read otherwise",
    async (_, saved, told, i) => {
      const result = results().good[i];
      expect(result.status).toBe("saved");
      expect(result.notices?.map(named)).toEqual(told);
      for (const { message, fix } of (result.notices ?? []) as Told[])
        expect(`${message} ${fix}`).toMatch(/读作|已去掉/);
      const pulled = rowsOf(await office.as.county("GET", `${path}?period=2014-03`));
      expect(pulled.find(({ id }) => id === result.id)).toMatchObject(saved);
    },
  );
});

test("the same faults in English where the caller asks for it", async () => {
  const rows = bad.map(([cells], i) => row(cells, i));
  const english = await office.as.township("PATCH", path, { period: "2014-03", rows }, { "accept-language": "en" });
  for (const { errors } of english.body.results)
    for (const { message, fix } of (errors ?? []) as Told[]) {
      expect(message).toMatch(/[a-z]{2}/);
      expect(fix).toMatch(/[a-z]{2}/);
    }
});

test("the sheet tells its columns' attributes and its rules to whoever pulls it", async () => {
  const { body } = await office.as.township("GET", `${path}?period=2014-03`);
  expect(body.definition.columns.find(({ key }: { key: string }) => key === "wan")).toMatchObject({ unit: "wanYuan" });
  expect(body.definition.rules).toEqual(document.rules);
});
