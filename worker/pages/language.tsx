/** The reference of the policy language, generated from its schema: every shape with its fields and an example. */
import type { Context } from "hono";
import { html } from "hono/html";
import * as z from "zod";
import { valueNode } from "../../schema/policy/aggregates.ts";
import { check } from "../../schema/policy/checks.ts";
import { condition } from "../../schema/policy/condition.ts";
import { checkExamples, conditionExamples, indicatorExamples, valueExamples } from "../../schema/policy/examples.ts";
import { indicator } from "../../schema/policy/input.ts";
import { policy } from "../../schema/policy/policy.ts";
import type { AppEnv } from "../env.ts";
import { page } from "./frame.tsx";

interface Schema {
  type?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
}

/** A family of the language: its shapes, and an example for each by the word that names it. */
interface Family {
  title: string;
  schema: z.ZodType;
  examples: Record<string, unknown>;
}

const families: Family[] = [
  { title: "取数:指标从哪里来", schema: indicator, examples: indicatorExamples },
  { title: "计分与数额:指标怎样成为分或元", schema: valueNode, examples: valueExamples },
  { title: "条件", schema: condition, examples: conditionExamples },
  { title: "数据核对", schema: check, examples: checkExamples },
];

const kindTitles: Record<string, string> = {
  rating: "评定 rating",
  appraisal: "评议 appraisal",
  ranking: "倒排 ranking",
  subsidy: "补贴 subsidy",
};

/** GET /language */
export function language(c: Context<AppEnv>) {
  const kinds = alternatives(z.toJSONSchema(policy, { io: "input" }) as Schema);
  const content = (
    <>
      <h1>办法的语言</h1>
      <p>
        一个办法是一个 JSON 文件。带时段的值写成 <code>[{"{from, to?, value, source 或 assumed}"}]</code>
        :当月有效的值起作用, 每个值写明依据(文件与原文)或假设的理由。不认识的字段一律不收。
      </p>
      <h2>四类办法</h2>
      {kinds.map((kind) => (
        <>
          <h3>{kindTitles[String(kind.properties?.kind?.const)] ?? ""}</h3>
          {fields(kind, ["kind"])}
        </>
      ))}
      {families.map(({ title, schema, examples }) => (
        <>
          <h2>{title}</h2>
          {Object.entries(examples).map(([name, example]) => {
            const shape = shapeOf(schema, name);
            return (
              <>
                <h3>
                  <code>{name}</code> {shape?.description ?? ""}
                </h3>
                {shape && fields(shape, ["shape"])}
                <pre>{JSON.stringify(example, null, 1)}</pre>
              </>
            );
          })}
        </>
      ))}
    </>
  );
  return c.html(html`<!doctype html>${page("办法的语言", content)}`);
}

const alternatives = (schema: Schema): Schema[] => schema.oneOf ?? schema.anyOf ?? [];

function shapeOf(schema: z.ZodType, name: string): Schema | undefined {
  const json = z.toJSONSchema(schema, { io: "input" }) as Schema;
  const root = json.$ref ? (json.$defs?.[json.$ref.split("/").at(-1)!] ?? json) : json;
  return alternatives(root).find(({ properties }) => properties?.shape?.const === name);
}

function fields({ properties = {}, required = [] }: Schema, without: string[]) {
  const rows = Object.entries(properties).filter(([name]) => !without.includes(name));
  return (
    <table>
      <tbody>
        {rows.map(([name, field]) => (
          <tr>
            <td>
              <code>{name}</code>
              {required.includes(name) ? "" : "(可不写)"}
            </td>
            <td>{field.description ?? ""}</td>
            <td>{typeText(field)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const typeTexts: Record<string, string> = {
  string: "文本",
  number: "数字",
  integer: "整数",
  boolean: "是否",
  object: "对象",
  array: "列表",
};

function typeText(field: Schema): string {
  if (field.enum) return field.enum.join(" / ");
  if (field.const !== undefined) return String(field.const);
  if (field.type === "array" && field.items?.properties?.from && field.items.properties.value) return "带时段的值";
  return typeTexts[field.type ?? ""] ?? "";
}
