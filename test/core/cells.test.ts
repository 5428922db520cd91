/** Cells as Chinese offices type them: what each is read as, what the clerk is told of it, what is refused and why. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shift } from "../../schema/decimal.ts";
import { faultText } from "../../schema/fault.ts";
import { readCell } from "../../schema/sheet/cell.ts";
import { isLowerBound, numberOf } from "../../schema/sheet/cells/bounds.ts";
import { dateOrder, follows } from "../../schema/sheet/cells/dates.ts";
import { checkDigitOf } from "../../schema/sheet/cells/idNumber.ts";
import { type Cell, type Column, columnTypes } from "../../schema/sheet/definition.ts";
import { decideCells, readCells } from "../../schema/sheet/push.ts";

type Rule = Omit<Column, "key" | "title">;
const ruleOf = (type: Column["type"] | Rule) => ({ title: "列", ...(typeof type === "string" ? { type } : type) });
/** A value, `!code` of a fault, and after ` ←` what the clerk is told of a value read otherwise. */
function read(type: Column["type"] | Rule, raw: unknown): unknown {
  const reading = readCell(ruleOf(type), raw);
  if ("fault" in reading) return `!${reading.fault.code}`;
  const told = (reading.notices ?? []).map(({ code, params }) =>
    code === "readAs" ? faultText({ pointer: "", code, params }, "zh").message.split("读作")[1] : code,
  );
  return told.length === 0 ? reading.value : `${reading.value} ← ${told.join()}`;
}

const table = (title: string, rows: [Column["type"] | Rule, unknown, unknown][]) =>
  describe(title, () => {
    test.each(rows.map(([type, raw, expected]) => [JSON.stringify(type), raw, expected, type] as const))(
      "%s %j is %j",
      (_, raw, expected, type) => {
        expect(read(type, raw)).toEqual(expected);
      },
    );
  });

table("numbers", [
  ["integer", 1234, 1234],
  ["integer", "19", 19],
  ["decimal", "19.50", 19.5],
  ["decimal", "-3.25", -3.25],
  ["decimal", "+5", 5],
  ["integer", "1,234", "1234 ← 1234"],
  ["decimal", "1,234.50", "1234.5 ← 1234.5"],
  ["integer", "12,5", "!notNumber"],
  ["integer", "12\uff0c5", "!notNumber"],
  ["integer", "1\uff0c234", "1234 ← 1234"],
  ["integer", "0x10", "!notNumber"],
  ["integer", "1e3", "!notNumber"],
  ["integer", "十八", "!notNumber"],
  ["integer", "1.5", "!tooManyDecimals"],
  ["decimal", 18.555, "!tooManyDecimals"],
  ["decimal", "18.5550000", "!tooManyDecimals"],
  ["decimal", "5%", "!notNumber"],
  ["percent", "98.5%", 98.5],
  ["percent", "98.5％", "98.5 ← 98.5"],
  ["decimal", "\uff11\uff16．\uff15", "16.5 ← 16.5"],
  ["decimal", "１６。５", "16.5 ← 16.5"],
  ["decimal", "\u22123", "-3 ← -3"],
  ["decimal", "　16.5 ", 16.5],
  ["decimal", Number.POSITIVE_INFINITY, "!notNumber"],
  ["decimal", 1e300, "!tooLarge"],
  ["decimal", "9".repeat(400), "!notNumber"],
  ["decimal", 0.1 + 0.2, 0.3],
  ["decimal", 0.1 + 0.205, "!tooManyDecimals"],
  ["decimal", true, "!notNumber"],
  ["decimal", { value: 1 }, "!notNumber"],
  [{ type: "decimal", min: 0, max: 20 }, 20.5, "!tooLarge"],
  [{ type: "decimal", min: 0, max: 20 }, "-1", "!tooSmall"],
  ["integer", "35人", "35 ← 35"],
  ["integer", "6.6万件", "66000 ← 66000"],
  ["decimal", "130亩", "130 ← 130"],
  ["decimal", "2元", "!notNumber"],
  [{ type: "percent", max: 100 }, "3人", "!notNumber"],
  ["integer", "约30人", "!notExact"],
  ["integer", "近700", "!notExact"],
  ["integer", "30左右", "!notExact"],
]);

