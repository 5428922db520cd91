/** poolSplit: a pool shared out among peers, equally or by a weight, to the fen by largest remainder. */
import type { PoolSplitNode } from "../../../schema/policy/amounts.ts";
import { fractionOf, lcm } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { peerGroups, peerTitles } from "../peers.ts";
import { splitByWeight } from "../split.ts";
import { leaf } from "./shape.ts";

/** Prepares a `poolSplit` node that stands at `place` of its policy. Each peer group shares one whole pool. */
export function preparePoolSplit(node: PoolSplitNode, place: string, compiling: Compiling) {
  const pool = resolve(compiling, node.pool, `${place}/pool`, `${node.title}总额`);
  if (!pool) return undefined;
  const by = node.by;
  return leaf(node, compiling, {
    inputs: by === undefined ? [] : [by],
    parameters: [pool],
    denominator: lcm(100, fractionOf(pool.value).d),
    most: pool.value,
    column(facts, scale) {
      const column = new Float64Array(facts.subjects.length).fill(Number.NaN);
      const weights = by === undefined ? undefined : facts.columns.get(by)!;
      const rows = facts.subjects.map((_, row) => row).filter((row) => !Number.isNaN(weights?.[row] ?? 1));
      for (const group of peerGroups(facts.subjects, rows, node.peers)) {
        const shares = splitByWeight(
          Math.round(pool.value * 100),
          group.map((row) => Math.max(0, weights?.[row] ?? 1)),
        );
        group.forEach((row, i) => {
          column[row] = shares[i]! * (scale / 100);
        });
      }
      return column;
    },
    text: ([weight]) => {
      const rule = by === undefined ? "平均分" : `按${compiling.inputs[by]!.title}(${weight})分`;
      return `${peerTitles[node.peers]}总额${pool.value}元,${rule},最大余数法分到分`;
    },
  });
}
