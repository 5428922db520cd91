import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { policy } from "../../schema/policy/policy.ts";
import { register } from "../../schema/register.ts";
import { failedCases } from "../../worker/core/policyTests.ts";

const read = (folder: string) =>
  readdirSync(`schema/${folder}`).map((file) => JSON.parse(readFileSync(`schema/${folder}/${file}`, "utf8")));

test.each(read("policies").map((document) => [document.id, document]))(
  "%s: every case of the document comes out as written",
  (_, document) => {
    expect(failedCases(policy.parse(document))).toEqual([]);
  },
);

test.each(read("registers").map((document) => [document.id, document]))("%s is a register", (_, document) => {
  expect(register.parse(document).id).toBe(document.id);
});
