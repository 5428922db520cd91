/** Columns are worked on block by block: a block stays in the processor's cache, and what works on it is soon compiled well. */

/** So many rows are a block. */
export const block = 1024;

/** Calls for every block of so many rows, with its first row and how many it has. */
export function inBlocks(rows: number, work: (from: number, count: number) => void) {
  for (let from = 0; from < rows; from += block) work(from, rows - from < block ? rows - from : block);
}

/**
 * Calls for every row whose byte is a value, which few rows are: four bytes that cannot hold it are passed at once.
 * @param column bytes of 0, 1 or 2
 */
export function visitRows(column: Uint8Array, value: number, visit: (row: number) => void) {
  const mask = value * 0x01010101;
  const whole = value === 0 || column.byteOffset % 4 !== 0 ? 0 : column.length >> 2;
  const words = new Uint32Array(column.buffer, column.byteOffset - (column.byteOffset % 4), whole);
  inBlocks(whole, (from, count) => visitWords(words, column, mask, value, from, from + count, visit));
  for (let row = 4 * whole; row < column.length; row++) if (column[row] === value) visit(row);
}

function visitWords(
  words: Uint32Array,
  column: Uint8Array,
  mask: number,
  value: number,
  from: number,
  to: number,
  visit: (row: number) => void,
) {
  for (let word = from; word < to; word++) {
    if ((words[word]! & mask) === 0) continue;
    for (let row = 4 * word; row < 4 * word + 4; row++) if (column[row] === value) visit(row);
  }
}
