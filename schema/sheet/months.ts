/** Months served in a year as they are typed: a count (7) or which ones (`1-7,9`). */

export interface Months {
  /** The months, 1 to 12; of a mere count the first so many. */
  served: number[];
  /** Only how many is known, not which. */
  countOnly: boolean;
}

/** Reads months; `undefined` when it is neither a count up to 12 nor a list of months. */
export function parseMonths(value: unknown): Months | undefined {
  const count =
    typeof value === "number" ? value : typeof value === "string" && /^\d{1,2}$/.test(value) ? Number(value) : -1;
  if (Number.isInteger(count) && count >= 0 && count <= 12)
    return { served: Array.from({ length: count }, (_, i) => i + 1), countOnly: true };
  if (typeof value !== "string" || !/^\d{1,2}(-\d{1,2})?(,\d{1,2}(-\d{1,2})?)*$/.test(value)) return undefined;
  const served = new Set<number>();
  for (const part of value.split(",")) {
    const [from, to = from] = part.split("-").map(Number) as [number, number?];
    if (from < 1 || to > 12 || from > to) return undefined;
    for (let month = from; month <= to; month++) served.add(month);
  }
  return { served: [...served].sort((a, b) => a - b), countOnly: false };
}

/** Months as text that reads back: 1 2 3 9 is `1-3,9`. */
export function formatMonths(months: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const month of months) {
    const last = runs.at(-1);
    if (last && last[1] === month - 1) last[1] = month;
    else runs.push([month, month]);
  }
  return runs.map(([from, to]) => `${from}-${to}`).join(",");
}
