/** Reads cases of rectification: where each stands, who is sent, what is missing, and how earlier ones ended. */

import { beijingDay } from "../../schema/period.ts";
import { type CaseState, caseSheets } from "../../schema/rectification.ts";
import { everywhere, narrow, type RegionScope } from "../../schema/region.ts";
import type { SuccessionMap } from "../../schema/succession.ts";
import { byUrgency, fellBack, standingOf } from "../core/rectification.ts";
import { refuse } from "../refusal.ts";
import type { Database } from "../store/database.ts";
import { entriesById } from "../store/entries.ts";
import { type Case, type CaseStep, caseStepsOf, casesOf, rowsAbout } from "../store/rectifications.ts";
import { readCatalogue } from "./catalogue.ts";
import { mapOf, readLines } from "./readSuccessions.ts";

/** The state of a case by its steps. */
export const stateOf = (steps: readonly CaseStep[]): CaseState => steps.at(-1)?.state ?? "filed";

/** The deadline of a case as its steps have put it off. */
export const deadlineOf = ({ deadline }: Case, steps: readonly CaseStep[]): string =>
  steps.findLast((one) => one.deadline !== null)?.deadline ?? deadline;

const closedAt = (steps: readonly CaseStep[]) => steps.find(({ state }) => state === "closed")?.at ?? null;

/** @throws Refusal notFound, alike for a case that is not there and one out of reach */
export async function requireCase(db: Database, scope: RegionScope, id: string): Promise<Case> {
  const [found] = await casesOf(db, scope, { id });
  if (!found) throw refuse("notFound", "/case", "unknown", { what: "case", value: id });
  return found;
}

export interface CaseQuery {
  id?: string | undefined;
  round?: string | undefined;
  region?: string | undefined;
  state?: CaseState | undefined;
  overdue?: boolean | undefined;
}

/** The cases inside a scope, the overdue ones first; unless a round or a state is asked for, those that are not closed. */
export async function readCases(db: Database, scope: RegionScope, query: CaseQuery, now: string) {
  const { id, round, region, state, overdue } = query;
  const inside = region === undefined ? scope : narrow(scope, region);
  const open = id === undefined && round === undefined && state === undefined;
  const found = await casesOf(db, inside, { id, round, open });
  const map = mapOf(await readLines(db, await readCatalogue(db, scope)));
  const linesOf = new Map(
    found.map(({ subjectId, at }) => [subjectId, lineOf(map, subjectId, beijingDay(at))] as const),
  );
  const subjects = [...new Set([...linesOf.values()].flat())];
  const all = await casesOf(db, scope, { subjects });
  const ids = all.map((one) => one.id);
  const steps = Map.groupBy(await caseStepsOf(db, scope, ids), ({ rectification }) => rectification);
  const rows = Map.groupBy(await rowsAbout(db, scope, Object.values(caseSheets), subjects), (row) => row.subjectId);
  const names = await entriesById(db, everywhere, "organizations", "", subjects);
  const nameOf = (code: string) => String(names.get(code)?.cells.name ?? code);
  const brief = (one: Case) => {
    const own = steps.get(one.id) ?? [];
    return {
      ...{ id: one.id, round: one.round, period: one.period, subjectId: one.subjectId, name: nameOf(one.subjectId) },
      ...{ state: stateOf(own), deadline: deadlineOf(one, own), openedAt: one.at, closedAt: closedAt(own) },
    };
  };
  const whole = found.map((one) => {
    const head = brief(one);
    const about = rows.get(one.subjectId) ?? [];
    const inYear = (sheet: string) => about.filter((row) => row.sheet === sheet && row.period === one.period);
    const progress = about.filter(
      (row) => row.sheet === caseSheets.progress && row.period >= beijingDay(one.at).slice(0, 7),
    );
    const line = linesOf.get(one.subjectId)!;
    const earlier = all.filter((other) => line.includes(other.subjectId) && other.period < one.period).map(brief);
    const people = inYear(caseSheets.people);
    const leader = people.find(({ cells }) => (cells.leader ?? null) !== null)?.cells.leader;
    return {
      ...{ ...head, regionCode: one.regionCode, openedBy: { account: one.account, name: one.name } },
      ...standingOf({ ...head, reported: new Set(progress.map(({ period }) => period)) }, now),
      ...{ leader: leader === undefined ? null : String(leader), fellBack: fellBack(one.at, earlier) },
      rows: { plan: inYear(caseSheets.plan).length, people: people.length, progress: progress.length },
      ...{ steps: steps.get(one.id) ?? [], earlier: earlier.reverse() },
    };
  });
  return byUrgency(
    whole.filter(
      (one) => (state === undefined || one.state === state) && (overdue === undefined || one.overdue === overdue),
    ),
  );
}

/** An organization and all that it came out of up to a day. */
function lineOf(map: SuccessionMap, code: string, day: string): string[] {
  const line = new Set([code]);
  for (const one of line)
    for (const { on, predecessors } of map.into(one)) if (on <= day) for (const other of predecessors) line.add(other);
  return [...line];
}

export type ReadCase = Awaited<ReturnType<typeof readCases>>[number];
