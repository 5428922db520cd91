/** Saves a policy document as a draft: a new policy, or the next version of the one that there is. */
import type { Fault } from "../../schema/fault.ts";
import type { Warning } from "../../schema/outcome.ts";
import type { Policy, PolicyState } from "../../schema/policy/policy.ts";
import { covers, everywhere, levelOf, type RegionScope, regionLevels } from "../../schema/region.ts";
import { checkPolicy } from "../core/checks.ts";
import { type FailedCase, failedCases } from "../core/policyTests.ts";
import { sha256 } from "../hash.ts";
import { Refusal, refuse } from "../refusal.ts";
import { auditStatement } from "../store/audit.ts";
import { currentDocuments } from "../store/current.ts";
import { commit, type Database } from "../store/database.ts";
import { entriesById } from "../store/entries.ts";
import { answerStatements, type RequestKey } from "../store/idempotency.ts";
import { draftStatements, workingVersion } from "../store/versions.ts";
import { once } from "./once.ts";
import { danglingReferences } from "./references.ts";
import type { Work } from "./work.ts";

export interface NewVersion {
  document: Policy;
  baseVersion?: number | undefined;
  note?: string | undefined;
}

export interface Drafted {
  id: string;
  version: number;
  hash: string;
  state: PolicyState;
  /** Cases of the document that do not come out; a draft may have such. */
  failed: FailedCase[];
  warnings: Warning[];
}

/**
 * Saves a draft.
 * @param writable where the author may change policies
 * @throws Refusal versionMoved when it was not made from the working version, versionUnchanged when it says the same,
 *   invalid for references to what is not there, forbidden for a policy or region beyond the author's
 */
export function draftPolicy(
  work: Work,
  writable: RegionScope,
  { document, baseVersion, note }: NewVersion,
  request?: RequestKey,
): Promise<Drafted> {
  return once(work, request, ["policyMoved"], async () => {
    // A policy may be there where this author cannot look; its id is taken all the same.
    const working = await workingVersion(work.db, everywhere, document.id);
    const hash = await sha256(JSON.stringify(document));
    if (working && !covers(writable, working.regionCode))
      throw refuse("forbidden", "/document/id", "beyondPolicy", { region: working.regionCode });
    if (working && baseVersion !== working.version) throw new Refusal("versionMoved", [], { version: working.version });
    if (!working && baseVersion !== undefined)
      throw refuse("notFound", "/baseVersion", "unknown", { what: "version", value: baseVersion });
    if (working?.hash === hash) throw new Refusal("versionUnchanged", [], { version: working.version });
    const place = await placeOf(work.db, writable, document.region);
    const faults = await referenceFaults(work.db, document);
    if (faults.length > 0) throw new Refusal("invalid", faults);

    const regionCode = working?.regionCode ?? place;
    const base = working?.version ?? 0;
    const drafted: Drafted = {
      id: document.id,
      version: base + 1,
      hash,
      state: "draft",
      failed: failedCases(document),
      warnings: checkPolicy(document),
    };
    const made = { principal: work.principal.id, at: work.now };
    const target = `${document.id}@${drafted.version}`;
    await commit(work.db, [
      ...draftStatements(work.db, writable, { document, hash, base, regionCode, ...made, note: note ?? null }),
      auditStatement(work, { action: "policy.draft", target, regionCode }),
      ...(request ? answerStatements(work.db, { ...request, ...made }, drafted) : []),
    ]);
    return drafted;
  });
}

/**
 * Whose a new policy is: the region that it names, if that is a place here. A method taken over from elsewhere belongs to
 * the office that takes it over.
 */
async function placeOf(db: Database, writable: RegionScope, region: string): Promise<string> {
  const known = (await entriesById(db, everywhere, "regions", "", [region])).get(region);
  if (!known || known.deleted) {
    const size = (code: string) => regionLevels.indexOf(levelOf(code));
    return writable.map(({ from }) => from).sort((a, b) => size(a) - size(b))[0]!;
  }
  if (!covers(writable, region)) throw refuse("forbidden", "/document/region", "beyondPolicy", { region });
  return region;
}

/** What would refer to nothing if the document were in force, here or in the policies that take from it. */
export async function referenceFaults(db: Database, document: Policy): Promise<Fault[]> {
  const { registers, ...current } = await currentDocuments(db, everywhere);
  const policies = current.policies.map((one) => one.document);
  const before = new Set(danglingReferences({ policies, registers }));
  const others = policies.filter(({ id }) => id !== document.id);
  return danglingReferences({ policies: [...others, document], registers })
    .filter((reason) => !before.has(reason))
    .map((reason) => ({ pointer: "/document", code: "invalidValue", params: { reason } }));
}
