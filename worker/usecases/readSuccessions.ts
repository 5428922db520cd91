/** Reads the roster of successions, and from it what does not stand in a period of a sheet. */
import type { FaultWords } from "../../schema/fault.ts";
import { dayOf, type PeriodEnd, parsePeriod } from "../../schema/period.ts";
import { everywhere, type RegionScope } from "../../schema/region.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { type Absence, type SuccessionMap, successionMap, successionRow } from "../../schema/succession.ts";
import { asOfPolicy } from "../core/succession/heritage.ts";
import type { Database } from "../store/database.ts";
import { type Entry, entriesById, entriesOf, idsWhere } from "../store/entries.ts";
import type { Catalogue } from "./catalogue.ts";

/** The sheet of the successions. */
export const successionSheet = (catalogue: Catalogue): Sheet | undefined => catalogue.rostersOf(["succession"])[0];

/** The map that entries of the sheet of successions make. */
export const mapOf = (entries: readonly Entry[]): SuccessionMap =>
  successionMap(entries.flatMap((entry) => (entry.deleted ? [] : (successionRow(entry) ?? []))));

/** Whether a roster lists the organizations that successions are about. */
export const listsOrganizations = ({ standsOn, key }: Sheet) => standsOn === key;

/** What the successions make of a sheet in a period. */
export interface PeriodMap {
  /** Why subjects are not listed in the period, by id. */
  absent: ReadonlyMap<string, Absence>;
  /** Subjects for which a succession was entered, changed or deleted after a push. */
  touchedSince(push: number): string[];
  /** What an organization was called in the period; `undefined` when it is called so still. */
  nameOf(id: string): string | undefined;
}

/**
 * Reads what successions make of a sheet about subjects in a period, as the data stand.
 * @returns nothing for a roster, or where there are no successions
 */
export async function readPeriodMap(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  period: string,
): Promise<PeriodMap | undefined> {
  if ((sheet.rows !== "one" && sheet.rows !== "many") || period === "") return undefined;
  const entries = await readEntries(db, catalogue);
  if (entries.length === 0) return undefined;
  const map = mapOf(entries);
  const judged = parsePeriod(period)!;
  const day = dayOf(judged, asOfSheet(catalogue, sheet));
  // A row of many is of some day of the period, and may be of one on which its organization stood.
  const isAbsent = (code: string) =>
    sheet.rows === "one" || !map.standsWithin(code, dayOf(judged, "start"), dayOf(judged, "end"));
  const missing = map.absentOn(day).filter(isAbsent);
  const named = entries.flatMap(({ push, cells }) =>
    [cells.predecessor, cells.successor].flatMap((code) => (typeof code === "string" ? [{ code, push }] : [])),
  );

  const codes = [...new Set([...missing, ...named.map(({ code }) => code)])];
  const rosters = catalogue.rostersOf(sheet.subjects);
  const ids = new Map<string, string[]>();
  for (const roster of rosters) {
    if (roster.standsOn === undefined) continue;
    const found = listsOrganizations(roster)
      ? codes.map((code) => [code, code] as const)
      : await idsWhere(db, scope, roster.id, roster.standsOn, codes);
    for (const [id, code] of found) ids.set(code, [...(ids.get(code) ?? []), id]);
  }
  return {
    absent: new Map(
      missing.flatMap((code) => (ids.get(code) ?? []).map((id) => [id, map.absence(code, day)!] as const)),
    ),
    touchedSince: (push) => named.flatMap(({ code, push: at }) => (at > push ? (ids.get(code) ?? []) : [])),
    nameOf: (id) => (rosters.some(listsOrganizations) ? map.nameOn(id, day) : undefined),
  };
}

/** The organizations that ended or began by a succession, each with its first line; nothing for a sheet that lists none. */
export async function readNamed(db: Database, catalogue: Catalogue, sheet: Sheet) {
  if (sheet.rows !== "roster" || !listsOrganizations(sheet)) return undefined;
  const named = new Map<string, string>();
  for (const { id, deleted, cells } of await readEntries(db, catalogue)) {
    const isRename = cells.predecessor === cells.successor;
    for (const code of deleted || isRename ? [] : [cells.predecessor, cells.successor])
      if (typeof code === "string" && !named.has(code)) named.set(code, id);
  }
  return named;
}

/** All lines of the roster, deleted ones too. Who merged with whom is decided across regions, and no secret. */
async function readEntries(db: Database, catalogue: Catalogue): Promise<Entry[]> {
  const roster = successionSheet(catalogue);
  return roster ? entriesOf(db, everywhere, roster.id, [""]) : [];
}

/** The end of a period by which a sheet lists its subjects: as its policy says, and for a register the last day. */
const asOfSheet = ({ policies }: Catalogue, { policyId }: Sheet): PeriodEnd =>
  asOfPolicy(policies.find(({ id }) => id === policyId)?.document ?? {});

/** Says of absences why a row cannot be filled: its organization ended before, or comes later. */
export async function absenceWords(db: Database, catalogue: Catalogue, absences: readonly Absence[]) {
  const othersOf = ({ ended, by }: Absence) => (ended ? by.successors : by.predecessors);
  const organizations = catalogue.rostersOf(["organization"]).find(listsOrganizations);
  const codes = [...new Set(absences.flatMap(othersOf))];
  const found = organizations ? await entriesById(db, everywhere, organizations.id, "", codes) : undefined;
  const title = (code: string) => `${found?.get(code)?.cells.name ?? ""}(${code})`;
  return (absence: Absence): FaultWords => ({
    code: absence.ended ? "organizationEnded" : "organizationComes",
    params: { on: absence.by.on, kind: absence.by.kind, others: othersOf(absence).map(title).join("、") },
  });
}
