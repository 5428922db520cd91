/** Rules of registers: what a row must agree with, what rows must agree on together, and what a document may not ask for. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { faultText } from "../../schema/fault.ts";
import { register } from "../../schema/register.ts";
import { type Rule, rule } from "../../schema/registerRule.ts";
import type { Cells, Column } from "../../schema/sheet/definition.ts";
import type { Move, OtherRow } from "../../schema/sheet/rules/groups.ts";
import { judgeMoves } from "../../schema/sheet/rules/judge.ts";
import type { Breach } from "../../schema/sheet/rules/rule.ts";

const column = (key: string, title: string, type: Column["type"], more: Partial<Column> = {}): Column => ({
  ...{ key, title, type },
  ...more,
});
const list = [
  column("subject", "编码", "code"),
  column("id", "身份证号", "code"),
  column("account", "账号", "code"),
  column("accepted", "受理件数", "integer"),
  column("closed", "办结件数", "integer", { lowerBound: true }),
  column("yuan", "金额(元)", "money"),
  column("amount", "金额", "money", { unit: "wanYuan" }),
  column("total", "总投入", "money", { unit: "wanYuan" }),
  column("from", "任职日期", "date"),
  column("to", "免职日期", "date"),
  column("kind", "方式", "option", {
    options: [
      ["merge", "合并"],
      ["abolish", "撤销"],
    ],
  }),
  column("ledgers", "登记簿", "option", {
    many: true,
    options: [
      ["playback", "播放"],
      ["rollCall", "点名册"],
    ],
  }),
];
const columns = new Map(list.map((one) => [one.key, one]));
const ruleOf = (check: object, more: object = {}): Rule => rule.parse({ code: "r", title: "规则", check, ...more });

/** A new row. */
const fresh = (after: Cells, subjectId = "a"): Move => ({ subjectId, after });
const changed = (before: Cells, after: Cells, subjectId = "a"): Move => ({
  ...{ subjectId, before, after },
  changed: new Set(Object.keys({ ...before, ...after }).filter((key) => before[key] !== after[key])),
});
const others = (...rows: Cells[]): OtherRow[] =>
  rows.map((cells, i) => ({ id: `o${i}`, subjectId: String(cells.subject ?? "a"), cells }));
const judge = (rules: Rule | Rule[], moves: Move[], beside: OtherRow[] = [], period = "2014-09") =>
  judgeMoves({ rules: [rules].flat(), columns, period }, beside, moves);
const codes = (found: Breach[][]) => found.map((row) => row.map(({ error }) => `${error.key} ${error.code}`).join());
const words = ([first]: Breach[]) => faultText({ pointer: "", ...first!.error }, "zh").message;

