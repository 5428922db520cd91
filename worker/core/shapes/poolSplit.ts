/** poolSplit: a pool shared out among peers, equally or by a weight, to the fen by largest remainder. */
import type { PoolSplitNode } from "../../../schema/policy/aggregates.ts";
import { truthOf, truths } from "../condition.ts";
import { type Facts, inputText, traceInput } from "../facts.ts";
import { roundColumn } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { type Groups, groupsAt, peerTitles } from "../peers.ts";
import { splitByWeight } from "../split.ts";
import { block, branch, type Fill, fillFrom, type Prepared } from "./shape.ts";

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
  const average = Math.round((floor?.value ?? 0) * 100);

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

  /** What each row gets, in units of the scale; `fill` gives the pools that the rows name. */
  function share(shares: Float64Array, facts: Facts, fill: Fill, scale: number) {
    const groups = groupsAt(facts.regions, node.peers);
    const takes = sharing(facts);
    const { pools, heads } = poolsOf(groups, facts, fill, scale / 100, takes);
    for (let group = 0; group < groups.count; group++)
      if (pools[group]! < average * heads[group]!) pools[group] = average * heads[group]!;
    if (by === undefined) splitEqually(shares, facts, groups, pools, heads, takes, scale / 100);
    else splitWeighted(shares, facts, groups, pools, facts.columns.get(by)!, takes, scale / 100);
  }

  return branch(node, compiling, of ? [of] : [], {
    inputs: by === undefined ? [] : [by],
    parameters: [pool, floor].filter((one) => one !== undefined),
    denominator: 100,
    most,
    bound: Math.max(of?.bound ?? most, (floor?.value ?? 0) * mostHeads),
    fill(scale, [inner]) {
      const whole: Fill = (out, _, __, count) => {
        out.fill(Math.round(most * scale), 0, count);
      };
      return fillFrom((out, facts) => share(out, facts, inner?.fill ?? whole, scale));
    },
    text([inner], value, facts, row) {
      if (value === null) return of && inner !== null ? "同组各人的总额不一致,不分" : "缺数据";
      const weight = by && inputText(compiling.inputs[by]!, traceInput(compiling.inputs, facts, by, row).value);
      const rule = by === undefined ? "平均分" : `按${compiling.inputs[by]!.title}(${weight})分`;
      const least = floor ? `,人均不低于${floor.value}元` : "";
      return `${peerTitles[node.peers]}总额${pool?.value ?? inner}元${least},${rule},最大余数法分到分,为${value}元`;
    },
  });
}

/**
 * The pool of each group in fen, which all its members must name alike, and how many share it; NaN where they do not.
 * @param fen units of a fen
 */
function poolsOf({ of, count }: Groups, facts: Facts, fill: Fill, fen: number, takes: Uint8Array | undefined) {
  const [pools, heads] = [new Float64Array(count), new Int32Array(count)];
  const amounts = new Float64Array(block);
  for (let from = 0; from < of.length; from += block) {
    const rows = Math.min(block, of.length - from);
    fill(amounts, facts, from, rows);
    roundColumn(amounts, fen, "halfAwayFromZero", rows);
    namePools(pools, heads, of.subarray(from, from + rows), amounts, takes?.subarray(from, from + rows));
  }
  return { pools, heads };
}

function namePools(
  pools: Float64Array,
  heads: Int32Array,
  of: Int32Array,
  amounts: Float64Array,
  takes: Uint8Array | undefined,
) {
  for (let i = 0; i < of.length; i++) {
    if (takes && takes[i] === 0) continue;
    const group = of[i]!;
    if (heads[group] === 0) pools[group] = amounts[i]!;
    else if (pools[group] !== amounts[i]) pools[group] = Number.NaN;
    heads[group]!++;
  }
}

/** Everybody gets the whole part; the first by id a fen more, until nothing is left. */
function splitEqually(
  shares: Float64Array,
  { byId }: Facts,
  { of, count }: Groups,
  pools: Float64Array,
  heads: Int32Array,
  takes: Uint8Array | undefined,
  fen: number,
) {
  const wholes = new Float64Array(count);
  const left = pools;
  for (let group = 0; group < count; group++) {
    const whole = Math.floor(pools[group]! / heads[group]!);
    wholes[group] = whole;
    left[group] = pools[group]! - whole * heads[group]!;
  }
  // The odd fen goes by id, not by the order in which the subjects came.
  for (let at = 0; at < byId.length; at++) {
    const row = byId[at]!;
    if (takes && takes[row] === 0) {
      shares[row] = Number.NaN;
      continue;
    }
    const group = of[row]!;
    const odd = left[group]! > 0 ? 1 : 0;
    left[group]! -= odd;
    shares[row] = (wholes[group]! + odd) * fen;
  }
}

function splitWeighted(
  shares: Float64Array,
  { byId }: Facts,
  { of }: Groups,
  pools: Float64Array,
  weights: Float64Array,
  takes: Uint8Array | undefined,
  fen: number,
) {
  shares.fill(Number.NaN);
  const rows = [...byId].filter((row) => !takes || takes[row] === 1);
  for (const [group, members] of Map.groupBy(rows, (row) => of[row]!)) {
    if (Number.isNaN(pools[group]!)) continue;
    const parts = splitByWeight(
      pools[group]!,
      members.map((row) => Math.max(0, weights[row]!)),
    );
    members.forEach((row, i) => {
      shares[row] = parts[i]! * fen;
    });
  }
}
