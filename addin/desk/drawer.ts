/** A pulled table in the workbook: by which name it is found again, and what is kept with it. */
import type { Place } from "../../schema/sheet/workbook/snapshot.ts";

/** The name of a table: which sheet, where and when. */
export const tableNameOf = (sheet: string, { period, region, round }: Place): string =>
  [sheet, period, region, round].filter((part) => part !== undefined && part !== "").join("|");

/** Under which keys of the workbook its snapshot and its marks are kept. */
export const snapshotKey = (name: string) => `snapshot:${name}`;
export const marksKey = (name: string) => `marks:${name}`;

/** The policy that a sheet belongs to, by its id; none for rosters and registers. */
export function policyOf(sheet: string): string | undefined {
  const [kind, ...rest] = sheet.split(".");
  return ["indicators", "tallies", "outcomes", "submissions", "payments", "plaques", "signoffs"].includes(kind!)
    ? rest.join(".").replace(/\.(first|second)$/, "")
    : undefined;
}
