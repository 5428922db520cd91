/** The contract of the add-in's workbook, the same in Microsoft's client of Excel and in memory. */
import { describe, expect, test } from "vitest";
import { excelWorkbook } from "../../addin/workbook/excel.ts";
import { memoryWorkbook } from "../../addin/workbook/memory.ts";
import type { CellValue, Workbook } from "../../addin/workbook/port.ts";
import { officeClient } from "./officeClient.ts";
import { excelUser, memoryUser, type User } from "./user.ts";
import { name, threeRows, villages } from "./villages.ts";
import { WireHost } from "./wireHost.ts";

const places: Record<string, () => { workbook: Workbook; user: User }> = {
  memory() {
    const workbook = memoryWorkbook();
    return { workbook, user: memoryUser(workbook) };
  },
  "Excel 2024": () => inExcel("1.17"),
  "Excel 2019": () => inExcel("1.7"),
};

function inExcel(api: "1.7" | "1.17") {
  const host = new WireHost({ api });
  return { workbook: excelWorkbook(officeClient(host)), user: excelUser(host) };
}

describe.each(Object.entries(places))("in %s", (_, open) => {
  async function withVillages() {
    const place = open();
    await place.workbook.writeTable(villages());
    return { ...place, rows: async () => (await place.workbook.readTable(name)).rows };
  }

  test("a table reads back as it was written", async () => {
    const { workbook } = await withVillages();
    expect(await workbook.readTable(name)).toEqual({
      columns: ["编码", "得分", "日期", "说明"],
      rows: threeRows,
      rowsBelow: 0,
    });
    expect(await workbook.tables()).toEqual([name]);
  });

  test("a text that begins like a formula stays text, in every kind of column", async () => {
    const { workbook } = open();
    const texts = ["=1+1", "+5", "-甲", "@某", "'甲", "=HYPERLINK(1)", "-3", "''"];
    await workbook.writeTable(villages(texts.map((text) => [text, text, text, text])));
    expect((await workbook.readTable(name)).rows).toEqual(texts.map((text) => [text, text, text, text]));
  });

  test("a code keeps its zeros and all its digits, also of more than fifteen", async () => {
    const { workbook } = open();
    const codes = ["0012", "440705199001011234", "1E5", "6222020111122223333"];
    await workbook.writeTable(villages(codes.map((code) => [code, "", "", ""])));
    expect((await workbook.readTable(name)).rows.map(([code]) => code)).toEqual(codes);
  });

  test("a text in a column of numbers or dates is not taken for one", async () => {
    const { workbook } = open();
    const texts = ["2014-09", "30+", "12", "50%", "1-2", "TRUE", "是", "三月", "1,234", "***"];
    await workbook.writeTable(villages(texts.map((text) => ["1", text, text, ""])));
    expect((await workbook.readTable(name)).rows.map(([, a, b]) => [a, b])).toEqual(texts.map((text) => [text, text]));
  });

  test("a number or a flag becomes text in a text column, and stays itself in any other", async () => {
    const { workbook } = open();
    await workbook.writeTable(villages([[12, true, 0, false]]));
    expect((await workbook.readTable(name)).rows).toEqual([["12", true, 0, "FALSE"]]);
  });

  test("a table without rows has one blank row", async () => {
    const { workbook } = open();
    await workbook.writeTable(villages([]));
    expect((await workbook.readTable(name)).rows).toEqual([["", "", "", ""]]);
  });

  test("a text that no cell takes is refused before anything is written", async () => {
    const { workbook } = await withVillages();
    const tooLong = workbook.writeTable(villages([["1", 1, 1, "长".repeat(32_767)]]));
    await expect(tooLong).rejects.toMatchObject({ name: "WorkbookFault", code: "tooLong" });
    expect((await workbook.readTable(name)).rows).toEqual(threeRows);
    await workbook.writeTable(villages([["1", 1, 1, `=${"长".repeat(32_765)}`]]));
    expect(String((await workbook.readTable(name)).rows[0]![3]).length).toBe(32_766);
  });

  test("a table is replaced by a longer one, a shorter one and one with other columns", async () => {
    const { workbook, rows } = await withVillages();
    const many = Array.from({ length: 20 }, (_, i): CellValue[] => [`${i}`, i, "", ""]);
    await workbook.writeTable(villages(many));
    expect(await rows()).toEqual(many);
    await workbook.writeTable(villages(many.slice(0, 2)));
    expect(await rows()).toEqual(many.slice(0, 2));
    await workbook.writeTable({ ...villages(), columns: villages().columns.slice(0, 2), rows: [["7", 7]] });
    expect(await workbook.readTable(name)).toEqual({ columns: ["编码", "得分"], rows: [["7", 7]], rowsBelow: 0 });
    expect(await workbook.tables()).toEqual([name]);
  });

  test("rows that the user sorted, copied, put in and deleted are read where they now stand", async () => {
    const { user, rows } = await withVillages();
    user.sort(name, 1);
    expect((await rows()).map(([code]) => code)).toEqual(["002", "003", "001"]);
    user.copyRow(name, 0);
    user.insertRow(name, 1);
    user.deleteRow(name, 4);
    expect((await rows()).map(([code]) => code)).toEqual(["002", "", "002", "003"]);
  });

  test("columns that the user moved, deleted and added are read under their titles", async () => {
    const { workbook, user } = await withVillages();
    user.moveColumn(name, 0, 2);
    user.deleteColumn(name, 1);
    user.addColumn(name, "自己的", ["a", "b", "c"]);
    expect(await workbook.readTable(name)).toEqual({
      columns: ["得分", "编码", "说明", "自己的"],
      rows: [
        [3, "001", "甲村", "a"],
        [1, "002", "", "b"],
        [2, "003", "丙村", "c"],
      ],
      rowsBelow: 0,
    });
  });

  test("rows beneath the table, which it did not take in, are told", async () => {
    const { workbook, user } = await withVillages();
    user.fillBelow(name, ["004", "", "", "丁村"]);
    expect((await workbook.readTable(name)).rowsBelow).toBe(1);
    expect((await workbook.readTable(name)).rows).toEqual(threeRows);
  });

  test("what is amended is decided on the rows as they stand, not as they once were read", async () => {
    const { workbook, user, rows } = await withVillages();
    user.sort(name, 1);
    user.moveColumn(name, 3, 0);
    await workbook.amend(name, ({ columns, rows: now }) => {
      const row = now.findIndex((one) => one[columns.indexOf("编码")] === "003");
      return {
        cells: [
          { row, column: "说明", value: "=丙" },
          { row, column: "得分", value: 2.5 },
        ],
      };
    });
    expect(await rows()).toEqual([
      ["", "002", 1, ""],
      ["=丙", "003", 2.5, 41_911],
      ["甲村", "001", 3, 41_910],
    ]);
  });

  test("rows go and come in one amendment with cells and a kept text, counted as they were read", async () => {
    const { workbook, user } = await withVillages();
    user.addColumn(name, "自己的", ["a", "b", "c"]);
    user.fillBelow(name, ["下面"]);
    await workbook.amend(name, () => ({
      cells: [{ row: 1, column: "得分", value: 9 }],
      removed: [0, 2, 0],
      added: [
        ["004", 4, "2014-09", "=丁", ""],
        ["0005", "30+", "", "", "d"],
      ],
      kept: { snapshot: "new" },
    }));
    expect(await workbook.readTable(name)).toMatchObject({
      rows: [
        ["002", 9, "", "", "b"],
        ["004", 4, "2014-09", "=丁", ""],
        ["0005", "30+", "", "", "d"],
      ],
      rowsBelow: 1,
    });
    expect(await workbook.kept("snapshot")).toBe("new");
  });

  test("where all rows go, those that come stand alone, and without them a blank one", async () => {
    const { workbook, rows } = await withVillages();
    await workbook.amend(name, () => ({ removed: [0, 1, 2], added: [["007", 7, "", "庚村"]] }));
    expect(await rows()).toEqual([["007", 7, "", "庚村"]]);
    await workbook.amend(name, () => ({
      removed: [0],
      added: [
        ["008", 8, "", ""],
        ["009", 9, "", ""],
      ],
    }));
    expect(await rows()).toEqual([
      ["008", 8, "", ""],
      ["009", 9, "", ""],
    ]);
    await workbook.amend(name, () => ({ removed: [0, 1] }));
    expect(await rows()).toEqual([["", "", "", ""]]);
    await expect(workbook.amend(name, () => ({ removed: [1] }))).rejects.toMatchObject({ code: "noPlace" });
  });

  test("of two amendments of a cell the later counts; an empty value empties", async () => {
    const { workbook, rows } = await withVillages();
    const column = "编码";
    await workbook.amend(name, () => ({
      cells: [
        ...[
          { row: 0, column, value: "009" },
          { row: 0, column, value: "008" },
        ],
        ...[
          { row: 1, column, value: "" },
          { row: 2, column: "得分", value: "" },
        ],
      ],
    }));
    expect((await rows()).map(([code, score]) => [code, score])).toEqual([
      ["008", 3],
      ["", 1],
      ["003", ""],
    ]);
  });

  test("a thousand rows come in, each as it was given", async () => {
    const { workbook, rows } = await withVillages();
    const added = Array.from({ length: 1200 }, (_, i): CellValue[] => [`1${String(i).padStart(4, "0")}`, i, "", "村"]);
    await workbook.amend(name, () => ({ removed: [0, 1, 2], added }));
    expect(await rows()).toEqual(added);
  });

  test("amending a row or a column that is not there changes nothing", async () => {
    const { workbook, user, rows } = await withVillages();
    user.deleteColumn(name, 3);
    for (const place of [
      { row: 3, column: "得分" },
      { row: -1, column: "得分" },
      { row: 0, column: "说明" },
    ]) {
      const cells = [
        { row: 0, column: "得分", value: 9 },
        { ...place, value: 1 },
      ];
      await expect(workbook.amend(name, () => ({ cells }))).rejects.toMatchObject({ code: "noPlace" });
      await expect(workbook.amend(name, () => ({ marks: [{ ...place, kind: "saved" }] }))).rejects.toThrow();
    }
    expect((await rows()).map(([, score]) => score)).toEqual([3, 1, 2]);
  });

  test("a table that was never written or whose worksheet was deleted is missing", async () => {
    const { workbook, user } = await withVillages();
    await expect(workbook.readTable("other")).rejects.toMatchObject({ name: "WorkbookFault", code: "missing" });
    user.deleteSheet(name);
    await expect(workbook.readTable(name)).rejects.toMatchObject({ code: "missing" });
    await expect(workbook.amend(name, () => ({}))).rejects.toMatchObject({ code: "missing" });
    await expect(workbook.select(name, { row: 0, column: "得分" })).rejects.toMatchObject({ code: "missing" });
    expect(await workbook.tables()).toEqual([]);
    await workbook.writeTable(villages());
    expect((await workbook.readTable(name)).rows).toEqual(threeRows);
  });

  test("a writing that is stopped leaves nothing that reads as whole", async () => {
    const { workbook } = open();
    const rows = Array.from({ length: 6_000 }, (_, i): CellValue[] => [`${i}`, i, "", "很长的说明".repeat(20)]);
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error("stopped"));
    await expect(workbook.writeTable(villages(rows), { onProgress, signal: stop.signal })).rejects.toThrow("stopped");
    await expect(workbook.readTable(name)).rejects.toMatchObject({ code: "unfinished" });
    await workbook.writeTable(villages());
    expect((await workbook.readTable(name)).rows).toEqual(threeRows);
  });

  test("texts are kept with the workbook: long ones, with signs that take two places, by any key", async () => {
    const { workbook } = open();
    const long = "村𠮷😀".repeat(30_000);
    await workbook.keep("snapshot", long);
    await workbook.keep("=词典", '{"a":1}');
    await workbook.keep("zero", "0");
    expect(await workbook.kept("snapshot")).toBe(long);
    expect(await workbook.kept("=词典")).toBe('{"a":1}');
    expect(await workbook.kept("zero")).toBe("0");
    await workbook.keep("snapshot", "short");
    await workbook.keep("snapshot", long);
    await workbook.keep("snapshot", "short");
    expect(await workbook.kept("snapshot")).toBe("short");
    await workbook.keep("snapshot", "");
    expect(await workbook.kept("snapshot")).toBeUndefined();
    expect(await workbook.kept("other")).toBeUndefined();
    expect(await workbook.kept("=词典")).toBe('{"a":1}');
    expect(await workbook.tables()).toEqual([]);
  });

  test("texts can be kept in the writing of their table", async () => {
    const { workbook } = open();
    await workbook.writeTable({ ...villages(), kept: { snapshot: "[1]", version: "12" } });
    expect([await workbook.kept("snapshot"), await workbook.kept("version")]).toEqual(["[1]", "12"]);
  });

  test("charts stand on a worksheet of their own with their figures, and drawn again show the new ones", async () => {
    const { workbook, user } = await withVillages();
    const stars = { title: "各星级个数", kind: "columns", heads: ["", "个数"] } as const;
    const first = { title: "得分前2名", kind: "bars", heads: ["", "得分"] } as const;
    const sheet = { name: "stars", title: "图表 2014-H1" };
    const figures = [
      ["5星", 3],
      ["4星", 2],
      ["=3", 0],
    ] as const;
    await workbook.addCharts({
      ...sheet,
      charts: [
        { ...stars, figures },
        { ...first, figures: [["甲村", 9]] },
      ],
    });
    const shown = [
      ["", "个数"],
      ["5星", 3],
      ["4星", 2],
      ["=3", 0],
    ];
    expect(user.charts("stars")).toEqual([
      { title: "各星级个数", kind: "columns", figures: shown },
      {
        title: "得分前2名",
        kind: "bars",
        figures: [
          ["", "得分"],
          ["甲村", 9],
        ],
      },
    ]);
    await workbook.addCharts({ ...sheet, charts: [{ ...stars, figures: [["5星", 4]] }] });
    expect(user.charts("stars")[0]).toEqual({
      ...{ title: "各星级个数", kind: "columns" },
      figures: [
        ["", "个数"],
        ["5星", 4],
      ],
    });
    expect(await workbook.tables()).toEqual([name]);
    expect((await workbook.readTable(name)).rows).toEqual(threeRows);
  });

  test("the selected rows of a table are told, none where the selection is elsewhere", async () => {
    const { workbook, user } = await withVillages();
    user.selectRows(name, 1, 2);
    expect(await workbook.selectedRows(name)).toEqual([1, 2]);
    user.selectRows(name, 2, 9);
    expect(await workbook.selectedRows(name)).toEqual([2]);
    user.selectElsewhere();
    expect(await workbook.selectedRows(name)).toEqual([]);
  });

  test("the selected cell of a table is told by its place, others as none; after the end nothing is told", async () => {
    const { workbook, user } = await withVillages();
    const told: unknown[] = [];
    const end = await workbook.onSelection((at) => void told.push(at));
    user.moveColumn(name, 1, 0);
    user.select(name, { row: 2, column: "得分" });
    await expect.poll(() => told).toEqual([{ name, row: 2, column: "得分" }]);
    user.selectElsewhere();
    await expect.poll(() => told.length).toBe(2);
    expect(told[1]).toBeUndefined();
    await end();
    user.select(name, { row: 1, column: "得分" });
    await workbook.tables();
    expect(told.length).toBe(2);
  });
});
