/** Prints: money in capitals by the rules of 支付结算办法, figures that add up, rows that all come out once on pages that hold them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { capitals } from "../../schema/print/capitals.ts";
import { decimalsOf, moneyText } from "../../schema/print/money.ts";
import {
  headHeightOf,
  headRows,
  heights,
  moneyDecimals,
  onlyTable,
  pagesOf,
  paper,
  rowHeightOf,
} from "../../schema/print/paging.ts";
import type { Print, PrintCell, PrintTable } from "../../schema/print/print.ts";

describe("money in capitals", () => {
  test.each([
    // The examples of 支付结算办法 附一; of two that it allows the one with fewer zeros.
    [140_950, "壹仟肆佰零玖元伍角"],
    [600_714, "陆仟零柒元壹角肆分"],
    [168_032, "壹仟陆佰捌拾元叁角贰分"],
    [10_700_053, "壹拾万柒仟元伍角叁分"],
    [1_640_902, "壹万陆仟肆佰零玖元零贰分"],
    [32_504, "叁佰贰拾伍元零肆分"],
    [0, "零元整"],
    [5, "伍分"],
    [70, "柒角"],
    [1_000, "壹拾元整"],
    [1_200_005, "壹万贰仟元零伍分"],
    [10_000_00, "壹万元整"],
    [10_005_00, "壹万零伍元整"],
    [1_000_500_00, "壹佰万零伍佰元整"],
    [10_005_000_00, "壹仟万伍仟元整"],
    [100_000_001_00, "壹亿零壹元整"],
    [100_010_000_00, "壹亿零壹万元整"],
    [2_400_000_00, "贰佰肆拾万元整"],
    [1_000_000_000_000_00, "壹万亿元整"],
    [-4_400_000, "负肆万肆仟元整"],
  ])("%i fen are %s", (fen, text) => {
    expect(capitals(fen)).toBe(text);
  });

  /** Reads capitals back, by the value of each sign alone. */
  function read(text: string): number {
    const digits = "零壹贰叁肆伍陆柒捌玖";
    const sizes: Record<string, number> = { 拾: 10, 佰: 100, 仟: 1000 };
    const [, sign, yuan = "", jiao = "零", fen = "零"] =
      /^(负?)(?:(.+)元)?零?(?:(.)角)?(?:(.)分)?整?$/.exec(text) ?? [];
    const whole = (part: string): number => {
      for (const [unit, size] of [
        ["亿", 1e8],
        ["万", 1e4],
      ] as const) {
        const at = part.lastIndexOf(unit);
        if (at >= 0) return whole(part.slice(0, at)) * size + whole(part.slice(at + 1));
      }
      return [...part.matchAll(/([零壹-玖贰叁肆伍陆柒捌])([拾佰仟]?)/g)].reduce(
        (sum, [, digit, size]) => sum + digits.indexOf(digit!) * (sizes[size!] ?? 1),
        0,
      );
    };
    const value = whole(yuan) * 100 + digits.indexOf(jiao) * 10 + digits.indexOf(fen);
    return sign === "" ? value : -value;
  }

  test("read back they are the same fen, and no two zeros stand together", () => {
    const amounts = fc.oneof(
      fc.integer({ min: -1_000_000, max: 1_000_000 }),
      fc.integer({ min: 0, max: 2 ** 50 }),
      // Figures with many zeros.
      fc.array(fc.constantFrom(0, 0, 0, 1, 9), { maxLength: 15 }).map((all) => Number(all.join("") || 0)),
    );
    fc.assert(
      fc.property(amounts, (fen) => {
        const text = capitals(fen);
        expect(read(text)).toBe(fen + 0);
        expect(text).not.toMatch(/零零|零[元万亿](?!整)|^拾/);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("money in figures", () => {
  test("stands with thousands apart, in wan with as many decimals as the table needs", () => {
    expect(moneyText(123_456_789)).toBe("1,234,567.89");
    expect(moneyText(-5)).toBe("-0.05");
    expect(decimalsOf([2_400_000_00, 50_000_00], "wan")).toBe(2);
    expect(decimalsOf([2_400_000_00, 12_345_67], "wan")).toBe(6);
    expect(moneyText(12_345_67, "wan", 6)).toBe("1.234567");
    expect(moneyText(2_400_000_00, "wan", 6)).toBe("240.000000");
  });
});

const columns: PrintTable["columns"] = [
  { title: "序号", kind: "serial", width: 12 },
  { title: "名称", kind: "text", width: 40 },
  { title: "数", kind: "number", width: 20, sum: true },
  { title: "实发", kind: "money", width: 40, sum: true, group: "金额" },
  { title: "分担", kind: "money", width: 40, sum: true, group: "金额" },
  { title: "签领", kind: "pen", width: 30 },
];
const printOf = (table: Partial<PrintTable>, more: Partial<Print> = {}): Print => ({
  ...{ name: "表", title: "发放表", paper: "portrait", office: "城关镇", day: "2014-12-01", unit: "yuan" },
  ...{ signatures: ["制表"], notes: [], mark: { source: "批次", seal: null }, ...more },
  blocks: [{ kind: "table", columns, groups: [], rowHeight: 11, lines: 8, total: "合计", capitals: "实发", ...table }],
});
const laidOut = (print: Print) => pagesOf(print, onlyTable(print)!, capitals);

describe("the rows of a print", () => {
  const name = fc.oneof(fc.constantFrom("城关镇01村", "张三"), fc.string({ maxLength: 60 }));
  const row = fc.tuple(name, fc.nat(9), fc.integer({ min: -1e9, max: 1e9 }), fc.nat(1e9), fc.constant(null));
  const groups = fc.array(fc.record({ title: name, rows: fc.array(row, { maxLength: 25 }) }), { maxLength: 6 });

  test("all come out once in their order, numbered through; every sum is that of its parts; every page holds its rows", () => {
    fc.assert(
      fc.property(groups, fc.constantFrom("portrait", "landscape"), (given, side) => {
        const print = printOf({ groups: given }, { paper: side as Print["paper"] });
        const pages = laidOut(print);
        const all = pages.flatMap(({ rows }) => rows);
        const rows = all.filter(({ kind }) => kind === "row");
        const wanted = given.flatMap((group) => group.rows);
        if (wanted.length > 0) expect(rows.map(({ cells }) => cells.slice(1))).toEqual(wanted);
        expect(rows.map(({ cells }) => cells[0])).toEqual(rows.map((_, i) => i + 1));
        const sum = (list: readonly (readonly PrintCell[])[], at: number) =>
          list.length === 0 ? null : list.reduce((total, cells) => total + Number(cells[at]), 0);
        for (const at of [2, 3, 4]) {
          const total = all.find(({ kind }) => kind === "total")!.cells[at];
          expect(total).toBe(sum(wanted, at - 1));
          const of = (kind: string) => all.filter((one) => one.kind === kind).map(({ cells }) => cells);
          if (given.length > 1 && wanted.length > 0) expect(sum(of("subtotal"), at)).toBe(total);
          if (pages.length > 1) expect(sum(of("page"), at)).toBe(total);
        }
        expect(all.at(-1)!.cells[0]).toBe(
          `合计（大写）：${wanted.length === 0 ? "" : capitals(Number(all.at(-2)!.cells[3]))}`,
        );
        const table = onlyTable(print)!;
        const fixed = heights.title + heights.head + headHeightOf(print, table) + heights.signatures + heights.mark;
        for (const { rows: own } of pages) {
          const used = own.reduce((height, one) => height + rowHeightOf(print, table, one), fixed);
          expect(used <= paper[print.paper].height || own.filter(({ kind }) => kind === "row").length === 1).toBe(true);
          expect(own.some(({ kind }) => kind === "row" || kind === "subtotal")).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("of nothing are empty lines, numbered, and no sum but an empty one", () => {
    const [page, ...more] = laidOut(printOf({}));
    expect(more).toEqual([]);
    expect(page!.rows.map(({ kind }) => kind)).toEqual([...Array(8).fill("row"), "total", "capitals"]);
    expect(page!.rows[7]!.cells).toEqual([8, null, null, null, null, null]);
    expect(page!.rows.at(-1)!.cells[0]).toBe("合计（大写）：");
  });

  test("have their groups of columns above the columns", () => {
    expect(headRows(columns)).toEqual({
      first: [
        ...[0, 1, 2].map((from) => ({ title: columns[from]!.title, from, columns: 1, rows: 2 })),
        { title: "金额", from: 3, columns: 2, rows: 1 },
        { title: "签领", from: 5, columns: 1, rows: 2 },
      ],
      second: [
        { title: "实发", from: 3 },
        { title: "分担", from: 4 },
      ],
    });
  });

  test("in wan are all written with the decimals of the finest of them", () => {
    const rows = [["甲", 1, 100_000_000, 12_345_600, null]];
    expect(moneyDecimals(printOf({ groups: [{ title: "", rows }] }, { unit: "wan" }))).toBe(4);
    expect(moneyDecimals(printOf({ groups: [{ title: "", rows }] }))).toBe(2);
  });
});