describe("within a row", () => {
  const check = (asked: Rule, cells: Cells) => codes(judge(asked, [fresh(cells)]))[0];

  test("a part is not more than the whole; what is not filled in is not compared, of a lower bound only what is known", () => {
    const asked = ruleOf({ sum: { of: ["closed"], op: "<=", to: "accepted" } });
    expect(check(asked, { accepted: 10, closed: 10 })).toBe("");
    expect(check(asked, { accepted: 10, closed: 12 })).toBe("closed sumMismatch");
    expect(check(asked, { closed: 12 })).toBe("");
    expect(check(asked, { accepted: 10, closed: "8+" })).toBe("");
    expect(check(asked, { accepted: 10, closed: "12+" })).toBe("closed sumMismatch");
    expect(words(judge(asked, [fresh({ accepted: 10, closed: 12 })])[0]!)).toBe("规则:须办结件数≤受理件数,现为12和10");
  });

  test("a sum is exact, also over columns in 元 and in 万元", () => {
    const asked = ruleOf({ sum: { of: ["yuan", "amount"], op: "=", to: "total" } });
    expect(check(asked, { yuan: 0.1, amount: 0.2, total: 0.20001 })).toBe("");
    expect(check(asked, { yuan: 0.11, amount: 0.2, total: 0.20001 })).toBe("total sumMismatch");
  });

  test("dates follow each other; empty ones are skipped, months are compared as months", () => {
    const asked = ruleOf({ order: ["from", "to"], sameDay: false });
    expect(check(asked, { from: "2014-09-02", to: "2014-09-01" })).toBe("to wrongOrder");
    expect(check(asked, { from: "2014-09-02", to: "2014-09-02" })).toBe("to wrongOrder");
    expect(check(asked, { from: "2014-09-02", to: "2014-09" })).toBe("");
    expect(check(asked, { from: "2014-09-02", to: "2014-08" })).toBe("to wrongOrder");
    expect(check(asked, { to: "2014-09-02" })).toBe("");
    expect(check(ruleOf({ order: ["from", "to"], sameDay: true }), { from: "2014-09-02", to: "2014-09-02" })).toBe("");
  });

  test("a date lies in the period, whichever kind it is", () => {
    const asked = ruleOf({ within: { date: "from", of: "period" } });
    const inside = (from: string, period: string) => codes(judge(asked, [fresh({ from })], [], period))[0] === "";
    expect([inside("2014-09-30", "2014-09"), inside("2014-09", "2014-09"), inside("2014-10-01", "2014-09")]).toEqual([
      true,
      true,
      false,
    ]);
    expect([inside("2014-06-30", "2014-H1"), inside("2014-07", "2014-H1"), inside("2014-07", "2014")]).toEqual([
      true,
      false,
      true,
    ]);
  });

  test("what must be filled, and what must be empty, where a condition holds; where it is not known, neither", () => {
    const where = { column: "kind", op: "=", value: "abolish" };
    const asked = [ruleOf({ require: ["to"] }, { where }), ruleOf({ blank: ["account"] }, { where })];
    const found = (cells: Cells) => codes(judge(asked, [fresh(cells)]))[0];
    expect(found({ kind: "abolish", account: "1" })).toBe("to requiredWhere,account blankWhere");
    expect(found({ kind: "abolish", to: "2014-09" })).toBe("");
    expect(found({ kind: "merge", account: "1" })).toBe("");
    expect(found({ account: "1" })).toBe("");
  });

  test("a rule looks only at what a push changes: an old fault elsewhere in the row stands in nobody's way", () => {
    const asked = ruleOf({ sum: { of: ["closed"], op: "<=", to: "accepted" } });
    const wrong = { accepted: 10, closed: 12 };
    expect(codes(judge(asked, [changed(wrong, { ...wrong, account: "1" })]))).toEqual([""]);
    expect(codes(judge(asked, [changed(wrong, { ...wrong, closed: 11 })]))).toEqual(["closed sumMismatch"]);
  });

  test("a warning refuses nothing", () => {
    const asked = ruleOf({ sum: { of: ["closed"], op: "<=", to: "accepted" } }, { severity: "warn" });
    expect(judge(asked, [fresh({ accepted: 1, closed: 2 })])[0]).toMatchObject([{ severity: "warn" }]);
  });
});

