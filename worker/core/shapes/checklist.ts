/** checklist: items that are there, each for its points or all together for all. Items are counted, never named by a number. */
import type { ChecklistNode } from "../../../schema/policy/points.ts";
import type { Facts } from "../facts.ts";
import { fractionOf } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { leaf } from "./shape.ts";

/** Prepares a `checklist` node that stands at `place` of its policy. An unknown item counts as not there; all unknown is missing. */
export function prepareChecklist(node: ChecklistNode, place: string, compiling: Compiling) {
  const points = resolve(compiling, node.points, `${place}/points`, `${node.title}分值`);
  if (!points) return undefined;
  const all = node.items.length;
  const presentOf = ({ columns }: Facts, row: number) => {
    const known = node.items.map(({ input }) => columns.get(input)![row]!).filter((set) => !Number.isNaN(set));
    return known.length === 0 ? Number.NaN : known.filter((set) => set === 1).length;
  };
  const most = node.rule === "each" ? points.value * all : points.value;
  return leaf(node, compiling, {
    inputs: node.items.map(({ input }) => input),
    parameters: [points],
    denominator: fractionOf(points.value).d,
    most,
    column: (facts, scale) =>
      Float64Array.from(facts.subjects, (_, row) => {
        const present = presentOf(facts, row);
        const times = node.rule === "each" ? present : Number.isNaN(present) ? present : Number(present === all);
        return times * Math.round(points.value * scale);
      }),
    text(_, facts, row) {
      const lacking = node.items.filter(({ input }) => facts.columns.get(input)![row] !== 1).map(({ title }) => title);
      const gap = lacking.length > 0 ? `,缺${lacking.join("、")}` : "";
      return `${all}项具备${presentOf(facts, row)}项${gap},${node.rule === "each" ? `每项${points.value}` : "全部具备才计"}`;
    },
  });
}
