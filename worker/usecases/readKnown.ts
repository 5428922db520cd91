/** Reads what is known of the subjects of a policy: entries and results, their own and those that they took over. */
import type { Warning } from "../../schema/outcome.ts";
import { type Period, periodAfter, periodsFor } from "../../schema/period.ts";
import { drawnFrom } from "../../schema/policy/indicators.ts";
import { inputsOfPolicy, type Policy, periodsOf } from "../../schema/policy/policy.ts";
import { rangeOf } from "../../schema/region.ts";
import { ballotPair } from "../../schema/sheet/tallySheets.ts";
import { confirmedTallies, type Tallies } from "../core/confirmedTallies.ts";
import { sheetOf } from "../core/indicators/indicate.ts";
import type { Recorded, Records, Result } from "../core/indicators/records.ts";
import { unjudgedEntries } from "../core/succession/unjudged.ts";
import type { Database } from "../store/database.ts";
import type { Entry } from "../store/entries.ts";
import { entriesAsOf } from "../store/past.ts";
import type { Catalogue } from "./catalogue.ts";
import { latenessOf, readResults } from "./readResults.ts";
import type { Subjects } from "./readSubjects.ts";

export interface Known {
  /** Of everybody who is judged, in their order. */
  records: readonly Records[];
  /** Of another subject, as its own; whatever it succeeded does not count. */
  recordsOf(id: string): Records;
  /** Earlier results under the policy, the newest first; inherited ones name whose they are. */
  past(id: string): readonly Result[];
  /** Ballots that two accounts stand behind. */
  tallies: Tallies<Entry>;
  /** The roster of appointments, where the policy asks for it. */
  appointments: readonly Entry[];
  warnings: Warning[];
}

/** A state of all data: entries up to a push, outcomes up to a run. */
export interface AsOf {
  push: number;
  run: number;
}

/** Reads entries as of a push and results as of a run. */
export async function readKnown(
  db: Database,
  catalogue: Catalogue,
  policy: Policy,
  period: Period,
  regionCode: string,
  { standing, absent, heritage, abroad, titleOf }: Subjects,
  asOf: AsOf,
): Promise<Known> {
  const sources = Object.values(inputsOfPolicy(policy)).flatMap(({ from }) => from ?? []);
  const sheets = [...new Set(sources.flatMap((from) => sheetOf(from) ?? []))].map((id) => ({
    id,
    periods: periodsFor(period, catalogue.sheet(id)?.period ?? periodsOf(policy)[0]!),
  }));
  // Tallies that two accounts must confirm stand on two sheets, whatever document asks for them.
  const pairs = sheets.flatMap(({ id, periods }) => {
    const sheet = catalogue.sheet(id);
    const ids = sheet && ballotPair(sheet);
    return ids ? [{ sheet, ids, periods }] : [];
  });
  const paired = pairs.flatMap(({ ids, periods }) => ids.map((id) => ({ id, periods })));
  const plain = sheets.filter(({ id }) => !pairs.some(({ sheet }) => sheet.id === id));
  const serving = policy.kind === "subsidy" ? policy.appointments : undefined;
  const roster = serving ? [{ id: serving.sheet, periods: [""] }] : [];
  const reach = [rangeOf(regionCode), ...abroad.map(rangeOf)];
  const states = await entriesAsOf(db, reach, [...plain, ...paired, ...roster], asOf.push);
  const entries = new Map(plain.map(({ id }, i) => [id, bySubject(states[i]!)]));
  const tallies = confirmedTallies(pairs, states.slice(plain.length, plain.length + paired.length));
  for (const { sheet } of pairs) entries.set(sheet.id, bySubject(tallies.rowsOf(sheet.id)!));
  const ownOf = (sheet: string) => (id: string) => entries.get(sheet)?.get(id) ?? [];

  const resultsUnder = (policyId: string, periods: Parameters<typeof readResults>[3]) =>
    readResults(db, regionCode, policyId, periods, asOf.run, abroad);
  const results = new Map<string, (id: string) => readonly Result[]>();
  const upTo = new Map<string, (id: string) => readonly Result[]>();
  const periodsUnder = new Map<string, readonly string[]>();
  const warnings: Warning[] = [];
  const drawn = (shape: "outcomeOf" | "outcomeStreak") =>
    new Set(sources.flatMap((from) => (from.shape === shape ? (drawnFrom(from) ?? []) : [])));
  for (const id of new Set([...drawn("outcomeOf"), ...drawn("outcomeStreak")])) {
    const other = catalogue.policies.find((one) => one.id === id)?.document;
    const among = periodsFor(period, periodsOf(other ?? policy)[0]!);
    periodsUnder.set(id, among);
    if (drawn("outcomeStreak").has(id)) {
      const found = await resultsUnder(id, { before: periodAfter(among.at(-1)!) });
      upTo.set(id, heritage.results(other ?? policy, found));
    }
    if (!drawn("outcomeOf").has(id)) continue;
    const found = await resultsUnder(id, { among });
    results.set(id, heritage.results(other ?? policy, found));
    warnings.push(...latenessOf(other?.title ?? id, among, found));
  }
  const named = new Map<string, Map<unknown, Recorded[]>>();
  const naming = (sheet: string, column: string) => {
    const key = `${sheet} ${column}`;
    const found =
      named.get(key) ?? Map.groupBy([...(entries.get(sheet)?.values() ?? [])].flat(), ({ cells }) => cells[column]);
    named.set(key, found);
    return found;
  };
  const past = heritage.results(policy, await resultsUnder(policy.id, { before: period.code }));

  const left = absent.map(({ id }) => ({ id, rows: sheets.flatMap((sheet) => ownOf(sheet.id)(id)) }));
  const heirs = standing.filter(({ descent }) => descent.length > 0);
  warnings.push(
    ...unjudgedEntries(
      left,
      heirs.flatMap(({ id }) => heritage.sourcesOf(id)),
      period,
      titleOf,
    ),
  );
  const periodsOfSheet = new Map(sheets.map(({ id, periods }) => [id, periods]));
  const recordsOf = (id: string): Records => ({
    of: (sheet) => ownOf(sheet)(id),
    own: (sheet) => ownOf(sheet)(id),
    resultsOf: (policyId) => results.get(policyId)?.(id) ?? [],
    resultsUpTo: (policyId) => upTo.get(policyId)?.(id) ?? [],
    periodsUnder: (policyId) => periodsUnder.get(policyId) ?? [],
    naming: (sheet, column) => naming(sheet, column).get(id) ?? [],
    periodsOf: (sheet) => periodsOfSheet.get(sheet) ?? [],
    period,
  });
  return {
    records: standing.map(({ id, descent }) =>
      descent.length > 0 ? { ...recordsOf(id), of: (sheet) => heritage.records(id, ownOf(sheet)) } : recordsOf(id),
    ),
    recordsOf,
    past,
    tallies,
    appointments: serving ? states.at(-1)! : [],
    warnings,
  };
}

function bySubject(entries: readonly Entry[]): Map<string, Recorded[]> {
  const all = new Map<string, Recorded[]>();
  for (const row of [...entries].sort((a, b) => (a.period < b.period ? -1 : 1))) {
    const rows = all.get(row.subjectId);
    if (rows) rows.push(row);
    else all.set(row.subjectId, [row]);
  }
  return all;
}
