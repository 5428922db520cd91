/** Gathers what a policy needs to know of every subject of a region: entries, other outcomes, earlier outcomes. */
import type { Outcome, Warning } from "../../schema/outcome.ts";
import { parsePeriod, periodsFor, periodTitle } from "../../schema/period.ts";
import {
  inputsOfPolicy,
  type PastOutcome,
  type Policy,
  periodsOf,
  type SubjectFacts,
  type SubjectInParts,
  subjectsOf,
} from "../../schema/policy/policy.ts";
import { levelOf, type RegionScope, rangeOf, regionLevels } from "../../schema/region.ts";
import type { Cell } from "../../schema/sheet/definition.ts";
import type { Lineage } from "../../schema/trace.ts";
import { placesOfInput } from "../core/facts.ts";
import { indicate, type Recorded, type Records, type Result, sheetOf } from "../core/indicators.ts";
import type { Database } from "../store/database.ts";
import { type Entry, entriesOf } from "../store/entries.ts";
import { changesAfter, rewind } from "../store/history.ts";
import { latestOutcomes } from "../store/rounds.ts";
import { partsByPerson } from "./appointments.ts";
import type { Catalogue } from "./catalogue.ts";

/** A state of all data: entries up to a push, outcomes up to a run. */
export interface AsOf {
  push: number;
  run: number;
}

export interface Gathered {
  subjects: SubjectInParts[];
  origin(subjectId: string, input: string): Lineage[] | undefined;
  /** What was looked for and not found, for the whole region. */
  warnings: Warning[];
}

/**
 * Gathers facts as of a state, in one transaction for the entries.
 * @param regionCode whose subjects are judged; they are each other's peers
 */
export async function gatherFacts(
  db: Database,
  catalogue: Catalogue,
  policy: Policy,
  periodCode: string,
  regionCode: string,
  asOf: AsOf,
): Promise<Gathered> {
  const scope: RegionScope = [rangeOf(regionCode)];
  const period = parsePeriod(periodCode)!;
  const rosters = catalogue.rostersOf(subjectsOf(policy));

  const indicators = Object.entries(inputsOfPolicy(policy)).flatMap(([code, input]) =>
    input.from ? [{ code, input, from: input.from }] : [],
  );
  const sheetIds = [...new Set(indicators.flatMap(({ from }) => sheetOf(from) ?? []))];
  const sheets = sheetIds.map((id) => ({
    id,
    periods: periodsFor(period, catalogue.sheet(id)?.period ?? periodsOf(policy)[0]!),
  }));
  const listed = rosters.map(({ id }) => ({ id, periods: [""] }));
  const serving = policy.kind === "subsidy" && policy.appointments;
  const appointed = serving ? [{ id: serving.sheet, periods: [""] }] : [];
  const states = await readStates(db, scope, [...listed, ...sheets, ...appointed], asOf.push);
  const subjects = rosters.flatMap(({ subjects: [kind] }, i) => states[i]!.map((row) => ({ ...row, kind })));
  const records = new Map(sheets.map(({ id }, i) => [id, bySubject(states[rosters.length + i]!)]));

  const others = [...new Set(indicators.flatMap(({ from }) => (from.shape === "outcomeOf" ? [from.policy] : [])))];
  const results = new Map<string, Map<string, Result[]>>();
  const warnings: Warning[] = [];
  for (const id of others) {
    const other = catalogue.policies.find((one) => one.id === id)?.document;
    const among = periodsFor(period, periodsOf(other ?? policy)[0]!);
    const found = await readResults(db, regionCode, id, { among }, asOf.run);
    results.set(id, found);
    warnings.push(...latenessOf(other?.title ?? id, among, found));
  }
  const past = await readResults(db, regionCode, policy.id, { before: periodCode }, asOf.run);

  const lineage = new Map<string, Map<string, Lineage[]>>();
  const facts = subjects.map((subject): SubjectFacts => {
    const known: Records = {
      of: (sheet) => records.get(sheet)?.get(subject.id) ?? [],
      resultsOf: (policyId) => results.get(policyId)?.get(subject.id) ?? [],
    };
    const inputs: Record<string, Cell> = {};
    const origins = new Map<string, Lineage[]>();
    for (const { code, input, from } of indicators) {
      const indicated = indicate(from, code, placesOfInput(input), known);
      inputs[code] = indicated.value;
      origins.set(
        code,
        indicated.from.map((one) => ({ ...one, id: one.id || subject.id })),
      );
    }
    lineage.set(subject.id, origins);
    return {
      id: subject.id,
      kind: subject.kind as SubjectFacts["kind"],
      regionCode: subject.regionCode,
      name: String(subject.cells.name ?? subject.id),
      inputs,
      history: historyOf(policy, past.get(subject.id) ?? []),
    };
  });
  if (serving) {
    const { parts, origins } = partsByPerson(policy, serving, states.at(-1)!, period);
    for (const [id, from] of origins) lineage.get(id)?.set(serving.input, from);
    const inService = facts.flatMap((one) => (parts.has(one.id) ? [{ ...one, parts: parts.get(one.id) }] : []));
    return { subjects: inService, origin: (id, code) => lineage.get(id)?.get(code), warnings };
  }
  return { subjects: facts, origin: (id, code) => lineage.get(id)?.get(code), warnings };
}

