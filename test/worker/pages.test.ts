import { exports } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { families } from "../../schema/policy/examples.ts";
import { openOffice, policies } from "./office.ts";

beforeAll(async () => {
  await openOffice();
});
const text = async (path: string) => (await exports.default.fetch(`http://xingping.test${path}`)).text();

test("the first page carries the label and lists every policy in force with its quote", async () => {
  const html = await text("/");
  expect(html).toContain("<mark>演示数据</mark>");
  for (const { id, title } of policies) {
    expect(html).toContain(id);
    expect(html).toContain(title);
  }
  expect(html).not.toContain("&quot;Microsoft");
});

test("the reference page names every shape with its example, and every kind with a policy of the library", async () => {
  const html = await text("/language");
  const names = families.flatMap(({ examples }) => Object.keys(examples));
  for (const name of names) expect(html).toContain(`<code>${name}</code>`);
  for (const path of [
    "grade.shareRule.ties",
    "groups[].selection.rounding",
    "payers.shares",
    "fund.over",
    "dynamics.maxUp",
  ])
    expect(html).toContain(`<code>${path}</code>`);
  for (const kind of new Set(policies.map((one) => one.kind)))
    expect(policies.some((one) => one.kind === kind && html.includes(`<code>${one.id}</code>`))).toBe(true);
});