test("a count in another measure than the column's title names is refused, in the same one it is read", () => {
  const area = { title: "室内面积(㎡)", type: "decimal" as const };
  expect(readCell(area, "200平方米")).toMatchObject({ value: 200 });
  expect(readCell(area, "5亩")).toMatchObject({ fault: { code: "otherUnit" } });
});

const bound: Rule = { type: "integer", lowerBound: true };
table("lower bounds", [
  [bound, "30+", "30+"],
  [bound, "30余人", "30+ ← 30+,即不少于30"],
  [bound, "30多", "30+ ← 30+,即不少于30"],
  [bound, "30余", "30+ ← 30+,即不少于30"],
  [bound, "30人以上", "30+ ← 30+,即不少于30"],
  [bound, "200多场", "200+ ← 200+,即不少于200"],
  [bound, "1000余人次", "1000+ ← 1000+,即不少于1000"],
  [bound, "2.5万余场次", "25000+ ← 25000+,即不少于25000"],
  [bound, "至少30人", "30+ ← 30+,即不少于30"],
  [bound, "３０＋", "30+ ← 30+,即不少于30"],
  [bound, "30", 30],
  [bound, "-30+", "!notNumber"],
  [bound, "1.5+", "!tooManyDecimals"],
  [{ ...bound, max: 20 }, "30余", "!tooLarge"],
  [{ type: "percent", lowerBound: true }, "98%以上", "98+ ← 98+,即不少于98"],
  ["integer", "30余人", "!lowerBound"],
  ["decimal", "30+", "!lowerBound"],
  ["money", "100多万元", "!lowerBound"],
  [{ type: "money", lowerBound: true }, "100多万元", "1000000+ ← 1000000+,即不少于1000000元"],
]);

test("one reader tells the number of a cell, and whether it is only the least", () => {
  const cells: Cell[] = [30, "30+", "2.5+", "30", "30余", null, true];
  expect(cells.map(numberOf)).toEqual([30, 30, 2.5, undefined, undefined, undefined, undefined]);
  expect(cells.map(isLowerBound)).toEqual([false, true, true, false, false, false, false]);
});

const wan: Rule = { type: "money", unit: "wanYuan" };
table("money", [
  ["money", "1200.5", 1200.5],
  ["money", "500元", "500 ← 500元"],
  ["money", "¥1,200", "1200 ← 1200元"],
  ["money", "￥1200", "1200 ← 1200元"],
  ["money", "86.5万元", "865000 ← 865000元"],
  ["money", "86.5万", "865000 ← 865000元"],
  ["money", "1.55亿元", "155000000 ← 155000000元"],
  ["money", "0.000001万元", "0.01 ← 0.01元"],
  ["money", "0.0000001万元", "!tooManyDecimals"],
  [wan, 493.7, 493.7],
  [wan, "493.7", 493.7],
  [wan, "493.7万元", "493.7 ← 493.7万元"],
  [wan, "4937000元", "493.7 ← 493.7万元"],
  [wan, "0.01元", "0.000001 ← 0.000001万元"],
  [wan, "1.55亿元", "15500 ← 15500万元"],
  [wan, "2,700,000元", "270 ← 270万元"],
  [wan, "0.001元", "!tooManyDecimals"],
  ["money", "30人", "!notNumber"],
]);

test("typing an amount in any unit comes to the same fen", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e11 }), (fen) => {
      const yuan = shift(String(fen), -2);
      const cell = (rule: Rule, typed: string) => read(rule, typed);
      const inWan = fen / 1e6;
      expect(String(cell(wan, `${yuan}元`)).split(" ")[0]).toBe(String(inWan));
      expect(String(cell({ type: "money" }, `${shift(yuan, -4)}万元`)).split(" ")[0]).toBe(String(fen / 100));
      expect(cell(wan, shift(yuan, -4))).toBe(inWan);
    }),
  );
});

table("flags", [
  ...["是", "√", "✓", "有", "对", "1", 1, true, "TRUE", "Y"].map((raw): ["flag", unknown, boolean] => [
    "flag",
    raw,
    true,
  ]),
  ...["否", "×", "✗", "无", "错", "0", 0, false, "false"].map((raw): ["flag", unknown, boolean] => [
    "flag",
    raw,
    false,
  ]),
  ["flag", "可能", "!notFlag"],
  ["flag", ["no"], "!notFlag"],
  ["flag", { toString: 1 }, "!notFlag"],
]);

