/** checklist: items that are there, each for its points or all together for all. Items are counted, never named by a number. */
import type { ChecklistNode } from "../../../schema/policy/points.ts";
import { fractionOf } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { addUp } from "./add.ts";
import { block, leaf } from "./shape.ts";

/** Prepares a `checklist` node that stands at `place` of its policy. An unknown item counts as not there; all unknown is missing. */
export function prepareChecklist(node: ChecklistNode, place: string, compiling: Compiling) {
  const points = resolve(compiling, node.points, `${place}/points`, `${node.title}分值`);
  if (!points) return undefined;
  const all = node.items.length;
  const most = node.rule === "each" ? points.value * all : points.value;
  return leaf(node, compiling, {
    inputs: node.items.map(({ input }) => input),
    parameters: [points],
    denominator: fractionOf(points.value).d,
    most,
    fill(scale) {
      const full = Math.round(points.value * scale);
      const worth = Float64Array.from({ length: all + 1 }, (_, present) =>
        node.rule === "each" ? present * full : present === all ? full : 0,
      );
      const unknown = new Uint16Array(block);
      return (out, { columns }, from, count) => {
        // Flags are 0 or 1: their sum is how many are there.
        addUp(
          out,
          unknown,
          node.items.map(({ input }) => columns.get(input)!),
          from,
          count,
        );
        for (let i = 0; i < count; i++) out[i] = unknown[i]! < all ? worth[out[i]!]! : Number.NaN;
      };
    },
    text(_, facts, row) {
      const lacking = node.items.filter(({ input }) => facts.columns.get(input)![row] !== 1).map(({ title }) => title);
      const gap = lacking.length > 0 ? `,缺${lacking.join("、")}` : "";
      return `${all}项具备${all - lacking.length}项${gap},${node.rule === "each" ? `每项${points.value}` : "全部具备才计"}`;
    },
  });
}
