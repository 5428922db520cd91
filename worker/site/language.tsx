/** The reference of the policy language, generated from its schema: every shape with its fields and an example. */
import * as z from "zod";
import { families } from "../../schema/policy/examples.ts";
import { type Policy, policy } from "../../schema/policy/policy.ts";
import type { Shown } from "../pages/frame.tsx";

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

const kindTitles: Record<string, string> = {
  rating: "评定 rating",
  appraisal: "评议 appraisal",
  ranking: "倒排 ranking",
  subsidy: "补贴 subsidy",
};

/** GET /language. @param policies the library: the first of a kind is the example of it */
export function language(policies: readonly Policy[]): Shown {
  const kinds = alternatives(z.toJSONSchema(policy, { io: "input" }) as Schema);
  const common = Object.keys(kinds[0]?.properties ?? {}).filter((name) =>
    kinds.every(({ properties }) => properties && name in properties),
  );
  const content = (
    <>
      <p>
        一个办法是一个 JSON 文件。带时段的值写成 <code>{"[{from, to?, value, source 或 assumed}]"}</code>
        :当月有效的值起作用,每个值写明依据(文件与原文)或假设的理由。不认识的字段一律不收。
      </p>
      <h2>每个办法都有</h2>
      {table(rowsOf(pick(kinds[0]!, common), ""))}
      {kinds.map((kind) => {
        const name = String(kind.properties?.kind?.const);
        const own = Object.keys(kind.properties ?? {}).filter((field) => !common.includes(field));
        const example = policies.find(({ kind }) => kind === name);
        return (
          <>
            <h2>{kindTitles[name]}</h2>
            {table(rowsOf(pick(kind, own), ""))}
            {example && (
              <>
                <p>
                  例:{example.title} <code>{example.id}</code>
                </p>
                <pre>{JSON.stringify(partsOf(example, own), null, 1)}</pre>
              </>
            )}
          </>
        );
      })}
      {families.map(({ title, schema, examples }) => {
        const shapes = shapesOf(schema);
        return (
          <>
            <h2>{title}</h2>
            {Object.entries(examples).map(([name, example]) => {
              const shape = shapes.find((one) => isNamed(one, name));
              return (
                <>
                  <h3>
                    <code>{name}</code> {shape?.description ?? ""}
                  </h3>
                  {shape && table(rowsOf(shape, "").filter(({ path }) => path !== "shape"))}
                  <pre>{JSON.stringify(example, null, 1)}</pre>
                </>
              );
            })}
          </>
        );
      })}
    </>
  );
  return { title: "办法的语言", content };
}

const pick = ({ properties = {}, required = [] }: Schema, names: string[]): Schema => ({
  properties: Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name))),
  required,
});

const partsOf = (document: object, names: string[]) =>
  Object.fromEntries(Object.entries(document).filter(([name]) => names.includes(name)));

const alternatives = (schema: Schema): Schema[] => schema.oneOf ?? schema.anyOf ?? [];

function shapesOf(schema: z.ZodType): Schema[] {
  const json = z.toJSONSchema(schema, { io: "input" }) as Schema;
  return alternatives(json.$ref ? (json.$defs?.[json.$ref.split("/").at(-1)!] ?? json) : json);
}

/** A shape is known by its name; a form of condition by the field that only it has. */
const isNamed = ({ properties }: Schema, name: string) =>
  properties?.shape?.const === name || (properties && !properties.shape && name in properties);

interface Row {
  path: string;
  optional: boolean;
  field: Schema;
}

/** The fields of an object and of the objects in it, each with its path; dated values and shapes are told of elsewhere. */
function rowsOf({ properties = {}, required = [] }: Schema, before: string): Row[] {
  return Object.entries(properties).flatMap(([name, field]): Row[] => {
    const path = `${before}${name}`;
    const row = { path, optional: !required.includes(name), field };
    const inner = isDated(field) ? undefined : (field.items ?? field);
    if (!inner?.properties || isShape(inner) || inner.properties.quote) return [row];
    return [row, ...rowsOf(inner, `${path}${field.items ? "[]" : ""}.`)];
  });
}

const shapeNames = new Set(families.flatMap(({ examples }) => Object.keys(examples)));
const isShape = ({ properties }: Schema) => shapeNames.has(String(properties?.shape?.const));
const isDated = ({ items }: Schema) => items?.properties?.from !== undefined && items.properties.value !== undefined;

function table(rows: Row[]) {
  return (
    <table>
      <tbody>
        {rows.map(({ path, optional, field }) => (
          <tr>
            <td>
              <code>{path}</code>
              {optional ? "(可不写)" : ""}
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
  return isDated(field) ? "带时段的值" : (typeTexts[field.type ?? ""] ?? "");
}
