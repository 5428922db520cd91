/** What Excel does to an add-in, and that the workbook copes with it: on Microsoft's client, over the wire host. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { excelWorkbook } from "../../addin/workbook/excel.ts";
import { packed, unpacked } from "../../addin/workbook/packed.ts";
import { type CellValue, type TableSpec, textFormat } from "../../addin/workbook/port.ts";
import { type Cell, cellAt } from "./cellGrid.ts";
import { officeClient } from "./officeClient.ts";
import { excelUser } from "./user.ts";
import { name, threeRows, villages } from "./villages.ts";
import { type HostOptions, WireHost } from "./wireHost.ts";

function open(options: HostOptions = {}, waits: readonly number[] = [1, 1]) {
  const host = new WireHost(options);
  const scripts = officeClient(host);
  const workbook = excelWorkbook(scripts, { waits });
  return {
    host,
    workbook,
    user: excelUser(host),
    run: scripts.excel.run.bind(scripts.excel),
    sheets: host.book.sheets,
  };
}

/** A text that packing makes no shorter. */
const noise = (length: number) => {
  let state = 1;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(0x4e00 + (state % 20_000));
  };
  return Array.from({ length }, next).join("");
};
const codesOf = (rows: readonly (readonly CellValue[])[]) => rows.map(([code]) => code);

describe("the test bench", () => {
  test("is Microsoft's client: what was not loaded cannot be read", async () => {
    const { run } = open();
    const read = run(async (context) => context.workbook.worksheets.getItem("Sheet1").name);
    await expect(read).rejects.toMatchObject({ code: "PropertyNotLoaded" });
  });

  test("has what Excel 2019 has and nothing later", async () => {
    const { run } = open({ api: "1.7" });
    const ask = run(async (context) =>
      context.workbook.worksheets.getItem("Sheet1").getRange("A1").dataValidation.clear(),
    );
    await expect(ask).rejects.toMatchObject({ code: "ApiNotFound" });
  });

  test("fails loudly at a name that it does not know", async () => {
    const { run } = open();
    const ask = run(async (context) => context.workbook.worksheets.getItem("Sheet1").pivotTables.load("items/name"));
    await expect(ask).rejects.toThrow("The wire host knows no Worksheet.PivotTables");
  });

  test.each<[string, string, CellValue]>([
    ["0012", "General", 12],
    ["440705199001011234", "General", 440705199001011000],
    ["2014-09", "General", 41_883],
    ["50%", "General", 0.5],
    ["=1+1", "General", "#NAME?"],
    ["'=1+1", "General", "=1+1"],
    ["0012", textFormat, "0012"],
  ])("does to %s in a cell of format %s what Excel does", async (text, format, value) => {
    const { run, sheets } = open();
    await run(async (context) => {
      const range = context.workbook.worksheets.getItem("Sheet1").getRange("A1");
      range.numberFormat = [[format]];
      range.values = [[text]];
    });
    expect(cellAt(sheets[0]!, 0, 0).value).toBe(value);
  });

  test("null leaves a cell as it is and an empty text empties it", async () => {
    const { run, sheets } = open();
    await run(async (context) => {
      const range = context.workbook.worksheets.getItem("Sheet1").getRange("A1:B1");
      range.values = [["a", "b"]];
      range.values = [[null, ""]];
    });
    expect([cellAt(sheets[0]!, 0, 0).value, cellAt(sheets[0]!, 0, 1).value]).toEqual(["a", ""]);
  });

  test("refuses a request of more than five megabytes", async () => {
    const { run } = open();
    const write = run(async (context) => {
      const text = "x".repeat(30_000);
      context.workbook.worksheets.getItem("Sheet1").getRange("A1:A200").values = Array.from({ length: 200 }, () => [
        text,
      ]);
    });
    await expect(write).rejects.toMatchObject({ code: "RequestPayloadSizeLimitExceeded" });
  });

  test("misplaces what is written through a filter", async () => {
    const { run, workbook, user } = open();
    await workbook.writeTable(villages());
    user.filter(name, 0, "003");
    await run(async (context) => {
      const range = context.workbook.tables.getItem(user.table(name).name).getDataBodyRange();
      range.values = [
        ["a", "", "", ""],
        ["b", "", "", ""],
        ["c", "", "", ""],
      ];
    });
    expect(codesOf((await workbook.readTable(name)).rows)).toEqual(["001", "002", "a"]);
  });
});

