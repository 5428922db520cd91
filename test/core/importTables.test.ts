/** Old tables are read as offices have made them: titles over titles, merged cells, sums and notes between the rows. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Grid, Merge, Typed } from "../../schema/grid.ts";
import starDocument from "../../schema/policies/xinhui-star-organization.json" with { type: "json" };
import type { Register } from "../../schema/register.ts";
import personsDocument from "../../schema/registers/persons.json" with { type: "json" };
import venuesDocument from "../../schema/registers/venues.json" with { type: "json" };
import { indicatorSheet, registerSheet, type Sheet } from "../../schema/sheet/source.ts";
import { readTable, type Said } from "../../worker/core/imports/readTable.ts";
import { targetsOf } from "../../worker/core/imports/targets.ts";
import { typedFor } from "../../worker/core/imports/typed.ts";

const venues = registerSheet(venuesDocument as unknown as Register);
const persons = registerSheet(personsDocument as unknown as Register);
const star = indicatorSheet(starDocument as never)!;

const targets = (sheet: Sheet) =>
  targetsOf(sheet, (column) => (column ? column.refers === "organizations" : sheet.subjects.includes("organization")));
const grid = (rows: Typed[][], merges: Merge[] = []): Grid => ({ name: "Sheet1", rows, merges });
const merge = (top: number, left: number, bottom: number, right: number): Merge => ({ top, left, bottom, right });
const read = (sheet: Sheet, table: Grid, said: Said = {}) =>
  readTable(table, targets(sheet), said, (text) => text === "城关镇" || text === "东河镇")!;
const mapped = (sheet: Sheet, table: Grid, said?: Said) =>
  Object.fromEntries(read(sheet, table, said).columns.flatMap(({ title, key }) => (key ? [[title, key]] : [])));

const ugly = grid(
  [
    ["2013年村级活动场所情况统计表", "", "", "", "", "", ""],
    ["填报单位:示范一县", "", "", "", "", "2013年12月", ""],
    ["序号", "乡镇", "村名", "住房", "", "产权", "备注"],
    ["", "", "", "室内面积(㎡)", "室外面积(㎡)", "", ""],
    [1, "城关镇", "01村", 120, 300, "村集体", ""],
    [2, "", "02村", 80.5, "/", "租借", ""],
    ["城关镇小计", "", "", 200.5, 300, "", ""],
    ["序号", "乡镇", "村名", "住房", "", "产权", "备注"],
    ["", "", "", "室内面积(㎡)", "室外面积(㎡)", "", ""],
    [3, "东河镇", "01村", 60, 90, "其他", ""],
    [4, "", "03 村", 61, 91, "其他", ""],
    ["合  计", "", "", 321.5, 390, "", ""],
    ["注:面积以房产证为准", "", "", "", "", "", ""],
    ["填表人:张三", "", "", "审核人:李四", "", "", ""],
  ],
  [
    ...[merge(0, 0, 0, 6), merge(2, 0, 3, 0), merge(2, 1, 3, 1), merge(2, 2, 3, 2), merge(2, 3, 2, 4)],
    ...[merge(2, 5, 3, 5), merge(2, 6, 3, 6), merge(4, 1, 5, 1), merge(9, 1, 10, 1), merge(6, 0, 6, 2)],
  ],
);

describe("a table with two lines above it, merged titles over two lines, sums and notes", () => {
  test("has its titles in the third and fourth line", () => {
    const { header, columns } = read(venues, ugly);
    expect([header.top, header.height]).toEqual([2, 2]);
    expect(columns.map(({ title }) => title)).toEqual([
      ...["序号", "乡镇", "村名", "住房/室内面积(㎡)", "住房/室外面积(㎡)", "产权", "备注"],
    ]);
  });

  test("has the columns of ours, by their words or by words that mean the same", () => {
    expect(mapped(venues, ugly)).toEqual({
      乡镇: "township",
      村名: "organization",
      "住房/室内面积(㎡)": "indoorArea",
      "住房/室外面积(㎡)": "outdoorArea",
      产权: "ownership",
    });
  });

  test("has four rows, and every other line is told with its reason", () => {
    const { data, skipped } = read(venues, ugly);
    expect(data.map(({ row, cells }) => [row, cells[1], cells[2]])).toEqual([
      ...[
        [5, "城关镇", "01村"],
        [6, "城关镇", "02村"],
        [10, "东河镇", "01村"],
        [11, "东河镇", "03 村"],
      ],
    ]);
    expect(skipped.map(({ row, why }) => [row, why])).toEqual([
      ...[
        [7, "total"],
        [8, "repeated"],
        [9, "repeated"],
        [12, "total"],
        [13, "note"],
        [14, "note"],
      ],
    ]);
  });

  test("is read alike where the merging was lost, as in a .csv", () => {
    const { header, columns, data } = read(venues, grid(ugly.rows.map((row) => row.map((cell) => String(cell)))));
    const whole = read(venues, ugly);
    expect(header).toEqual(whole.header);
    expect(columns).toEqual(whole.columns);
    expect(data.map(({ row }) => row)).toEqual(whole.data.map(({ row }) => row));
  });
});

test("a merged cell that is no place counts once, in its first line", () => {
  const table = grid(
    [
      ["村名", "场所编码", "室内面积(㎡)"],
      ["01村", "V1", 100],
      ["02村", "V2", ""],
    ],
    [merge(1, 2, 2, 2)],
  );
  expect(read(venues, table).data.map(({ cells, mergedAbove }) => [cells[2], mergedAbove])).toEqual([
    [100, []],
    [null, [2]],
  ]);
});

test("the name of a township alone in its line, or above the titles, holds for the villages below it", () => {
  const sections = grid([
    ["填报单位:东河镇", "", "2014年"],
    ["村名", "服务班子强", "服务队伍强"],
    ["01村", 17, 1],
    ["城关镇"],
    ["01村", 18, 1],
  ]);
  const { data, skipped } = read(star, sections);
  expect(data.map(({ row, section }) => [row, section])).toEqual([
    [3, "东河镇"],
    [5, "城关镇"],
  ]);
  expect(skipped).toEqual([{ row: 4, why: "section", text: "城关镇" }]);
});

test("what fits two columns, or nearly, is suggested and not taken", () => {
  const table = grid([
    ["单位", "村名", "服务班子", "服务班子强"],
    ["甲", "01村", 1, 2],
  ]);
  const { columns } = read(star, table);
  expect(columns.map(({ key, suggestion }) => [key, suggestion])).toEqual([
    ...[
      [undefined, "name"],
      [undefined, "name"],
      [undefined, undefined],
      ["serviceTeam", undefined],
    ],
  ]);
  expect(mapped(star, table, { columns: { B: "name" } })).toEqual({ 村名: "name", 服务班子强: "serviceTeam" });
});

test("what somebody says goes before what the titles say, and nothing is taken twice", () => {
  const table = grid([
    ["村名", "服务班子强", "分"],
    ["01村", 1, 2],
  ]);
  expect(mapped(star, table, { columns: { B: null, C: "serviceTeam" } })).toEqual({ 村名: "name", 分: "serviceTeam" });
});

test("a person's table tells the village beside the name; numbers of identity are known by their titles", () => {
  const table = grid([
    ["所在村", "姓 名", "公民身份号码", "一卡通账号"],
    ["01村", "张三", "x", "y"],
  ]);
  expect(mapped(persons, table)).toEqual({
    ...{ 所在村: "organization", 姓名: "name", 公民身份号码: "idNumber", 一卡通账号: "bankAccount" },
  });
});

test("a table without two titles of ours has none, until somebody says where they are", () => {
  const table = grid([
    ["甲", "乙", "丙"],
    ["01村", "2", "3"],
  ]);
  expect(read(star, table)).toBeUndefined();
  expect(read(star, table, { header: [1, 1] }).columns.map(({ title }) => title)).toEqual(["甲", "乙", "丙"]);
});

describe("money", () => {
  const money = { key: "m", title: "金额", type: "money" } as const;
  test.each([
    [3.5, "万元", "3.5万元"],
    ["1,234.5", "千元", "1234500元"],
    [120, "元", 120],
    ["3万元", "千元", "3万元"],
    [0.1 + 0.2, "万元", "0.3万元"],
    ["—", "万元", null],
  ])("%s in %s is typed as %s", (cell, unit, typed) => {
    expect(typedFor(money, cell, unit)).toBe(typed);
  });

  test("is in the unit of its title, or else in that above the table", () => {
    const sheet: Sheet = { ...venues, columns: [...venues.columns, money, { ...money, key: "n", title: "自筹" }] };
    const table = grid([
      ["情况表", "", "单位:万元"],
      ["村名", "金额(千元)", "自筹"],
      ["01村", 1, 2],
    ]);
    expect(read(sheet, table).columns.map(({ unit }) => unit)).toEqual([undefined, "千元", "万元"]);
  });
});

test("a code that was typed as a number stays the code; one that has lost digits stays a number, to be refused", () => {
  const code = { key: "c", title: "编码", type: "code" } as const;
  expect(typedFor(code, 990101001001, undefined)).toBe("990101001001");
  expect(typedFor(code, 5.3e17, undefined)).toBeTypeOf("number");
});

test("every line below the titles is a row, is told as skipped, or is empty: none is lost", () => {
  const cell = fc.constantFrom<Typed>(null, "", "01村", "合计", "注:略", 5, "村名", "城关镇", "第1页", "x");
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 12 }), (rows) => {
      const { data, skipped, header } = read(star, grid([["乡镇", "村名", "服务班子强"], ...rows]), { header: [1, 1] });
      const filled = rows.flatMap((row, i) => (row.some((one) => String(one ?? "").trim() !== "") ? [i + 2] : []));
      expect([...data, ...skipped].map(({ row }) => row).sort((a, b) => a - b)).toEqual(filled);
      expect(header.top).toBe(0);
    }),
  );
});
