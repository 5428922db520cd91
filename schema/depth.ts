/** How deep a JSON value is nested: what comes from outside is measured before anything walks it by recursion. */

/** No document is nested deeper than so many levels. */
export const mostLevels = 40;

/** Whether a JSON value is nested deeper than so many levels; walked without recursion, for it may be. */
export function deeperThan(value: unknown, most: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true;
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
  }
  return false;
}