test("a worksheet of what is kept that somebody has deleted is made anew", async () => {
  const { host, workbook, sheets } = open();
  await workbook.writeTable(villages());
  await workbook.tables();
  host.book.removeSheet(sheets.find((sheet) => sheet.name === "_xingping")!);
  expect(await workbook.tables()).toEqual([]);
  await workbook.keep("snapshot", "new");
  expect(await workbook.kept("snapshot")).toBe("new");
});

describe("ten thousand rows", () => {
  const long: TableSpec = {
    ...villages(),
    columns: [
      ...villages().columns,
      ...Array.from({ length: 12 }, (_, i) => ({ title: `指标${i + 1}`, format: "General" })),
    ],
    rows: Array.from({ length: 10_000 }, (_, i): CellValue[] => [
      ...[`440705${String(i).padStart(6, "0")}`, i % 100, 41_910 + (i % 30), `某某镇某某村第${i}号党组织`],
      ...Array.from({ length: 12 }, (_, c) => (i * (c + 1)) % 1_000),
    ]),
  };

  let place: ReturnType<typeof open>;
  /** How many requests something takes, each of which is of less than a megabyte. */
  async function requestsOf(work: () => Promise<unknown>): Promise<number> {
    place.host.syncs = 0;
    await work();
    expect(place.host.largestRequest).toBeLessThan(1_000_000);
    return place.host.syncs;
  }

  test("are written with a snapshot of all their cells in at most five small requests, and so they are again", async () => {
    place = open();
    const kept = { snapshot: JSON.stringify(long.rows) };
    for (let time = 0; time < 2; time++) {
      const told: number[] = [];
      const onProgress = (rows: number) => void told.push(rows);
      expect(await requestsOf(() => place.workbook.writeTable({ ...long, kept }, { onProgress }))).toBeLessThanOrEqual(
        5,
      );
      expect(told.at(-1)).toBe(10_000);
      expect(told.length).toBeGreaterThan(1);
    }
  });

  test("are read in smaller parts where Excel refuses so large an answer", async () => {
    place.host.largestAnswer = 600_000;
    expect((await place.workbook.readTable(name)).rows).toEqual(long.rows);
    place.host.largestAnswer = Number.POSITIVE_INFINITY;
  });

  test("get their states in one request more than they are read in", async () => {
    const read = await requestsOf(() => place.workbook.readTable(name));
    const states = await requestsOf(() =>
      place.workbook.amend(name, ({ rows }) => ({
        cells: rows.map((_, row) => ({ row, column: "说明", value: "未变更" })),
        marks: [{ row: 3, column: "得分", kind: "changed" }],
      })),
    );
    expect(states).toBeLessThanOrEqual(read + 1);
  });
});

test("whatever values are written, in whatever column, the same are read back", async () => {
  const { workbook } = open();
  const sign = fc.constantFrom(..."=+-@'0129.,%/:eE年月日 村是truefalse#¥$()\"\n".split(""));
  const value = fc.oneof(
    fc.string({ unit: sign, maxLength: 12 }),
    fc.integer(),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-6, max: 1e12 }),
  );
  const plain = (one: CellValue) => (typeof one === "number" ? Number(one.toPrecision(15)) : one);
  const rows = fc.array(
    fc.tuple(fc.string({ unit: sign, maxLength: 12 }), value, value, fc.string({ unit: sign, maxLength: 12 })),
    { minLength: 1, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(rows, async (given) => {
      const cells = given.map((row) => row.map(plain));
      await workbook.writeTable(villages(cells));
      expect((await workbook.readTable(name)).rows).toEqual(cells);
    }),
    { numRuns: 60 },
  );
});

