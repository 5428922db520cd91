/** Finds by its name what a list holds: the one place or person that is meant, or nothing; never one of two. */
import { looseOf, type PlaceKind, readingsOf, shortOf } from "./readings.ts";
import { spelled } from "./spelling.ts";

/** What a list holds. */
export interface Listed {
  code: string;
  /** The region in which it lies. */
  regionCode: string;
  /** What it is called, the usual name first. */
  names: readonly string[];
  /** The names of the regions above it, the nearest first. */
  above: readonly string[];
}

export interface Candidate {
  code: string;
  name: string;
  /** Where it lies: the nearest region above it. */
  place: string | undefined;
}

export type Found = { code: string; regionCode: string } | { why: "none" | "several"; candidates: Candidate[] };

export interface Directory {
  has(code: string): boolean;
  regionOf(code: string): string | undefined;
  /** @param isMeant tells what of the list can be meant at all; candidates are named beyond that */
  find(written: string, isMeant?: (listed: Listed) => boolean): Found;
  /** Those that can be meant, whatever their names. */
  among(isMeant: (listed: Listed) => boolean): Found;
}

/** So many candidates are named. */
const mostCandidates = 5;
/** More than so much of a name must be there for a candidate to be named. */
const leastAlike = 0.5;

/**
 * A list by its names. A name counts in full first (also behind those of its township and county); only where nothing is
 * called so in full, by what it may stand for: 河西 for 河西村.
 * @param kind what the names are of; persons have no short forms
 */
export function makeDirectory(list: readonly Listed[], kind: PlaceKind | "person"): Directory {
  const byCode = new Map(list.map((one) => [one.code, one]));
  const [full, loose] = [new Map<string, Set<Listed>>(), new Map<string, Set<Listed>>()];
  for (const one of list) {
    const own = one.names.flatMap((name) => ownReadings(name, one, kind));
    const above = one.above.map(spelled);
    const behind = above.map((_, i) =>
      above
        .slice(0, i + 1)
        .reverse()
        .join(""),
    );
    const short = kind === "person" ? [] : above.slice(0, 1).flatMap((name) => shortOf(name, "township") ?? []);
    for (const reading of own) {
      const others = kind === "person" ? [] : looseOf(reading, kind);
      for (const place of ["", ...behind, ...above]) {
        add(full, place + reading, one);
        for (const other of others) add(loose, place + other, one);
      }
      for (const place of short) for (const other of [reading, ...others]) add(loose, place + other, one);
    }
  }
  const told = (one: Listed): Candidate => ({ code: one.code, name: one.names[0] ?? one.code, place: one.above[0] });
  const inOrder = (some: Iterable<Listed>) => [...some].sort((a, b) => (a.code < b.code ? -1 : 1));
  const settle = (meant: readonly Listed[]): Found | undefined => {
    const [first, second] = meant;
    if (!first) return undefined;
    if (!second) return { code: first.code, regionCode: first.regionCode };
    return { why: "several", candidates: inOrder(meant).slice(0, mostCandidates).map(told) };
  };
  /** The characters of a name, and those of its short form. */
  const signsOf = (reading: string) =>
    [reading, (kind !== "person" && shortOf(reading, kind)) || reading].map((form) => new Set(form));
  const signs = list.map((one) => ({
    one,
    signs: one.names.flatMap((name) => ownReadings(name, one, kind)).flatMap(signsOf),
  }));

  return {
    has: (code) => byCode.has(code),
    regionOf: (code) => byCode.get(code)?.regionCode,
    among: (isMeant) => settle(list.filter(isMeant)) ?? { why: "none", candidates: [] },
    find(written, isMeant = () => true) {
      const readings = kind === "person" ? [spelled(written)] : readingsOf(written);
      const called = (index: typeof full) =>
        [...new Set(readings.flatMap((reading) => [...(index.get(reading) ?? [])]))].filter(isMeant);
      return settle(called(full)) ?? settle(called(loose)) ?? { why: "none", candidates: alike(written) };
    },
  };

  /** What is called much like it, wherever it lies: the most alike first. */
  function alike(written: string): Candidate[] {
    const wanted = (kind === "person" ? [spelled(written)] : readingsOf(written)).flatMap(signsOf);
    const scored = signs.map(({ one, signs: names }) => ({
      one,
      score: Math.max(0, ...names.flatMap((name) => wanted.map((form) => shared(form, name)))),
    }));
    return scored
      .filter(({ score }) => score > leastAlike)
      .sort((a, b) => b.score - a.score || (a.one.code < b.one.code ? -1 : 1))
      .slice(0, mostCandidates)
      .map(({ one }) => told(one));
  }
}

const add = (index: Map<string, Set<Listed>>, name: string, one: Listed) => {
  const there = index.get(name);
  if (there) there.add(one);
  else index.set(name, new Set([one]));
};

/** The readings of a name, and what is left of each where the full names of the regions above stand before it. */
function ownReadings(name: string, { above }: Listed, kind: PlaceKind | "person"): string[] {
  if (kind === "person") return [spelled(name)];
  const places = above.map(spelled);
  const bare = (reading: string): string => {
    const place = places.find((one) => reading.startsWith(one) && reading.length >= one.length + 2);
    return place === undefined ? reading : bare(reading.slice(place.length));
  };
  return readingsOf(name).flatMap((reading) => [...new Set([reading, bare(reading)])]);
}

/** How much of two names is the same characters, of the longer one. */
function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let same = 0;
  for (const sign of a) if (b.has(sign)) same++;
  return same / Math.max(a.size, b.size, 1);
}
