/** The reference of the HTTP API for who has no internet: every call with what it takes and answers, of schema/openapi.json. */
import type { Shown } from "../pages/frame.tsx";

interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}
type Content = Record<string, { schema?: Schema }>;
interface Operation {
  tags?: string[];
  summary?: string;
  description?: string;
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema; description?: string }[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
  security?: unknown[];
}
export interface OpenApi {
  info: { description?: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** GET /api. @param document as it stands in schema/openapi.json */
export function api({ info, paths, components }: OpenApi): Shown {
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), ...operation })),
  );
  const groups = [...Map.groupBy(calls, ({ tags }) => tags?.[0] ?? "其他")];
  const bodies = Object.entries(components.schemas).sort(([a], [b]) => a.localeCompare(b));
  const content = (
    <>
      <p>
        {info.description} 先 <code>POST /v1/sessions</code> 登录,以后每次带上 <code>Authorization: Bearer 凭证</code>
        。机器读的全文在 <a href="/openapi.json">/openapi.json</a>。
      </p>
      <ul>
        {groups.map(([group]) => (
          <li>
            <a href={`#${encodeURIComponent(group)}`}>{group}</a>
          </li>
        ))}
        <li>
          <a href="#bodies">各种内容</a>
        </li>
      </ul>
      {groups.map(([group, of]) => (
        <>
          <h2 id={encodeURIComponent(group)}>{group}</h2>
          {of.map((call) => (
            <Call call={call} />
          ))}
        </>
      ))}
      <h2 id="bodies">各种内容</h2>
      {bodies.map(([name, schema]) => (
        <details id={`body-${name}`}>
          <summary>
            <code>{name}</code> {schema.description}
          </summary>
          <Fields schema={schema} />
        </details>
      ))}
    </>
  );
  return { title: "接口说明", content };
}

function Call({ call }: { call: Operation & { path: string; method: string } }) {
  const { path, method, summary, description, parameters = [], requestBody, responses, security } = call;
  return (
    <details>
      <summary>
        <code>
          {method} {path}
        </code>{" "}
        {summary}
      </summary>
      {description && <p>{description}</p>}
      {!security && <p class="quiet">不须登录</p>}
      {parameters.length > 0 && (
        <ul>
          {parameters.map(({ name, in: place, required, schema, description: about }) => (
            <li>
              <code>{name}</code> {place === "path" ? "地址中" : "查询"} {!required && "可不写 "}
              {about ?? schema?.description} <Type schema={schema} />
            </li>
          ))}
        </ul>
      )}
      {requestBody && (
        <p>
          请求体:
          <Bodies content={requestBody.content} />
        </p>
      )}
      <ul>
        {Object.entries(responses).map(([status, { description: about, content }]) => (
          <li>
            <b>{status}</b> {about} {content && <Bodies content={content} />}
          </li>
        ))}
      </ul>
    </details>
  );
}

const Bodies = ({ content }: { content: Content }) => (
  <>
    {Object.entries(content).map(([type, { schema }]) => (
      <span>
        {type === "application/json" ? "" : `${type} `}
        <Type schema={schema} />{" "}
      </span>
    ))}
  </>
);

const typeTexts: Record<string, string> = {
  ...{ string: "文本", number: "数字", integer: "整数", boolean: "是否", object: "对象", array: "列表", null: "空" },
};

/** What a value is: a link where it has a name. */
function Type({ schema }: { schema?: Schema | undefined }) {
  if (!schema) return null;
  const { $ref, type, items, enum: choices, const: only, anyOf, oneOf, allOf } = schema;
  if ($ref) {
    const name = $ref.split("/").at(-1)!;
    return (
      <a href={`#body-${name}`}>
        <code>{name}</code>
      </a>
    );
  }
  if (choices) return <code>{choices.join(" | ")}</code>;
  if (only !== undefined) return <code>{String(only)}</code>;
  const some = anyOf ?? oneOf ?? allOf;
  if (some)
    return (
      <>
        {some.map((one, i) => (
          <>
            {i > 0 && " 或 "}
            <Type schema={one} />
          </>
        ))}
      </>
    );
  if (items)
    return (
      <>
        列表:
        <Type schema={items} />
      </>
    );
  return (
    <>
      {[type ?? []]
        .flat()
        .map((one) => typeTexts[one] ?? one)
        .join("或")}
    </>
  );
}

/** The fields of an object, and of the objects in it. */
function Fields({ schema }: { schema: Schema }) {
  const inner = schema.items ?? schema;
  const fields = Object.entries(inner.properties ?? {});
  if (fields.length === 0)
    return (
      <p>
        <Type schema={schema} />
      </p>
    );
  return (
    <ul>
      {fields.map(([name, field]) => (
        <li>
          <code>{name}</code> {!inner.required?.includes(name) && "可不写 "}
          {field.description} <Type schema={field} />
          {(field.properties || field.items?.properties) && <Fields schema={field} />}
        </li>
      ))}
    </ul>
  );
}
