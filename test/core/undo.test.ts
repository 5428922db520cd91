import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Column } from "../../schema/sheet/definition.ts";
import { differences } from "../../schema/sheet/difference.ts";
import {
  type Change,
  type Decision,
  decideCells,
  decideDeletion,
  decideNew,
  type PushRow,
  readCells,
  type Standing,
} from "../../schema/sheet/push.ts";
import { decideRekey } from "../../schema/sheet/rekey.ts";
import { type Done, inverseRows, kindOf, wholeLines } from "../../schema/sheet/undo.ts";

const keys = ["a", "b", "c"] as const;
const columns = new Map(
  ["code", ...keys].map((key): [string, Column] => [
    key,
    { key, title: key, type: key === "code" ? "code" : "integer" },
  ]),
);
const sheet = { rows: "roster" } as const;

/** A sheet in memory: rows, and for every row its history, as a push leaves them. */
class Book {
  rows = new Map<string, Omit<Standing, "base">>();
  lines = new Map<string, Done[]>();

  /** What stands, but for versions: those only grow. */
  get state() {
    return Object.fromEntries(
      [...this.rows].filter(([, { deleted }]) => !deleted).map(([id, { cells }]) => [id, cells] as const),
    );
  }

  standing(id: string, baseVersion: number): Standing {
    const row = this.rows.get(id)!;
    const seen = (this.lines.get(id) ?? []).find(({ version }) => version === baseVersion)!.after.cells;
    return { ...row, base: differences(seen, row.cells).from };
  }

  push(rows: readonly PushRow[]) {
    const done: Done[] = [];
    const results = rows.map((row) => {
      const { result, change, left } = this.decide(row);
      for (const one of [change, left]) if (one) done.push(this.write(one));
      return result;
    });
    return { results, done };
  }

  private decide(row: PushRow): Decision {
    if ("newKey" in row) {
      const read = readCells(columns, row.cells);
      const id = String(read.cells.code);
      return decideNew({ id, newKey: row.newKey, regionCode: "", subjectId: id, cells: read.cells });
    }
    const standing = this.standing(row.id, row.baseVersion);
    if (!("cells" in row)) return decideDeletion(standing, row, "delete" in row);
    const read = readCells(columns, row.cells);
    const { code } = read.cells;
    if (code === undefined || code === row.id) return decideCells(standing, row, read);
    return decideRekey(standing, row, read, "code", this.rows.get(String(code))?.version);
  }

  private write({ id, version, deleted, other, from: _, to: __, ...row }: Change): Done {
    const before = this.lines.get(id)?.at(-1)?.after ?? null;
    const line = { id, version, before, after: { cells: row.cells, deleted }, other: other ?? null };
    this.lines.set(id, [...(this.lines.get(id) ?? []), line]);
    this.rows.set(id, { ...row, id, version, deleted });
    return line;
  }
}

const value = fc.constantFrom(null, 1, 2, 3);
const patch = fc.dictionary(fc.constantFrom(...keys), value, { minKeys: 1 });
/** What somebody does to the n-th row that there is. */
const deed = fc.oneof(
  fc.record({ do: fc.constant("change"), row: fc.nat(5), cells: patch }),
  fc.record({ do: fc.constantFrom("delete", "restore", "rekey"), row: fc.nat(5), cells: patch }),
  fc.record({ do: fc.constant("add"), row: fc.nat(5), cells: patch }),
);
type Deed = typeof deed extends fc.Arbitrary<infer D> ? D : never;

let fresh = 0;
const newCode = () => `n${++fresh}`;

/** One push that does several things, each to another row. */
function pushOf(book: Book, deeds: readonly Deed[]): PushRow[] {
  const touched = new Set<string>();
  return deeds.flatMap((one): PushRow[] => {
    if (one.do === "add") return [{ newKey: "n", cells: { ...one.cells, code: newCode() } }];
    const all = [...book.rows.values()];
    const row = all[one.row % all.length]!;
    if (touched.has(row.id)) return [];
    touched.add(row.id);
    const seen = { id: row.id, baseVersion: row.version };
    if (one.do === "delete") return [{ ...seen, delete: true }];
    if (one.do === "restore") return [{ ...seen, restore: true }];
    return [{ ...seen, cells: one.do === "rekey" && !row.deleted ? { ...one.cells, code: newCode() } : one.cells }];
  });
}

