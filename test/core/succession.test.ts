/** The map of a day: who stands on it, called what, after villages were merged, split, renamed and abolished. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { register } from "../../schema/register.ts";
import { type SuccessionKind, type SuccessionRow, successionMap } from "../../schema/succession.ts";

let number = 0;
const line = (kind: SuccessionKind, on: string, predecessor: string, successor?: string, oldName?: string) =>
  ({
    ...{ id: `Y${String(++number).padStart(4, "0")}`, regionCode: "990101001001", version: 1, push: 1 },
    ...{ kind, on, predecessor },
    ...(successor !== undefined && { successor }),
    ...(oldName !== undefined && { oldName }),
  }) satisfies SuccessionRow;
const standing = (map: ReturnType<typeof successionMap>, day: string, codes: string) =>
  [...codes].filter((code) => map.standsOn(code, day)).join("");

describe("a village", () => {
  test("that was merged stands to the day before, and what came out of it from the day on", () => {
    const map = successionMap([line("merge", "2014-07-01", "A", "C"), line("merge", "2014-07-01", "B", "C")]);
    expect(standing(map, "2014-06-30", "ABCX")).toBe("ABX");
    expect(standing(map, "2014-07-01", "ABCX")).toBe("CX");
    expect(map.warnings).toEqual([]);
    expect(map.absentOn("2014-06-30")).toEqual(["C"]);
    expect(map.absence("A", "2015-01-01")).toMatchObject({ ended: true, by: { kind: "merge", successors: ["C"] } });
    expect(map.absence("C", "2014-01-01")).toMatchObject({ ended: false, by: { predecessors: ["A", "B"] } });
  });

  test("that others were merged into stands all along", () => {
    const map = successionMap([line("merge", "2014-07-01", "A", "A"), line("merge", "2014-07-01", "B", "A")]);
    expect(standing(map, "2014-06-30", "AB")).toBe("AB");
    expect(standing(map, "2014-07-01", "AB")).toBe("A");
    expect(map.warnings).toEqual([]);
  });

  test("that was split ends, or goes on where it is one of those that came out of it", () => {
    const both = successionMap([line("split", "2014-07-01", "A", "B"), line("split", "2014-07-01", "A", "C")]);
    expect([standing(both, "2014-06-30", "ABC"), standing(both, "2014-07-01", "ABC")]).toEqual(["A", "BC"]);
    const off = successionMap([line("split", "2014-07-01", "A", "A"), line("split", "2014-07-01", "A", "B")]);
    expect([standing(off, "2014-06-30", "AB"), standing(off, "2014-07-01", "AB")]).toEqual(["A", "AB"]);
  });

  test("that was renamed keeps its old name for days before, through several renames", () => {
    const map = successionMap([
      line("rename", "2014-07-01", "A", "A", "甲"),
      line("rename", "2016-01-01", "A", "A", "乙"),
    ]);
    const names = ["2014-06-30", "2014-07-01", "2015-12-31", "2016-01-01"].map((day) => map.nameOn("A", day));
    expect(names).toEqual(["甲", "乙", "乙", undefined]);
    expect(map.standsOn("A", "2014-06-30")).toBe(true);
  });

  test("that got another code is another one on the map", () => {
    const map = successionMap([line("rename", "2014-07-01", "A", "B", "甲")]);
    expect([standing(map, "2014-06-30", "AB"), standing(map, "2014-07-01", "AB")]).toEqual(["A", "B"]);
    expect(map.nameOn("A", "2014-01-01")).toBe("甲");
    expect(map.nameOn("B", "2014-01-01")).toBeUndefined();
  });

  test("that was abolished ends, whether another takes over or nobody", () => {
    const map = successionMap([line("abolish", "2014-07-01", "A"), line("abolish", "2014-07-01", "B", "C")]);
    expect([standing(map, "2014-06-30", "ABC"), standing(map, "2014-07-01", "ABC")]).toEqual(["ABC", "C"]);
    expect(map.warnings).toEqual([]);
    expect(map.into("C").map(({ predecessors }) => predecessors)).toEqual([["B"]]);
  });

  test("in a chain stands between the day it began and the day it ended", () => {
    const map = successionMap([
      line("rename", "2016-01-01", "C", "D"),
      line("merge", "2014-07-01", "A", "C"),
      line("merge", "2014-07-01", "B", "C"),
    ]);
    const days = ["2014-06-30", "2014-07-01", "2015-12-31", "2016-01-01"];
    expect(days.map((day) => standing(map, day, "ABCD"))).toEqual(["AB", "C", "C", "D"]);
    expect(map.standsWithin("C", "2014-01-01", "2014-12-31")).toBe(true);
    expect(map.standsWithin("C", "2014-01-01", "2014-06-30")).toBe(false);
    expect(map.standsWithin("A", "2014-07-01", "2014-12-31")).toBe(false);
  });
});

describe("lines that contradict each other are told of", () => {
  const warned = (...rows: SuccessionRow[]) => {
    const map = successionMap(rows);
    expect(map.warnings.length).toBeGreaterThan(0);
    for (const { code, message } of map.warnings) {
      expect(code).toBe("successionConflict");
      expect(message).toMatch(/^沿革Y\d+.*:.*\p{Script=Han}/u);
    }
    return { map, said: map.warnings.map(({ message }) => message).join("\n") };
  };

  test("a village that ends twice ends once, on the first day", () => {
    const [first, second] = [line("abolish", "2014-07-01", "A"), line("abolish", "2015-01-01", "A")];
    const { map, said } = warned(second, first);
    expect([standing(map, "2014-06-30", "A"), standing(map, "2014-07-01", "A")]).toEqual(["A", ""]);
    expect(said).toContain(`沿革${second.id}:A已于2014-07-01终止,不能再撤销;该行未采用`);
  });

  test("a cycle in one day: the first line holds", () => {
    const { map, said } = warned(line("rename", "2014-07-01", "A", "B"), line("rename", "2014-07-01", "B", "A"));
    expect([standing(map, "2014-06-30", "AB"), standing(map, "2014-07-01", "AB")]).toEqual(["A", "B"]);
    expect(said).toContain("同一天不能更名");
  });

  test("a cycle over the years: whoever stands again is named", () => {
    const { map, said } = warned(line("rename", "2014-07-01", "A", "B"), line("rename", "2016-01-01", "B", "A"));
    const days = ["2014-01-01", "2015-01-01", "2017-01-01"];
    expect(days.map((day) => standing(map, day, "AB"))).toEqual(["A", "B", "A"]);
    expect(said).toContain("沿革绕了一圈");
  });

  test("a merger of one: the village that it went into was there, for all that is known", () => {
    const { map, said } = warned(line("merge", "2014-07-01", "B", "A"));
    expect([standing(map, "2014-06-30", "AB"), standing(map, "2014-07-01", "AB")]).toEqual(["AB", "A"]);
    expect(said).toContain("合并只写了一个原组织");
  });

  test("a split into one: the village goes on, for all that is known", () => {
    const { map } = warned(line("split", "2014-07-01", "A", "B"));
    expect([standing(map, "2014-06-30", "AB"), standing(map, "2014-07-01", "AB")]).toEqual(["A", "AB"]);
  });

  test("one that is known to have stood does not begin", () => {
    const { map, said } = warned(
      line("abolish", "2013-01-01", "X", "C"),
      line("merge", "2014-07-01", "A", "C"),
      line("merge", "2014-07-01", "B", "C"),
    );
    expect(standing(map, "2014-06-30", "ABC")).toBe("ABC");
    expect(said).toContain("C在2014-07-01之前已经存在");
  });

  test("a line without a successor, a rename without the old name, a taker that is gone", () => {
    expect(warned(line("merge", "2014-07-01", "A")).map.standsOn("A", "2015-01-01")).toBe(true);
    expect(warned(line("rename", "2014-07-01", "A", "A")).said).toContain("更名没有写原名");
    expect(warned(line("abolish", "2013-01-01", "B"), line("abolish", "2014-07-01", "A", "B")).said).toContain(
      "承接的B在2014-07-01并不存在",
    );
    expect(warned(line("abolish", "2014-07-01", "A", "A")).map.standsOn("A", "2015-01-01")).toBe(true);
  });
});

test("a roster says by which of its columns a row stands or falls with an organization", () => {
  const document = JSON.parse(readFileSync("schema/registers/leadership-teams.json", "utf8"));
  expect(register.parse(document).standsOn).toBe("organization");
  expect(register.safeParse({ ...document, standsOn: "village" }).success).toBe(false);
  const ledger = JSON.parse(readFileSync("schema/registers/service-cases.json", "utf8"));
  expect(register.safeParse({ ...ledger, standsOn: "accepted" }).success).toBe(false);
});

/** One step of a random but sound course of events: what happens, and to which of those that stand. */
const step = fc.record({
  what: fc.constantFrom("merge", "mergeInto", "split", "splitOff", "rename", "newName", "abolish", "takeOver"),
  at: fc.nat(99),
  of: fc.integer({ min: 2, max: 4 }),
});

