/** Numbers that a policy may write: such that arithmetic on whole numbers below 2^53 can hold them. */
import { toUnits } from "../decimal.ts";
import type { Contradiction } from "./contradictions.ts";
import type { Policy } from "./policy.ts";

/** So many decimals at the most, and no more digits in all than a number keeps. */
const places = 9;

const isExact = (value: number) =>
  Array.from({ length: places + 1 }, (_, i) => i).some((decimals) => toUnits(value, decimals) !== undefined);

/** The numbers of a document that are too large or too fine, each with its place; the values of its cases are cells. */
export function inexactNumbers({ tests: _, ...rules }: Policy): Contradiction[] {
  return numbersOf(rules, [])
    .filter(({ value }) => !isExact(value))
    .map(({ path, value }) => ({ path, message: `${value} 过大或过细:小数最多${places}位,连同整数最多15位` }));
}

function numbersOf(value: unknown, path: PropertyKey[]): { path: PropertyKey[]; value: number }[] {
  if (typeof value === "number") return [{ path, value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    numbersOf(part, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
