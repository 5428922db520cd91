/** rankPoints: points by the place among peers. */
import type { RankPointsNode } from "../../../schema/policy/points.ts";
import { fractionOf, lcm } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { peerTitles, ranksAmongPeers } from "../peers.ts";
import { leaf } from "./shape.ts";

/** Prepares a `rankPoints` node that stands at `place` of its policy. Equal values share a place; beyond the last place there are no points. */
export function prepareRankPoints(node: RankPointsNode, place: string, compiling: Compiling) {
  const places = resolve(compiling, node.places, `${place}/places`, `${node.title}名次分`);
  if (!places) return undefined;
  const input = compiling.inputs[node.input]!;
  const values = places.value.map(([, points]) => points);
  return leaf(node, compiling, {
    inputs: [node.input],
    parameters: [places],
    denominator: values.reduce((all, points) => lcm(all, fractionOf(points).d), 1),
    most: Math.max(...values),
    bound: Math.max(...values.map(Math.abs)),
    column(facts, scale) {
      const ranks = ranksAmongPeers(facts, node.input, node.peers, node.best);
      return Float64Array.from(facts.subjects, (_, row) => {
        const rank = ranks.get(row)?.rank;
        if (rank === undefined) return Number.NaN;
        return Math.round((places.value.find(([last]) => rank <= last)?.[1] ?? 0) * scale);
      });
    },
    text([value], facts, row) {
      const found = ranksAmongPeers(facts, node.input, node.peers, node.best).get(row);
      return `${input.title}${value},${peerTitles[node.peers]}${found?.of}个中列第${found?.rank}`;
    },
  });
}
