/** Reads what matters of rows whose code goes or changes: what stands on the code, and where it came from. */
import { everywhere } from "../../schema/region.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import type { Database } from "../store/database.ts";
import { formerCodes } from "../store/past.ts";
import type { Catalogue } from "./catalogue.ts";
import { looksFor, type Uses, usesOf } from "./usesOf.ts";

export interface Leaving {
  /** By the code that a row has: what uses it. */
  uses: Map<string, Uses>;
  /** By the code that a row has: the one that it had before, when it may go back to that. */
  backs: Map<string, string>;
  /** The sheets that must not be pushed to until a code has changed: something may come to stand on it. */
  still: string[];
}

/**
 * Reads about rows of a roster that are to be deleted, or get a new `code`. For other sheets and other rows there is
 * nothing to read, and nothing is.
 */
export async function readLeaving(
  db: Database,
  catalogue: Catalogue,
  sheet: Sheet,
  rows: readonly { id: string; regionCode: string; code: string | undefined }[],
): Promise<Leaving> {
  if (sheet.rows !== "roster" || rows.length === 0) return { uses: new Map(), backs: new Map(), still: [] };
  const rekeyed = rows.flatMap(({ id, code }) => (code === undefined ? [] : [id]));
  const looks = await looksFor(db, catalogue, sheet);
  const [uses, backs] = await Promise.all([
    usesOf(
      db,
      catalogue,
      sheet,
      looks,
      rows.map(({ id }) => id),
    ),
    formerCodes(db, everywhere, sheet.id, rekeyed),
  ]);
  const still = rekeyed.length > 0 ? [...new Set(looks.map(({ sheet: id }) => id))] : [];
  return { uses, backs, still };
}
