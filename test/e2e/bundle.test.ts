/** The worker as it is deployed: one small script. */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const kilobyte = 1024;

test("the worker's script is at most 350 KB gzipped, and holds no demo and no test", () => {
  expect(readdirSync("dist/worker").sort()).toEqual(["index.js", "index.js.map"]);
  const text = readFileSync("dist/worker/index.js");
  expect(gzipSync(text).length).toBeLessThan(350 * kilobyte);
  expect(text.includes("xingping-demo")).toBe(false);
});
