/** A value that a few inputs of few values each decide, as a table over all their combinations. */
import type { Input } from "../../../schema/policy/input.ts";
import { block } from "../blocks.ts";
import { type Facts, type Inputs, orderOfIds, placesOfInput, unknown } from "../facts.ts";
import { regionsOf } from "../peers.ts";
import { columnOf, type Fill } from "./shape.ts";

/** No table has more combinations than this. */
const most = 4096;

/** The values of an input from `lowest` on, and one more for what is missing. */
interface Domain {
  code: string;
  isFlag: boolean;
  lowest: number;
  size: number;
}

/**
 * Works a value out once for every combination of its inputs.
 * @param reads the inputs that alone decide it
 * @returns the same value, looked up; none where there are too many combinations
 */
export function tabulate(reads: readonly string[], inputs: Inputs, fill: Fill): Fill | undefined {
  const domains = [...new Set(reads)].map((code) => domainOf(code, inputs[code]!));
  if (!domains.every((domain) => domain !== undefined)) return undefined;
  const size = domains.reduce((product, domain) => product * domain.size, 1);
  if (size > most) return undefined;
  const table = columnOf({ fill }, combinations(domains, size));
  const last = domains.at(-1);
  if (!last) return undefined;
  const keys = new Int32Array(block);
  const fillKeys = keysOf(domains.slice(0, -1));
  const { code, isFlag } = last;
  return isFlag
    ? (out, facts, from, count) => {
        fillKeys(keys, facts, from, count);
        takeByFlags(out, table, keys, facts.flags.get(code)!, last.size, from, count);
      }
    : (out, facts, from, count) => {
        fillKeys(keys, facts, from, count);
        takeByUnits(out, table, keys, facts.columns.get(code)!, last, from, count);
      };
}

type FillKeys = (keys: Int32Array, facts: Facts, from: number, count: number) => void;

/** The number of a row's combination, input by input; a chain of calls, for a loop of loops is compiled badly. */
function keysOf(domains: readonly Domain[]): FillKeys {
  const nothing: FillKeys = (keys, _, __, count) => {
    keys.fill(0, 0, count);
  };
  return domains.reduce(
    (before, domain): FillKeys =>
      domain.isFlag
        ? (keys, facts, from, count) => {
            before(keys, facts, from, count);
            addFlags(keys, facts.flags.get(domain.code)!, domain.size, from, count);
          }
        : (keys, facts, from, count) => {
            before(keys, facts, from, count);
            addUnits(keys, facts.columns.get(domain.code)!, domain, from, count);
          },
    nothing,
  );
}

function domainOf(code: string, input: Input): Domain | undefined {
  if (input.type === "flag") return { code, isFlag: true, lowest: 0, size: 3 };
  if (input.type === "option") return { code, isFlag: false, lowest: 0, size: (input.options ?? []).length + 1 };
  if (input.type === "months" || input.type === "spells" || input.min === undefined || input.max === undefined)
    return undefined;
  const unit = 10 ** placesOfInput(input);
  const lowest = Math.round(input.min * unit);
  return { code, isFlag: false, lowest, size: Math.round(input.max * unit) - lowest + 2 };
}

/** Facts with a row for every combination; the first input's values run slowest. */
function combinations(domains: readonly Domain[], size: number): Facts {
  const [columns, flags] = [new Map<string, Float64Array>(), new Map<string, Uint8Array>()];
  let run = size;
  for (const { code, isFlag, lowest, size: values } of domains) {
    run /= values;
    const length = run;
    const places = Array.from({ length: size }, (_, row) => Math.floor(row / length) % values);
    if (isFlag)
      flags.set(
        code,
        Uint8Array.from(places, (place) => (place === values - 1 ? unknown : place)),
      );
    else
      columns.set(
        code,
        Float64Array.from(places, (place) => (place === values - 1 ? Number.NaN : lowest + place)),
      );
  }
  const subjects = Array.from({ length: size }, () => ({ id: "", regionCode: undefined }));
  const rows = { ...orderOfIds(subjects.map(({ id }) => id)), regions: regionsOf(subjects) };
  return { subjects, ...rows, columns, flags, spells: new Map(), months: new Map(), bad: new Set() };
}

function addFlags(keys: Int32Array, flags: Uint8Array, size: number, from: number, count: number) {
  for (let i = 0; i < count; i++) keys[i] = keys[i]! * size + flags[from + i]!;
}

function addUnits(keys: Int32Array, column: Float64Array, { lowest, size }: Domain, from: number, count: number) {
  for (let i = 0; i < count; i++) {
    const place = column[from + i]! - lowest;
    keys[i] = keys[i]! * size + (Number.isNaN(place) ? size - 1 : place | 0);
  }
}

function takeByFlags(
  out: Float64Array,
  table: Float64Array,
  keys: Int32Array,
  flags: Uint8Array,
  size: number,
  from: number,
  count: number,
) {
  for (let i = 0; i < count; i++) out[i] = table[keys[i]! * size + flags[from + i]!]!;
}

function takeByUnits(
  out: Float64Array,
  table: Float64Array,
  keys: Int32Array,
  column: Float64Array,
  { lowest, size }: Domain,
  from: number,
  count: number,
) {
  for (let i = 0; i < count; i++) {
    const place = column[from + i]! - lowest;
    out[i] = table[keys[i]! * size + (Number.isNaN(place) ? size - 1 : place | 0)]!;
  }
}
