/** The sheet that a request names, with the catalogue in which it stands and where the caller may read it. */
import type { Context } from "hono";
import { readableScope } from "../../auth/permissions.ts";
import type { AppEnv } from "../../env.ts";
import { Refusal, refuse } from "../../refusal.ts";
import { readCatalogue } from "../../usecases/catalogue.ts";
import { authorise } from "../endpoint.ts";

/** @throws Refusal notFound for a sheet that is not there, forbidden for one that the caller may read nowhere */
export async function requireSheet(c: Context<AppEnv>, id: string) {
  const catalogue = await readCatalogue(c.get("db"), authorise(c, "sheet:read"));
  const sheet = catalogue.sheet(id);
  if (!sheet) throw refuse("notFound", "/sheet", "unknown", { what: "sheet", value: id });
  const scope = readableScope(c.get("principal"), sheet);
  if (scope.length === 0) throw new Refusal("forbidden");
  return { catalogue, sheet, scope };
}
