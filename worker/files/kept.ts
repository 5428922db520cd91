/** What a workbook remembers of a sheet, in a worksheet that is not shown: what was pulled, packed into texts. */
import { gzipSync } from "node:zlib";
import type { Snapshot } from "../../schema/sheet/workbook/snapshot.ts";

const format = "xingping-file-1";

/** A sheet as it is kept in a workbook. */
export interface KeptSheet {
  /** The worksheet that shows it. */
  title: string;
  snapshot: Snapshot;
  /** The rows are those of the past, after this push; they are not pushed. */
  asOf?: number | undefined;
}

/** A text is cut to as much; below what Excel takes in a cell. */
const longestText = 30_000;

/** Packs a sheet into texts, the first of which names the format. */
export function keep({ title, snapshot, asOf }: KeptSheet): string[] {
  const { definition, period, region, round, push, nonce, named } = snapshot;
  const { rules: _, ...columns } = definition;
  const rows = [...snapshot.rows].map(([id, { version, cells, ...more }]) => [
    ...[id, version, cells],
    ...(Object.keys(more).length > 0 ? [more] : []),
  ]);
  const json = JSON.stringify({ title, definition: columns, period, region, round, push, asOf, nonce, named, rows });
  const text = gzipSync(json).toString("base64");
  const parts = [...Array(Math.ceil(text.length / longestText)).keys()].map((i) =>
    text.slice(i * longestText, (i + 1) * longestText),
  );
  return [format, ...parts];
}
