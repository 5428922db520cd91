/** Values that are a simple form of one column: whoever adds up many of them takes four in one pass. */
import type { Facts } from "../facts.ts";
import { greater, lesser } from "../number.ts";
import { addKnown } from "./add.ts";
import type { Fill } from "./shape.ts";

/** So much for each unit from zero to a goal. */
export interface Ramp {
  kind: "ramp";
  code: string;
  goal: number;
  each: number;
}

/** Which of a few results belongs to each number of units from the lowest on: small enough to stay at hand. */
export interface Table {
  kind: "table";
  code: string;
  lowest: number;
  index: Uint8Array;
  results: Float64Array;
}

export type Form = Ramp | Table;

/** Adds the values of `count` rows from row `from` on to `out`, and to `missing` how many each row lacks. */
export type Add = (out: Float64Array, missing: Uint16Array, facts: Facts, from: number, count: number) => void;

/** Fills one form. */
export function fillForm(form: Form): Fill {
  return form.kind === "ramp"
    ? (out, { columns }, from, count) => fillRamp(out, columns.get(form.code)!, from, count, form.goal, form.each)
    : (out, { columns }, from, count) => fillTable(out, columns.get(form.code)!, from, count, form);
}

function fillRamp(out: Float64Array, column: Float64Array, from: number, count: number, goal: number, each: number) {
  for (let i = 0; i < count; i++) out[i] = lesser(greater(column[from + i]!, 0), goal) * each;
}

function fillTable(out: Float64Array, column: Float64Array, from: number, count: number, table: Table) {
  const { lowest, index, results } = table;
  for (let i = 0; i < count; i++) {
    const units = column[from + i]!;
    out[i] = Number.isNaN(units) ? units : results[index[(units - lowest) | 0]!]!;
  }
}

/** Forms of one kind by fours, each four as what adds it; what is left over is for whoever asks. */
export function byFours<T extends { form?: Form | undefined }>(list: readonly T[]): { fours: Add[]; rest: T[] } {
  const rest = list.filter(({ form }) => form === undefined);
  const fours: Add[] = [];
  for (const kind of ["ramp", "table"] as const) {
    const same = list.filter(({ form }) => form?.kind === kind);
    const whole = same.length - (same.length % 4);
    for (let i = 0; i < whole; i += 4) fours.push(addFour(same.slice(i, i + 4).map(({ form }) => form!)));
    rest.push(...same.slice(whole));
  }
  return { fours, rest };
}

function addFour(forms: readonly Form[]): Add {
  const [a, b, c, d] = forms as [Form, Form, Form, Form];
  if (a.kind === "ramp") {
    const [e, f, g, h] = [a, b, c, d] as [Ramp, Ramp, Ramp, Ramp];
    return (out, missing, { columns }, from, count) => {
      const of = ({ code }: Form) => columns.get(code)!.subarray(from, from + count);
      addRamps(out, missing, of(e), of(f), of(g), of(h), e, f, g, h);
    };
  }
  const [e, f, g, h] = [a, b, c, d] as [Table, Table, Table, Table];
  return (out, missing, { columns }, from, count) => {
    const of = ({ code }: Form) => columns.get(code)!.subarray(from, from + count);
    addTables(out, missing, of(e), of(f), of(g), of(h), e, f, g, h);
  };
}

function addRamps(
  out: Float64Array,
  missing: Uint16Array,
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  d: Float64Array,
  { goal: goalA, each: eachA }: Ramp,
  { goal: goalB, each: eachB }: Ramp,
  { goal: goalC, each: eachC }: Ramp,
  { goal: goalD, each: eachD }: Ramp,
) {
  for (let i = 0; i < a.length; i++) {
    const w = lesser(greater(a[i]!, 0), goalA) * eachA;
    const x = lesser(greater(b[i]!, 0), goalB) * eachB;
    const y = lesser(greater(c[i]!, 0), goalC) * eachC;
    const z = lesser(greater(d[i]!, 0), goalD) * eachD;
    const sum = w + x + y + z;
    if (Number.isNaN(sum)) addKnown(out, missing, i, w, x, y, z);
    else out[i]! += sum;
  }
}

function addTables(
  out: Float64Array,
  missing: Uint16Array,
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  d: Float64Array,
  { lowest: lowestA, index: indexA, results: resultsA }: Table,
  { lowest: lowestB, index: indexB, results: resultsB }: Table,
  { lowest: lowestC, index: indexC, results: resultsC }: Table,
  { lowest: lowestD, index: indexD, results: resultsD }: Table,
) {
  for (let i = 0; i < a.length; i++) {
    const j = a[i]! - lowestA;
    const k = b[i]! - lowestB;
    const l = c[i]! - lowestC;
    const m = d[i]! - lowestD;
    // What is missing, NaN, finds the first result, and is NaN again with its own difference.
    const w = resultsA[indexA[j | 0]!]! + (j - j);
    const x = resultsB[indexB[k | 0]!]! + (k - k);
    const y = resultsC[indexC[l | 0]!]! + (l - l);
    const z = resultsD[indexD[m | 0]!]! + (m - m);
    const sum = w + x + y + z;
    if (Number.isNaN(sum)) addKnown(out, missing, i, w, x, y, z);
    else out[i]! += sum;
  }
}
