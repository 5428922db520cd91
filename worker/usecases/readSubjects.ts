/** Reads whom a policy judges in a period: who is on its rosters and stands on the map of the period, called what. */
import { parsePeriod } from "../../schema/period.ts";
import { type Policy, type SubjectFacts, subjectsOf } from "../../schema/policy/policy.ts";
import { covers, rangeOf } from "../../schema/region.ts";
import { isAmong } from "../../schema/sheet/meets.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import type { SuccessionMap } from "../../schema/succession.ts";
import { type Heritage, heritageOf } from "../core/succession/heritage.ts";
import type { Descent } from "../core/succession/sources.ts";
import type { Database } from "../store/database.ts";
import type { Entry } from "../store/entries.ts";
import { entriesAsOf, formerPlaces } from "../store/past.ts";
import type { Catalogue } from "./catalogue.ts";
import { passedOn } from "./passedOn.ts";
import { listsOrganizations, mapOf, readLines, successionSheet } from "./readSuccessions.ts";

/** One row of a roster. */
export interface Listed extends Entry {
  kind: SubjectFacts["kind"];
  /** The organization without which it is not judged. */
  unit: string | undefined;
  /** Out of what it came; empty for whoever succeeds nobody. */
  descent: readonly Descent[];
}

export interface Subjects {
  /** Who is on the rosters. */
  listed: readonly Listed[];
  /** Who of them is judged. */
  standing: readonly Listed[];
  /** Who of them does not stand on the map of the period. */
  absent: readonly Listed[];
  map: SuccessionMap;
  heritage: Heritage;
  /** The sheet that the map comes from. */
  mapSheet: string;
  /** Places outside the region from which organizations and subjects came into it. */
  abroad: readonly string[];
  /** What a subject, or one that it succeeded, was called. */
  nameOf(id: string): string | undefined;
  /** The same with its code. */
  titleOf(id: string): string;
}

/** Reads the subjects of a region as of a push. */
export async function readSubjects(
  db: Database,
  catalogue: Catalogue,
  policy: Policy,
  period: string,
  regionCode: string,
  asOf: number,
): Promise<Subjects> {
  const scope = [rangeOf(regionCode)];
  const rosters = catalogue.rostersOf(subjectsOf(policy));
  const whole = (sheets: readonly Sheet[]) => sheets.map(({ id }) => ({ id, periods: [""] }));
  const rosterIds = rosters.map(({ id }) => id);
  const [lines, states, former] = await Promise.all([
    readLines(db, catalogue, asOf),
    entriesAsOf(db, scope, whole(rosters), asOf),
    formerPlaces(db, scope, rosterIds, asOf),
  ]);
  const map = mapOf(lines);
  const heritage = heritageOf(map, policy, parsePeriod(period)!);
  const lists = rosters.map((roster, i) =>
    states[i]!.filter((row) => isAmong(policy, row.cells)).map((row): Listed => {
      const unit = roster.standsOn === undefined ? undefined : String(row.cells[roster.standsOn] ?? "");
      const descent = listsOrganizations(roster) ? heritage.descentOf(row.id) : [];
      return { ...row, kind: roster.subjects[0] as SubjectFacts["kind"], unit, descent };
    }),
  );
  const listed = lists.flat();
  const { day } = heritage;
  const found = await Promise.all(rosters.map((roster, i) => passedOn(db, roster, lists[i]!, map, day, asOf)));
  const passed = new Set(found.flatMap((ids) => [...ids]));
  const stands = ({ id, unit }: Listed) => unit === undefined || heritage.stands(unit) || passed.has(id);
  const descents = listed.flatMap(({ descent }) => descent.flatMap(({ by }) => by.rows));
  const from = [...descents, ...former].map((row) => row.regionCode);
  const abroad = [...new Set(from)].filter((place) => !covers(scope, place));
  const others = await entriesAsOf(
    db,
    abroad.map(rangeOf),
    abroad.length > 0 ? whole(rosters.filter(listsOrganizations)) : [],
    asOf,
  );
  const names = new Map([...others.flat(), ...listed].map(({ id, cells }) => [id, String(cells.name ?? id)]));
  const nameOf = (id: string) => map.nameOn(id, heritage.day) ?? names.get(id);
  return {
    listed,
    standing: listed.filter(stands),
    absent: listed.filter((one) => !stands(one)),
    map,
    heritage,
    mapSheet: successionSheet(catalogue)?.id ?? "",
    abroad,
    nameOf,
    titleOf: (id) => (nameOf(id) === undefined ? id : `${nameOf(id)}(${id})`),
  };
}
