/** Takes back what a push did: the rows of a push that undoes it. Pure; whether they can be saved is decided as ever. */
import type { Cells } from "./definition.ts";
import { differences } from "./difference.ts";
import type { PushRow } from "./push.ts";
import type { Sheet } from "./source.ts";

interface State {
  cells: Cells;
  deleted: boolean;
}

/** What a push did to one row. */
export interface Done {
  id: string;
  /** The version that it made. */
  version: number;
  /** What it found; null when the row was not there. */
  before: State | null;
  after: State;
  /** The code that the row had before or has since, where it got a new one. */
  other: string | null;
}

export const rowKinds = ["new", "changed", "deleted", "restored", "rekeyed"] as const;
export type RowKind = (typeof rowKinds)[number];

/** What became of a row, in one word. */
export function kindOf({ before, after, other }: Pick<Done, "before" | "after" | "other">): RowKind {
  if (other !== null) return "rekeyed";
  if (!before) return "new";
  if (before.deleted === after.deleted) return "changed";
  return after.deleted ? "deleted" : "restored";
}

/** Without the lines of a row that got a new code of which one half is not there: half of it is not taken back. */
export function wholeLines<L extends Pick<Done, "id" | "other">>(done: readonly L[]): L[] {
  const ids = new Set(done.map(({ id }) => id));
  return done.filter(({ other }) => other === null || ids.has(other));
}

/**
 * The rows that take back what a push did. What it made is their base, what stood before it is sent: so a cell that
 * somebody changed since is a conflict, and stays.
 * @param done what the push did to the rows that are to be taken back, whole
 */
export function inverseRows({ rows }: Pick<Sheet, "rows">, done: readonly Done[]): PushRow[] {
  const byId = new Map(done.map((line) => [line.id, line]));
  return done.flatMap((line): PushRow | [] => {
    const { id, version: baseVersion, before, after } = line;
    const kind = kindOf(line);
    const back = (cells: Cells): PushRow => ({ id, baseVersion, cells: differences(after.cells, cells).to });
    if (kind === "rekeyed") return after.deleted ? [] : back(byId.get(line.other!)!.after.cells);
    if (kind === "deleted") return { id, baseVersion, restore: true };
    // Where every subject has its row, what was filled in goes, the row stays.
    const made = kind === "new" && rows !== "one";
    return made || kind === "restored" ? { id, baseVersion, delete: true } : back(before?.cells ?? {});
  });
}
