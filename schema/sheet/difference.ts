/** The differences between two states of a row, cell by cell. */
import type { Cells } from "./definition.ts";

/** The columns in which two states of a row differ. */
export function differing(one: Cells, other: Cells): string[] {
  const keys: string[] = [];
  for (const key in one) if ((one[key] ?? null) !== (other[key] ?? null)) keys.push(key);
  for (const key in other) if (!Object.hasOwn(one, key) && other[key] !== null) keys.push(key);
  return keys;
}

/** What differs between two states: each such cell before and after, an empty one as null. */
export function differences(before: Cells, after: Cells): { from: Cells; to: Cells } {
  const keys = differing(before, after);
  const pick = (cells: Cells) => Object.fromEntries(keys.map((key) => [key, cells[key] ?? null]));
  return { from: pick(before), to: pick(after) };
}
