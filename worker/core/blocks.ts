/** Columns are worked on block by block: a block stays in the processor's cache, and what works on it is soon compiled well. */

/** So many rows are a block. */
export const block = 1024;

/** Calls for every block of so many rows, with its first row and how many it has. */
export function inBlocks(rows: number, work: (from: number, count: number) => void) {
  for (let from = 0; from < rows; from += block) work(from, rows - from < block ? rows - from : block);
}
