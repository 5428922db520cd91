/** What a workbook remembers of a sheet, in a worksheet that is not shown: what was pulled, packed into texts; and the way back. */
import { gunzipSync, gzipSync } from "node:zlib";
import * as z from "zod";
import { sheetDefinition } from "../../schema/sheet/definition.ts";
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

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const keptRow = z.tuple([
  z.string(),
  z.int().nonnegative(),
  z.array(cell),
  z.strictObject({ conflicts: z.record(z.string(), cell).optional(), deleted: z.literal(true).optional() }).optional(),
]);
const keptSheet = z.strictObject({
  title: z.string(),
  definition: sheetDefinition,
  period: z.string(),
  region: z.string().optional(),
  round: z.string().optional(),
  push: z.int().nonnegative(),
  asOf: z.int().nonnegative().optional(),
  nonce: z.string(),
  named: z.int().nonnegative(),
  rows: z.array(keptRow),
});

/** A text is cut to as much; below what Excel takes in a cell. */
const longestText = 30_000;
/** What was kept unpacks to no more bytes. */
const mostUnpacked = 24 * 1024 * 1024;

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

/** Unpacks what `keep` has packed. Its check sum is in it: what was changed by hand is broken. */
export function unkeep([head, ...parts]: readonly string[]): KeptSheet | { fault: "snapshotBroken" | "otherFormat" } {
  if (head !== format) return { fault: /^xingping-file-\d+$/.test(head ?? "") ? "otherFormat" : "snapshotBroken" };
  let kept: z.infer<typeof keptSheet>;
  try {
    const json = gunzipSync(Buffer.from(parts.join(""), "base64"), { maxOutputLength: mostUnpacked }).toString();
    kept = keptSheet.parse(JSON.parse(json));
  } catch {
    return { fault: "snapshotBroken" };
  }
  const { title, asOf, rows, region, round, ...rest } = kept;
  const snapshot: Snapshot = {
    ...rest,
    ...(region !== undefined && { region }),
    ...(round !== undefined && { round }),
    rows: new Map(
      rows.map(([id, version, cells, { conflicts, deleted } = {}]) => [
        id,
        { version, cells, ...(conflicts && { conflicts }), ...(deleted && { deleted }) },
      ]),
    ),
    ...{ sent: [], aliases: new Map(), refused: new Map() },
  };
  return { title, snapshot, asOf };
}