describe("a table that is written again", () => {
  test("is rid of its filters first, so that nothing is misplaced", async () => {
    const { workbook, user } = open();
    await workbook.writeTable(villages());
    user.filter(name, 0, "003");
    await workbook.writeTable(villages(threeRows.toReversed()));
    expect((await workbook.readTable(name)).rows).toEqual(threeRows.toReversed());
    user.filter(name, 0, "001");
    await workbook.amend(name, ({ rows }) => ({
      cells: rows.map((_, row) => ({ row, column: "说明", value: `${row}` })),
    }));
    expect((await workbook.readTable(name)).rows.map((row) => row[3])).toEqual(["0", "1", "2"]);
  });

  test("stays the same table in Excel, so that what refers to it still does; what stands beneath moves", async () => {
    const { host, workbook, user } = open();
    await workbook.writeTable(villages());
    const { id } = user.table(name);
    user.fillBelow(name, ["004"]);
    await workbook.writeTable(villages([...threeRows, ["009", 1, "", ""], ["010", 1, "", ""]]));
    await workbook.writeTable(villages(threeRows.slice(0, 2)));
    expect(host.book.tables.map((table) => table.id)).toEqual([id]);
    expect(await workbook.readTable(name)).toMatchObject({ rows: threeRows.slice(0, 2), rowsBelow: 1 });
  });

  test("is found though it and its worksheet were renamed, also where Excel gave it another sign", async () => {
    const { workbook, user } = open();
    await workbook.writeTable(villages());
    user.rename(name, "我的表");
    user.table(name).sheet.name = "我的";
    expect((await workbook.readTable(name)).rows).toEqual(threeRows);
    await workbook.writeTable(villages(threeRows.slice(1)));
    user.table(name).id = "{another}";
    expect((await workbook.readTable(name)).rows).toEqual(threeRows.slice(1));
    expect(user.table(name).name).toBe("我的表");
  });

  test("with other columns leaves alone what its user wrote beside it, and goes to a worksheet of its own", async () => {
    const { workbook, user, sheets } = open();
    await workbook.writeTable(villages());
    const { sheet } = user.table(name);
    const note: Cell = { value: "我的备注", format: "General" };
    sheet.cells[1]![8] = note;
    await workbook.writeTable({ ...villages(), columns: villages().columns.toReversed() });
    expect(cellAt(sheet, 1, 8)).toBe(note);
    user.rename(name, "我的表");
    expect((await workbook.readTable(name)).columns).toEqual(["说明", "日期", "得分", "编码"]);
    expect(sheets.map((one) => one.name)).toContain("星级评定 指标 2014年上半年 (2)");
  });

  test("and was broken off is not read until it is whole", async () => {
    const { host, workbook } = open();
    const rows = Array.from({ length: 4_000 }, (_, i): CellValue[] => [`${i}`, i, "", "很长的说明".repeat(20)]);
    await workbook.writeTable(villages(rows));
    host.answersLeft = 4;
    await expect(workbook.writeTable(villages(rows.toReversed()))).rejects.toMatchObject({ code: "GeneralException" });
    host.answersLeft = Number.POSITIVE_INFINITY;
    await expect(workbook.readTable(name)).rejects.toMatchObject({ code: "unfinished" });
    await expect(workbook.amend(name, () => ({}))).rejects.toMatchObject({ code: "unfinished" });
    await workbook.writeTable(villages());
    expect((await workbook.readTable(name)).rows).toEqual(threeRows);
  });
});

