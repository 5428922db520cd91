/** What prints of a round share: where and of what they are, whose they are, by what they are known again. */

import { beijingDay } from "../../../schema/period.ts";
import type { Mark } from "../../../schema/print/print.ts";
import type { PrintQuery } from "../../../schema/printWire.ts";
import { ancestorAt, everywhere, levelOf, narrow, type RegionScope, smallestAround } from "../../../schema/region.ts";
import { refuse } from "../../refusal.ts";
import { latestSeal } from "../../store/audit.ts";
import type { Database } from "../../store/database.ts";
import { entriesById } from "../../store/entries.ts";
import { findRun, lastRun, type Round, type Run } from "../../store/rounds.ts";
import { labelOf } from "../../store/settings.ts";
import { requireRound } from "../requireRound.ts";
import type { Work } from "../work.ts";

/** A round as it is printed. */
export interface PrintedRound {
  round: Round;
  /** The run by which it is final, else its last one; none before it is computed. */
  run: Run | undefined;
  /** What of it is printed. */
  scope: RegionScope;
  office: string;
  day: string;
  mark: Mark;
}

/** @throws Refusal badQuery without a round; notFound for a round out of reach */
export async function roundToPrint(work: Work, scope: RegionScope, query: PrintQuery): Promise<PrintedRound> {
  const { db } = work;
  const round = await requireRound(db, scope, required(query, "round"));
  const { finalRun } = round;
  const run = finalRun === null ? await lastRun(db, scope, round.id) : await findRun(db, scope, round.id, finalRun);
  const whole = narrow(scope, round.regionCode);
  const { region = smallestAround(whole.map(({ from }) => from)) ?? round.regionCode } = query;
  const source = `批次 ${round.id} · ${run ? `第${run.id}次运算(据第${run.push}次提交)` : "未运算"}`;
  return {
    ...{ round, run, scope: narrow(whole, region) },
    office: await officeOf(db, region),
    day: beijingDay(work.now),
    mark: await markOf(db, source),
  };
}

/** @throws Refusal badQuery where the query does not say what the print is about */
export function required(query: PrintQuery, key: Exclude<keyof PrintQuery, "lines" | "unit">): string {
  const value = query[key];
  if (value === undefined) throw refuse("badQuery", `/${key}`, "printNeeds", { key });
  return value;
}

export async function markOf(db: Database, source: string): Promise<Mark> {
  const [seal, label] = await Promise.all([latestSeal(db), labelOf(db)]);
  return { source, seal: seal ?? null, label };
}

/** The names of regions, which are no secret. */
export async function regionNames(db: Database, codes: readonly string[]): Promise<(code: string) => string> {
  const found = await entriesById(db, everywhere, "regions", "", [...new Set(codes)]);
  return (code) => String(found.get(code)?.cells.name ?? code);
}

const above = { village: "township", township: "county", county: "prefecture" } as const;

/** A region with the one above it: 示范一县城关镇; a village's name has its township in it. */
async function officeOf(db: Database, code: string): Promise<string> {
  const level = levelOf(code);
  const codes = level === "township" || level === "county" ? [ancestorAt(code, above[level]), code] : [code];
  const nameOf = await regionNames(db, codes);
  return codes.map(nameOf).join("");
}

/** Rows by township in the order of their codes, each named; with the county's name where there are several. */
export async function byTownship<T extends { regionCode: string }>(db: Database, rows: readonly T[]) {
  const townships = Map.groupBy(rows, ({ regionCode }) => ancestorAt(regionCode, "township"));
  const counties = new Set([...townships.keys()].map((code) => ancestorAt(code, "county")));
  const nameOf = await regionNames(db, [...townships.keys(), ...counties]);
  return [...townships]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, own]) => {
      const county = ancestorAt(code, "county");
      return { code, county, countyName: nameOf(county), name: nameOf(code), rows: own, several: counties.size > 1 };
    });
}
