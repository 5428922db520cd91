/** Pools: what the members of each group name as theirs, and how it is shared out to the fen. */
import { block, inBlocks } from "../blocks.ts";
import type { Facts } from "../facts.ts";
import { greater, lesser, roundColumn } from "../number.ts";
import type { Groups } from "../peers.ts";
import { splitByWeight } from "../split.ts";
import type { Fill } from "./shape.ts";

/** The pools of groups in fen, what of them is whole for each head, and how many share them; written over by the next run. */
export interface Pools {
  pools: Float64Array;
  wholes: Float64Array;
  heads: Int32Array;
}

export const roomFor = (groups: number): Pools => ({
  pools: new Float64Array(groups),
  wholes: new Float64Array(groups),
  heads: new Int32Array(groups),
});

/**
 * Finds the pool of each group, which all its members must name alike, and how many share it; NaN where they do not.
 * @param fen units of a fen
 */
export function findPools(
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
export function raise(pools: Float64Array, heads: Int32Array, average: number) {
  for (let group = 0; group < pools.length; group++)
    if (pools[group]! < average * heads[group]!) pools[group] = average * heads[group]!;
}

/** Everybody gets the whole part; the first by id a fen more, or less of a negative pool, until nothing is left. */
export function splitEqually(
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

export function splitWeighted(
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