const ledgers: [string, string][] = [
  ["playback", "播放收看登记簿"],
  ["discussion", "学习讨论记录簿"],
  ["rollCall", "点名册"],
];
const one: Rule = { type: "option", options: ledgers };
const many: Rule = { ...one, many: true };
table("options", [
  [one, "点名册", "rollCall"],
  [one, "rollCall", "rollCall"],
  [one, "镇", "!notOption"],
  [one, "点名册、播放收看登记簿", "!notOption"],
  [one, {}, "!notOption"],
  [many, "点名册", "rollCall"],
  [many, "点名册、播放收看登记簿", "playback,rollCall"],
  [many, "点名册,播放收看登记簿；点名册", "playback,rollCall"],
  [many, "点名册 discussion\n播放收看登记簿", "playback,discussion,rollCall"],
  [many, "playback,rollCall", "playback,rollCall"],
  [many, "点名册、签到册", "!notOption"],
  [many, "、", "!notOption"],
  [many, {}, "!notOption"],
  [{ type: "option", options: [["director", "村（居）委会主任"]] }, "村(居)委会主任", "director"],
]);

test("of several options the wrong one is named", () => {
  const reading = readCell({ title: "已填登记簿", ...many }, "点名册、签到册");
  if (!("fault" in reading)) throw new Error("a wrong option was taken");
  expect(faultText({ pointer: "", ...reading.fault }, "zh")).toMatchObject({
    message: "“已填登记簿”没有“签到册”这一选项",
    fix: "可填:播放收看登记簿、学习讨论记录簿、点名册",
  });
});

const day = "2014-09-28";
const month: Rule = { type: "date", precision: "month" };
const precise: Rule = { type: "date", precision: "day" };
table("dates", [
  ...["2014-09-28", "2014-9-28", "2014/9/28", "2014.9.28", "2014年9月28日", "2014年9月28号", "2014年 9月 28日"].map(
    (raw): ["date", string, string] => ["date", raw, day],
  ),
  ["date", "2014-09-28 00:00:00", day],
  ["date", "2014-09-28T00:00:00.000Z", day],
  ["date", "2014-09-28 13:45:00", "!notDate"],
  ["date", "20140928", `${day} ← ${day}`],
  ["date", 20140928, `${day} ← ${day}`],
  ["date", 41910, `${day} ← ${day}`],
  ["date", "41910", `${day} ← ${day}`],
  ["date", 10000, "1927-05-18 ← 1927-05-18"],
  ["date", 2958465, "9999-12-31 ← 9999-12-31"],
  ["date", 9999, "!notDate"],
  ["date", 2958466, "!notDate"],
  ["date", 41910.5, "!notDate"],
  ["date", "二〇一四年九月二十八日", `${day} ← ${day}`],
  ["date", "二○一四年十月十日", "2014-10-10 ← 2014-10-10"],
  ["date", "二〇一四年十二月三十一日", "2014-12-31 ← 2014-12-31"],
  ["date", "２０１４．９．２８", `${day} ← ${day}`],
  ["date", "2014。9。28", `${day} ← ${day}`],
  ["date", "2014-02-30", "!notDate"],
  ["date", "20140230", "!notDate"],
  ["date", "2014-13-01", "!notDate"],
  ["date", "2014年9月", "2014-09 ← 2014年9月,没有日"],
  ["date", "2014年9月份", "2014-09 ← 2014年9月,没有日"],
  ["date", "2014.9", "2014-09 ← 2014年9月,没有日"],
  ["date", 2014.9, "2014-09 ← 2014年9月,没有日"],
  ["date", 201409, "2014-09 ← 2014年9月,没有日"],
  ["date", "2014-09", "2014-09 ← 2014年9月,没有日"],
  ["date", "二〇一四年九月", "2014-09 ← 2014年9月,没有日"],
  ["date", 2014.1, "!monthUnclear"],
  ["date", "2014.1", "2014-01 ← 2014年1月,没有日"],
  ["date", "2014-13", "!notDate"],
  [precise, "2014年9月", "!dayMissing"],
  [precise, "2014年9月28日", day],
  [month, "2014年9月", "2014-09"],
  [month, day, "2014-09 ← 2014-09"],
  ["date", "2014", "!yearOnly"],
  ["date", 2014, "!yearOnly"],
  ["date", "2014年", "!yearOnly"],
  ["date", "14-9-28", "!shortYear"],
  ["date", "14年9月28日", "!shortYear"],
  ["date", "9月28日", "!shortYear"],
  ["date", "去年", "!notDate"],
  ["date", true, "!notDate"],
]);

