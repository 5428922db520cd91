/** poolSplit: a pool shared out among peers, equally or by a weight, to the fen by largest remainder. */
import type { PoolSplitNode } from "../../../schema/policy/amounts.ts";
import { holds } from "../condition.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { peerGroups, peerTitles } from "../peers.ts";
import { splitByWeight } from "../split.ts";
import { leaf } from "./shape.ts";

/** So many share one pool at the most. */
const mostHeads = 1_000_000;

/** Prepares a `poolSplit` node that stands at `place` of its policy. Each peer group shares one whole pool. */
export function preparePoolSplit(node: PoolSplitNode, place: string, compiling: Compiling) {
  const pool = resolve(compiling, node.pool, `${place}/pool`, `${node.title}总额`);
  const floor =
    node.averageFloor && resolve(compiling, node.averageFloor, `${place}/averageFloor`, `${node.title}人均`);
  if (!pool || (node.averageFloor && !floor)) return undefined;
  const by = node.by;
  return leaf(node, compiling, {
    inputs: by === undefined ? [] : [by],
    parameters: floor ? [pool, floor] : [pool],
    denominator: 100,
    most: pool.value,
    bound: Math.max(pool.value, (floor?.value ?? 0) * mostHeads),
    column(facts, scale) {
      const column = new Float64Array(facts.subjects.length).fill(Number.NaN);
      const weights = by === undefined ? undefined : facts.columns.get(by)!;
      const rows = facts.subjects
        .map((_, row) => row)
        .filter((row) => !facts.bad.has(row) && !Number.isNaN(weights?.[row] ?? 1))
        // Who is not due shares in nothing.
        .filter((row) => node.when === undefined || holds(node.when, compiling.inputs, facts, row));
      for (const peers of peerGroups(facts.subjects, rows, node.peers)) {
        // The odd fen goes by id, not by the order in which the subjects came.
        const group = [...peers].sort((a, b) => (facts.subjects[a]!.id < facts.subjects[b]!.id ? -1 : 1));
        const shares = splitByWeight(
          Math.max(Math.round(pool.value * 100), Math.round((floor?.value ?? 0) * 100) * group.length),
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
      const average = floor ? `,人均不低于${floor.value}元` : "";
      return `${peerTitles[node.peers]}总额${pool.value}元${average},${rule},最大余数法分到分`;
    },
  });
}
