/** The add-in as it is built: small, and nothing in it from anywhere else. */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { functions, metadata } from "../../addin/functions/functions.ts";

const folder = "dist/site/addin";
const kilobyte = 1024;
const page = readFileSync(`${folder}/taskpane.html`, "utf8");
const loaded = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
const texts = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(html|js|css|json)$/.test(name))
  .map((name) => readFileSync(`${folder}/${name}`, "utf8"));

test("the pane is at most 60 KB gzipped, without office.js", () => {
  const files = readdirSync(`${folder}/assets`).map((name) => readFileSync(`${folder}/assets/${name}`));
  const size = [Buffer.from(page), ...files].reduce((sum, bytes) => sum + gzipSync(bytes).length, 0);
  expect(files.length).toBeGreaterThan(1);
  expect(size).toBeLessThan(60 * kilobyte);
});

test("the pane loads office.js from where the installation says, and the rest from itself, by names that tell what is in it", () => {
  expect(loaded.filter((address) => !address.startsWith("/addin/"))).toEqual(["__OFFICE_JS__"]);
  expect(loaded.filter((address) => !/^\/addin\/(assets\/\w+-[\w-]{8}\.(js|css)|old\.js)$/.test(address))).toEqual([
    "__OFFICE_JS__",
  ]);
});

test("nothing in it names another host, but for what is a name only", () => {
  const hosts = texts.flatMap((text) => [...text.matchAll(/https?:\/\/([\w.-]+)/g)].map((match) => match[1]!));
  expect([...new Set(hosts)].filter((host) => host !== "www.w3.org")).toEqual([]);
});

test("the page has neither style nor script in it, which its policy would not run", () => {
  expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:|<script[^>]*>[^<]/i);
});

test("the description of the functions is made of the table, with every name that Excel allows", () => {
  const built = JSON.parse(readFileSync(`${folder}/functions.json`, "utf8"));
  expect(built).toEqual(metadata());
  expect(built.functions.map(({ id }: { id: string }) => id)).toEqual(functions.map(({ id }) => id));
  for (const { id, name, parameters } of built.functions) {
    expect(id).toMatch(/^[A-Z][A-Z0-9._]*$/);
    expect(name).toBe(id);
    const optional = parameters.map((one: { optional: boolean }) => one.optional);
    // What may be left out comes last.
    expect(optional).toEqual([...optional].sort());
  }
});

test("nobody is sent to a dialog or another page to sign in", () => {
  const script = texts.join("\n");
  for (const way of ["displayDialogAsync", "window.open", "confirm(", "alert(", "prompt("])
    expect(script).not.toContain(way);
});
