/** A pulled table in the workbook: by which name it is found again, and what is kept with it. */
import type { Place } from "../../schema/sheet/workbook/snapshot.ts";

/** The name of a table: which sheet, where and when. */
export const tableNameOf = (sheet: string, { period, region, round }: Place): string =>
  [sheet, period, region, round].filter((part) => part !== undefined && part !== "").join("|");

/** Under which keys of the workbook its snapshot and its marks are kept. */
export const snapshotKey = (name: string) => `snapshot:${name}`;
export const marksKey = (name: string) => `marks:${name}`;
