/** The versions of a policy, and what one of them changes: what a second person sees before activating it. */
import { changesOf } from "../../schema/policy/changes.ts";
import { everywhere, type RegionScope } from "../../schema/region.ts";
import { checkPolicy } from "../core/checks.ts";
import { failedCases } from "../core/policyTests.ts";
import { refuse } from "../refusal.ts";
import type { Database } from "../store/database.ts";
import { findPolicy } from "../store/documents.ts";
import { versionsOf } from "../store/versions.ts";

/** The versions that a scope may see; refuses when none. */
export async function requireVersions(db: Database, scope: RegionScope, id: string) {
  const versions = await versionsOf(db, scope, id);
  if (versions.length === 0) throw refuse("notFound", "/policy", "unknown", { what: "policy", value: id });
  return versions;
}

/** One version among those that a scope may see; refuses when it is not there. */
export async function requireVersion(db: Database, scope: RegionScope, id: string, version: number) {
  const versions = await requireVersions(db, scope, id);
  const story = versions.find((one) => one.version === version);
  if (!story) throw refuse("notFound", "/version", "unknown", { what: "version", value: version });
  return { versions, story };
}

/** A version in full, laid beside the active one. */
export async function compareVersion(db: Database, scope: RegionScope, id: string, version: number) {
  const { story } = await requireVersion(db, scope, id, version);
  const [found, active] = await Promise.all([findPolicy(db, scope, id, version), findPolicy(db, everywhere, id)]);
  const { document } = found!;
  return {
    ...story,
    id,
    document,
    failed: failedCases(document),
    warnings: checkPolicy(document),
    changed: changesOf(active?.document, document),
  };
}