test("a text whose keeping is broken off leaves the one before, wherever it is broken off", async () => {
  const { host, workbook, sheets } = open();
  await workbook.keep("snapshot", "old");
  const long = noise(800_000);
  await workbook.kept("snapshot");
  for (const answers of [1, 2, 3]) {
    host.answersLeft = answers;
    await expect(workbook.keep("snapshot", long)).rejects.toThrow();
    host.answersLeft = Number.POSITIVE_INFINITY;
    expect(await workbook.kept("snapshot")).toBe("old");
  }
  await workbook.keep("snapshot", "new");
  expect(await workbook.kept("snapshot")).toBe("new");
  const filled = sheets
    .at(-1)!
    .cells.flat()
    .filter((cell) => cell && cell.value !== "");
  expect(filled.map((cell) => cell!.value)).toEqual(["星评", "text:snapshot", 3, 1, "2", "new"]);
});

test("a row of totals, which its user has shown, is no row of the table", async () => {
  const { workbook, user } = open();
  await workbook.writeTable(villages());
  user.showTotals(name);
  expect(await workbook.readTable(name)).toMatchObject({ rows: threeRows, rowsBelow: 0 });
  await workbook.amend(name, () => ({ added: [["004", 4, "", ""]] }));
  await workbook.writeTable(villages([...threeRows, ["004", 4, "", ""], ["005", 5, "", ""]]));
  expect(codesOf((await workbook.readTable(name)).rows)).toEqual(["001", "002", "003", "004", "005"]);
  expect(user.cell(name, 5, 0).value).toBe("汇总");
});

test.each(["", "short", "deflate by itself", "plain by itself", noise(9_000)])(
  "a text is packed and found again, also where a browser packs nothing",
  async (text) => {
    expect(await unpacked(await packed(text))).toBe(text);
    vi.stubGlobal("CompressionStream", undefined);
    expect(await unpacked(await packed(text))).toBe(text);
    vi.unstubAllGlobals();
  },
);

test("what is kept stands on a very hidden worksheet, no cell of it longer than Excel takes", async () => {
  const { workbook, sheets } = open();
  await workbook.keep("snapshot", noise(100_000));
  await workbook.writeTable(villages());
  expect(sheets.map((sheet) => [sheet.name, sheet.visibility])).toEqual([
    ["Sheet1", "Visible"],
    ["_xingping", "VeryHidden"],
    ["星级评定 指标 2014年上半年", "Visible"],
  ]);
  expect(Math.max(...sheets[1]!.cells.flat().map((cell) => String(cell?.value ?? "").length))).toBe(32_000);
});

describe("lists", () => {
  const withChoices = (choices: readonly string[]): TableSpec => ({
    ...villages(),
    columns: villages().columns.with(3, { title: "说明", format: textFormat, choices }),
  });
  const sourceIn = ({ user }: ReturnType<typeof open>) =>
    user.table(name).sheet.validations.find(({ rule }) => rule?.list)?.rule?.list?.source;

  test("are text where they are short", async () => {
    const place = open();
    await place.workbook.writeTable(withChoices(["是", "否"]));
    expect(sourceIn(place)).toBe("是,否");
  });

  test.each([
    ["of more than 255 characters", Array.from({ length: 90 }, (_, i) => `第${i}项`)],
    ["with a comma in a choice", ["甲,乙", "丙"]],
    ["that begin like a formula", ["=甲", "丙"]],
  ])("%s come from the hidden worksheet", async (_, choices) => {
    const place = open();
    await place.workbook.writeTable(withChoices(["是"]));
    await place.workbook.writeTable(withChoices(choices));
    const match = /^='_xingping'!\$E\$(\d+):\$[A-Z]+\$\1$/.exec(sourceIn(place)!);
    const row = place.sheets.find((sheet) => sheet.name === "_xingping")!.cells[Number(match![1]) - 1]!;
    expect(row.slice(4).map((cell) => cell!.value)).toEqual(choices);
    expect((await place.workbook.readTable(name)).rows).toEqual(threeRows);
  });

  test("are left out in Excel 2019, which has no way to make them", async () => {
    const place = open({ api: "1.7" });
    await place.workbook.writeTable(withChoices(["是", "否"]));
    expect(sourceIn(place)).toBeUndefined();
    expect((await place.workbook.readTable(name)).rows).toEqual(threeRows);
  });
});

