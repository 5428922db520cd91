/** Signing off (复核签字): a signature holds for exactly the version of the tally that was signed. */
import type { Cells, Column } from "./definition.ts";
import { isTyped } from "./doubleEntry.ts";

/** Where the signature of a tally stands, as a clerk reads it. */
export const signoffTitles = {
  none: "未录",
  unsigned: "未签核",
  signed: "已签核",
  voided: "签核后有改动",
} as const;
export type SignoffState = keyof typeof signoffTitles;

/** A signature as it is kept in a row: `tallyVersion` is the version of the tally that was signed, `signer` the account. */
export const signature = (tallyVersion: number, signer: string) => ({ signed: true, tallyVersion, signer });
export const noSignature = { signed: null, tallyVersion: null, signer: null };

/** Where the signature of a tally stands; any later version of the tally makes it void, whatever that changed. */
export function signoffState(
  columns: readonly Column[],
  tally: { cells: Cells; version: number } | undefined,
  signoff: Cells,
): SignoffState {
  if (signoff.signed === true) return signoff.tallyVersion === tally?.version ? "signed" : "voided";
  return tally && isTyped(columns, tally.cells) ? "unsigned" : "none";
}

/** A signature as a reader is shown it: one that is void is not there. */
export function shownSignature(
  columns: readonly Column[],
  tally: { cells: Cells; version: number } | undefined,
  signoff: Cells,
): Cells {
  const state = signoffState(columns, tally, signoff);
  return { state: signoffTitles[state], signed: state === "signed" || null, note: signoff.note ?? null };
}
