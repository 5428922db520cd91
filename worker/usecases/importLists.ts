/** Reads the lists by which the names of an old table are settled: places, what columns refer to, what the rows are about. */
import { ancestorAt, type RegionScope, regionLevels, withRegions } from "../../schema/region.ts";
import type { Column } from "../../schema/sheet/definition.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { type Directory, type Listed, makeDirectory } from "../core/imports/directory.ts";
import type { Lists } from "../core/imports/resolve.ts";
import type { Database } from "../store/database.ts";
import type { Entry } from "../store/entries.ts";
import { entriesAsOf } from "../store/past.ts";
import type { Catalogue } from "./catalogue.ts";
import { references } from "./places.ts";
import { listsOrganizations } from "./readSuccessions.ts";

/** The roster of regions, by which places are called. */
const regionRoster = "regions";

/** Whether the rows of a sheet, or what a column refers to, are called as villages are. */
export function placesOf(catalogue: Catalogue, sheet: Sheet): (column?: Column) => boolean {
  const isPlaces = (one: Sheet) => listsOrganizations(one) || one.id === regionRoster;
  return (column) => {
    if (column) return references(sheet, column, catalogue).some(isPlaces);
    return sheet.rows === "roster" ? isPlaces(sheet) : catalogue.rostersOf(sheet.subjects).every(isPlaces);
  };
}

/**
 * Reads the lists as they stood after a push, inside a scope.
 * @param names what somebody has said that names are, by what is written
 */
export async function readLists(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  names: Readonly<Record<string, string>>,
  asOf: number,
): Promise<{ lists: Lists; listed: Map<string, Entry> }> {
  const referring = sheet.columns
    .filter(({ key, readOnly }) => !readOnly && key !== "subject")
    .map((column) => [column.key, references(sheet, column, catalogue)] as const)
    .filter(([, rosters]) => rosters.length > 0);
  const subjects = sheet.rows === "roster" ? [sheet] : catalogue.rostersOf(sheet.subjects);
  const organizations = catalogue.sheets.filter((one) => one.rows === "roster" && listsOrganizations(one));
  const rosters = new Map(
    [...subjects, ...organizations, ...referring.flatMap(([, some]) => some)].map((one) => [one.id, one]),
  );
  const above = scope.flatMap(({ from }) => regionLevels.map((level) => ancestorAt(from, level)));
  const [regions = [], ...found] = await entriesAsOf(
    db,
    scope,
    [
      { id: regionRoster, periods: [""], reach: withRegions(scope, above) },
      ...[...rosters.keys()].map((id) => ({ id, periods: [""] })),
    ],
    asOf,
  );
  const regionNames = new Map(regions.map(({ id, cells }) => [id, namesOf(cells)]));
  const entries = new Map([...rosters.keys()].map((id, i) => [id, found[i]!]));
  const directories = new Map([...rosters.values()].map((roster) => [roster.id, directoryOf(roster)]));
  const directory = (some: readonly Sheet[]) => some.map(({ id }) => directories.get(id)!);
  const level = (wanted: "county" | "township") => {
    const those = regions.filter(
      ({ id }) => id === ancestorAt(id, wanted) && id !== ancestorAt(id, levelAbove[wanted]),
    );
    return makeDirectory(
      those.map((one) => listedOf(one, namesOf(one.cells))),
      wanted,
    );
  };
  return {
    listed: new Map(subjects.flatMap(({ id }) => entries.get(id)!.map((entry) => [entry.id, entry] as const))),
    lists: {
      counties: level("county"),
      townships: level("township"),
      villages: directory(organizations)[0] ?? makeDirectory([], "village"),
      referred: new Map(referring.map(([key, some]) => [key, directory(some)])),
      subjects: directory(subjects),
      names,
    },
  };

  /** A roster by its names; an organization goes also by that of its region, in full and for short. */
  function directoryOf(roster: Sheet): Directory {
    const list = entries.get(roster.id)!;
    const isPlace = listsOrganizations(roster) || roster.id === regionRoster;
    const isNamedAfter = isPlace || roster.subjects.includes("leadershipTeam");
    const named = (entry: Entry) => [
      ...new Set([...namesOf(entry.cells), ...(isPlace ? (regionNames.get(entry.regionCode) ?? []) : [])]),
    ];
    return makeDirectory(
      list.map((entry) => listedOf(entry, named(entry))),
      isNamedAfter ? "village" : "person",
    );
  }

  function listedOf({ id, regionCode }: Entry, called: readonly string[]): Listed {
    const places = (["township", "county", "prefecture"] as const).map((one) => ancestorAt(regionCode, one));
    const aboveIt = [...new Set(places)].filter((place) => place !== id && place !== regionCode);
    return {
      code: id,
      regionCode,
      names: called,
      above: aboveIt.flatMap((place) => regionNames.get(place)?.[0] ?? []),
    };
  }
}

const levelAbove = { county: "prefecture", township: "county" } as const;

const namesOf = ({ name, shortName }: Entry["cells"]) =>
  [name, shortName].flatMap((one) => (typeof one === "string" && one !== "" ? [one] : []));