test("dates are compared as far as both are known", () => {
  expect(dateOrder("2014-09", "2014-09-15")).toBe(0);
  expect(dateOrder("2014-08-31", "2014-09")).toBe(-1);
  expect(follows("2014-09-15", "2014-09", false)).toBe(true); // one month: nobody can say that they are turned round
  expect(follows("2014-09-15", "2014-09-15", false)).toBe(false);
  expect(follows("2014-09-15", "2014-09-15", true)).toBe(true);
  expect(follows("2014-09-15", "2014-08", true)).toBe(false);
});

test("the notice of a month says that the day is missing, in the clerk's language", () => {
  const reading = readCell({ title: "日期", type: "date" }, "2014年9月");
  if (!("notices" in reading)) throw new Error("no notice");
  const [notice] = reading.notices!.map((one) =>
    ["zh" as const, "en" as const].map((language) => faultText({ pointer: "", ...one }, language)),
  );
  expect(notice).toMatchObject([
    { message: "“日期”:“2014年9月”读作2014年9月,没有日", fix: "如不是这个意思,请改填" },
    { message: "日期: “2014年9月” was read as 2014-09, without a day" },
  ]);
});

test("every serial of Excel is the day after the one before", () => {
  fc.assert(
    fc.property(fc.integer({ min: 43_000, max: 60_000 }), (serial) => {
      const at = (n: number) => Date.parse(`${String(read("date", n)).split(" ")[0]}T00:00:00Z`);
      expect(at(serial + 1) - at(serial)).toBe(86_400_000);
    }),
  );
});

const idColumn: Rule = { type: "code", format: "idNumber" };
const someone = "51092119800101123";
table("codes", [
  ["code", "012", "012"],
  ["code", "０12", "012 ← 012"],
  ["code", 12, "!notText"],
  ["code", 62284801234567, "!notText"],
  ["code", 622848012345678, "!digitsLost"],
  ["code", 6.228480402564896e18, "!digitsLost"],
  ["code", "5.32901E+17", "!digitsLost"],
  ["code", "1E5", "1E5"],
  ["code", "a b", "!badCode"],
  ["code", "长".repeat(65), "!badCode"],
  ["code", true, "!notText"],
  [idColumn, `${someone}${checkDigitOf(someone)}`, `${someone}${checkDigitOf(someone)}`],
  [idColumn, "11010519491231002x", "11010519491231002X"],
  [idColumn, "110105194912310021", "!badIdNumber"],
  [idColumn, "110105491231002", "!badIdNumber"],
  [idColumn, "110105194913310029", "!badIdNumber"],
  [idColumn, 110105194912310020, "!digitsLost"],
  [{ type: "text", format: "idNumber" }, "11010519491231002X", "11010519491231002X"],
]);

test.each([
  ["110105491231002", "不是 18 位(17 位数字,末位数字或 X;现为 15 位)"],
  ["110105194913310029", "第 7 至 14 位不是出生日期"],
  ["110105194912310021", "末位校验码不符"],
])("%s: the fault says which part is wrong and does not repeat the number", (typed, part) => {
  const reading = readCell({ title: "身份证号", ...idColumn }, typed);
  if (!("fault" in reading)) throw new Error("a wrong number was taken");
  const { message } = faultText({ pointer: "", ...reading.fault }, "zh");
  expect(message).toContain(part);
  expect(message).not.toContain(typed);
});

test("one wrong digit of an identity number is always found", () => {
  const digits = fc.tuple(fc.integer({ min: 110000, max: 659999 }), fc.integer({ min: 0, max: 999 }));
  fc.assert(
    fc.property(digits, fc.nat({ max: 17 }), fc.integer({ min: 1, max: 9 }), ([place, order], at, off) => {
      const first = `${place}19800229${String(order).padStart(3, "0")}`;
      const right = `${first}${checkDigitOf(first)}`;
      expect(read(idColumn, right)).toBe(right);
      const digit = right[at] === "X" ? 0 : (Number(right[at]) + off) % 10;
      expect(read(idColumn, `${right.slice(0, at)}${digit}${right.slice(at + 1)}`)).toBe("!badIdNumber");
    }),
  );
});

