/** What a caller may be told of pushes: where it reads rows, where it sees ballots, and the sheets that there are. */
import type { Context } from "hono";
import { scopeOf, sheetReader } from "../../auth/permissions.ts";
import type { AppEnv } from "../../env.ts";
import { readCatalogue } from "../../usecases/catalogue.ts";
import { authorise } from "../endpoint.ts";

export async function sightOf(c: Context<AppEnv>) {
  const scope = authorise(c, "sheet:read");
  const principal = c.get("principal");
  const catalogue = await readCatalogue(c.get("db"), scope);
  const [counted, kept] = [scopeOf(principal, "tally:read"), scopeOf(principal, "account:read")];
  return { sight: { scope, counted, kept, reader: sheetReader(principal) }, catalogue };
}
