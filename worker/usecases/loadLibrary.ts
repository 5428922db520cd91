/** Puts the library's documents into the database, each under the hash of its content; what is there already stays. */
import type { Policy } from "../../schema/policy/policy.ts";
import { failedCases } from "../core/policyTests.ts";
import { sha256 } from "../hash.ts";
import { commit, type Database } from "../store/database.ts";
import { registerStatements } from "../store/documents.ts";
import { libraryStatements } from "../store/versions.ts";
import { type Documents, danglingReferences } from "./references.ts";
import type { Work } from "./work.ts";

/** Documents whose own cases have come out: they are not run again. */
const sound = new WeakSet<Policy>();

/**
 * Loads documents. A policy that the office has changed, or is about to, is left as the office has it.
 * @throws Error when a policy does not pass its own cases, or takes an input from what is not there; then nothing is loaded
 */
export async function loadLibrary(db: Database, documents: Documents, now: string, auditSecret?: string) {
  const unsound = danglingReferences(documents);
  for (const document of documents.policies.filter((one) => !sound.has(one))) {
    const failed = failedCases(document);
    unsound.push(...failed.map((one) => `${document.id} 的算例不符: ${JSON.stringify(one)}`));
    // Many cases take long: what comes in between, such as that a connection was closed, is heard.
    await new Promise((done) => setTimeout(done, 0));
  }
  if (unsound.length > 0) throw new Error(unsound.join("\n"));
  for (const document of documents.policies) sound.add(document);
  // A statement is a promise of itself when awaited, so the hashes are made first.
  const hashed = <T>(list: readonly T[]) =>
    Promise.all(list.map(async (document) => ({ document, hash: await sha256(JSON.stringify(document)) })));
  const [policies, registers] = await Promise.all([hashed(documents.policies), hashed(documents.registers)]);
  const work: Work = { db, principal: { id: "library" }, now, requestId: "library", auditSecret };
  await commit(db, [
    ...policies.flatMap(({ document, hash }) => libraryStatements(work, document, hash)),
    ...registers.flatMap(({ document, hash }) => registerStatements(work, document, hash)),
  ]);
}