describe("while a cell is being edited", () => {
  test("Excel lets a request wait where it can", async () => {
    const { host, workbook } = open({ canDelay: true });
    host.beginEditing();
    const written = workbook.writeTable(villages());
    setTimeout(() => host.endEditing(), 20);
    await written;
    expect((await workbook.readTable(name)).rows).toEqual(threeRows);
  });

  test("a refused request is tried again", async () => {
    const { host, workbook } = open({ canDelay: false }, [1, 40]);
    await workbook.writeTable(villages());
    host.beginEditing();
    setTimeout(() => host.endEditing(), 20);
    await workbook.writeTable(villages(threeRows.slice(1)));
    expect((await workbook.readTable(name)).rows).toEqual(threeRows.slice(1));
  });

  test("what is amended is decided anew on what was typed in the meantime", async () => {
    const { host, workbook, user } = open({ canDelay: false }, [1, 40]);
    await workbook.writeTable(villages());
    let asked = 0;
    await workbook.amend(name, ({ rows }) => {
      if (++asked === 1) {
        host.beginEditing();
        setTimeout(() => {
          user.type(name, 0, 1, "8");
          host.endEditing();
        }, 20);
      }
      return { cells: [{ row: 0, column: "说明", value: `${rows[0]![1]} 分` }] };
    });
    expect(asked).toBe(2);
    expect((await workbook.readTable(name)).rows[0]).toEqual(["001", 8, 41_910, "8 分"]);
  });

  test("and none ends it, it is told in the end", async () => {
    const { host, workbook } = open({ canDelay: false });
    host.beginEditing();
    await expect(workbook.writeTable(villages())).rejects.toMatchObject({ name: "WorkbookFault", code: "editing" });
    expect(host.syncs).toBe(3);
  });
});

test("no sheet is protected by the add-in, whatever it does", async () => {
  const { workbook, sheets } = open();
  await workbook.writeTable(villages());
  await workbook.amend(name, () => ({ cells: [{ row: 0, column: "得分", value: 5 }], removed: [1] }));
  await workbook.addCharts({
    ...{ name: "stars", title: "图表" },
    charts: [{ title: "甲", kind: "columns", heads: ["", "个数"], figures: [["5星", 1]] }],
  });
  // The wire host knows no name of protection, and fails at any that it does not know.
  expect(sheets.map((sheet) => sheet.isProtected)).toEqual(sheets.map(() => false));
});

test("a protected worksheet is told as such, and its table is as it was", async () => {
  const { workbook, user } = open();
  await workbook.writeTable(villages());
  user.table(name).sheet.isProtected = true;
  const amended = workbook.amend(name, () => ({ cells: [{ row: 0, column: "得分", value: 5 }] }));
  await expect(amended).rejects.toMatchObject({ name: "WorkbookFault", code: "protected" });
  user.table(name).sheet.isProtected = false;
  expect((await workbook.readTable(name)).rows).toEqual(threeRows);
});

test("marks colour cells, go with their rows, and are taken away one by one", async () => {
  const { workbook, user } = open();
  await workbook.writeTable(villages());
  await workbook.amend(name, () => ({
    marks: [
      { row: 0, column: "得分", kind: "changed" },
      { row: 1, column: "得分", kind: "conflict" },
      { row: 1, column: "编码", kind: "invalid" },
    ],
  }));
  user.sort(name, 1);
  const fills = () => [0, 1, 2].map((row) => [0, 1].map((column) => user.cell(name, row, column).fill));
  expect(fills()).toEqual([
    ["#FF9999", "#F8CBAD"],
    [undefined, undefined],
    [undefined, "#FFF2CC"],
  ]);
  await workbook.amend(name, () => ({ marks: [{ row: 0, column: "编码", kind: "none" }] }));
  expect(fills()[0]).toEqual([undefined, "#F8CBAD"]);
});

