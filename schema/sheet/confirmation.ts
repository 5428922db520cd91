/** Whether two accounts stand behind a tally: both typings agree, or another one has signed it. Only such are judged. */
import type { Cells, Column } from "./definition.ts";
import { type ComparisonState, compareTypings, comparisonTitles } from "./doubleEntry.ts";
import { type SignoffState, signoffState, signoffTitles } from "./signoff.ts";
import type { Sheet } from "./source.ts";

export interface Confirmation {
  state: ComparisonState | SignoffState;
  /** The columns in which two typings differ. */
  differing: readonly string[];
}

export const confirmationTitles: Record<Confirmation["state"], string> = { ...comparisonTitles, ...signoffTitles };

/** Whether a tally may be judged. */
export const isConfirmed = ({ state }: Confirmation) => state === "agree" || state === "signed";
/** Whether a tally is there, but not to be judged yet; where nothing is typed there is none. */
export const isUnconfirmed = (one: Confirmation) => one.state !== "none" && !isConfirmed(one);

/** A row of one of the sheets that confirm a tally together. */
type Row = { cells: Cells; version: number } | undefined;

/**
 * What two rows of a tally come to: two typings, or the tally and its signature.
 * @returns the cells that may be judged, none where it is not confirmed
 */
export function confirm(
  { ballots }: Pick<Sheet, "ballots">,
  columns: readonly Column[],
  one: Row,
  two: Row,
): { confirmation: Confirmation; cells: Cells } {
  if (ballots === "compared") {
    const { state, agreed, differing } = compareTypings(columns, one?.cells ?? {}, two?.cells ?? {});
    return { confirmation: { state, differing }, cells: state === "agree" ? agreed : {} };
  }
  const state = signoffState(columns, one, two?.cells ?? {});
  return { confirmation: { state, differing: [] }, cells: state === "signed" ? (one?.cells ?? {}) : {} };
}
