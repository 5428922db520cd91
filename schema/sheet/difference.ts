/** The differences between two states of a row, cell by cell. */
import type { Cells } from "./definition.ts";

/** The columns in which two states of a row differ. */
export const differing = (one: Cells, other: Cells): string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (key) => (one[key] ?? null) !== (other[key] ?? null),
  );

/** What differs between two states: each such cell before and after, an empty one as null. */
export function differences(before: Cells, after: Cells): { from: Cells; to: Cells } {
  const keys = differing(before, after);
  const pick = (cells: Cells) => Object.fromEntries(keys.map((key) => [key, cells[key] ?? null]));
  return { from: pick(before), to: pick(after) };
}
