/** The policy that a round opens by: its active version, when nobody has a newer draft that waits for a second person. */
import type { RegionScope } from "../../schema/region.ts";
import { refuse } from "../refusal.ts";
import type { Database } from "../store/database.ts";
import { findPolicy, type PolicyVersion } from "../store/documents.ts";
import { versionsOf } from "../store/versions.ts";

/**
 * @param known the version that is active, as the caller knows it: then newer drafts are no obstacle
 * @throws Refusal notFound; notReady over a newer draft; invalid when another version is active
 */
export async function approvedPolicy(
  db: Database,
  scope: RegionScope,
  policyId: string,
  known: number | undefined,
): Promise<PolicyVersion> {
  const policy = await findPolicy(db, scope, policyId);
  if (!policy) throw refuse("notFound", "/policyId", "unknown", { what: "policy", value: policyId });
  const { version } = policy;
  if (known === undefined) {
    const drafts = (await versionsOf(db, scope, policyId)).filter(({ state }) => state === "draft");
    const unapproved = Math.max(0, ...drafts.map((one) => one.version));
    if (unapproved > version) throw refuse("notReady", "/policyVersion", "unapproved", { draft: unapproved, version });
  } else if (known !== version) throw refuse("invalid", "/policyVersion", "notActive", { value: known, version });
  return policy;
}
