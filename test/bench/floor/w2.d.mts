/** What W2 hands over: cadres in columns, the hand-written solution, its checksum. */
export const POSTS: string[];
export const PER_VILLAGE: number;
export interface Data {
  n: number;
  villages: number;
  prev: Int32Array;
  now: Int32Array;
  post: Uint8Array;
  months: Uint8Array;
  commended: Uint8Array;
  years: Uint8Array;
}
export interface Result {
  total: ArrayLike<number>;
  city: ArrayLike<number>;
  county: ArrayLike<number>;
  town: ArrayLike<number>;
}
export function generate(n: number): Data;
export function newResult(n: number): Result;
export function floor(data: Data, out?: Result): Result;
export function checksum(result: { total: Iterable<number> & ArrayLike<number> } & Result): {
  total: number;
  levels: number[];
  fnv: string;
};
