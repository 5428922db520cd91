/** Loads the library of policies and registers from `schema/` into the database; what is there already stays. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type * as z from "zod";
import { policy } from "../../schema/policy/policy.ts";
import { register } from "../../schema/register.ts";
import { sha256 } from "../auth/secret.ts";
import { failedCases } from "../core/policyTests.ts";
import { commit, type Database } from "../store/database.ts";
import { activateStatements, registerStatement } from "../store/documents.ts";

function read<T extends z.ZodType>(folder: string, schema: T): z.infer<T>[] {
  const place = join(import.meta.dirname, "../../schema", folder);
  return readdirSync(place)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => schema.parse(JSON.parse(readFileSync(join(place, name), "utf8"))));
}

/** Every policy document of the library; one that does not pass its own cases stops the loading. */
export function libraryPolicies() {
  const documents = read("policies", policy);
  for (const document of documents) {
    const failed = failedCases(document);
    if (failed.length > 0) throw new Error(`${document.id} 的算例不符: ${JSON.stringify(failed)}`);
  }
  return documents;
}

export const libraryRegisters = () => read("registers", register);

/** Puts the documents into the database, each under the hash of its content. */
export async function loadLibrary(
  db: Database,
  documents: { policies: ReturnType<typeof libraryPolicies>; registers: ReturnType<typeof libraryRegisters> },
  now: string,
) {
  // A statement is a promise of itself when awaited, so the hashes are made first.
  const hashed = <T>(list: T[]) =>
    Promise.all(list.map(async (document) => ({ document, hash: await sha256(JSON.stringify(document)) })));
  const [policies, registers] = await Promise.all([hashed(documents.policies), hashed(documents.registers)]);
  await commit(db, [
    ...policies.flatMap(({ document, hash }) =>
      activateStatements(db, document, { hash, at: now, principal: "library" }),
    ),
    ...registers.map(({ document, hash }) => registerStatement(db, document, hash)),
  ]);
}
