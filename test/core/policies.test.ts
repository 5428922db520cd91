import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { policy } from "../../schema/policy/policy.ts";
import { register } from "../../schema/register.ts";
import { systemTitles } from "../../schema/systemTitles.ts";
import { failedCases } from "../../worker/core/policyTests.ts";

const read = (folder: string) =>
  readdirSync(`schema/${folder}`).map((file) => JSON.parse(readFileSync(`schema/${folder}/${file}`, "utf8")));

test.each(read("policies").map((document) => [document.id, document]))(
  "%s: every case of the document comes out as written",
  (_, document) => {
    expect(failedCases(policy.parse(document))).toEqual([]);
  },
);

/** The documents from which the library quotes, as they were published. */
const documents = new Map(
  readdirSync("test/documents").map((file) => [file, readFileSync(`test/documents/${file}`, "utf8")]),
);

/** Every quote of a document of the library, wherever it stands in it. */
function quotesOf(part: unknown): { document: string; quote: string }[] {
  if (typeof part !== "object" || part === null) return [];
  const own = "document" in part && "quote" in part ? [part as { document: string; quote: string }] : [];
  return [...own, ...Object.values(part).flatMap(quotesOf)];
}

test.each([...read("policies"), ...read("registers")].map((document) => [document.id, document]))(
  "%s quotes its sources word by word",
  (_, document) => {
    const quotes = quotesOf(document).filter(({ document: source }) => source !== "组厅字[2012]6号");
    expect(quotes.filter(({ document: source, quote }) => !documents.get(source)?.includes(quote))).toEqual([]);
  },
);

test("every one of the 32 systems has its documents, and every policy its system", () => {
  const numbered = (group: string, count: number) => Array.from({ length: count }, (_, i) => `${group}${i + 1}`);
  const wanted = [
    ...[...numbered("A", 5), ...numbered("B", 3), ...numbered("C", 3)],
    ...[...numbered("D", 11), ...numbered("E", 10)],
  ];
  expect(Object.keys(systemTitles)).toEqual(wanted);
  expect(wanted).toHaveLength(32);
  const served = new Set([...read("policies"), ...read("registers")].flatMap(({ systems }) => systems ?? []));
  expect([...served].sort()).toEqual([...wanted].sort());
  expect(read("policies").filter(({ systems }) => systems === undefined)).toEqual([]);
});

test.each(read("registers").map((document) => [document.id, document]))("%s is a register", (_, document) => {
  expect(register.parse(document).id).toBe(document.id);
});
