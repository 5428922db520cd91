/** Tallies that were changed after somebody had signed for them. */
import type { Exception } from "../../../schema/exceptions.ts";

/** A tally with the version that stands, and the one that was signed. */
export interface SignedTally {
  id: string;
  regionCode: string;
  push: number;
  version: number;
  signedVersion: number;
}

/** One exception for every tally whose version is not the one that was signed. */
export function editsAfterSigning(sheet: string, period: string, tallies: readonly SignedTally[]): Exception[] {
  return tallies
    .filter(({ version, signedVersion }) => version > signedVersion)
    .map(({ id, regionCode, push, version, signedVersion }) => ({
      kind: "editAfterSigning",
      reason: `${id} 的计票签核的是第 ${signedVersion} 版,其后改到第 ${version} 版,没有重新签核`,
      rows: [{ sheet, period, id, regionCode, push, columns: [] }],
    }));
}
