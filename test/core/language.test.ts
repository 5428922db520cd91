import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod";
import { families } from "../../schema/policy/examples.ts";
import { policy } from "../../schema/policy/policy.ts";
import { failedCases } from "../../worker/core/policyTests.ts";

/** The words that name the shapes of a union. */
function shapesOf(schema: z.ZodType): string[] {
  const found = new Set<string>();
  JSON.stringify(z.toJSONSchema(schema, { io: "input" }), (key, value) => {
    if (key === "shape" && value?.const) found.add(value.const);
    return value;
  });
  return [...found].sort();
}

test.each(families)("every example of $title parses", ({ schema, examples }) => {
  for (const example of Object.values(examples)) expect(schema.parse(example)).toEqual(example);
});

test.each(
  families.filter(({ examples }) => Object.values(examples).every((one) => Object.hasOwn(one as object, "shape"))),
)("every shape of $title has an example", ({ schema, examples }) =>
  expect(Object.keys(examples).sort()).toEqual(shapesOf(schema)),
);

test("every field of every shape is described, but for what its name says", () => {
  const plain = new Set(["shape", "code", "title", "of", "source", "when", "value"]);
  const silent = new Set<string>();
  JSON.stringify(z.toJSONSchema(policy, { io: "input" }), (key, node) => {
    const { properties } = (node ?? {}) as {
      properties?: Record<string, { const?: string; description?: string; $ref?: string }>;
    };
    const shape = key !== "properties" ? properties?.shape?.const : undefined;
    if (shape === undefined) return node;
    for (const [name, field] of Object.entries(properties!))
      if (!plain.has(name) && !field.description && !field.$ref) silent.add(`${shape}.${name}`);
    return node;
  });
  expect([...silent]).toEqual([]);
});

const places = "xinhui chuxiong dongyang benxi zhenyuan 新会 楚雄 东阳 本溪 镇沅 蓬溪".split(" ");
const methods =
  "三票两评 三强三好 服务型党组织 文明户 五有 八有 八规范 一场五室 一站六室 五个一 六个中心 四个之家 双向述职 责任制考核 村规民约 空壳村 百名优秀 致富先锋 离任补助 创收奖励".split(
    " ",
  );

test.each(["worker/core", "worker/store", "worker/routes", "addin"])(
  "no place's and no method's name stands in %s",
  (folder) => {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.(ts|tsx)$/.test(file));
    expect(files.length).toBeGreaterThan(10);
    const found = files.flatMap((file) => {
      const text = readFileSync(`${folder}/${file}`, "utf8");
      return [...places, ...methods].filter((name) => text.includes(name)).map((name) => `${file}: ${name}`);
    });
    expect(found).toEqual([]);
  },
);

test.each(readdirSync("test/golden").map((file) => [file]))("%s is a whole policy whose own cases hold", (file) => {
  expect(failedCases(policy.parse(JSON.parse(readFileSync(`test/golden/${file}`, "utf8"))))).toEqual([]);
});
