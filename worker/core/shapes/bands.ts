/** bands: the points of the highest band that the value reaches; below the lowest band, none. */
import type { BandsNode } from "../../../schema/policy/points.ts";
import { inputText, placesOfInput } from "../facts.ts";
import { fractionOf, lcm, roundRatio } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { leaf } from "./leaf.ts";
import { byTable } from "./table.ts";

/** Prepares a `bands` node that stands at `place` of its policy. */
export function prepareBands(node: BandsNode, place: string, compiling: Compiling) {
  const bands = resolve(compiling, node.bands, `${place}/bands`, `${node.title}分档`);
  if (!bands) return undefined;
  const input = compiling.inputs[node.input]!;
  // The smallest whole unit that is in the band: at the edge itself, or just above it.
  const edges = bands.value.map(([edge]) => {
    const { n, d } = fractionOf(edge);
    const units = n * 10 ** placesOfInput(input);
    const floor = roundRatio(units, d, "down") - (units < 0 && units % d !== 0 ? 1 : 0);
    return node.ends === "highInclusive" || units % d !== 0 ? floor + 1 : floor;
  });
  const reached = (units: number) => edges.findIndex((edge) => units >= edge);
  return leaf(node, compiling, {
    inputs: [node.input],
    parameters: [bands],
    denominator: bands.value.reduce((all, [, points]) => lcm(all, fractionOf(points).d), 1),
    most: Math.max(0, ...bands.value.map(([, points]) => points)),
    bound: Math.max(...bands.value.map(([, points]) => Math.abs(points))),
    fill(scale) {
      const points = bands.value.map((band) => Math.round(band[1] * scale));
      return byTable(node.input, input, (units) => points[reached(units)] ?? 0);
    },
    text([value], { columns }, row) {
      const band = bands.value[reached(columns.get(node.input)![row]!)];
      const within = node.ends === "lowInclusive" ? "以上(含)" : "以上(不含)";
      return `${input.title}${value},${band ? `达到${inputText(input, band[0])}${within}一档` : "未达到最低一档"}`;
    },
  });
}
