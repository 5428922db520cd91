/** The values of a policy document that no document gives: where they stand, and why they are so. */

/** Every assumed value of a part of a document, as a JSON pointer with its reason, in the order of the document. */
export function assumedIn(value: unknown, pointer = ""): { pointer: string; why: string }[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === "assumed" && typeof part === "string" ? [{ pointer, why: part }] : assumedIn(part, `${pointer}/${key}`),
  );
}
