/** Reads the entries of sheets as they were after a push. */
import type { RegionScope } from "../../schema/region.ts";
import type { Database } from "../store/database.ts";
import { type Entry, entriesOf } from "../store/entries.ts";
import { changesAfter, rewind } from "../store/history.ts";

/** A state of all data: entries up to a push, outcomes up to a run. */
export interface AsOf {
  push: number;
  run: number;
}

/** A sheet, some of its periods, and where. */
export interface Wanted {
  id: string;
  periods: readonly string[];
  scope: RegionScope;
}

/** The entries of several sheets as of a push, read in one transaction. */
export async function readStates(db: Database, wanted: readonly Wanted[], asOf: number): Promise<Entry[][]> {
  const reads = wanted.flatMap(({ id, periods, scope }) => [
    entriesOf(db, scope, id, periods),
    changesAfter(db, scope, id, periods, asOf),
  ]);
  const [first, ...rest] = reads;
  if (!first) return [];
  const found = (await db.batch([first, ...rest])) as unknown[][];
  return wanted.map((_, i) => rewind(found[2 * i] as Entry[], found[2 * i + 1] as Parameters<typeof rewind>[1]));
}