function bookOf(deeds: readonly Deed[][]): Book {
  const book = new Book();
  book.push([1, 2, 3].map((a) => ({ newKey: "n", cells: { code: newCode(), a } })));
  for (const one of deeds) book.push(pushOf(book, one));
  return book;
}

const undo = (book: Book, done: readonly Done[]) => book.push(inverseRows(sheet, wholeLines(done)));

describe("taking a push back", () => {
  const past = fc.array(fc.array(deed, { minLength: 1, maxLength: 4 }), { maxLength: 4 });
  const pushed = fc.array(deed, { minLength: 1, maxLength: 4 });

  test("what nobody touched since is exactly as it was before, whatever the push did", () => {
    fc.assert(
      fc.property(past, pushed, (before, deeds) => {
        const book = bookOf(before);
        const was = book.state;
        const { done } = book.push(pushOf(book, deeds));
        const { results } = undo(book, done);
        expect(book.state).toEqual(was);
        expect(results.every(({ status }) => status === "saved")).toBe(true);
      }),
    );
  });

  test("an undo that is undone gives back what the push had made", () => {
    fc.assert(
      fc.property(past, pushed, (before, deeds) => {
        const book = bookOf(before);
        const { done } = book.push(pushOf(book, deeds));
        const made = book.state;
        undo(book, undo(book, done).done);
        expect(book.state).toEqual(made);
      }),
    );
  });

  test("what somebody changed since is never taken away: a cell stands as they left it, or the row is a conflict", () => {
    fc.assert(
      fc.property(patch, patch, patch, (start, mine, theirs) => {
        const book = new Book();
        book.push([{ newKey: "n", cells: { ...start, code: "r" } }]);
        const was = book.rows.get("r")!.cells;
        const { done } = book.push([{ id: "r", baseVersion: 1, cells: mine }]);
        const { version, cells: made } = book.rows.get("r")!;
        book.push([{ id: "r", baseVersion: version, cells: theirs }]);
        const left = book.rows.get("r")!.cells;
        const [result] = undo(book, done).results;
        const now = book.rows.get("r")!.cells;
        const touched = keys.filter((key) => left[key] !== made[key]);
        const clash = keys.filter((key) => touched.includes(key) && was[key] !== made[key] && was[key] !== left[key]);
        if (clash.length > 0) {
          expect(result).toMatchObject({ status: "conflict" });
          expect(result!.conflicts!.map(({ key }) => key).sort()).toEqual(clash);
          for (const { key, base, theirs, mine } of result!.conflicts!)
            expect({ base, theirs, mine }).toEqual({
              base: made[key] ?? null,
              theirs: left[key] ?? null,
              mine: was[key] ?? null,
            });
          expect(now).toEqual(left);
        } else for (const key of keys) expect(now[key]).toBe(touched.includes(key) ? left[key] : was[key]);
      }),
    );
  });

  test("where every subject has its row, what was filled in is emptied and the row stays", () => {
    const line = { id: "s", version: 1, before: null, after: { cells: { a: 1, b: 2 }, deleted: false }, other: null };
    expect(inverseRows({ rows: "one" }, [line])).toEqual([{ id: "s", baseVersion: 1, cells: { a: null, b: null } }]);
  });

  test("of a row that got a new code half is not taken back", () => {
    const book = bookOf([]);
    const [{ id }] = [...book.rows.values()] as [Standing];
    const { done } = book.push([{ id, baseVersion: 1, cells: { code: "x" } }]);
    expect(done.map(kindOf)).toEqual(["rekeyed", "rekeyed"]);
    expect(wholeLines(done)).toHaveLength(2);
    expect(wholeLines(done.slice(0, 1))).toEqual([]);
  });
});
