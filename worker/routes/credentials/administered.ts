/** The account that an administrator works on: inside the own region, and of no more permissions than the own. */
import type { Context } from "hono";
import { holdsAll, type Permission } from "../../../schema/roles.ts";
import type { AppEnv } from "../../env.ts";
import { refuse } from "../../refusal.ts";
import { findAccount, grantsOf } from "../../store/principals.ts";
import { authorise } from "../endpoint.ts";

/**
 * @param permission account:read to look, account:write to change something; who changes must hold all that the account
 *   does, for whoever sets its password has its permissions
 * @throws Refusal notFound for an account that is not there or belongs elsewhere; forbidden with the reason
 */
export async function administeredAccount(
  c: Context<AppEnv>,
  account: string,
  permission: Extract<Permission, "account:read" | "account:write">,
) {
  const found = await findAccount(c.get("db"), authorise(c, permission), account);
  if (!found) throw refuse("notFound", "/account", "unknown", { what: "account", value: account });
  if (permission === "account:write") await requireOver(c, found.id);
  return found;
}

/** Refuses to change an account that may do more than the caller. */
export async function requireOver(c: Context<AppEnv>, principalId: string) {
  const own = c.get("principal").grants;
  const grants = await grantsOf(c.get("db"), principalId);
  if (!grants.every((grant) => holdsAll(own, grant))) throw refuse("forbidden", "/account", "higherAccount");
}

/** Refuses a key where somebody must have signed in. */
export function requireSession(c: Context<AppEnv>) {
  if (!c.get("principal").signedIn) throw refuse("forbidden", "", "notInPerson");
}
