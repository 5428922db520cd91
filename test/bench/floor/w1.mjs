// W1 - score and rank a prefecture: data generation, the floor, the checksum.
//
// Every value is kept as an exact integer number of hundredths. The exact score of
// one organisation is a multiple of 1/60000 point (60000 = lcm of every denominator
// that value/target x 5 can produce), so half-up rounding to 2 decimals has a true,
// representation-free answer, and that answer is what the checksum pins:
//   S = 120000 x (booleans present) + 60000 x (band points) + sum(F[j] x min(value, target))
//   hundredths = floor((S + 300) / 600)
import { fnv1a32, mulberry32, SEED } from "./prng.mjs";

export const SIZES = [1098, 10_000, 100_000];
export const COUNTIES = 10;
export const TARGETS = [12, 24, 50, 100, 200, 5, 30, 1000];
export const P_PRESENT = 0.85,
  P_MISSING = 0.03,
  P_VETO = 0.015;
export const STAR_AT = [60, 70, 80, 90, 95]; // points -> stars 1..5
export const BANDS = [
  [90, 11],
  [80, 9],
  [70, 7],
  [60, 4],
]; // at least -> points
const F = TARGETS.map((t) => 3000 / t); // 250,125,60,30,15,600,100,3
const TH = TARGETS.map((t) => t * 100); // targets in hundredths

export function generate(n) {
  const u = mulberry32(SEED);
  const cols = (k, T) => Array.from({ length: k }, () => new T(n));
  const d = {
    n,
    county: new Uint8Array(n),
    code: new Float64Array(n),
    b: cols(8, Uint8Array),
    num: cols(8, Int32Array),
    band: cols(4, Int32Array),
    v: cols(4, Uint8Array),
  };
  for (let i = 0; i < n; i++) {
    d.county[i] = i % COUNTIES;
    // 6-digit county prefix + 6-digit suffix; the suffix is a permutation, so code order != index order
    d.code[i] = (532901 + (i % COUNTIES)) * 1e6 + ((Math.floor(i / COUNTIES) * 48271 + 12345) % 1e6);
    for (let j = 0; j < 8; j++) d.b[j][i] = u() < P_PRESENT ? 1 : 0;
    for (let j = 0; j < 8; j++) {
      const missing = u() < P_MISSING;
      const x = Math.round(u() * 1.3 * TH[j]);
      d.num[j][i] = missing ? -1 : x; // -1 = missing
    }
    for (let j = 0; j < 4; j++) d.band[j][i] = Math.round(u() * 10000);
    for (let j = 0; j < 4; j++) d.v[j][i] = u() < P_VETO ? 1 : 0;
  }
  return d;
}

// ---------------------------------------------------------------- floor
const BAND_PTS = new Int32Array(10001); // hundredths -> points x 60000
for (let x = 0; x <= 10000; x++) {
  for (const [at, pts] of BANDS)
    if (x >= at * 100) {
      BAND_PTS[x] = pts * 60000;
      break;
    }
}
const STAR = new Uint8Array(10001); // score in hundredths -> star
for (let x = 0; x <= 10000; x++) STAR[x] = STAR_AT.filter((t) => x >= t * 100).length;

export const newResult = (n) => ({
  score: new Int32Array(n),
  star: new Uint8Array(n),
  rank: new Int32Array(n),
  flag: new Uint8Array(n),
});

// Branch-free: missing (-1) clamps to 0, min() is a sign mask. On random data the
// mispredicted branches of the readable version cost 2.5x.
function scoreColumns(d, score, star) {
  const n = d.n;
  const [b1, b2, b3, b4, b5, b6, b7, b8] = d.b;
  const [n1, n2, n3, n4, n5, n6, n7, n8] = d.num;
  const [d1, d2, d3, d4] = d.band;
  const [v1, v2, v3, v4] = d.v;
  const [t1, t2, t3, t4, t5, t6, t7, t8] = TH;
  const [f1, f2, f3, f4, f5, f6, f7, f8] = F;
  for (let i = 0; i < n; i++) {
    let s = (120000 * (b1[i] + b2[i] + b3[i] + b4[i] + b5[i] + b6[i] + b7[i] + b8[i])) | 0;
    let y = n1[i] - t1,
      x = t1 + (y & (y >> 31));
    s = (s + f1 * (x & ~(x >> 31))) | 0;
    y = n2[i] - t2;
    x = t2 + (y & (y >> 31));
    s = (s + f2 * (x & ~(x >> 31))) | 0;
    y = n3[i] - t3;
    x = t3 + (y & (y >> 31));
    s = (s + f3 * (x & ~(x >> 31))) | 0;
    y = n4[i] - t4;
    x = t4 + (y & (y >> 31));
    s = (s + f4 * (x & ~(x >> 31))) | 0;
    y = n5[i] - t5;
    x = t5 + (y & (y >> 31));
    s = (s + f5 * (x & ~(x >> 31))) | 0;
    y = n6[i] - t6;
    x = t6 + (y & (y >> 31));
    s = (s + f6 * (x & ~(x >> 31))) | 0;
    y = n7[i] - t7;
    x = t7 + (y & (y >> 31));
    s = (s + f7 * (x & ~(x >> 31))) | 0;
    y = n8[i] - t8;
    x = t8 + (y & (y >> 31));
    s = (s + f8 * (x & ~(x >> 31))) | 0;
    s = (s + BAND_PTS[d1[i]] + BAND_PTS[d2[i]] + BAND_PTS[d3[i]] + BAND_PTS[d4[i]]) | 0;
    const h = (((s + 300) | 0) / 600) | 0;
    score[i] = h;
    star[i] = STAR[h] & ((v1[i] | v2[i] | v3[i] | v4[i]) - 1);
  }
}

