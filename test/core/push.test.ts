import fc from "fast-check";
import { describe, expect, test } from "vitest";
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
