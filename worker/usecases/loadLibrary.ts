/** Puts the library's documents into the database, each under the hash of its content; what is there already stays. */
import type { Policy } from "../../schema/policy/policy.ts";
import type { Register } from "../../schema/register.ts";
import { sha256 } from "../auth/secret.ts";
import { failedCases } from "../core/policyTests.ts";
import { commit, type Database } from "../store/database.ts";
import { activateStatements, registerStatement } from "../store/documents.ts";

/**
 * Loads documents.
 * @throws Error when a policy does not pass its own cases; then nothing is loaded
 */
export async function loadLibrary(
  db: Database,
  documents: { policies: readonly Policy[]; registers: readonly Register[] },
  now: string,
) {
  for (const document of documents.policies) {
    const failed = failedCases(document);
    if (failed.length > 0) throw new Error(`${document.id} 的算例不符: ${JSON.stringify(failed)}`);
  }
  // A statement is a promise of itself when awaited, so the hashes are made first.
  const hashed = <T>(list: readonly T[]) =>
    Promise.all(list.map(async (document) => ({ document, hash: await sha256(JSON.stringify(document)) })));
  const [policies, registers] = await Promise.all([hashed(documents.policies), hashed(documents.registers)]);
  await commit(db, [
    ...policies.flatMap(({ document, hash }) =>
      activateStatements(db, document, { hash, at: now, principal: "library" }),
    ),
    ...registers.map(({ document, hash }) => registerStatement(db, document, hash)),
  ]);
}
