/** A policy document in a request: not nested too deeply, and of the policy language. */
import { deeperThan, mostLevels } from "../../schema/depth.ts";
import { type Policy, policy as policyLanguage } from "../../schema/policy/policy.ts";
import { zodFaults } from "../../schema/problem.ts";
import { Refusal, refuse } from "../refusal.ts";

/**
 * Checks a policy document that a request gives at `pointer`.
 * @returns the document as it was written, for its hash is that of its own text
 * @throws Refusal invalid with every wrong place
 */
export function readPolicyDocument(document: unknown, pointer: string): Policy {
  if (deeperThan(document, mostLevels)) throw refuse("invalid", pointer, "tooDeep", { limit: mostLevels });
  const parsed = policyLanguage.safeParse(document);
  if (!parsed.success) throw new Refusal("invalid", zodFaults(parsed.error.issues, pointer));
  return document as Policy;
}
