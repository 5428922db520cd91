import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCell } from "../../schema/sheet/cell.ts";
import type { Cell, Cells, Column } from "../../schema/sheet/definition.ts";
import { decideCells, readCells } from "../../schema/sheet/push.ts";

const columns = new Map(["a", "b", "c"].map((key): [string, Column] => [key, { key, title: key, type: "integer" }]));

/** What I send against a row that others have moved from `base` to `theirs`. */
function push(base: Cells, theirs: Cells, mine: Cells) {
  const moved = Object.keys({ ...base, ...theirs }).filter((key) => (base[key] ?? null) !== (theirs[key] ?? null));
  const standing = {
    id: "r",
    regionCode: "990101001001",
    subjectId: "r",
    cells: Object.fromEntries(Object.entries(theirs).filter(([, value]) => value !== null)),
    version: 2,
    deleted: false,
    base: Object.fromEntries(moved.map((key) => [key, base[key] ?? null])),
  };
  return decideCells(standing, { id: "r", baseVersion: 1, cells: mine }, readCells(columns, mine));
}

const value = fc.constantFrom(null, 1, 2);
const cells = fc.record({ a: value, b: value, c: value });

describe("merging by cell", () => {
  test("a cell that only I changed is mine, one that only they changed is theirs, one we both changed apart is a conflict", () => {
    fc.assert(
      fc.property(cells, cells, cells, (base, theirs, mine) => {
        const { result, change } = push(base, theirs, mine);
        const keys = ["a", "b", "c"] as const;
        const clash = keys.filter(
          (key) => mine[key] !== base[key] && theirs[key] !== base[key] && mine[key] !== theirs[key],
        );
        expect(result.conflicts?.map(({ key }) => key) ?? []).toEqual(clash);
        if (clash.length > 0) {
          expect(change).toBeUndefined();
          return;
        }
        const wanted = Object.fromEntries(
          keys.map((key): [string, Cell] => [key, mine[key] !== base[key] ? mine[key] : theirs[key]]),
        );
        const after = change?.cells ?? theirs;
        expect(Object.fromEntries(keys.map((key) => [key, after[key] ?? null]))).toEqual(wanted);
        expect(result.status).toBe(keys.every((key) => wanted[key] === theirs[key]) ? "unchanged" : "merged");
      }),
    );
  });

  test("what is taken back by its history is what was there before", () => {
    fc.assert(
      fc.property(cells, cells, (theirs, mine) => {
        const { change } = push(theirs, theirs, mine);
        if (!change) return;
        const back = { ...change.cells, ...change.from };
        for (const key of ["a", "b", "c"] as const) expect(back[key] ?? null).toBe(theirs[key]);
      }),
    );
  });
});

describe("cells", () => {
  const read = (type: Column["type"], raw: unknown, more: Partial<Column> = {}) => {
    const reading = readCell({ title: "列", type, ...more }, raw);
    return "value" in reading ? reading.value : reading.fault.code;
  };
  test.each<[Column["type"], unknown, unknown]>([
    ["integer", "1,234", 1234],
    ["integer", "12,5", "notNumber"],
    ["integer", "12\uff0c5", "notNumber"],
    ["integer", "0x10", "notNumber"],
    ["integer", "1.5", "tooManyDecimals"],
    ["decimal", "1,234.50", 1234.5],
    ["decimal", "5%", "notNumber"],
    ["percent", "98.5%", 98.5],
    ["decimal", "\uff11\uff0e\uff15", 1.5],
    ["decimal", Number.POSITIVE_INFINITY, "notNumber"],
    ["flag", "是", true],
    ["flag", "×", false],
    ["flag", 0, false],
    ["flag", ["no"], "notFlag"],
    ["flag", { toString: 1 }, "notFlag"],
    ["date", "2014年9月28日", "2014-09-28"],
    ["date", "2014.9.8", "2014-09-08"],
    ["date", "2014-02-30", "notDate"],
    ["code", "012", "012"],
    ["code", 12, "notText"],
    ["text", "=1+1", "=1+1"],
    ["text", 2014, "2014"],
    ["text", "\ud800", "notText"],
    ["text", "　 ", null],
    ["note", "x".repeat(2001), "tooLong"],
  ])("%s %j is %j", (type, raw, expected) => {
    expect(read(type, raw)).toEqual(expected);
  });
  test("an option is read by code or by title", () => {
    const options: [string, string][] = [["village", "村"]];
    expect([
      read("option", "村", { options }),
      read("option", "village", { options }),
      read("option", "镇", { options }),
    ]).toEqual(["village", "village", "notOption"]);
  });
});
