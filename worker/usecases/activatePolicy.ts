/** Puts a draft in force: its cases hold, its references are there, and a second person says so. */
import { type PolicyState, policy as policyLanguage } from "../../schema/policy/policy.ts";
import { zodFaults } from "../../schema/problem.ts";
import { covers, everywhere, type RegionScope } from "../../schema/region.ts";
import { failedCases } from "../core/policyTests.ts";
import { Refusal, refuse } from "../refusal.ts";
import { auditStatement } from "../store/audit.ts";
import { commit } from "../store/database.ts";
import { findPolicy } from "../store/documents.ts";
import { answerStatements, type RequestKey } from "../store/idempotency.ts";
import { accountsOfPerson } from "../store/principals.ts";
import { activationStatements } from "../store/versions.ts";
import { referenceFaults } from "./draftPolicy.ts";
import { once } from "./once.ts";
import { requireVersion } from "./readVersions.ts";
import type { Work } from "./work.ts";

export interface Activated {
  id: string;
  version: number;
  hash: string;
  state: PolicyState;
}

/**
 * Activates a draft; every version below it is superseded. What was computed stays: a round keeps its own version.
 * @param scope where the principal may activate policies
 * @throws Refusal notDraft; secondPerson when the principal, by this account or another, wrote any version since the active one; testsFail with every
 *   failed case; invalid for references to what is not there
 */
export function activatePolicy(
  work: Work,
  scope: RegionScope,
  { id, version }: { id: string; version: number },
  request?: RequestKey,
): Promise<Activated> {
  return once(work, request, ["policyMoved"], async () => {
    const { versions, story } = await requireVersion(work.db, scope, id, version);
    const { regionCode, hash } = story;
    if (!covers(scope, regionCode)) throw refuse("forbidden", "/policy", "beyondPolicy", { region: regionCode });
    if (story.state !== "draft") throw new Refusal("notDraft");
    const active = versions.find(({ state }) => state === "active")?.version ?? null;
    const approved = versions.filter((one) => one.version > (active ?? 0) && one.version <= version);
    const own = await accountsOfPerson(work.db, work.principal.id);
    if (approved.some(({ principal }) => own.has(principal))) throw refuse("secondPerson", "/version", "ownDraft");
    const { document } = (await findPolicy(work.db, everywhere, id, version))!;
    // The language may have become stricter since the draft was saved.
    const parsed = policyLanguage.safeParse(document);
    if (!parsed.success) throw new Refusal("invalid", zodFaults(parsed.error.issues, "/document"));
    const faults = await referenceFaults(work.db, document);
    if (faults.length > 0) throw new Refusal("invalid", faults);
    const failed = failedCases(document);
    if (failed.length > 0) throw new Refusal("testsFail", [], { failed });

    const made = { principal: work.principal.id, at: work.now };
    const activated: Activated = { id, version, hash, state: "active" };
    await commit(work.db, [
      ...activationStatements(work.db, scope, { id, version, regionCode, active }, made),
      auditStatement(work, { action: "policy.activate", target: `${id}@${version}`, regionCode }),
      ...(request ? answerStatements(work.db, { ...request, ...made }, activated) : []),
    ]);
    return activated;
  });
}
