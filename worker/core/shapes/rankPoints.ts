/** rankPoints: points by the place among peers. */
import type { RankPointsNode } from "../../../schema/policy/points.ts";
import { fractionOf, lcm } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { peerTitles } from "../peers.ts";
import { leaf } from "./leaf.ts";
import { placesAmongPeers } from "./places.ts";
import { fillFrom, perFacts } from "./shape.ts";

/** Prepares a `rankPoints` node that stands at `place` of its policy. Equal values share a place; beyond the last place there are no points. */
export function prepareRankPoints(node: RankPointsNode, place: string, compiling: Compiling) {
  const places = resolve(compiling, node.places, `${place}/places`, `${node.title}名次分`);
  if (!places) return undefined;
  const input = compiling.inputs[node.input]!;
  const among = perFacts((facts) => placesAmongPeers(facts, node.input, node.peers, node.best));
  const values = places.value.map(([, points]) => points);
  return leaf(node, compiling, {
    inputs: [node.input],
    parameters: [places],
    amongPeers: true,
    denominator: values.reduce((all, points) => lcm(all, fractionOf(points).d), 1),
    most: Math.max(...values),
    bound: Math.max(...values.map(Math.abs)),
    fill: (scale) =>
      fillFrom((out, facts) =>
        among(facts).ranks.forEach((rank, row) => {
          const points = places.value.find(([last]) => rank <= last)?.[1] ?? 0;
          out[row] = rank === 0 ? Number.NaN : Math.round(points * scale);
        }),
      ),
    text([value], facts, row) {
      const { ranks, sizeAt } = among(facts);
      return `${input.title}${value},${peerTitles[node.peers]}${sizeAt(row)}个中列第${ranks[row]}`;
    },
  });
}
