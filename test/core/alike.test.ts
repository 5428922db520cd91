/** Which rows of a push are taken as one, and which pushes are only changed cells. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alikeRows } from "../../schema/sheet/alike.ts";
import type { Column } from "../../schema/sheet/definition.ts";
import { changeCells, longestId, mostPushed, type PushRow } from "../../schema/sheet/push.ts";
import { pushBody, pushedRows } from "../../schema/wire.ts";

const column = (key: string, type: Column["type"], more: Partial<Column> = {}): Column => ({
  key,
  title: key,
  type,
  ...more,
});
const sheet = {
  key: "code",
  columns: [
    column("code", "code", { required: true }),
    column("name", "text", { required: true }),
    column("members", "integer"),
    column("shown", "text", { readOnly: true }),
    column("open", "flag"),
  ],
};
const row = (id: string, cells: Record<string, unknown>, baseVersion = 1): PushRow => ({ id, baseVersion, cells });
const whole = { name: "甲", members: 1, open: true };

describe("rows that only change cells", () => {
  test("are put together by their version and by the columns that they send, in that order", () => {
    const rows = [
      row("A", { members: 1 }),
      row("B", { members: 2 }),
      row("C", { members: 3 }, 2),
      row("D", { open: true, members: 4 }),
      row("E", { members: 5, open: null }),
      row("F", { members: 6 }),
    ];
    expect(alikeRows(sheet, rows)).toMatchObject([
      {
        version: 1,
        keys: ["members"],
        rows: [
          ["A", [1]],
          ["B", [2]],
          ["F", [6]],
        ],
      },
      { version: 2, keys: ["members"], rows: [["C", [3]]] },
      { version: 1, keys: ["open", "members"], rows: [["D", [true, 4]]] },
      { version: 1, keys: ["members", "open"], rows: [["E", [5, null]]] },
    ]);
  });

  test.each([
    ["without its key", whole],
    ["with its key", { code: "A", ...whole }],
    ["in another order", { open: true, members: 1, code: "A", name: "甲" }],
  ])("are whole where all other columns are sent, %s: then the cells are in the sheet's own order", (_, cells) => {
    expect(alikeRows(sheet, [row("A", cells)])).toMatchObject([
      { keys: ["code", "name", "members", "open"], rows: [["A", ["A", "甲", 1, true]]] },
    ]);
  });

  test("may send their key as it is beside some other cells", () => {
    expect(alikeRows(sheet, [row("A", { code: "A", members: 1 })])).toMatchObject([
      { keys: ["code", "members"], rows: [["A", ["A", 1]]] },
    ]);
  });

  test("may be named like what every object has", () => {
    const ids = ["__proto__", "12", "constructor", "3"];
    const [group] = alikeRows(
      sheet,
      ids.map((id, i) => row(id, { members: i })),
    )!;
    expect(group!.rows).toEqual(ids.map((id, i) => [id, [i]]));
  });

  test.each<[string, PushRow | PushRow[]]>([
    ["new", { newKey: "n", cells: whole }],
    ["deleted", { id: "A", baseVersion: 1, delete: true }],
    ["restored", { id: "A", baseVersion: 1, restore: true }],
    ["named twice", [row("A", { members: 1 }), row("B", { members: 1 }), row("A", { open: true })]],
    ["without cells", row("A", {})],
    ["of another key", row("A", { ...whole, code: "B" })],
    ["of another key alone", row("A", { code: "B" })],
    ["of no key", row("A", { ...whole, code: null })],
    ["without what is required", row("A", { name: null })],
    ["of a column that nobody fills", row("A", { shown: "x" })],
    ["of a column that is not there", row("A", { members: 1, other: 1 })],
    ["whole, with a column that is not there", row("A", { ...whole, other: 1 })],
    ["whole, with a column that nobody fills", row("A", { ...whole, shown: "x" })],
    ["of a column that every object has", row("A", { constructor: 1 })],
    ["of a column named __proto__", JSON.parse('{"id":"A","baseVersion":1,"cells":{"__proto__":1}}')],
    ["wrong", row("A", { members: "不知道" })],
    ["typed otherwise than kept", row("A", { members: "１" })],
    ["typed as text", row("A", { members: "1" })],
    ["typed in words", row("A", { open: "是" })],
    ["blank", row("A", { members: "" })],
    ["of a sign that nobody sees", row("A", { name: "甲\u0000" })],
  ])("are not taken as one where any is %s", (_, rows) => {
    const good = row("Z", { members: 1 });
    expect(alikeRows(sheet, [good])).toBeDefined();
    for (const list of [[good, rows].flat(), [rows, good].flat()]) expect(alikeRows(sheet, list)).toBeUndefined();
  });

  test("are taken as one in at most forty groups", () => {
    const rows = Array.from({ length: 40 }, (_, i) => row(`A${i}`, { members: i }, i));
    expect(alikeRows(sheet, rows)).toHaveLength(40);
    expect(alikeRows(sheet, [...rows, row("B", { members: 1 }, 3)])).toHaveLength(40);
    expect(alikeRows(sheet, [...rows, row("B", { members: 1 }, 40)])).toBeUndefined();
  });

  test("lose no row and no cell, whatever they are", () => {
    const cells = fc.record(
      { name: fc.constantFrom("甲", "乙"), members: fc.option(fc.nat()), open: fc.option(fc.boolean()) },
      { requiredKeys: [] },
    );
    const rows = fc.uniqueArray(
      fc.record({ id: fc.stringMatching(/^[A-Z0-9][A-Za-z0-9._-]{0,5}$/), baseVersion: fc.nat(3), cells }),
      {
        selector: ({ id }) => id,
        minLength: 1,
      },
    );
    fc.assert(
      fc.property(rows, (list) => {
        const groups = alikeRows(sheet, list);
        expect(groups === undefined).toBe(list.some(({ cells }) => Object.keys(cells).length === 0));
        const back = groups?.flatMap(({ version, keys, rows: own }) =>
          own.map(([id, values]) => ({
            id,
            version,
            cells: Object.fromEntries(keys.map((key, i) => [key, values[i]])),
          })),
        );
        for (const { id, baseVersion, cells } of groups ? list : [])
          expect(back!.filter((one) => one.id === id)).toEqual([
            { id, version: baseVersion, cells: Object.keys(cells).length === 3 ? { code: id, ...cells } : cells },
          ]);
      }),
    );
  });
});

describe("rows that change cells, told at a glance,", () => {
  const some = fc.oneof(
    fc.constantFrom(undefined, null, true, "", "A", 0, 1, -1, 1.5, 2 ** 53, Number.NaN, [], {}),
    fc.anything(),
  );
  const id = fc.oneof(
    { weight: 4, arbitrary: fc.string({ minLength: 1, maxLength: 9 }) },
    { weight: 1, arbitrary: some },
  );
  const version = fc.oneof({ weight: 4, arbitrary: fc.nat() }, { weight: 1, arbitrary: some });
  const cells = fc.oneof(
    { weight: 4, arbitrary: fc.dictionary(fc.string(), fc.jsonValue()) },
    { weight: 1, arbitrary: some },
  );
  const more = fc.oneof(
    { weight: 6, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.constantFrom({ delete: true }, { restore: true }, { newKey: "n" }, { note: "" }) },
  );
  const any = fc
    .tuple(fc.record({ id, baseVersion: version, cells }, { requiredKeys: ["id"] }), more)
    .map(([one, two]) => ({ ...one, ...two }));
  const rows = fc.oneof({ weight: 8, arbitrary: fc.array(any, { maxLength: 3 }) }, { weight: 1, arbitrary: some });

  test("are all accepted by the schema", () => {
    let told = 0;
    fc.assert(
      fc.property(rows, (list) => {
        if (!changeCells(list)) return;
        told++;
        expect(pushedRows.safeParse(list).error).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
    expect(told).toBeGreaterThan(100);
  });

  test("are taken by a push just where the schema takes them, and handed on as they were sent", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const [asked, described] = [pushBody.safeParse({ rows: list }), pushedRows.safeParse(list)];
        expect(asked.success).toBe(described.success);
        if (asked.success) expect(asked.data.rows).toBe(list);
      }),
      { numRuns: 1000 },
    );
  });

  const one = { id: "A", baseVersion: 0, cells: {} };
  test.each<[string, unknown]>([
    ["no rows", []],
    ["too many rows", Array.from({ length: mostPushed + 1 }, () => one)],
    ["no list", { 0: one, length: 1 }],
    ["an empty id", [{ ...one, id: "" }]],
    ["too long an id", [{ ...one, id: "A".repeat(longestId + 1) }]],
    ["a version below zero", [{ ...one, baseVersion: -1 }]],
    ["half a version", [{ ...one, baseVersion: 0.5 }]],
    ["a version beyond all numbers", [{ ...one, baseVersion: 2 ** 53 }]],
    ["cells in a list", [{ ...one, cells: [] }]],
    ["no cells", [{ ...one, cells: null }]],
    ["cells beside a deletion", [{ ...one, delete: true }]],
    ["something else", [{ ...one, note: "" }]],
    ["a member named __proto__", JSON.parse('[{"id":"A","baseVersion":0,"cells":{},"__proto__":1}]')],
  ])("do not include %s, nor does the schema", (_, list) => {
    expect(changeCells(list)).toBe(false);
    expect(pushBody.safeParse({ rows: list }).success).toBe(false);
  });

  test("may be as many, and have ids as long, as there may be", () => {
    const most = Array.from({ length: mostPushed }, () => ({ ...one, id: "A".repeat(longestId) }));
    expect(changeCells(most)).toBe(true);
    expect(pushedRows.safeParse(most).success).toBe(true);
  });
});
