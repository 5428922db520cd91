/** poolSplit: a pool shared out among peers, equally or by a weight, to the fen by largest remainder. */
import type { PoolSplitNode } from "../../../schema/policy/aggregates.ts";
import { truthOf, truths } from "../condition.ts";
import { type Facts, inputText, traceInput } from "../facts.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { groupsAt, peerTitles } from "../peers.ts";
import { branch, scaleApart } from "./branch.ts";
import { findPools, type Pools, raise, roomFor, splitEqually, splitWeighted } from "./pools.ts";
import { type Fill, fillFrom, type Prepared } from "./shape.ts";

/** So many share one pool at the most. */
const mostHeads = 1_000_000;

/** Prepares a `poolSplit` node that stands at `place` of its policy. Each peer group shares one whole pool. */
export function preparePoolSplit(
  node: PoolSplitNode,
  place: string,
  compiling: Compiling,
  of: Prepared | undefined,
): Prepared | undefined {
  const pool = node.pool && resolve(compiling, node.pool, `${place}/pool`, `${node.title}总额`);
  const floor =
    node.averageFloor && resolve(compiling, node.averageFloor, `${place}/averageFloor`, `${node.title}人均`);
  if (!(pool ?? of) || (node.averageFloor && !floor)) return undefined;
  const { by, when } = node;
  const most = pool?.value ?? of!.most;
  const inner = of ? scaleApart(of, 100, place, compiling) : 100;
  const average = Math.round((floor?.value ?? 0) * 100);

  let room: Pools | undefined;
  /** 1 for rows that share; absent where all do. */
  function sharing(facts: Facts): Uint8Array | undefined {
    // Who is not due shares in nothing.
    const due = when && truthOf(when, compiling.inputs, facts);
    const weights = by === undefined ? undefined : facts.columns.get(by)!;
    if (!due && !weights && facts.bad.size === 0) return undefined;
    return Uint8Array.from(facts.subjects, (_, row) =>
      Number(!facts.bad.has(row) && !Number.isNaN(weights?.[row]) && (due === undefined || due[row] === truths.true)),
    );
  }

  /** What each row gets, in units of which `fen` are a fen; `fill` gives the pools that the rows name. */
  function share(shares: Float64Array, facts: Facts, fill: Fill, fen: number) {
    const groups = groupsAt(facts.regions, node.peers);
    const takes = sharing(facts);
    if (room?.heads.length !== groups.count) room = roomFor(groups.count);
    const { pools, heads } = room;
    findPools(room, groups, facts, fill, inner / 100, takes);
    if (average > 0) raise(pools, heads, average);
    if (by === undefined) splitEqually(shares, facts, groups, room, takes, fen);
    else splitWeighted(shares, facts, groups, pools, facts.columns.get(by)!, takes, fen);
  }

  return branch(node, compiling, of ? [of] : [], {
    inputs: by === undefined ? [] : [by],
    parameters: [pool, floor].filter((one) => one !== undefined),
    amongPeers: true,
    denominator: 100,
    apart: true,
    childScale: () => inner,
    most,
    bound: Math.max(of?.bound ?? most, (floor?.value ?? 0) * mostHeads),
    fill(scale, [pools]) {
      const whole: Fill = (out, _, __, count) => {
        out.fill(Math.round(most * inner), 0, count);
      };
      return fillFrom((out, facts) => share(out, facts, pools?.fill ?? whole, scale / 100));
    },
    text([inner], value, facts, row) {
      const share = by === undefined ? undefined : traceInput(compiling.inputs, facts, by, row);
      if (share?.value === null) return `${share.title}缺数据`;
      if (value === null) return of && inner !== null ? "同组各人的总额不一致,不分" : "缺数据";
      const weight = by && inputText(compiling.inputs[by]!, share!.value);
      const rule = by === undefined ? "平均分" : `按${compiling.inputs[by]!.title}(${weight})分`;
      const least = floor ? `,人均不低于${floor.value}元` : "";
      return `${peerTitles[node.peers]}总额${pool?.value ?? inner}元${least},${rule},最大余数法分到分,为${value}元`;
    },
  });
}