describe("unique over the sheet", () => {
  const asked = ruleOf({ unique: ["id"] });

  test("a value that another row has is refused, without a word about that row; empty ones are no value", () => {
    const found = judge(asked, [fresh({ id: "1" }), fresh({ id: "2" }), fresh({}), fresh({})], others({ id: "1" }, {}));
    expect(codes(found)).toEqual(["id duplicateValue", "", "", ""]);
    expect(words(found[0]!)).toBe("规则:“身份证号”与别的行重复");
  });

  test("of rows of one push the first keeps it", () => {
    expect(codes(judge(asked, [fresh({ id: "1" }), fresh({ id: "1" }), fresh({ id: "1" })]))).toEqual([
      "",
      "id duplicateValue",
      "id duplicateValue",
    ]);
  });

  test("a value that a row of the push gives up is free, unless that row is refused and keeps it", () => {
    const [a, b] = [changed({ id: "1" }, { id: "2" }), changed({ id: "3" }, { id: "1" })];
    expect(codes(judge(asked, [a, b]))).toEqual(["", ""]);
    expect(codes(judge(asked, [b, a]))).toEqual(["", ""]);
    expect(codes(judge(asked, [a, b], others({ id: "2" })))).toEqual(["id duplicateValue", "id duplicateValue"]);
  });

  test("a row that is deleted gives its value up; one that is restored must find it free", () => {
    const gone: Move = { subjectId: "a", before: { id: "1" } };
    expect(codes(judge(asked, [gone, fresh({ id: "1" })]))).toEqual(["", ""]);
    expect(codes(judge(asked, [fresh({ id: "1" })], others({ id: "1" })))).toEqual(["id duplicateValue"]);
  });

  test("several columns are one value together", () => {
    const pair = ruleOf({ unique: ["id", "account"] });
    const beside = others({ id: "1", account: "1" });
    expect(codes(judge(pair, [fresh({ id: "1", account: "2" }), fresh({ id: "1", account: "1" })], beside))).toEqual([
      "",
      "id duplicateValue",
    ]);
  });
});

describe("totals over rows", () => {
  // 镇沅县 2011: 共投进资金1769万元(上级拨款270、县级补助860、乡村自筹493.7、其它145.3)
  const parts = [270, 860, 493.7, 145.3].map((amount) => ({ subject: "a", amount }));
  const [first, ...rest] = parts;
  const stated = { ...first, total: 1769 };
  const total = (op: string, more: object = {}) =>
    ruleOf({ total: { of: "amount", by: ["subject"], op, to: "total" } }, more);

  test("the parts of S0 add up to 1769 万元; with one of them wrong, none of the group is taken", () => {
    expect(codes(judge(total("="), [fresh(stated), ...rest.map((row) => fresh(row))]))).toEqual(["", "", "", ""]);
    const wrong = judge(total("="), [
      fresh(stated),
      fresh(rest[0]!),
      fresh(rest[1]!),
      fresh({ subject: "a", amount: 1 }),
    ]);
    expect(codes(wrong)).toEqual(Array(4).fill("amount totalMismatch"));
    expect(words(wrong[0]!)).toBe("规则:各行合计须金额=总投入,现为1624.7万元和1769万元");
  });

  test("parts typed one by one stay within the total, and what would go beyond it is refused", () => {
    const beside = others(stated, rest[0]!);
    expect(codes(judge(total("<="), [fresh(rest[1]!)], beside))).toEqual([""]);
    expect(codes(judge(total("<="), [fresh({ subject: "a", amount: 700 })], beside))).toEqual(["amount totalMismatch"]);
    expect(codes(judge(total("<="), [fresh({ subject: "b", amount: 700 }, "b")], beside))).toEqual([""]);
  });

  test("within a limit rows are taken in their order, up to it; those that say nothing of it are always taken", () => {
    const most = ruleOf({ total: { of: "accepted", by: ["subject"], op: "<=", to: 100 } });
    const moves = [60, 50, 40, null].map((accepted) => fresh({ subject: "a", accepted }));
    expect(codes(judge(most, moves))).toEqual(["", "accepted totalMismatch", "", ""]);
    // A row that makes room for another is no less part of the push for coming after it.
    const [more, less] = [
      changed({ subject: "a", accepted: 50 }, { subject: "a", accepted: 80 }),
      { subjectId: "a", before: { subject: "a", accepted: 50 } },
    ];
    expect(codes(judge(most, [more, less]))).toEqual(["", ""]);
  });

  test("a warning is told once, at the last row of the group", () => {
    const found = judge(total("=", { severity: "warn" }), [fresh(stated), fresh(rest[0]!)]);
    expect(found.map((row) => row.map(({ severity }) => severity))).toEqual([[], ["warn"]]);
  });

  test("a row that leaves its group, or is deleted, is judged by what it leaves", () => {
    const beside = others(stated, rest[0]!, rest[1]!);
    const leaving: Move = { subjectId: "a", before: rest[2] };
    expect(codes(judge(total("="), [leaving], beside))).toEqual(["amount totalMismatch"]);
    expect(codes(judge(total("<="), [leaving], beside))).toEqual([""]);
  });

  test("a limit may be a number, and of lower bounds only what is known is held against it", () => {
    const most = ruleOf({ total: { of: "closed", by: [], op: "<=", to: 100 } });
    expect(codes(judge(most, [fresh({ closed: "60+" })], others({ closed: 40 })))).toEqual([""]);
    expect(codes(judge(most, [fresh({ closed: "60+" })], others({ closed: 41 })))).toEqual(["closed totalMismatch"]);
    const exact = ruleOf({ total: { of: "closed", by: [], op: "=", to: 100 } });
    expect(codes(judge(exact, [fresh({ closed: "60+" })]))).toEqual([""]);
  });

  test("figures of rows that the pusher may not see are not told", () => {
    const most = ruleOf({ total: { of: "accepted", by: [], op: "<=", to: 100 } });
    const beside = [{ id: "o", subjectId: "b", cells: { accepted: 77 }, isHidden: true }];
    const [found] = judge(most, [fresh({ accepted: 50 })], beside);
    expect(words(found!)).toBe("规则:各行合计须受理件数≤100");
  });
});

