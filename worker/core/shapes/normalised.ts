/** normalised: the value's position between the worst and the best of its peers, or its percent rank, as points. */
import type { NormalisedNode } from "../../../schema/policy/points.ts";
import { fractionOf, lcm, mulDiv } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { peerTitles, ranksAmongPeers } from "../peers.ts";
import { fine, leaf } from "./shape.ts";

/** Prepares a `normalised` node that stands at `place` of its policy. Where all peers are equal everybody has full points. */
export function prepareNormalised(node: NormalisedNode, place: string, compiling: Compiling) {
  const points = resolve(compiling, node.points, `${place}/points`, `${node.title}分值`);
  if (!points) return undefined;
  const input = compiling.inputs[node.input]!;
  return leaf(node, compiling, {
    inputs: [node.input],
    parameters: [points],
    denominator: lcm(fine, fractionOf(points.value).d),
    most: points.value,
    column(facts, scale) {
      const step = scale / fine;
      const full = Math.round(points.value * fine);
      const ranks = ranksAmongPeers(facts, node.input, node.peers, node.best);
      return Float64Array.from(facts.columns.get(node.input)!, (units, row) => {
        const found = ranks.get(row);
        if (!found) return Number.NaN;
        const [part, whole] =
          node.method === "minMax"
            ? [Math.abs(units - found.worst), Math.abs(found.best - found.worst)]
            : [found.of - found.rank, found.of - 1];
        return (whole === 0 ? full : mulDiv(full, part, whole)) * step;
      });
    },
    text([value], facts, row) {
      const found = ranksAmongPeers(facts, node.input, node.peers, node.best).get(row);
      const method = node.method === "minMax" ? "按最小最大值" : "按名次百分位";
      return `${input.title}${value},${peerTitles[node.peers]}${found?.of}个中列第${found?.rank},${method},最好者${points.value}`;
    },
  });
}