/** What a policy looks back at: an appraisal at every earlier grade, the others at the last stars. */
function historyOf({ kind }: Policy, past: readonly Result[]): PastOutcome[] {
  if (kind === "appraisal")
    return past.flatMap(({ period, grade }) => (grade === undefined ? [] : [{ period, grade }]));
  const before = past.find(({ stars }) => stars !== undefined);
  return before?.stars === undefined ? [] : [{ period: before.period, stars: before.stars }];
}

/** Says when another policy has no results yet, or none of the last of its periods. */
function latenessOf(title: string, among: readonly string[], found: ReadonlyMap<string, Result[]>): Warning[] {
  if (found.size === 0) return [{ code: "noResults", message: `《${title}》在本期内还没有结果,先运算它的批次` }];
  const last = [...found.values()].flat().reduce((latest, { period }) => (period > latest ? period : latest), "");
  const expected = among.at(-1)!;
  if (last === expected) return [];
  return [
    {
      code: "earlierResults",
      message: `《${title}》${periodTitle(expected)}还没有结果,取的是${periodTitle(last)}的`,
    },
  ];
}

/** The entries of several sheets as of a push, read in one transaction. */
async function readStates(
  db: Database,
  scope: RegionScope,
  sheets: readonly { id: string; periods: readonly string[] }[],
  asOf: number,
): Promise<Entry[][]> {
  const reads = sheets.flatMap(({ id, periods }) => [
    entriesOf(db, scope, id, periods),
    changesAfter(db, scope, id, periods, asOf),
  ]);
  const [first, ...rest] = reads;
  const found = (await db.batch([first!, ...rest])) as unknown[][];
  return sheets.map((_, i) => rewind(found[2 * i] as Entry[], found[2 * i + 1] as Parameters<typeof rewind>[1]));
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

/** Every subject's results under a policy, the latest period first; each period's from the rounds that are nearest. */
async function readResults(
  db: Database,
  regionCode: string,
  policyId: string,
  periods: Parameters<typeof latestOutcomes>[3],
  upTo: number,
): Promise<Map<string, Result[]>> {
  const rows = await latestOutcomes(db, [rangeOf(regionCode)], policyId, periods, upTo);
  const results = new Map<string, Result[]>();
  for (const { subjectId, period, run, body } of nearestRounds(rows, regionCode)) {
    const { score, stars, grade, rank } = JSON.parse(body) as Partial<Outcome>;
    const list = results.get(subjectId) ?? [];
    if (!list.some((one) => one.period === period)) list.push({ period, run, score, stars, grade, rank });
    results.set(subjectId, list);
  }
  return results;
}

/**
 * Of each period the results of the round over the same region, else of the smallest that encloses it; only where
 * there is none of these, of the rounds inside it, the larger ones first. So nobody's round over a part of the region
 * changes what the region's own round has found.
 */
function nearestRounds<R extends { period: string; roundRegion: string }>(rows: readonly R[], regionCode: string): R[] {
  const level = regionLevels.indexOf(levelOf(regionCode));
  const distance = ({ roundRegion }: R) => {
    const other = regionLevels.indexOf(levelOf(roundRegion));
    return other <= level ? level - other : regionLevels.length + other;
  };
  return Object.values(Object.groupBy(rows, ({ period }) => period)).flatMap((list) => {
    const sorted = [...list!].sort((a, b) => distance(a) - distance(b));
    const nearest = distance(sorted[0]!);
    return nearest < regionLevels.length ? sorted.filter((row) => distance(row) === nearest) : sorted;
  });
}
