/** Adds up columns in which values may be missing. */

/**
 * Adds the first rows of columns; what is missing, NaN, counts zero.
 * @param out the sums; @param missing how many values each row lacks
 */
export function addUp(out: Float64Array, missing: Uint16Array, columns: readonly Float64Array[], count: number) {
  const whole = columns.length - (columns.length % 4);
  // Four at a time: one pass over the sums instead of four, and one question whether anything is missing.
  for (let i = 0; i < whole; i += 4)
    addFour(out, missing, columns[i]!, columns[i + 1]!, columns[i + 2]!, columns[i + 3]!, count);
  for (let i = whole; i < columns.length; i++) addOne(out, missing, columns[i]!, count);
}

function addOne(out: Float64Array, missing: Uint16Array, column: Float64Array, count: number) {
  for (let i = 0; i < count; i++) {
    const value = column[i]!;
    if (Number.isNaN(value)) missing[i]!++;
    else out[i]! += value;
  }
}

function addFour(
  out: Float64Array,
  missing: Uint16Array,
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  d: Float64Array,
  count: number,
) {
  for (let i = 0; i < count; i++) {
    const w = a[i]!;
    const x = b[i]!;
    const y = c[i]!;
    const z = d[i]!;
    const sum = w + x + y + z;
    if (Number.isNaN(sum)) addKnown(out, missing, i, w, x, y, z);
    else out[i]! += sum;
  }
}

/** Adds what is there of four values of a row, and counts what is not. */
export function addKnown(
  out: Float64Array,
  missing: Uint16Array,
  row: number,
  w: number,
  x: number,
  y: number,
  z: number,
) {
  out[row]! += known(w) + known(x) + known(y) + known(z);
  missing[row]! += lacks(w) + lacks(x) + lacks(y) + lacks(z);
}

const known = (value: number) => (Number.isNaN(value) ? 0 : value);
const lacks = (value: number) => (Number.isNaN(value) ? 1 : 0);
