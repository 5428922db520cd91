/** poolSplit: a pool shared out among peers, equally or by a weight, to the fen by largest remainder. */
import type { PoolSplitNode } from "../../../schema/policy/aggregates.ts";
import { block, inBlocks } from "../blocks.ts";
import { truthOf, truths } from "../condition.ts";
import { type Facts, inputText, traceInput } from "../facts.ts";
import { greater, lesser, roundColumn } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { type Groups, groupsAt, peerTitles } from "../peers.ts";
import { splitByWeight } from "../split.ts";
import { branch, scaleApart } from "./branch.ts";
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

/** The pools of groups in fen, what of them is whole for each head, and how many share them; written over by the next run. */
interface Pools {
  pools: Float64Array;
  wholes: Float64Array;
  heads: Int32Array;
}

const roomFor = (groups: number): Pools => ({
  pools: new Float64Array(groups),
  wholes: new Float64Array(groups),
  heads: new Int32Array(groups),
});

/**
 * Finds the pool of each group, which all its members must name alike, and how many share it; NaN where they do not.
 * @param fen units of a fen
 */
function findPools(
  { pools, heads }: Pools,
  { of }: Groups,
  facts: Facts,
  fill: Fill,
  fen: number,
  takes: Uint8Array | undefined,
) {
  heads.fill(0);
  pools.fill(0);
  const amounts = new Float64Array(block);
  inBlocks(of.length, (from, rows) => {
    fill(amounts, facts, from, rows);
    namePools(pools, heads, of.subarray(from, from + rows), amounts, takes?.subarray(from, from + rows));
  });
  roundColumn(pools, fen, "halfAwayFromZero");
}

function namePools(
  pools: Float64Array,
  heads: Int32Array,
  of: Int32Array,
  amounts: Float64Array,
  takes: Uint8Array | undefined,
) {
  // The rows of a group mostly follow each other: what it has come to so far stays at hand.
  let group = of[0]!;
  let pool = pools[group]!;
  let head = heads[group]!;
  for (let i = 0; i < of.length; i++) {
    if (takes && takes[i] === 0) continue;
    if (of[i] !== group) {
      pools[group] = pool;
      heads[group] = head;
      group = of[i]!;
      pool = pools[group]!;
      head = heads[group]!;
    }
    const amount = amounts[i]!;
    if (head === 0) pool = amount;
    else if (pool !== amount) pool = Number.NaN;
    head++;
  }
  pools[group] = pool;
  heads[group] = head;
}

/** No pool is less than so many fen for each head. */
function raise(pools: Float64Array, heads: Int32Array, average: number) {
  for (let group = 0; group < pools.length; group++)
    if (pools[group]! < average * heads[group]!) pools[group] = average * heads[group]!;
}

/** Everybody gets the whole part; the first by id a fen more, or less of a negative pool, until nothing is left. */
function splitEqually(
  shares: Float64Array,
  { byId }: Facts,
  { of, count }: Groups,
  { pools: left, wholes, heads }: Pools,
  takes: Uint8Array | undefined,
  fen: number,
) {
  inBlocks(count, (from, groups) => divide(wholes, left, heads, from, from + groups));
  // The odd fen goes by id, not by the order in which the subjects came.
  inBlocks(byId.length, (from, rows) => {
    shareOut(shares, byId.subarray(from, from + rows), of, wholes, left, takes, fen);
  });
}

/** Leaves in `left` what the whole parts do not take. */
function divide(wholes: Float64Array, left: Float64Array, heads: Int32Array, from: number, to: number) {
  for (let group = from; group < to; group++) {
    const pool = left[group]!;
    const whole = Math.trunc(pool / heads[group]!);
    wholes[group] = whole;
    left[group] = pool - whole * heads[group]!;
  }
}

function shareOut(
  shares: Float64Array,
  rows: Uint32Array,
  of: Int32Array,
  wholes: Float64Array,
  left: Float64Array,
  takes: Uint8Array | undefined,
  fen: number,
) {
  let group = of[rows[0]!]!;
  let odd = left[group]!;
  let whole = wholes[group]!;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    if (takes && takes[row] === 0) {
      shares[row] = Number.NaN;
      continue;
    }
    if (of[row] !== group) {
      left[group] = odd;
      group = of[row]!;
      odd = left[group]!;
      whole = wholes[group]!;
    }
    const fenOrNone = greater(lesser(odd, 1), -1);
    shares[row] = (whole + fenOrNone) * fen;
    odd -= fenOrNone;
  }
  left[group] = odd;
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
