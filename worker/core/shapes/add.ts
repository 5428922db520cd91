/** Adds up columns in which values may be missing. */

let nothing = new Float64Array(0);

/** A column of zeros of at least so many rows. */
function zeros(count: number): Float64Array {
  if (nothing.length < count) nothing = new Float64Array(count);
  return nothing;
}

/**
 * The sum of columns for `count` rows from row `from` of them; what is missing, NaN, counts zero.
 * @param out gets the sums from its beginning on; @param missing how many values each row lacks
 */
export function addUp(
  out: Float64Array,
  missing: Uint16Array,
  columns: readonly Float64Array[],
  from: number,
  count: number,
) {
  out.fill(0, 0, count);
  missing.fill(0, 0, count);
  const rest = zeros(from + count);
  // Four at a time: one pass over the sums instead of four, and one question whether anything is missing.
  for (let i = 0; i < columns.length; i += 4)
    addFour(
      out,
      missing,
      columns[i]!,
      columns[i + 1] ?? rest,
      columns[i + 2] ?? rest,
      columns[i + 3] ?? rest,
      from,
      count,
    );
}

function addFour(
  out: Float64Array,
  missing: Uint16Array,
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  d: Float64Array,
  from: number,
  count: number,
) {
  for (let i = 0; i < count; i++) {
    const w = a[from + i]!;
    const x = b[from + i]!;
    const y = c[from + i]!;
    const z = d[from + i]!;
    const sum = w + x + y + z;
    if (!Number.isNaN(sum)) {
      out[i]! += sum;
      continue;
    }
    out[i]! += known(w) + known(x) + known(y) + known(z);
    missing[i]! +=
      Number(Number.isNaN(w)) + Number(Number.isNaN(x)) + Number(Number.isNaN(y)) + Number(Number.isNaN(z));
  }
}

const known = (value: number) => (Number.isNaN(value) ? 0 : value);
