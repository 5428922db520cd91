/** The table of security requirements, held against the tree: what it names is there. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const rows = readFileSync("test/asvs.md", "utf8")
  .split("\n")
  .filter((line) => /^\| V\d/.test(line))
  .map((line) => {
    const [id, about, state, where, shown] = line
      .split("|")
      .slice(1)
      .map((cell) => cell.trim());
    return { id: id!, about: about!, state: state!, where: where!, shown: shown! };
  });
const filesIn = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);

test("every requirement of levels 1 and 2 stands in the table once: 253 in 17 chapters", () => {
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  const chapters = Map.groupBy(rows, ({ id }) => id.split(".")[0]!);
  expect(Object.fromEntries([...chapters].map(([chapter, of]) => [chapter, of.length]))).toEqual(counts);
});
/** As the standard has them. */
const counts = {
  V1: 27,
  V2: 11,
  V3: 19,
  V4: 10,
  V5: 9,
  V6: 35,
  V7: 18,
  V8: 7,
  V9: 7,
  V10: 29,
  V11: 14,
  V12: 9,
  V13: 13,
  V14: 9,
  V15: 13,
  V16: 16,
  V17: 7,
};

test.each(rows)(
  "$id is met, partly met, not met or does not apply, and says where or why",
  ({ about, state, where }) => {
    expect(["met", "partly", "not met", "does not apply"]).toContain(state);
    expect(about.length).toBeGreaterThan(2);
    expect(where.length).toBeGreaterThan(3);
  },
);

test.each(rows.filter(({ state }) => state === "met" || state === "partly"))(
  "$id: the places it names are there",
  ({ where }) => {
    for (const file of filesIn(where).filter((name) => /^(schema|worker|test)\//.test(name)))
      expect(existsSync(file), file).toBe(true);
  },
);

test.each(rows.filter(({ shown }) => shown !== ""))("$id: the test it names is there", ({ shown }) => {
  const [, file, title] = /^`([^`]+)`: (.+)$/.exec(shown)!;
  expect(readFileSync(file!, "utf8")).toContain(title);
});

test("what is met is shown by a test, but for what is so by how it is deployed", () => {
  const unshown = rows.filter(({ state, shown }) => state === "met" && shown === "").map(({ id }) => id);
  expect(unshown).toEqual(["V3.5.4", "V3.7.1", "V13.4.1"]);
});
