/** JSON pointers: the place of a value in a document, what stands there, and a document with something else there. */

/** A path as a JSON pointer: `["score", "of", 0]` is `/score/of/0`. */
export const pointerOf = (path: readonly PropertyKey[]) =>
  path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** The parts of a JSON pointer. */
export const partsOf = (pointer: string): string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));

/** Whether one place is another, or lies inside it. */
export const isWithin = (inner: string, outer: string) => inner === outer || inner.startsWith(`${outer}/`);

const own = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;

/** What stands at a place; `undefined` where there is none. */
export const valueAt = (document: unknown, pointer: string): unknown => partsOf(pointer).reduce(own, document);

/** The document with another value at a place; it shares all that is not on the way there. `undefined` takes it out. */
export function withValueAt<T>(document: T, pointer: string, value: unknown): T {
  return replaced(document, partsOf(pointer), value) as T;
}

function replaced(target: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value;
  const inner = replaced(own(target, key), rest, value);
  if (Array.isArray(target)) return target.map((one, i) => (String(i) === key ? inner : one));
  const entries = Object.entries({ ...(target as object), [key]: inner });
  return Object.fromEntries(entries.filter(([name, one]) => name !== key || one !== undefined));
}
