/** Settles what each row of an old table is about: codes for the names in it, or what is in the way. */
import type { Typed } from "../../../schema/grid.ts";
import { type RegionRange, rangeOf } from "../../../schema/region.ts";

import type { Column } from "../../../schema/sheet/definition.ts";
import type { Sheet } from "../../../schema/sheet/source.ts";
import type { Candidate, Directory, Found, Listed } from "./directory.ts";
import type { DataRow } from "./lines.ts";
import type { MappedColumn } from "./mapping.ts";
import type { Target } from "./targets.ts";
import { typedFor } from "./typed.ts";

/** Why a row is not matched: nothing is called so, several are, its township or county is not known; it has no name, or no code. */
export const unmatchedReasons = ["none", "several", "township", "county", "unnamed", "code"] as const;

export interface Unmatched {
  row: number;
  /** The column of ours. */
  key: string;
  /** The name with those of the places beside it, 城关镇/河西: by this somebody can say what it is. */
  written: string;
  why: (typeof unmatchedReasons)[number];
  candidates: readonly Candidate[];
}

/** A row whose names are settled. */
export interface ResolvedRow {
  row: number;
  /** The subject, or the row of the roster; none for a new row that is to get its code. */
  id: string | undefined;
  isListed: boolean;
  cells: Record<string, Typed>;
}

/** The lists by which names are settled. */
export interface Lists {
  counties: Directory;
  townships: Directory;
  villages: Directory;
  /** By column, what it refers to. */
  referred: ReadonlyMap<string, readonly Directory[]>;
  /** What the rows are about, or for a roster its own rows. */
  subjects: readonly Directory[];
  /** What somebody has said that a name is. */
  names: Readonly<Record<string, string>>;
}

type Answer = { code: string; regionCode: string | undefined } | Omit<Unmatched, "row" | "written">;

/** @param placing the column that places a row of a roster */
export function resolveRows(
  sheet: Pick<Sheet, "rows" | "key">,
  targets: readonly Target[],
  columns: readonly MappedColumn[],
  lists: Lists,
  placing: string | undefined,
  data: readonly DataRow[],
): { rows: ResolvedRow[]; unmatched: Unmatched[] } {
  const mapped = columns.flatMap(({ index, key, unit }) => {
    const target = targets.find((one) => one.key === key);
    return target ? [{ index, unit, ...target }] : [];
  });
  const isRoster = sheet.rows === "roster";
  const rows: ResolvedRow[] = [];
  const unmatched: Unmatched[] = [];
  for (const one of data) {
    const answer = resolve(one);
    if ("why" in answer) unmatched.push({ row: one.row, ...answer });
    else rows.push(answer);
  }
  return { rows, unmatched };

  /** Whether what stands in a column is about the row, and not its name. */
  function isKept({ key, readOnly }: Column): boolean {
    return sheet.rows === "ofRound" ? !nameKeys.includes(key) : !readOnly;
  }

  function resolve({ row, cells, mergedAbove, section }: DataRow): ResolvedRow | Omit<Unmatched, "row"> {
    const said = (key: string) => {
      const place = mapped.find((one) => one.key === key);
      return place && !mergedAbove.includes(place.index) ? String(cells[place.index] ?? "").trim() : "";
    };
    const path: string[] = [];
    const place = placeOf((key) => said(key) || (key === "township" && section) || "", path);
    if ("why" in place) return { ...place, written: path.join("/") };
    let inside = place.inside;

    const values: Record<string, Typed> = {};
    for (const { key, column, index, unit } of mapped) {
      const [cell, directories] = [cells[index] ?? null, lists.referred.get(key)];
      if (!column || !isKept(column) || mergedAbove.includes(index)) continue;
      if (!directories || key === "subject") values[key] = typedFor(column, cell, unit);
      else if (cell !== null) {
        const written = [...path, String(cell).trim()].join("/");
        const found = find(directories, String(cell), written, inside, key);
        if ("why" in found) return { ...found, written };
        values[key] = found.code;
        if (key === placing && found.regionCode !== undefined) {
          path.push(String(cell).trim());
          inside = rangeOf(found.regionCode);
        }
      }
    }
    const own = isRoster ? sheet.key : "subject";
    const code = said(own);
    const name = said("name");
    const written = [...path, code || name].filter((part) => part !== "").join("/");
    if (code !== "") {
      const isListed = lists.subjects.some((list) => list.has(code));
      if (!isListed && !isRoster) return { key: own, written, why: "none", candidates: [] };
      return { row, id: code, isListed, cells: values };
    }
    const isNew = () => isRoster && name !== "" && placing !== undefined && typeof values[placing] === "string";
    const found: Answer =
      name !== ""
        ? find(lists.subjects, name, written, inside, "name")
        : !isRoster && place.isVillage
          ? first(
              lists.subjects.map((list) => list.among(within(inside))),
              "village",
            )
          : { key: "name", why: "unnamed", candidates: [] };
    if (!("why" in found)) return { row, id: found.code, isListed: true, cells: values };
    return found.why === "none" && isNew()
      ? { row, id: undefined, isListed: false, cells: values }
      : { ...found, written };
  }

  /** The smallest place that the row names; adds the names to the path. */
  function placeOf(
    said: (key: string) => string,
    path: string[],
  ): { inside: RegionRange | undefined; isVillage: boolean } | Omit<Unmatched, "row" | "written"> {
    let inside: RegionRange | undefined;
    for (const [key, list] of [
      ["county", lists.counties],
      ["township", lists.townships],
      ["village", lists.villages],
    ] as const) {
      const name = said(key);
      if (name === "") continue;
      path.push(name);
      const found = find([list], name, path.join("/"), inside, key);
      if ("why" in found) return { ...found, why: found.why === "none" && key !== "village" ? key : found.why };
      if (found.regionCode !== undefined) inside = rangeOf(found.regionCode);
    }
    return { inside, isVillage: said("village") !== "" };
  }

  function find(
    directories: readonly Directory[],
    name: string,
    written: string,
    inside: RegionRange | undefined,
    key: string,
  ): Answer {
    const code = lists.names[written] ?? name.trim();
    const list = directories.find((one) => one.has(code));
    if (list) return { code, regionCode: list.regionOf(code) };
    return first(
      directories.map((one) => one.find(name, within(inside))),
      key,
    );
  }
}

const nameKeys = ["subject", "name", "township"];

const within = (range: RegionRange | undefined) => (one: Listed) =>
  !range || (range.from <= one.regionCode && one.regionCode < range.to);

/** What several lists find: one of them one, and the others nothing. */
function first(found: readonly Found[], key: string): Answer {
  const [one, other] = found.filter((answer) => "code" in answer);
  if (one && !other && found.every((answer) => "code" in answer || answer.why === "none")) return one;
  const candidates = found.flatMap((answer) => ("code" in answer ? [] : answer.candidates));
  const none = found.every((answer) => "why" in answer && answer.why === "none");
  return { key, why: none ? "none" : "several", candidates };
}

/** The next free codes of new rows: that of the place with a number behind it, 990101001001-06. */
export function nextCodes(taken: Iterable<string>): (place: string) => string {
  const all = new Set(taken);
  const last = new Map<string, number>();
  return (place) => {
    for (let number = (last.get(place) ?? 0) + 1; ; number++) {
      const code = `${place}-${String(number).padStart(2, "0")}`;
      if (all.has(code)) continue;
      last.set(place, number);
      all.add(code);
      return code;
    }
  };
}
