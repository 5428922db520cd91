/** Ballots of different subjects that are the same in every cell: one was copied from the other. */
import type { Exception } from "../../../schema/exceptions.ts";
import type { Cells } from "../../../schema/sheet/definition.ts";

export interface Tally {
  id: string;
  regionCode: string;
  push: number;
  /** The cells of the ballots alone. */
  cells: Cells;
}

/** Fewer counts than these may agree by chance. */
const leastCounts = 6;

/**
 * One exception for every lot of subjects of a sheet and period whose ballots agree in all cells. How many votes there
 * were is not told: of a small group nobody may know.
 */
export function sameTallies(sheet: string, period: string, tallies: readonly Tally[]): Exception[] {
  const groups = Map.groupBy(tallies, ({ cells }) => textOf(cells));
  groups.delete(undefined);
  return [...groups.values()]
    .filter((some) => some.length > 1)
    .map((some) => ({
      kind: "sameTallies",
      reason: `${some.length} 个对象的计票逐格相同:${some.map(({ id }) => id).join("、")}`,
      rows: some.map(({ id, regionCode, push }) => ({ sheet, period, id, regionCode, push, columns: [] })),
    }));
}

/** The counts as text; none where too few are filled in. */
function textOf(cells: Cells): string | undefined {
  const counts = Object.entries(cells).filter(([, cell]) => typeof cell === "number" && cell > 0);
  return counts.length < leastCounts ? undefined : JSON.stringify(counts.sort(([a], [b]) => (a < b ? -1 : 1)));
}
