/** A policy document in a request: not nested too deeply, and of the policy language. */
import { type Policy, policy as policyLanguage } from "../../schema/policy/policy.ts";
import { zodFaults } from "../../schema/problem.ts";
import { Refusal, refuse } from "../refusal.ts";

const mostLevels = 40;

/** Whether a JSON value is nested deeper than so many levels; walked without recursion, for it may be. */
function deeperThan(value: unknown, most: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true;
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
  }
  return false;
}

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
