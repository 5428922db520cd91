/** The engine beside its floor: both workloads, the same data, in one process by turns. */
import { execFileSync } from "node:child_process";
import { compileCadres, readyCadres } from "./cadres.ts";
import * as w1 from "./floor/w1.mjs";
import * as w2 from "./floor/w2.mjs";
import { compileOrganizations, readyOrganizations } from "./organizations.ts";

const turns = 61;
/** The compiler needs some turns, too, until it has done its best for either. */
const warmUp = 120;

/** Milliseconds of a call. */
function timed(call: () => unknown): number {
  const begin = performance.now();
  call();
  return performance.now() - begin;
}

const median = (list: number[]) => [...list].sort((a, b) => a - b)[list.length >> 1]!;

/** Runs both by turns until they are warm, then times them; the medians. */
function race(floor: () => unknown, product: () => unknown): { floor: number; product: number } {
  const all = Array.from({ length: warmUp + turns }, () => ({ floor: timed(floor), product: timed(product) }));
  const times = all.slice(warmUp);
  return { floor: median(times.map((one) => one.floor)), product: median(times.map((one) => one.product)) };
}

interface Line {
  name: string;
  floor: number;
  product: number;
  compile: number;
}

/** Runs one workload at one size and prints its line. */
function measure<Data, Result>(
  name: string,
  n: number,
  workload: {
    generate(n: number): Data;
    newResult(n: number): Result;
    floor(data: Data, out?: Result): Result;
    checksum(result: Result): unknown;
  },
  ready: (data: Data) => () => Result,
  compile: () => unknown,
): Line {
  const data = workload.generate(n);
  const out = workload.newResult(n);
  const product = ready(data);
  const floor = () => workload.floor(data, out);
  const expected = JSON.stringify(workload.checksum(floor()));
  const same = JSON.stringify(workload.checksum(product())) === expected;
  const times = race(floor, product);
  const ratio = (times.product / times.floor).toFixed(2);
  console.log(`${name} ${n} ratio ${ratio} checksum ${same ? "ok" : "WRONG"}`);
  return { name: `${name} ${n}`, ...times, compile: median(Array.from({ length: 9 }, () => timed(compile))) };
}

/** What a run of W1 needs beyond its data, at the most, in a process of its own. */
function memoryOfW1(): number {
  const told = execFileSync(process.execPath, ["--expose-gc", import.meta.filename, "memory"], { encoding: "utf8" });
  return Number(told);
}

/** Both workloads in their three sizes. */
export function benchEngine() {
  const lines = [
    ...[1098, 10_000, 100_000].map((n) => measure("W1", n, w1, readyOrganizations, compileOrganizations)),
    ...[5000, 50_000, 500_000].map((n) => measure("W2", n, w2, readyCadres, compileCadres)),
  ];
  const megabytes = memoryOfW1();
  console.log("");
  console.log("                floor ms  product ms  compile ms");
  for (const { name, floor, product, compile } of lines)
    console.log(
      `${name.padEnd(12)} ${floor.toFixed(2).padStart(11)} ${product.toFixed(2).padStart(11)} ${compile.toFixed(2).padStart(11)}`,
    );
  console.log(`W1 100000 memory ${megabytes} MB above the data`);
}

if (process.argv[2] === "memory") {
  const run = readyOrganizations(w1.generate(100_000));
  globalThis.gc!();
  const before = process.memoryUsage().rss;
  run();
  const peak = Math.max(process.memoryUsage().rss, process.resourceUsage().maxRSS * 1024);
  console.log(Math.round((peak - before) / 2 ** 20));
}
