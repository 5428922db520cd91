/** Decides a row of a roster that gets a new code: the row under its old code goes, all of it stands under the new one. */
import { type Change, type Decision, decideCells, type readCells, type Standing } from "./push.ts";

/**
 * Decides the change of a code on which nothing stands.
 * @param key the column of the code; @param back the version of the deleted row under the new code, when this one came
 *   from there: then the row goes back to it; @param unseen as of `decideCells`
 * @returns beside the decision, in `left`, what becomes of the row under its old code; each names the other
 */
export function decideRekey(
  standing: Standing,
  row: { id: string; baseVersion: number; cells: Record<string, unknown> },
  read: ReturnType<typeof readCells>,
  key: string,
  back = 0,
  unseen?: ReadonlySet<string>,
): Decision {
  const { result, change } = decideCells(standing, row, read, unseen);
  if (!change) return { result };
  const rekeyed = String(change.cells[key]);
  const version = back + 1;
  // Under the old code the cells stay as they were, so that the row can come back.
  const left: Change = { ...change, cells: standing.cells, deleted: true, other: rekeyed };
  return {
    result: { ...result, version, rekeyed },
    change: { ...change, id: rekeyed, subjectId: rekeyed, version, other: standing.id },
    left,
  };
}
