/** What is worked out once for a document, however many of its rows ask for it. */
import type { Policy } from "./policy.ts";

/** Remembers what `make` gives for a document, as long as the document is there; documents are never changed in place. */
export function perDocument<T>(make: (policy: Policy) => T): (policy: Policy) => T {
  const known = new WeakMap<Policy, T>();
  return (policy) => {
    const found = known.get(policy) ?? make(policy);
    known.set(policy, found);
    return found;
  };
}
