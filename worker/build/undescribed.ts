/** Takes out of the deployed script what only describes: the descriptions are in /openapi.json and in the pages, which are built from the sources. */
import type { Plugin } from "vite";

/** What of a route only its description says; how it is called stays. */
const saying = new Set(["responses", "summary", "description", "tags", "security"]);

interface Node {
  type: string;
  start: number;
  end: number;
  [part: string]: unknown;
}
/** A stretch of the text and what comes in its place. */
type Edit = [from: number, to: number, text: string];

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;

/** The parts of a node, the first one first. */
const partsOf = (node: Node): Node[] => Object.values(node).flatMap((part) => [part].flat().filter(isNode));

function editsOf(node: Node): Edit[] {
  const inside = partsOf(node).flatMap(editsOf);
  if (node.type !== "CallExpression") return inside;
  const { callee, arguments: given } = node as unknown as { callee: Node; arguments: Node[] };
  const { object, property } = callee as unknown as { object: Node; property: Node };
  if (callee.type === "MemberExpression" && ["describe", "meta"].includes(String(property.name)))
    return [...editsOf(object), [object.end, node.end, ""]];
  if (callee.type !== "Identifier" || callee.name !== "createRoute") return inside;
  const { properties } = given[0] as unknown as { properties: (Node & { key?: Node })[] };
  const told = properties.filter(({ key }) => key && saying.has(String(key.name)));
  const isTold = ([from]: Edit) => told.some(({ start, end }) => from >= start && from < end);
  return [...inside.filter((edit) => !isTold(edit)), ...told.map(({ start, end }): Edit => [start, end, "...{}"])];
}

/** Lets what is made at the top of a file of schema/ fall away where nothing uses it: there, making it does nothing else. */
function pure({ body }: { body: Node[] }): Edit[] {
  const declared = body.map((one) => (isNode(one.declaration) ? one.declaration : one));
  const made = declared.flatMap((one) => (one.declarations ?? []) as { id: Node; init: Node | null }[]);
  return made
    .filter(({ id, init }) => id.type === "Identifier" && init?.type === "CallExpression")
    .flatMap(({ init }): Edit[] => [
      [init!.start, init!.start, "/* @__PURE__ */ (() => "],
      [init!.end, init!.end, ")()"],
    ]);
}

export const undescribed: Plugin = {
  name: "undescribed",
  transform(code, id) {
    if (!/\/(schema|worker)\/[^?]*\.ts$/.test(id) || id.includes("/node_modules/")) return;
    const program = this.parse(code, { lang: "ts" }) as unknown as Node & { body: Node[] };
    const edits = [...editsOf(program), ...(id.includes("/schema/") ? pure(program) : [])];
    let text = code;
    for (const [from, to, instead] of edits.sort((a, b) => b[0] - a[0] || b[1] - a[1]))
      text = text.slice(0, from) + instead + text.slice(to);
    return { code: text, map: null };
  },
};
