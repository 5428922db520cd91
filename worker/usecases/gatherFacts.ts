/** Gathers what a policy needs to know of every subject of a region: entries, other outcomes, earlier outcomes. */
import type { Warning } from "../../schema/outcome.ts";
import { type Period, parsePeriod } from "../../schema/period.ts";
import type { Indicator } from "../../schema/policy/indicators.ts";
import { inputsOfPolicy, type PastOutcome, type Policy, type SubjectInParts } from "../../schema/policy/policy.ts";
import type { Cell } from "../../schema/sheet/definition.ts";
import { maskCells, sensitiveColumns } from "../../schema/sheet/mask.ts";
import type { Lineage } from "../../schema/trace.ts";
import type { Told } from "../core/causes.ts";
import { type Origin, type Provenance, placesOfInput } from "../core/facts.ts";
import { indicate, sheetOf, takenFrom } from "../core/indicators/indicate.ts";
import type { Indicated } from "../core/indicators/records.ts";
import { sharesOfPeers } from "../core/indicators/shareOfPeers.ts";
import { indicatorText } from "../core/indicators/text.ts";
import { powerTo, worth } from "../core/indicators/worth.ts";
import { serviceByPerson } from "../core/subsidy/appointments.ts";
import { inheritedStep, successionText } from "../core/succession/explain.ts";
import type { Database } from "../store/database.ts";
import type { Catalogue } from "./catalogue.ts";
import { type AsOf, type Known, readKnown } from "./readKnown.ts";
import { type Listed, readSubjects, type Subjects } from "./readSubjects.ts";

export interface Gathered extends Provenance {
  subjects: SubjectInParts[];
  /** The successions up to the period that concern whoever is or was judged. */
  successions(subjectId: string): Told[];
  /** What was looked for and not found, or contradicts itself, for the whole region. */
  warnings: Warning[];
}

type Origins = Map<string, Map<string, Origin>>;