describe("coverage", () => {
  const asked = ruleOf({ cover: { column: "ledgers", targets: ["playback", "rollCall"] } });

  test("what a subject still lacks is said once, at its last row, and refuses nothing", () => {
    const found = judge(asked, [
      fresh({ subject: "a", ledgers: "playback" }),
      fresh({ subject: "a" }),
      fresh({ subject: "b", ledgers: "playback,rollCall" }, "b"),
    ]);
    expect(found.map((row) => row.length)).toEqual([0, 1, 0]);
    expect(found[1]![0]!.severity).toBe("warn");
    expect(words(found[1]!)).toBe("规则:“登记簿”还缺点名册");
  });

  test("what stands beside the push counts, what is taken away does not", () => {
    const beside = others({ subject: "a", ledgers: "rollCall" });
    expect(codes(judge(asked, [fresh({ ledgers: "playback" })], beside))).toEqual([""]);
    expect(codes(judge(asked, [{ subjectId: "a", before: { ledgers: "playback" } }], beside))).toEqual([
      "ledgers notCovered",
    ]);
  });
});

describe("whatever is pushed", () => {
  const cell = fc.option(fc.constantFrom("1", "2", "3", "4"), { nil: null });
  const amount = fc.option(fc.integer({ min: 0, max: 9 }), { nil: null });
  const cells = fc.record({ subject: fc.constantFrom("a", "b"), id: cell, accepted: amount });
  const living = fc.option(cells, { nil: undefined });
  const move = fc.tuple(living, living).filter(([before, after]) => (before ?? after) !== undefined);
  const state = fc.record({ beside: fc.array(cells, { maxLength: 6 }), moves: fc.array(move, { maxLength: 8 }) });
  const movesOf = (moves: [Cells | undefined, Cells | undefined][]) =>
    moves.map(
      ([before, after]): Move => (before && after ? changed(before, after) : { subjectId: "a", before, after }),
    );
  const befores = (moves: Move[]): Cells[] => moves.flatMap(({ before }) => (before ? [before] : []));
  const standing = (moves: Move[], found: Breach[][]): Cells[] =>
    moves.flatMap(({ before, after }, i) => {
      const stands = found[i]!.length > 0 ? before : after;
      return stands ? [stands] : [];
    });

  test("no two rows that were apart come to have one value, and every refused row had a reason", () => {
    const asked = ruleOf({ unique: ["id"] });
    const isUnique = (rows: Cells[]) => {
      const values = rows.map(({ id }) => id).filter((value) => value !== null);
      return new Set(values).size === values.length;
    };
    fc.assert(
      fc.property(state, ({ beside, moves: typed }) => {
        const moves = movesOf(typed);
        fc.pre(isUnique([...beside, ...befores(moves)]));
        const found = judge(asked, moves, others(...beside));
        const after = standing(moves, found);
        expect(isUnique([...beside, ...after])).toBe(true);
        moves.forEach((one, i) => {
          if (found[i]!.length === 0) return;
          const rest = standing(moves.toSpliced(i, 1), found.toSpliced(i, 1));
          expect([...beside, ...rest].some(({ id }) => id === one.after!.id)).toBe(true);
        });
      }),
      { numRuns: 2000 },
    );
  });

  test("no group goes beyond its limit that was within it, whatever other rules refuse", () => {
    const rules = [
      ruleOf({ total: { of: "accepted", by: ["subject"], op: "<=", to: 12 } }),
      ruleOf({ unique: ["id"] }),
    ];
    const sums = (rows: Cells[]) =>
      ["a", "b"].map((subject) =>
        rows.filter((row) => row.subject === subject).reduce((sum, { accepted }) => sum + Number(accepted ?? 0), 0),
      );
    fc.assert(
      fc.property(state, ({ beside, moves: typed }) => {
        const moves = movesOf(typed);
        const before = sums([...beside, ...befores(moves)]);
        const found = judge(rules, moves, others(...beside));
        const after = sums([...beside, ...standing(moves, found)]);
        after.forEach((sum, i) => {
          if (before[i]! <= 12) expect(sum).toBeLessThanOrEqual(12);
        });
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a register that asks for what it cannot have is refused, with the place", () => {
  const base = {
    ...{ id: "book", title: "登记簿", group: "台账", subject: "organization", period: "month", rows: "many" },
    columns: [
      { key: "on", title: "日期", type: "date" },
      { key: "count", title: "件数", type: "integer" },
      { key: "kind", title: "种类", type: "option", options: [["a", "甲"]] },
    ],
  };
  const refusal = (more: object) =>
    register.safeParse({ ...base, ...more }).error?.issues.map(({ path, message }) => `${path.join("/")} ${message}`);
  const ruled = (check: object, more: object = {}) => ({ rules: [{ code: "r", title: "规则", check, ...more }] });
  const columned = (column: object) => ({ columns: [...base.columns, { key: "more", title: "列", ...column }] });

  test.each<[string, object, string]>([
    ["a column that is not there", ruled({ unique: ["nothing"] }), "rules/0/check 没有列 nothing"],
    ["a sum of dates", ruled({ sum: { of: ["on"], op: "=", to: "count" } }), "rules/0/check 列 on 不是数字"],
    ["an order of numbers", ruled({ order: ["on", "count"], sameDay: true }), "rules/0/check 列 count 不是日期"],
    ["what is always required", ruled({ require: ["on"] }), "rules/0/check 须写明 where;总是必填的列写 required"],
    [
      "a target that is no option",
      ruled({ cover: { column: "kind", targets: ["b"] } }),
      "rules/0/check 列 kind 没有选项 b",
    ],
    [
      "coverage that refuses",
      ruled({ cover: { column: "kind", targets: ["a"] } }, { severity: "refuse" }),
      "rules/0/check cover 只作提示,severity 写 warn 或不写",
    ],
    [
      "the same code twice",
      { rules: ["on", "kind"].map((key) => ({ code: "r", title: "规则", check: { unique: [key] } })) },
      "rules 规则的 code 重复",
    ],
    ["a unit of a count", columned({ type: "integer", unit: "yuan" }), "columns/3 integer 列没有 unit"],
    ["a lower bound of a date", columned({ type: "date", lowerBound: true }), "columns/3 date 列没有 lowerBound"],
    [
      "several options with a separator in one",
      columned({ type: "option", many: true, options: [["a", "甲、乙"]] }),
      "columns/3 选项“甲、乙”中有分隔符,不能同选几项",
    ],
  ])("%s", (_, more, message) => {
    expect(refusal(more)).toEqual([message]);
  });

  test("a check outside the closed list", () => {
    expect(refusal(ruled({ eval: "1" }))).toHaveLength(1);
  });
});