test("on every day exactly those stand, under their names, that the events have left standing", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.nat(99), (steps, from) => {
      let stand = ["a", "b", "c", "d", "e"];
      const names = new Map(stand.map((code) => [code, `${code}-0`]));
      let fresh = 0;
      const rows: SuccessionRow[] = [];
      const course: { day: string; stand: string[]; names: Map<string, string> }[] = [];
      const note = (day: string) => course.push({ day, stand: [...stand], names: new Map(names) });
      note("2010-12-31");
      steps.forEach(({ what, at, of }, i) => {
        const on = `${2011 + i}-07-01`;
        const chosen = Array.from({ length: of }, (_, k) => stand[(at + k) % stand.length]!);
        const some = [...new Set(chosen)];
        const [one, other] = some;
        const make = () => {
          const code = `n${++fresh}`;
          names.set(code, `${code}-0`);
          return code;
        };
        const leave = (gone: string[], come: string[]) => {
          stand = [...stand.filter((code) => !gone.includes(code)), ...come];
        };
        if (one === undefined) return;
        if ((what === "merge" || what === "mergeInto") && some.length > 1) {
          const into = what === "merge" ? make() : one;
          for (const code of some) rows.push(line("merge", on, code, into));
          leave(some, [into]);
        } else if (what === "split" || what === "splitOff") {
          const parts = [what === "split" ? make() : one, ...Array.from({ length: of - 1 }, make)];
          for (const part of parts) rows.push(line("split", on, one, part));
          leave([one], parts);
        } else if (what === "rename") {
          const code = make();
          rows.push(line("rename", on, one, code));
          leave([one], [code]);
        } else if (what === "newName") {
          rows.push(line("rename", on, one, one, names.get(one)!));
          names.set(one, `${one}-${i + 1}`);
        } else if (what === "abolish" && stand.length > 1) {
          rows.push(line("abolish", on, one));
          leave([one], []);
        } else if (what === "takeOver" && other !== undefined) {
          rows.push(line("abolish", on, one, other));
          leave([one], []);
        }
        note(on);
        note(`${2011 + i}-12-31`);
      });
      const turned = [...rows.slice(from % (rows.length + 1)), ...rows.slice(0, from % (rows.length + 1))].reverse();
      const map = successionMap(turned);
      expect(map.warnings).toEqual([]);
      for (const { day, stand: expected, names: called } of course) {
        const found = [...names.keys()].filter((code) => map.standsOn(code, day));
        expect(found.sort()).toEqual([...expected].sort());
        for (const code of expected) expect(map.nameOn(code, day) ?? names.get(code)).toBe(called.get(code));
      }
    }),
  );
});

test("whatever the lines say, a map comes of them, and what is not named stands", () => {
  const codes = fc.constantFrom("A", "B", "C", "D");
  const days = fc.constantFrom("2014-01-01", "2014-07-01", "2015-01-01");
  const any = fc
    .tuple(fc.constantFrom<SuccessionKind>("merge", "split", "rename", "abolish"), days, codes, fc.option(codes))
    .map(([kind, on, from, to]) => line(kind, on, from, to ?? undefined));
  fc.assert(
    fc.property(fc.array(any, { maxLength: 8 }), (rows) => {
      const map = successionMap(rows);
      expect(map.standsOn("X", "2014-07-01")).toBe(true);
      for (const code of "ABCD") {
        const stands = ["2013-12-31", "2014-01-01", "2014-07-01", "2015-01-01"].map((day) => map.standsOn(code, day));
        const ends = stands.filter((now, i) => !now && stands[i - 1]).length;
        const told = map.warnings.some(({ message }) => message.includes("编码重用"));
        // Nobody ends twice unless it is said that it began again.
        expect(ends <= 1 || told).toBe(true);
      }
    }),
  );
});
