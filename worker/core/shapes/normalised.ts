/** normalised: the value's position between the worst and the best of its peers, or its percent rank, as points. */
import type { NormalisedNode } from "../../../schema/policy/points.ts";
import type { Facts } from "../facts.ts";
import { fractionOf, lcm, mulDiv } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { peerTitles } from "../peers.ts";
import { leaf } from "./leaf.ts";
import { placesAmongPeers } from "./places.ts";
import { fillFrom, fine, perFacts } from "./shape.ts";

/** Prepares a `normalised` node that stands at `place` of its policy. Where all peers are equal everybody has full points. */
export function prepareNormalised(node: NormalisedNode, place: string, compiling: Compiling) {
  const points = resolve(compiling, node.points, `${place}/points`, `${node.title}分值`);
  if (!points) return undefined;
  const input = compiling.inputs[node.input]!;
  const among = perFacts((facts) => placesAmongPeers(facts, node.input, node.peers, node.best));
  return leaf(node, compiling, {
    inputs: [node.input],
    parameters: [points],
    amongPeers: true,
    denominator: lcm(fine, fractionOf(points.value).d),
    most: points.value,
    fill(scale) {
      const step = scale / fine;
      const full = Math.round(points.value * fine);
      const share = (facts: Facts, units: number, row: number) => {
        const { ranks, sizeAt, endsAt } = among(facts);
        if (ranks[row] === 0) return Number.NaN;
        const { best, worst } = endsAt(row);
        const [part, whole] =
          node.method === "minMax"
            ? [Math.abs(units - worst), Math.abs(best - worst)]
            : [sizeAt(row) - ranks[row]!, sizeAt(row) - 1];
        return (whole === 0 ? full : mulDiv(full, part, whole)) * step;
      };
      return fillFrom((out, facts) =>
        facts.columns.get(node.input)!.forEach((units, row) => {
          out[row] = share(facts, units, row);
        }),
      );
    },
    text([value], facts, row) {
      const { ranks, sizeAt } = among(facts);
      const method = node.method === "minMax" ? "按最小最大值" : "按名次百分位";
      return `${input.title}${value},${peerTitles[node.peers]}${sizeAt(row)}个中列第${ranks[row]},${method},最好者${points.value}`;
    },
  });
}