const W = 16384; // one county's slice of the histogram (>= 10001, a power of two)
const hist = new Int32Array(COUNTIES * W);
const size = new Int32Array(COUNTIES);
const SORT_BELOW = 32768;

/**
 * Rank (standard competition, within county, score descending) and flag the lowest
 * tenth per county by (score, code). Counting over the 10,001 possible scores for
 * large n, a radix sort for small n. Row-based peers call this too.
 */
export function rankAndFlag(county, code, score, rank, flag) {
  const n = score.length;
  size.fill(0);
  for (let i = 0; i < n; i++) size[county[i]]++;
  if (n < SORT_BELOW) return rankBySort(county, code, score, rank, flag);
  hist.fill(0);
  for (let i = 0; i < n; i++) hist[county[i] * W + score[i]]++;
  const cut = new Int32Array(COUNTIES),
    room = new Int32Array(COUNTIES),
    ties = [];
  for (let c = 0; c < COUNTIES; c++) {
    const k = (size[c] / 10) | 0,
      base = c * W;
    // ascending: where the lowest k end
    let seen = 0,
      s = -1;
    if (k > 0)
      do {
        s++;
        seen += hist[base + s];
      } while (seen < k);
    cut[c] = s;
    room[c] = k > 0 ? k - (seen - hist[base + s]) : 0;
    ties.push([]);
    // descending: hist becomes the rank of that score
    let above = 0;
    for (let x = 10000; x >= 0; x--) {
      const m = hist[base + x];
      hist[base + x] = above + 1;
      above += m;
    }
  }
  for (let i = 0; i < n; i++) {
    const c = county[i],
      s = score[i];
    rank[i] = hist[c * W + s];
    flag[i] = s < cut[c] ? 1 : 0;
    if (s === cut[c]) ties[c].push(i);
  }
  settleTies(code, room, ties, flag);
}

function settleTies(code, room, ties, flag) {
  for (let c = 0; c < COUNTIES; c++) {
    const t = ties[c];
    if (room[c] < t.length) t.sort((a, b) => code[a] - code[b]);
    for (let j = 0; j < room[c]; j++) flag[t[j]] = 1;
  }
}

const keyA = new Int32Array(SORT_BELOW),
  keyB = new Int32Array(SORT_BELOW);
const idxA = new Int32Array(SORT_BELOW),
  idxB = new Int32Array(SORT_BELOW);
const lo = new Int32Array(512),
  hi = new Int32Array(512);
function rankBySort(county, code, score, rank, flag) {
  // two-pass radix sort on county (4 bits) | score (14 bits), ascending
  const n = score.length;
  lo.fill(0);
  hi.fill(0);
  for (let i = 0; i < n; i++) {
    const k = (county[i] << 14) | score[i];
    keyA[i] = k;
    lo[k & 511]++;
    hi[k >> 9]++;
  }
  for (let x = 0, a = 0, b = 0; x < 512; x++) {
    const p = lo[x],
      q = hi[x];
    lo[x] = a;
    hi[x] = b;
    a += p;
    b += q;
  }
  for (let i = 0; i < n; i++) {
    const k = keyA[i],
      at = lo[k & 511]++;
    keyB[at] = k;
    idxB[at] = i;
  }
  for (let i = 0; i < n; i++) {
    const k = keyB[i],
      at = hi[k >> 9]++;
    keyA[at] = k;
    idxA[at] = idxB[i];
  }
  flag.fill(0);
  let p = 0;
  for (let c = 0; c < COUNTIES; c++) {
    const end = p + size[c],
      k = (size[c] / 10) | 0;
    for (let q = end - 1, prev = -1, r = 0; q >= p; q--) {
      const s = keyA[q];
      if (s !== prev) {
        r = end - q;
        prev = s;
      }
      rank[idxA[q]] = r;
    }
    if (k > 0) {
      const cutKey = keyA[p + k - 1];
      let q = p;
      for (; keyA[q] < cutKey; q++) flag[idxA[q]] = 1;
      const room = p + k - q,
        t = [];
      for (; q < end && keyA[q] === cutKey; q++) t.push(idxA[q]);
      if (room < t.length) t.sort((a, b) => code[a] - code[b]);
      for (let j = 0; j < room; j++) flag[t[j]] = 1;
    }
    p = end;
  }
}

export function floor(d, out = newResult(d.n)) {
  scoreColumns(d, out.score, out.star);
  rankAndFlag(d.county, d.code, out.score, out.rank, out.flag);
  return out;
}

// ---------------------------------------------------------------- checksum
export function checksum(r) {
  const hist = [0, 0, 0, 0, 0, 0],
    flagged = [];
  let sum = 0,
    ranks = 0;
  for (let i = 0; i < r.score.length; i++) {
    sum += r.score[i];
    hist[r.star[i]]++;
    ranks += r.rank[i];
    if (r.flag[i]) flagged.push(i);
  }
  return { sum, stars: hist, flagged: flagged.length, fnv: fnv1a32(flagged), ranks };
}
