/** A value that a few inputs of few values each decide, as a table over all their combinations. */
import { block } from "../blocks.ts";
import { columnsOf, type Facts, type Few, fewOf, type Inputs, orderOfIds } from "../facts.ts";
import { regionsOf } from "../peers.ts";
import { columnOf, type Fill } from "./shape.ts";

/** No table has more combinations than this. */
const most = 4096;

interface Domain extends Few {
  code: string;
}

/**
 * Works a value out once for every combination of its inputs.
 * @param reads the inputs that alone decide it
 * @returns the same value, looked up; none where there are too many combinations
 */
export function tabulate(reads: readonly string[], inputs: Inputs, fill: Fill): Fill | undefined {
  if (!areFew(reads, inputs)) return undefined;
  const domains = domainsOf(reads, inputs);
  const size = sizeOf(domains);
  const table = columnOf({ fill }, combinations(domains, inputs, size));
  const keys = new Int32Array(block);
  const none = new Uint8Array(block);
  const [a, b] = [domains.at(-2), domains.at(-1)!];
  const fillKeys = keysOf(domains.slice(0, -2));
  return (out, facts, from, count) => {
    const bytesOf = (domain: Domain) => facts.bytes.get(domain.code)!.subarray(from, from + count);
    fillKeys(keys, facts, from, count);
    take(out, table, keys, a ? bytesOf(a) : none, a?.size ?? 1, bytesOf(b), b.size);
  };
}

/** Whether some inputs have few enough combinations for a table. */
export function areFew(reads: readonly string[], inputs: Inputs): boolean {
  const domains = domainsOf(reads, inputs);
  return domains.length > 0 && domains.length === new Set(reads).size && sizeOf(domains) <= most;
}

const domainsOf = (reads: readonly string[], inputs: Inputs) =>
  [...new Set(reads)].flatMap((code): Domain[] => {
    const few = fewOf(inputs[code]!);
    return few ? [{ code, ...few }] : [];
  });

const sizeOf = (domains: readonly Domain[]) => domains.reduce((product, { size }) => product * size, 1);

type FillKeys = (keys: Int32Array, facts: Facts, from: number, count: number) => void;

/** The number of a row's combination, input by input; a chain of calls, for a loop of loops is compiled badly. */
function keysOf(domains: readonly Domain[]): FillKeys {
  const nothing: FillKeys = (keys, _, __, count) => {
    keys.fill(0, 0, count);
  };
  return domains.reduce(
    (before, { code, size }): FillKeys =>
      (keys, facts, from, count) => {
        before(keys, facts, from, count);
        addBytes(keys, facts.bytes.get(code)!.subarray(from, from + count), size);
      },
    nothing,
  );
}

function addBytes(keys: Int32Array, bytes: Uint8Array, size: number) {
  for (let i = 0; i < bytes.length; i++) keys[i] = keys[i]! * size + bytes[i]!;
}

function take(
  out: Float64Array,
  table: Float64Array,
  keys: Int32Array,
  a: Uint8Array,
  sizeA: number,
  b: Uint8Array,
  sizeB: number,
) {
  for (let i = 0; i < b.length; i++) out[i] = table[(keys[i]! * sizeA + a[i]!) * sizeB + b[i]!]!;
}

/** Facts with a row for every combination; the first input's values run slowest. */
function combinations(domains: readonly Domain[], inputs: Inputs, size: number): Facts {
  const read = new Map<string, Float64Array>();
  let run = size;
  for (const { code, lowest, size: values } of domains) {
    run /= values;
    const length = run;
    read.set(
      code,
      Float64Array.from({ length: size }, (_, row) => {
        const place = Math.floor(row / length) % values;
        return place === values - 1 ? Number.NaN : lowest + place;
      }),
    );
  }
  const subjects = Array.from({ length: size }, () => ({ id: "", regionCode: undefined }));
  const rows = { ...orderOfIds(subjects.map(({ id }) => id)), regions: regionsOf(subjects) };
  return { subjects, ...rows, ...columnsOf(inputs, read), spells: new Map(), months: new Map(), bad: new Set() };
}
