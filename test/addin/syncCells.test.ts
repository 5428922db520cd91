/** How a sheet stands in the workbook, and that every value comes back as itself. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSnapshot, snapshotText } from "../../addin/sync/snapshotText.ts";
import type { TableColumn } from "../../addin/workbook/port.ts";
import { register } from "../../schema/register.ts";
import { readCell } from "../../schema/sheet/cell.ts";
import type { Column } from "../../schema/sheet/definition.ts";
import { registerSheet } from "../../schema/sheet/source.ts";
import { formOf } from "../../schema/sheet/workbook/form.ts";
import { type Definition, layoutOf } from "../../schema/sheet/workbook/layout.ts";
import { contentOf, type Snapshot, snapshotOf } from "../../schema/sheet/workbook/snapshot.ts";
import { ledger, roster } from "./sync/modelServer.ts";

const column = (type: Column["type"], more: Partial<Column> = {}): Column => ({ key: "x", title: "列", type, ...more });
const options: [string, string][] = [
  ["village", "村"],
  ["community", "社区"],
  ["town", "village"],
];
const definition = (columns: Column[], more: Partial<Definition> = {}): Definition => ({
  ...{ id: "s", title: "表", group: "台账", key: "id", period: "none", editable: true },
  ...{ columns, ...more },
});

describe("cells", () => {
  test.each([
    [column("date"), "2014-09-28", 41_910],
    [column("date"), "2014-09", "2014-09"],
    [column("date"), "1921-07-23", "1921-07-23"],
    [column("flag"), true, "是"],
    [column("flag"), false, "否"],
    [column("option", { options }), "village", "村"],
    [column("option", { options }), "town", "town"],
    [column("option", { options }), "community", "社区"],
    [column("option", { options, many: true }), "community,town", "community,town"],
    [column("option", { options: options.slice(0, 2), many: true }), "village,community", "村、社区"],
    [column("option", { options }), "abolished", "abolished"],
    [column("money"), 1234.5, 1234.5],
    [column("integer", { lowerBound: true }), "30+", "30+"],
    [column("months"), 7, "7"],
    [column("code"), "012", "012"],
    [column("text"), "=1+1", "=1+1"],
    [column("text"), null, ""],
  ] as const)("%o %s stands as %s", (one, cell, shown) => {
    const form = formOf(one as Column);
    expect(form.show(cell)).toBe(shown);
    expect(form.holds(shown, cell)).toBe(true);
  });

  test("a title that is another option's code is not shown, for it would be read as that one", () => {
    const form = formOf(column("option", { options }));
    expect(form.read(form.show("town"))).toEqual({ value: "town" });
    expect(form.read(form.show("village"))).toEqual({ value: "village" });
  });

  test("a serial is read as its day and nobody is told, a month column tells that the day was left out", () => {
    expect(formOf(column("date")).read(41_910)).toEqual({ value: "2014-09-28" });
    expect(formOf(column("date", { precision: "month" })).read(41_910)).toMatchObject({
      value: "2014-09",
      notices: [{ code: "readAs" }],
    });
    expect(formOf(column("date")).read(2014.1)).toMatchObject({ fault: { code: "monthUnclear" } });
  });

  test("whatever a clerk can type, as it is read it is shown, and as it is shown it is read", () => {
    const kinds = [
      ...["text", "code", "integer", "decimal", "money", "percent", "date", "flag", "note", "months"],
    ] as Column["type"][];
    const columns = [
      ...kinds.map((type) => column(type)),
      column("option", { options }),
      column("option", { options, many: true }),
      column("date", { precision: "month" }),
      column("date", { precision: "day" }),
      column("integer", { lowerBound: true }),
    ];
    const day = fc.date({ min: new Date("1900-01-01"), max: new Date("2999-12-31"), noInvalidDate: true });
    const typed = fc.oneof(
      ...[fc.string(), fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constantFrom("村", "社区", "30余人")],
      ...[day.map((one) => one.toJSON().slice(0, 10)), day.map((one) => one.toJSON().slice(0, 7))],
      fc.constantFrom("012", "1-7,9", "是", "×", "2014。9。28", "1,234.50", "village,town", 41_910),
    );
    fc.assert(
      fc.property(fc.constantFrom(...columns), typed, (one, raw) => {
        const reading = readCell(one, raw);
        if (!("value" in reading)) return;
        const form = formOf(one);
        const shown = form.show(reading.value);
        if (reading.value === null) expect(shown).toBe("");
        // 7 in a column of months is text there, and as text it stands.
        else if (one.type !== "months") expect(form.read(shown)).toMatchObject({ value: reading.value });
        expect(form.holds(shown, reading.value)).toBe(true);
        expect(typeof shown === "number" || typeof shown === "string").toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("layout", () => {
  test("the columns that the add-in keeps come first, the key column where the sheet has none of its own", () => {
    const titles = (one: Definition) => layoutOf(one).columns.map(({ title }) => title);
    expect(titles(ledger).slice(0, 4)).toEqual(["变更", "状态", "行号", "名称"]);
    expect(titles(roster).slice(0, 4)).toEqual(["变更", "状态", "行号", "编码"]);
    const subject = column("code", { key: "subject", title: "编码", readOnly: true });
    const indicators = layoutOf(definition([subject, column("integer")], { key: "subject" }));
    expect(indicators.columns.map(({ title }) => title)).toEqual(["变更", "状态", "编码", "列"]);
    expect(indicators).toMatchObject({ id: { title: "编码" }, hasFixedRows: true });
  });

  test("a sheet that cannot be changed has no columns for changes", () => {
    const { change, status, columns } = layoutOf(definition([column("text")], { editable: false }));
    expect([change, status, columns.length]).toEqual([undefined, undefined, 2]);
  });

  test("no two titles are alike, whatever the sheet calls its columns", () => {
    const columns = ["状态", "得分", "得分", "PM", "pm", "行号", " 得分 "].map((title, i) =>
      column("text", { key: `k${i}`, title, ...(i === 2 && { group: "复核" }) }),
    );
    const titles = layoutOf(definition(columns)).columns.map(({ title }) => title);
    expect(titles).toEqual(["变更", "状态", "行号", "状态2", "得分", "复核·得分", "PM", "pm2", "行号2", "得分2"]);
  });

  test("codes and texts are text before anything is written, dates and numbers have their formats", () => {
    const format = (type: Column["type"], more: Partial<Column> = {}) =>
      layoutOf(definition([column(type, more)])).cells[0]!.format;
    expect(["code", "text", "note", "option", "months"].map((type) => format(type as Column["type"]))).toEqual([
      ...["@", "@", "@", "@", "@"],
    ]);
    expect([format("date"), format("date", { precision: "month" })]).toEqual(["yyyy-mm-dd", "@"]);
    expect([format("integer"), format("decimal"), format("decimal", { decimals: 1 })]).toEqual(["0", "0.00", "0.0"]);
    expect([format("money"), format("money", { unit: "wanYuan" })]).toEqual(["#,##0.00", "#,##0.00####"]);
    expect(format("percent")).toBe('0.00"%"');
  });

  test("every register of the library is laid out in columns that a workbook takes", () => {
    const files = readdirSync("schema/registers").filter((name) => name.endsWith(".json"));
    for (const file of files) {
      const sheet = registerSheet(register.parse(JSON.parse(readFileSync(`schema/registers/${file}`, "utf8"))));
      const columns: TableColumn[] = layoutOf({ ...sheet, editable: true, rules: [] } as Definition).columns;
      const titles = columns.map(({ title }) => title.toLowerCase());
      expect(new Set(titles).size, file).toBe(titles.length);
      expect(columns.slice(0, 2).map(({ title }) => title)).toEqual(["变更", "状态"]);
    }
    expect(files.length).toBeGreaterThan(10);
  });
});

describe("snapshot", () => {
  const pulled = {
    definition: ledger,
    push: 7,
    rows: [
      { id: "r1", version: 3, cells: ["甲", 5, null, "2014-09-28", "甲!"] },
      { id: "r2", version: 1, cells: ["乙", null, "x", null, "乙!"], deleted: true as const },
    ],
  };
  const snapshot = snapshotOf(pulled, { period: "2014", region: "990101000000" }, "nonce");

  test("what was pulled stands in the table, rows that are deleted do not", () => {
    expect(contentOf(snapshot)).toEqual({
      columns: ["变更", "状态", "行号", "名称", "党员数", "备注", "成立日期", "核对"],
      rows: [["", "", "r1", "甲", 5, "", 41_910, "甲!"]],
    });
  });

  test("is read back as it was kept", () => {
    const full: Snapshot = {
      ...snapshot,
      rows: new Map([...snapshot.rows, ["r9", { version: 2, cells: [], conflicts: { b: 4 }, deleted: true }]]),
      sent: [{ key: "k", body: { mode: "partial", period: "", rows: [{ newKey: "新-abcd-1", cells: { a: "丙" } }] } }],
      aliases: new Map([["新-abcd-1", "r3"]]),
      refused: new Map([["r1", { status: "invalid", errors: [], sent: { b: 9 } }]]),
    };
    expect(readSnapshot(snapshotText(full))).toEqual({ snapshot: full });
  });

  test("cut off or changed at any place it is told to be broken, and nothing crashes", () => {
    const text = snapshotText(snapshot);
    fc.assert(
      fc.property(fc.nat({ max: text.length - 1 }), fc.string({ maxLength: 3 }), (at, other) => {
        for (const damaged of [text.slice(0, at), text.slice(0, at) + other + text.slice(at + 1)])
          if (damaged !== text) expect(readSnapshot(damaged)).toHaveProperty("broken.message");
      }),
    );
    expect(readSnapshot("")).toMatchObject({ broken: { code: "broken", fix: expect.stringContaining("重新取数") } });
    expect(readSnapshot("xingping-2 x\n{}")).toMatchObject({ broken: { code: "otherFormat" } });
  });

  test("of 10,000 rows it is no longer than what was pulled by more than a tenth", () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => ({ ...pulled.rows[0]!, id: `99010100${i}` }));
    const text = snapshotText(snapshotOf({ ...pulled, rows }, { period: "" }, "n"));
    expect(text.length).toBeLessThan(1.1 * JSON.stringify({ ...pulled, rows }).length);
  });
});