/**
 * Gathers facts as of a state: who stands in the period, then what is known of them and of those that they succeeded.
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
  const period = parsePeriod(periodCode)!;
  const who = await readSubjects(db, catalogue, policy, periodCode, regionCode, asOf.push);
  const known = await readKnown(db, catalogue, policy, period, regionCode, who, asOf);
  const origins: Origins = new Map(who.standing.map(({ id }) => [id, new Map()]));
  const facts = takeInputs(catalogue, policy, who, known, origins);
  const warnings = [...who.map.warnings, ...known.warnings];
  const { subjects, doubts } = inService(policy, period, who, known, facts, origins);
  const listed = new Map(who.listed.map((one) => [one.id, one]));
  return {
    subjects,
    warnings: [...warnings, ...doubts],
    origin: (id, code) => origins.get(id)?.get(code),
    inherited: (id) => inherited(policy, who, known, origins, listed.get(id)!),
    titleOf: who.titleOf,
    successions(id) {
      const unit = listed.get(id)?.unit ?? "";
      return who.map.naming(unit, who.heritage.day).map((one) => {
        const { kind, on, predecessors, successors } = one;
        const key = JSON.stringify([kind, on, predecessors, successors]);
        return { key, text: successionText(one, unit, who.titleOf) };
      });
    },
  };
}

/** Takes the value of every input that a policy takes from somewhere, and notes where it came from. */
function takeInputs(
  catalogue: Catalogue,
  policy: Policy,
  { standing, nameOf, titleOf }: Subjects,
  { records, recordsOf, past, tallies }: Known,
  origins: Origins,
): SubjectInParts[] {
  const indicators = Object.entries(inputsOfPolicy(policy)).flatMap(([code, input]) =>
    input.from ? [{ code, input, from: input.from }] : [],
  );
  const columnOf = (indicator: Indicator, key: string) =>
    catalogue.sheet(sheetOf(indicator) ?? "")?.columns.find((column) => column.key === key);
  const indicated = indicators.map(({ code, input, from }): Indicated[] => {
    if (from.shape === "shareOfPeers")
      return sharesOfPeers(
        from,
        placesOfInput(input),
        standing.map((subject, row) => ({ ...subject, records: records[row]! })),
      );
    const taken = takenFrom(from, code);
    const column = taken === undefined ? undefined : columnOf(from, taken);
    const places = placesOfInput(input) + powerTo(input, column);
    return records.map((own, row) => {
      const other = input.via === undefined ? undefined : (standing[row]!.cells[input.via] ?? null);
      // Whoever names nobody has no value.
      if (other === null) return { value: null, from: [] };
      const { value, from: lineage } = indicate(
        from,
        code,
        places,
        other === undefined ? own : recordsOf(String(other)),
      );
      const of = other === undefined ? lineage : lineage.map((one) => ({ ...one, id: one.id || String(other) }));
      return { value: worth(value, input, column), from: of };
    });
  });
  // Traces, and the evidence that they become, hold no personal data for anybody.
  const shownLine = (line: Lineage): Lineage => {
    const { columns = [] } = catalogue.sheet(line.sheet) ?? {};
    return line.cells && sensitiveColumns(columns).length > 0
      ? { ...line, cells: maskCells(columns, line.cells) }
      : line;
  };
  return standing.map(({ id, kind, regionCode }, row): SubjectInParts => {
    const inputs: Record<string, Cell> = {};
    indicators.forEach(({ code, from: indicator }, i) => {
      const { value, from } = indicated[i]![row]!;
      inputs[code] = value;
      const origin = {
        from: from.map((one) => ({ ...shownLine(one), id: one.id || id })),
        text: indicatorText(indicator, code, from, (key) => columnOf(indicator, key), titleOf),
      };
      origins.get(id)!.set(code, tallies.originOf(id, origin));
    });
    const history = past(id).map(({ run: _, rank: __, amount: ___, ...outcome }): PastOutcome => outcome);
    const confirmation = policy.kind === "appraisal" && tallies.confirmationOf(`tallies.${policy.id}`, id);
    return { id, kind, regionCode, name: nameOf(id)!, inputs, history, ...(confirmation && { confirmation }) };
  });
}

/** Where allowances follow appointments only those who serve in the period are judged, by the parts of their service. */
function inService(
  policy: Policy,
  period: Period,
  { standing }: Subjects,
  { appointments }: Known,
  facts: readonly SubjectInParts[],
  origins: Origins,
): { subjects: SubjectInParts[]; doubts: Warning[] } {
  const rule = policy.kind === "subsidy" ? policy.appointments : undefined;
  if (policy.kind !== "subsidy" || !rule) return { subjects: [...facts], doubts: [] };
  const homes = new Map(standing.map(({ id, cells }) => [id, cells[rule.place ?? ""] ?? null]));
  const { served, warnings } = serviceByPerson(policy, rule, appointments, period, (id) => homes.get(id) ?? null);
  const subjects = facts.flatMap((one): SubjectInParts[] => {
    const service = served.get(one.id);
    if (!service) return [];
    const { parts, handovers, origin } = service;
    origins.get(one.id)!.set(rule.input, origin);
    return [{ ...one, parts, ...(handovers.length > 0 && { handovers }) }];
  });
  return { subjects, doubts: warnings };
}

/** The step that tells what a subject took over; none for whoever succeeds nobody. */
function inherited(
  policy: Policy,
  { mapSheet, titleOf }: Subjects,
  { past }: Known,
  origins: Origins,
  subject: Listed,
) {
  if (subject.descent.length === 0) return undefined;
  const results = past(subject.id).filter(({ of }) => of !== undefined);
  const taken = [...origins.get(subject.id)!.values()].flatMap(({ from }) => from.filter(({ of }) => of !== undefined));
  return inheritedStep(policy, mapSheet, { ...subject, results, taken }, titleOf);
}
