/** Compares two runs of a round, or of two rounds of a policy: who moved, and why. */
import { type CompareQuery, type Difference, usuallyListed } from "../../schema/moves.ts";
import type { Warning } from "../../schema/outcome.ts";
import { inputsOfPolicy, type Policy, type SubjectInParts } from "../../schema/policy/policy.ts";
import { narrow, type RegionScope } from "../../schema/region.ts";
import { reasonsOf, reasonsText, type World, type Worlds } from "../core/causes.ts";
import { differencesBetween, monthsBetween, shifted } from "../core/datedValues.ts";
import { figuresOf } from "../core/figures.ts";
import { compile, judge, type Plan } from "../core/judge.ts";
import { countsOf, hasMoved, type Move, movesOf, type Result } from "../core/moves.ts";
import { boundText, changeText, gradesOf, rowOf } from "../core/moveText.ts";
import { refuse } from "../refusal.ts";
import type { PolicyVersion } from "../store/documents.ts";
import { findRound, findRun, lastRun, outcomesOf, type Round, type Run } from "../store/rounds.ts";
import type { Gathered } from "./gatherFacts.ts";
import { gathererOf, planOf, policyOfRound } from "./judgeRound.ts";
import { cut, distinct, engineMoved } from "./moveWarnings.ts";
import { requireRound } from "./requireRound.ts";
import type { Work } from "./work.ts";

/** One side: a run of a round, with the document that it was judged by. */
interface Side {
  round: Round;
  run: Run;
  version: PolicyVersion;
  policy: Policy;
}

/**
 * Compares what two runs have stored, inside a scope; the reasons are found by judging again.
 * @throws Refusal notFound for rounds and runs that are not there, invalid for rounds of two policies
 */
export async function compareRuns(work: Work, scope: RegionScope, id: string, query: CompareQuery) {
  const { region, limit = usuallyListed } = query;
  const { before, after } = await sidesOf(work, scope, id, query);
  const inside = region === undefined ? scope : narrow(scope, region);
  const storedBy = async ({ round, run }: Side) =>
    (await outcomesOf(work.db, inside, round.id, run.id)).map(({ body }) => JSON.parse(body) as Result);
  const { policy } = after;
  const levels = policy.kind === "appraisal" ? (policy.grade?.levels ?? []).map(({ code }) => code) : [];
  const moves = movesOf(await storedBy(before), await storedBy(after), levels);
  const moved = moves.filter(hasMoved);
  const listed = moved.slice(0, limit);
  const { worlds, warnings } = await worldsOf(work, before, after, levels, listed);
  const grades = gradesOf(policy, before.policy);
  return {
    policy: { id: policy.id, title: policy.title },
    before: presentSide(before),
    after: presentSide(after),
    counts: countsOf(moves),
    ...figuresOf(policy, moves),
    parameters: parametersBetween(before, after),
    moved: listed.map((move) => {
      const reasons = reasonsOf(move, worlds);
      const why = reasonsText(reasons, worlds.inputs);
      const { causes, entries } = reasons;
      return { ...rowOf(move, `${changeText(move, grades)}${boundText(move)}${why && `:${why}`}`), causes, entries };
    }),
    warnings: distinct([...warnings, ...engineMoved(before.run, after.run), ...cut(moved.length, limit)]),
  };
}

const presentSide = ({ round, run }: Side) => ({
  round: round.id,
  period: round.period,
  run: run.id,
  push: run.push,
  policyVersion: run.policyVersion,
});

function parametersBetween(before: Side, after: Side): Difference[] {
  const [from, to] = [before.run.policyVersion, after.run.policyVersion];
  return [
    ...(from === to ? [] : [{ name: "/version", title: "办法版本", before: from, after: to }]),
    ...differencesBetween(
      { policy: before.policy, period: before.round.period },
      { policy: after.policy, period: after.round.period },
    ),
  ];
}

