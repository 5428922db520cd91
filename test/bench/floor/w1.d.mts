/** What W1 hands over: organizations in columns, the hand-written solution, its checksum. */
export const COUNTIES: number;
export const TARGETS: number[];
export const STAR_AT: number[];
export const BANDS: [number, number][];
export interface Data {
  n: number;
  county: Uint8Array;
  code: Float64Array;
  b: Uint8Array[];
  num: Int32Array[];
  band: Int32Array[];
  v: Uint8Array[];
}
export interface Result {
  score: ArrayLike<number>;
  star: ArrayLike<number>;
  rank: ArrayLike<number>;
  flag: ArrayLike<number>;
}
export function generate(n: number): Data;
export function newResult(n: number): Result;
export function floor(data: Data, out?: Result): Result;
export function checksum(result: Result): { sum: number; stars: number[]; flagged: number; fnv: string; ranks: number };