table("text", [
  ["text", "=1+1", "=1+1"],
  ["text", "@某人", "@某人"],
  ["text", "-", "-"],
  ["note", "两行\n\t第二行", "两行\n\t第二行"],
  ["note", "两行\r\n第二行", "两行\n第二行"],
  ["text", "甲\u0007乙", "甲乙 ← controlsRemoved"],
  ["text", "\u0000", "null ← controlsRemoved"],
  ["text", 2014, "2014"],
  ["text", 1234567890123456, "!digitsLost"],
  ["text", "\ud800", "!notText"],
  ["text", true, "!notText"],
  ["text", "　 ", null],
  ["text", "１６．５", "１６．５"],
  ["note", "x".repeat(2001), "!tooLong"],
  [{ type: "text", maxLength: 3 }, "四个字呢", "!tooLong"],
]);

table("what Excel made of an error", [
  ...columnTypes.map((type): [Column["type"], unknown, unknown] => [type, "#N/A", "!excelError"]),
  ...["#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!"].map((raw): ["text", string, string] => [
    "text",
    raw,
    "!excelError",
  ]),
  ["text", "#1 机井", "#1 机井"],
]);

const rules = fc.constantFrom<Rule>(
  ...columnTypes.map((type): Rule => ({ type })),
  ...[bound, wan, one, many, month, precise, idColumn],
);
const typed = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    "30余人",
    "1,234.5",
    "86.5万元",
    "2014年9月",
    "20140928",
    41910,
    "点名册、播放收看登记簿",
    "甲\u0007",
  ),
  fc
    .tuple(fc.integer(), fc.constantFrom("+", "余", "万元", "元", "人", "%", "年", ""))
    .map(([n, unit]) => `${n}${unit}`),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
);

test("no JSON breaks a reader; its canonical value is read as itself, and then changes nothing more", () => {
  fc.assert(
    fc.property(rules, typed, (rule, raw) => {
      const reading = readCell(ruleOf(rule), raw);
      if ("fault" in reading) {
        const { message, fix } = faultText({ pointer: "", ...reading.fault }, "zh");
        expect(`${message}${fix}`).not.toContain("undefined");
        return;
      }
      expect(readCell(ruleOf(rule), reading.value)).toMatchObject({ value: reading.value });
    }),
    { numRuns: 3000 },
  );
});

test.each(columnTypes)("%s: a cell of a megabyte is answered at once", (type) => {
  const long = ["1", "1,111", "2014-", "点名册、", "甲 ", " \n", "30余"].map((part) => part.repeat(300_000));
  for (const raw of [...long, ...long.map((text) => `1${text}x`)]) {
    const reading = readCell(ruleOf({ type, lowerBound: true, many: true, options: ledgers }), raw);
    expect(JSON.stringify(reading).length).toBeLessThan(type === "months" || type === "spells" ? 4e6 : 1000);
  }
});

describe("what a clerk is told of a row", () => {
  const columns = new Map<string, Column>([
    ["people", { key: "people", title: "参加人数", ...bound }],
    ["on", { key: "on", title: "日期", type: "date" }],
  ]);
  const standing = { id: "r", regionCode: "", subjectId: "r", version: 1, deleted: false, base: {} };
  const push = (cells: Record<string, Cell>, sent: Record<string, unknown>) =>
    decideCells({ ...standing, cells }, { id: "r", baseVersion: 1, cells: sent }, readCells(columns, sent)).result;

  test("every cell that was read otherwise than typed, by its column, with the value it has now", () => {
    const result = push({}, { people: "30余人", on: "2014年9月" });
    expect(result).toMatchObject({ status: "saved", cells: { people: "30+", on: "2014-09" } });
    expect(result.notices?.map(({ key, code }) => [key, code])).toEqual([
      ["people", "readAs"],
      ["on", "readAs"],
    ]);
  });

  test("nothing of a cell that stays as it was", () => {
    expect(push({ people: "30+" }, { people: "30余人" })).toEqual({ id: "r", status: "unchanged", version: 1 });
    expect(push({ people: "30+" }, { people: "30多人", on: "2014-09-28" }).notices).toBeUndefined();
  });
});
