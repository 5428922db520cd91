/** Where the caller may push rows of a sheet. */
import type { Context } from "hono";
import { narrow, type RegionScope } from "../../../schema/region.ts";
import type { Sheet } from "../../../schema/sheet/source.ts";
import { sheetReader, writableScope } from "../../auth/permissions.ts";
import type { AppEnv } from "../../env.ts";
import { Refusal, refuse } from "../../refusal.ts";
import type { PushAccess } from "../../usecases/presentPush.ts";
import { requirePeriod, requireRegion } from "../endpoint.ts";

/** @throws Refusal forbidden for a sheet that nobody edits, or not the caller */
export function requireEditable(c: Context<AppEnv>, sheet: Sheet): RegionScope {
  if (sheet.rows === "ofRound") throw refuse("forbidden", "/sheet", "readOnlySheet");
  if (sheet.rows === "compared") throw refuse("forbidden", "/sheet", "comparedSheet");
  const writable = writableScope(c.get("principal"), sheet);
  if (writable.length === 0) throw new Refusal("forbidden");
  return writable;
}

/** @throws Refusal as `requireEditable` does; invalid for a period that is none of the sheet's */
export function pushAccess(
  c: Context<AppEnv>,
  { sheet, scope }: { sheet: Sheet; scope: RegionScope },
  { period, region, round }: { period: string; region?: string | undefined; round?: string | undefined },
): PushAccess {
  const writable = requireEditable(c, sheet);
  if (round !== undefined) throw refuse("invalid", "/round", "onlyOfRound");
  requirePeriod(sheet, period, "invalid");
  requireRegion(scope, region, "/region");
  return {
    scope: region === undefined ? scope : narrow(scope, region),
    writable: region === undefined ? writable : narrow(writable, region),
    reader: sheetReader(c.get("principal")),
    grants: c.get("principal").grants,
    language: c.get("language"),
  };
}
