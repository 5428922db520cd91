/** A file and what is said of it, as they come in a form. */
import type { Context } from "hono";
import type * as z from "zod";
import { saidColumns, saidNames } from "../../../schema/importWire.ts";
import { zodFaults } from "../../../schema/problem.ts";
import { narrow } from "../../../schema/region.ts";
import { sheetReader, writableScope } from "../../auth/permissions.ts";
import type { AppEnv } from "../../env.ts";
import { readGrids } from "../../files/readGrids.ts";
import { sha256 } from "../../hash.ts";
import { Refusal, refuse } from "../../refusal.ts";
import { requirePeriod, requireRegion } from "../endpoint.ts";
import { requireSheet } from "../sheets/requireSheet.ts";

export const formBody = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { "multipart/form-data": { schema } },
});

interface Said {
  file: File;
  worksheet?: string | undefined;
  header?: string | undefined;
  columns?: string | undefined;
  names?: string | undefined;
}

/**
 * Reads the file of a form and what the form says of it.
 * @throws Refusal invalid for a file that cannot be read, or for text that is not the JSON that it should be
 */
export async function readForm({ file, worksheet, header, columns, names }: Said) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const read = await readGrids(bytes);
  if ("fault" in read) throw refuse("invalid", "/file", read.fault.code, read.fault.params);
  const [first, last = first] = (header ?? "").split("-").map(Number);
  return {
    file: read,
    hash: await sha256(bytes),
    worksheet,
    said: {
      ...(header !== undefined && { header: [first!, last!] as const }),
      columns: readJson(columns, saidColumns, "/columns"),
    },
    names: readJson(names, saidNames, "/names") ?? {},
  };
}

function readJson<T extends z.ZodType>(text: string | undefined, schema: T, place: string): z.infer<T> | undefined {
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse("invalid", place, "notJsonText");
  }
  const read = schema.safeParse(value);
  if (!read.success) throw new Refusal("invalid", zodFaults(read.error.issues, place));
  return read.data;
}

/** The sheet into which a form imports, with where its sender may read and write it. */
export async function importAccess(
  c: Context<AppEnv>,
  { sheet: id, period, region }: { sheet: string; period: string; region?: string | undefined },
) {
  const { catalogue, sheet, scope } = await requireSheet(c, id);
  const isTyped = ["roster", "one", "many"].includes(sheet.rows) && !sheet.accounts && !sheet.ballots;
  if (!isTyped) throw refuse("forbidden", "/sheet", "notImported");
  const writable = writableScope(c.get("principal"), sheet);
  if (writable.length === 0) throw new Refusal("forbidden");
  requirePeriod(sheet, period, "invalid");
  requireRegion(scope, region, "/region");
  const access = {
    scope: region === undefined ? scope : narrow(scope, region),
    writable: region === undefined ? writable : narrow(writable, region),
    reader: sheetReader(c.get("principal")),
    grants: c.get("principal").grants,
    language: c.get("language"),
  };
  return { catalogue, sheet, access };
}
