/** Gathers what a policy needs to know of every subject of a region: entries, other outcomes, earlier outcomes. */
import type { Warning } from "../../schema/outcome.ts";
import { parsePeriod, periodsFor } from "../../schema/period.ts";
import type { Indicator } from "../../schema/policy/indicators.ts";
import {
  inputsOfPolicy,
  type PastOutcome,
  type Policy,
  periodsOf,
  type SubjectFacts,
  type SubjectInParts,
  subjectsOf,
} from "../../schema/policy/policy.ts";
import { type RegionScope, rangeOf } from "../../schema/region.ts";
import type { Cell } from "../../schema/sheet/definition.ts";
import { ballotPair } from "../../schema/sheet/tallySheets.ts";
import { confirmedTallies } from "../core/confirmedTallies.ts";
import { type Origin, placesOfInput } from "../core/facts.ts";
import { indicate, sheetOf, takenFrom } from "../core/indicators/indicate.ts";
import type { Indicated, Recorded, Records, Result } from "../core/indicators/records.ts";
import { sharesOfPeers } from "../core/indicators/shareOfPeers.ts";
import { indicatorText } from "../core/indicators/text.ts";
import { powerTo, worth } from "../core/indicators/worth.ts";
import { inherit, type Succession } from "../core/rating/successor.ts";
import type { Database } from "../store/database.ts";
import type { Entry } from "../store/entries.ts";
import { entriesAsOf } from "../store/past.ts";
import { partsByPerson } from "./appointments.ts";
import type { Catalogue } from "./catalogue.ts";
import { latenessOf, readResults } from "./readResults.ts";

/** A state of all data: entries up to a push, outcomes up to a run. */
export interface AsOf {
  push: number;
  run: number;
}

export interface Gathered {
  subjects: SubjectInParts[];
  origin(subjectId: string, input: string): Origin | undefined;
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
  const inherits = policy.kind === "rating" ? policy.dynamics?.successorInherits : undefined;
  const [mergers] = inherits ? catalogue.rostersOf(["succession"]) : [];
  const succeeded = mergers ? [{ id: mergers.id, periods: [""] }] : [];
  const serving = policy.kind === "subsidy" && policy.appointments;
  const appointed = serving ? [{ id: serving.sheet, periods: [""] }] : [];
  // Tallies that two accounts must confirm stand on two sheets, whatever document asks for them.
  const pairs = sheets.flatMap(({ id, periods }) => {
    const sheet = catalogue.sheet(id);
    const ids = sheet && ballotPair(sheet);
    return ids ? [{ sheet, ids, periods }] : [];
  });
  const paired = pairs.flatMap(({ ids, periods }) => ids.map((id) => ({ id, periods })));
  const plain = sheets.filter(({ id }) => !pairs.some(({ sheet }) => sheet.id === id));
  const states = await entriesAsOf(db, scope, [...listed, ...plain, ...paired, ...succeeded, ...appointed], asOf.push);
  const subjects = rosters.flatMap(({ subjects: [kind] }, i) => states[i]!.map((row) => ({ ...row, kind })));
  const records = new Map(plain.map(({ id }, i) => [id, bySubject(states[rosters.length + i]!)]));
  const behind = rosters.length + plain.length;
  const tallies = confirmedTallies(pairs, states.slice(behind, behind + paired.length));
  for (const { sheet } of pairs) records.set(sheet.id, bySubject(tallies.rowsOf(sheet.id)!));

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

  const successions = (mergers ? states[behind + paired.length]! : []).map(
    ({ cells }): Succession => ({
      predecessor: String(cells.predecessor),
      successor: String(cells.successor),
      on: String(cells.on),
    }),
  );
  const historyOf = (id: string): PastOutcome[] => {
    const results = (one: string) =>
      (past.get(one) ?? []).map(({ run: _, rank: __, amount: ___, ...outcome }): PastOutcome => outcome);
    return inherits
      ? inherit(id, results(id), results, successions, inherits, (code) => `${parsePeriod(code)?.to ?? code}-31`)
      : results(id);
  };

  const periodsOfSheet = new Map(sheets.map(({ id, periods }) => [id, periods]));
  const known = subjects.map((subject) => ({
    ...subject,
    records: {
      of: (sheet) => records.get(sheet)?.get(subject.id) ?? [],
      resultsOf: (policyId) => results.get(policyId)?.get(subject.id) ?? [],
      periodsOf: (sheet) => periodsOfSheet.get(sheet) ?? [],
      period,
    } satisfies Records,
  }));
  const columnOf = (indicator: Indicator, key: string) =>
    catalogue.sheet(sheetOf(indicator) ?? "")?.columns.find((column) => column.key === key);
  const indicated = indicators.map(({ code, input, from }): Indicated[] => {
    if (from.shape === "shareOfPeers") return sharesOfPeers(from, placesOfInput(input), known);
    const taken = takenFrom(from, code);
    const column = taken === undefined ? undefined : columnOf(from, taken);
    const places = placesOfInput(input) + powerTo(input, column);
    return known.map((subject) => {
      const { value, from: lineage } = indicate(from, code, places, subject.records);
      return { value: worth(value, input, column), from: lineage };
    });
  });

  const lineage = new Map<string, Map<string, Origin>>();
  const facts = subjects.map((subject, row): SubjectInParts => {
    const inputs: Record<string, Cell> = {};
    const origins = new Map<string, Origin>();
    indicators.forEach(({ code, from: indicator }, i) => {
      const { value, from } = indicated[i]![row]!;
      inputs[code] = value;
      const origin = {
        from: from.map((one) => ({ ...one, id: one.id || subject.id })),
        text: indicatorText(indicator, from, (key) => columnOf(indicator, key)),
      };
      origins.set(code, tallies.originOf(subject.id, origin));
    });
    lineage.set(subject.id, origins);
    const confirmation = policy.kind === "appraisal" && tallies.confirmationOf(`tallies.${policy.id}`, subject.id);
    return {
      id: subject.id,
      kind: subject.kind as SubjectFacts["kind"],
      regionCode: subject.regionCode,
      name: String(subject.cells.name ?? subject.id),
      inputs,
      history: historyOf(subject.id),
      ...(confirmation && { confirmation }),
    };
  });
  if (serving) {
    const { parts, origins } = partsByPerson(policy, serving, states.at(-1)!, period);
    for (const [id, from] of origins) lineage.get(id)?.set(serving.input, { from });
    const inService = facts.flatMap((one) => (parts.has(one.id) ? [{ ...one, parts: parts.get(one.id) }] : []));
    return { subjects: inService, origin: (id, code) => lineage.get(id)?.get(code), warnings };
  }
  return { subjects: facts, origin: (id, code) => lineage.get(id)?.get(code), warnings };
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
