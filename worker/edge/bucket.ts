/** A bucket of tokens: each call takes one, and they come back at a steady rate. Pure. */

export interface Bucket {
  tokens: number;
  /** When it was looked at last, in milliseconds. */
  at: number;
}

export interface Rate {
  perMinute: number;
  /** So many calls may come at once. */
  burst: number;
}

/**
 * Takes a token out of a bucket, which is full where there is none yet. A clock that goes back fills nothing.
 * @param now milliseconds
 * @returns the bucket afterwards, and the milliseconds until the next token where none was left; 0 where one was taken
 */
export function take(
  bucket: Bucket | undefined,
  { perMinute, burst }: Rate,
  now: number,
): { bucket: Bucket; wait: number } {
  const { tokens: left, at } = bucket ?? { tokens: burst, at: now };
  const tokens = Math.min(burst, left + (Math.max(0, now - at) * perMinute) / 60_000);
  if (tokens >= 1) return { bucket: { tokens: tokens - 1, at: now }, wait: 0 };
  return { bucket: { tokens, at: now }, wait: ((1 - tokens) * 60_000) / perMinute };
}
