// W2 - subsidies for village cadres: data generation, the floor, the checksum.
// Every amount is an integer number of fen (1 yuan = 100 fen).
import { fnv1a32, mulberry32, SEED } from "./prng.mjs";

export const SIZES = [5_000, 50_000, 500_000];
export const POSTS = ["secretary", "director", "deputy", "clerk"];
export const PER_VILLAGE = 5;
export const P_COMMENDED = 0.05;

export function generate(n) {
  if (n % PER_VILLAGE) throw new Error("n must be a multiple of 5");
  const u = mulberry32(SEED);
  const villages = n / PER_VILLAGE;
  const d = {
    n,
    villages,
    prev: new Int32Array(villages),
    now: new Int32Array(villages), // village income, fen
    post: new Uint8Array(n),
    months: new Uint8Array(n),
    commended: new Uint8Array(n),
    years: new Uint8Array(n),
  };
  for (let g = 0; g < villages; g++) {
    d.prev[g] = Math.floor(u() * 30_000_001);
    d.now[g] = Math.floor(u() * 30_000_001);
  }
  for (let i = 0; i < n; i++) {
    d.post[i] = Math.floor(u() * 4);
    d.months[i] = 1 + Math.floor(u() * 12);
    d.commended[i] = u() < P_COMMENDED ? 1 : 0;
    const k = u();
    d.years[i] = k < 0.85 ? 0 : k < 0.94 ? 1 : k < 0.98 ? 2 : 3;
  }
  return d;
}

// ---------------------------------------------------------------- floor
const AWARD = Int32Array.of(0, 300_000, 300_000, 300_000); // once
const AWARD_MONTH = Int32Array.of(0, 0, 10_000, 20_000); // per month

export const newResult = (n) => ({
  total: new Int32Array(n),
  city: new Int32Array(n),
  county: new Int32Array(n),
  town: new Int32Array(n),
});

export function floor(d, out = newResult(d.n)) {
  const { villages, prev, now, post, months, commended, years } = d;
  const { total, city, county, town } = out;
  for (let g = 0, i = 0; g < villages; g++) {
    const up = now[g] - prev[g];
    // 5 % of the increase, half-up to a fen, capped at 20,000 yuan
    const bonus = up > 0 ? Math.min(((up + 10) / 20) | 0, 2_000_000) : 0;
    const share = (bonus / PER_VILLAGE) | 0,
      left = bonus - share * PER_VILLAGE;
    for (let j = 0; j < PER_VILLAGE; j++, i++) {
      const m = months[i],
        k = years[i];
      const fifth = 11_200 - 400 * (post[i] >> 1); // a fifth of the month's base: 560 or 540 yuan
      const t =
        (m * (fifth * (5 + commended[i]) + 15_000 + AWARD_MONTH[k]) + AWARD[k] + share + (j < left ? 1 : 0)) | 0;
      // 2:2:1 by largest remainder, ties to the earlier level, in closed form
      const a = ((2 * t + 3) / 5) | 0,
        b = ((2 * t + 1) / 5) | 0;
      total[i] = t;
      city[i] = a;
      county[i] = b;
      town[i] = t - a - b;
    }
  }
  return out;
}

// ---------------------------------------------------------------- checksum
export function checksum(r) {
  let total = 0;
  const levels = [0, 0, 0];
  for (let i = 0; i < r.total.length; i++) {
    total += r.total[i];
    levels[0] += r.city[i];
    levels[1] += r.county[i];
    levels[2] += r.town[i];
  }
  return { total, levels, fnv: fnv1a32(r.total) };
}