test("a worksheet's title is one that Excel takes, and no other's", async () => {
  const { workbook, sheets } = open();
  const titles = ["[甲]/乙?*", "甲 乙", "'", "history", "很长".repeat(40), "很长".repeat(50)];
  for (const [i, title] of titles.entries()) await workbook.writeTable({ ...villages(), name: `t${i}`, title });
  const made = sheets.map((sheet) => sheet.name).filter((one) => !/^(Sheet1|_xingping)$/.test(one));
  expect(made).toEqual([
    ...["甲 乙", "甲 乙 (2)", "星评", "星评 (2)"],
    ...[`${"很长".repeat(15)}很`, `${"很长".repeat(13)}很 (2)`],
  ]);
  expect(await workbook.tables()).toEqual(["t0", "t1", "t2", "t3", "t4", "t5"]);
});

test("a cell is shown on its worksheet; several selected ranges are no cell; after the end none listens", async () => {
  const { host, workbook, user } = open();
  await workbook.writeTable(villages());
  await workbook.select(name, { row: 1, column: "日期" });
  const { sheet, rect } = user.table(name);
  const [top, left] = [rect.top + 2, rect.left + 2];
  expect(host.book.selected).toEqual({ sheet, rect: { top, bottom: top, left, right: left } });
  await expect(workbook.select(name, { row: 3, column: "日期" })).rejects.toMatchObject({ code: "noPlace" });
  const told: unknown[] = [];
  const end = await workbook.onSelection((at) => void told.push(at));
  host.point(undefined);
  await expect.poll(() => told).toEqual([undefined]);
  expect(host.listeners).toBe(1);
  await end();
  expect(host.listeners).toBe(0);
});

test("the head stays in view, columns have their widths, titles their tones and hints", async () => {
  const { workbook, user } = open();
  await workbook.writeTable(villages());
  const { sheet, rect } = user.table(name);
  expect(sheet.frozenRows).toBe(1);
  expect(sheet.widths).toEqual(new Map([[0, 100]]));
  expect([0, 1].map((column) => cellAt(sheet, rect.top, column).fill)).toEqual(["#7F7F7F", undefined]);
  expect(sheet.validations).toEqual([
    {
      rect: { top: 0, bottom: 0, left: 1, right: 1 },
      rule: { custom: { formula: "=TRUE" } },
      prompt: { showPrompt: true, title: "得分", message: "0 至 10 分" },
    },
  ]);
});

test("charts stay as their user has put them, and are drawn anew where their worksheet was deleted; nothing of several selections", async () => {
  const { host, workbook, user, sheets } = open({ api: "1.7" });
  await workbook.writeTable(villages());
  const charts = [{ title: "甲", kind: "columns", heads: ["", "个数"], figures: [["5星", 1]] }] as const;
  await workbook.addCharts({ name: "stars", title: "图表", charts });
  const sheet = sheets.at(-1)!;
  const drawn = sheet.charts[0]!;
  expect(drawn).toMatchObject({ kind: "ColumnClustered", hasLegend: false, figures: { top: 0, bottom: 1 } });
  sheet.name = "我的图";
  drawn.kind = "Pie";
  await workbook.addCharts({ name: "stars", title: "图表", charts });
  expect(sheets.flatMap((one) => one.charts)).toEqual([drawn]);
  expect(drawn.kind).toBe("Pie");
  host.book.removeSheet(sheet);
  await workbook.addCharts({ name: "stars", title: "图表", charts });
  expect(user.charts("stars")).toHaveLength(1);
  host.point(undefined);
  expect(await workbook.selectedRows(name)).toEqual([]);
});