/** The two runs that are asked for. */
async function sidesOf(work: Work, scope: RegionScope, id: string, query: CompareQuery) {
  const { db } = work;
  const round = await requireRound(db, scope, id);
  const other = query.with === undefined ? round : await findRound(db, scope, query.with);
  if (!other) throw refuse("notFound", "/with", "unknown", { what: "round", value: query.with });
  if (other.policyId !== round.policyId)
    throw refuse("invalid", "/with", "otherPolicy", { value: other.id, policy: round.policyId });
  const runOf = async (one: Round, given: number | undefined, pointer: string, before?: number) => {
    const found =
      given === undefined ? await lastRun(db, scope, one.id, before) : await findRun(db, scope, one.id, given);
    if (found) return found;
    if (given !== undefined) throw refuse("notFound", pointer, "unknown", { what: "run", value: given });
    throw refuse("notFound", pointer, before === undefined ? "notComputed" : "noEarlierRun");
  };
  const run = await runOf(round, query.run, "/run");
  const withRun = await runOf(other, query.withRun, "/withRun", other.id === round.id ? run.id : undefined);
  const side = async (one: Round, its: Run): Promise<Side> => {
    const version = await policyOfRound(work, one, its.policyVersion);
    return { round: one, run: its, version, policy: version.document };
  };
  return { before: await side(other, withRun), after: await side(round, run) };
}

/** So many results at most are worked out to see what only the others have done: a whole round for each that changed. */
const mostAlone = 200_000;

/** The old and the new facts by the old and the new plan, as far as the reasons of the listed moves need them. */
async function worldsOf(
  work: Work,
  before: Side,
  after: Side,
  levels: readonly string[],
  listed: readonly Move[],
): Promise<{ worlds: Worlds; warnings: Warning[] }> {
  const gatherer = ({ round, run, version }: Side) =>
    gathererOf(work, round, version, { push: run.push, run: run.basedOn });
  const old = await gatherer(before)(before.policy);
  const gather = gatherer(after);
  const now = await gather(after.policy);
  const heldPolicy = shifted(before.policy, monthsBetween(before.round.period, after.round.period));
  const kept = await gather(heldPolicy);
  const compiled = compile(heldPolicy, after.round.period);
  const heldPlan = "plan" in compiled ? compiled.plan : undefined;
  const plan = planOf({ document: after.policy }, after.round.period);

  const worlds: Worlds = {
    inputs: inputsOfPolicy(before.policy),
    groups: before.policy.kind === "appraisal" ? before.policy.groups : undefined,
    levels,
    before: worldOf(old, planOf({ document: before.policy }, before.round.period)),
    held: worldOf(kept, heldPlan),
    after: worldOf(now, plan),
    forgetting: forgetting(old, now, plan),
    sameEngine: before.run.engine === after.run.engine,
  };
  const changed = listed.filter(({ subjectId }) => worlds.before.subjects.has(subjectId));
  const several = changed.filter((move) => reasonsOf(move, worlds).causes.includes("entries"));
  if (!heldPlan || several.length === 0) return { worlds, warnings: [] };
  if (several.length * kept.subjects.length > mostAlone) {
    const message = `自身有变动的对象有${several.length}个,其中哪些还受同组他人影响,只按得分与结果是否同向判断`;
    return { worlds, warnings: [{ code: "peersPartly", message }] };
  }
  const alone = new Map(
    several.map(({ subjectId }) => [subjectId, resultAlone(subjectId, worlds.before, kept, heldPlan)]),
  );
  return { worlds: { ...worlds, alone: (subjectId) => alone.get(subjectId) }, warnings: [] };
}

function worldOf({ subjects, origin, successions }: Gathered, plan: Plan | undefined): World {
  return {
    subjects: new Map(subjects.map((one) => [one.id, one])),
    origin,
    successions,
    results: plan ? resultsOf(subjects, plan) : new Map(),
  };
}

function resultsOf(subjects: readonly SubjectInParts[], plan: Plan): Map<string, Result> {
  const { outcomes, unscored } = judge(plan, subjects).judgement;
  return new Map([...outcomes, ...unscored].map((one) => [one.subjectId, one]));
}

/** What the new plan makes of the new facts with the old histories; nothing where none differs. */
function forgetting(old: Gathered, now: Gathered, plan: Plan): Map<string, Result> | undefined {
  const histories = new Map(old.subjects.map(({ id, history = [] }) => [id, history]));
  const differs = now.subjects.some(
    ({ id, history = [] }) => histories.has(id) && JSON.stringify(histories.get(id)) !== JSON.stringify(history),
  );
  if (!differs) return undefined;
  return resultsOf(
    now.subjects.map((one) => ({ ...one, history: histories.get(one.id) ?? one.history })),
    plan,
  );
}

/** The result of a subject that alone stayed as it was, among the others as they are now. */
function resultAlone(id: string, before: World, { subjects }: Gathered, plan: Plan): Result | undefined {
  const was = before.subjects.get(id)!;
  return resultsOf(
    subjects.map((one) => (one.id === id ? was : one)),
    plan,
  ).get(id);
}
