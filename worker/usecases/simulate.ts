/** Simulates a round: its facts judged as they were, and again with some values replaced; nothing of it is kept. */
import { type Difference, type Simulation, usuallyListed } from "../../schema/moves.ts";
import type { FundState, Warning } from "../../schema/outcome.ts";
import { parametersOf } from "../../schema/policy/parameters.ts";
import type { Policy } from "../../schema/policy/policy.ts";
import { holds, narrow, type RegionScope, rangeOf } from "../../schema/region.ts";
import { differencesBetween, spansIn, valueIn } from "../core/datedValues.ts";
import { figuresOf } from "../core/figures.ts";
import { judge } from "../core/judge.ts";
import { countsOf, hasMoved, type Move, movesOf } from "../core/moves.ts";
import { changeText, detailText, gradesOf, rowOf } from "../core/moveText.ts";
import { refuse } from "../refusal.ts";
import { auditStatement } from "../store/audit.ts";
import { commit } from "../store/database.ts";
import { findPolicy, type PolicyVersion } from "../store/documents.ts";
import { lastPush } from "../store/pushes.ts";
import { lastRun, lastRunOfAll, type Round } from "../store/rounds.ts";
import { gathererOf, planOf, policyOfRound } from "./judgeRound.ts";
import { cut, distinct, engineMoved } from "./moveWarnings.ts";
import { overlayInputs, overlayValues } from "./overlay.ts";
import { detailOf } from "./simulationDetail.ts";
import type { Work } from "./work.ts";

/**
 * Judges a round's facts by its own policy and by the overlay, and tells who moves. The audit line is written before
 * anybody's name is answered.
 * @param scope holds the whole round
 * @throws Refusal invalid with every wrong place of the overlay
 */
export async function simulate(work: Work, scope: RegionScope, round: Round, asked: Simulation) {
  const { version, values = [], inputs = [], region, limit = usuallyListed, all = false } = asked;
  if (version === undefined && values.length === 0 && inputs.length === 0)
    throw refuse("invalid", "/values", "nothingOverlaid");
  const run = await lastRun(work.db, scope, round.id);
  const asOf = run ? { push: run.push, run: run.basedOn } : await now(work);
  const own = await policyOfRound(work, round, run?.policyVersion);
  const gather = gathererOf(work, round, own, asOf);
  const other = version === undefined ? own : await versionOf(work, scope, own, version);
  const plan = planOf(own, round.period);
  const overlaid =
    other === own && values.length === 0
      ? undefined
      : overlayValues(own.document, other.document, round.period, values);
  const document = overlaid?.document ?? own.document;
  const [facts, factsAfter] = [await gather(own.document), await gather(document)];
  const { subjects, replaced } = overlayInputs(document, factsAfter.subjects, inputs);

  const before = judge(plan, facts.subjects).judgement;
  const after = judge(overlaid?.plan ?? plan, subjects).judgement;
  const inside = region === undefined ? undefined : narrow([rangeOf(round.regionCode)], region);
  const shown = <T extends { regionCode?: string | undefined }>(list: readonly T[]) =>
    inside ? list.filter(({ regionCode = "" }) => holds(inside, regionCode)) : list;
  const levels = document.kind === "appraisal" ? (document.grade?.levels ?? []).map(({ code }) => code) : [];
  const moves = movesOf(
    shown([...before.outcomes, ...before.unscored]),
    shown([...after.outcomes, ...after.unscored]),
    levels,
  );
  const listed = moves.filter((move) => hasMoved(move) || (all && move.change !== "same"));
  const grades = gradesOf(document, own.document);
  const { id, hash } = own;
  const answer = {
    round: round.id,
    policy: { id, version: own.version, hash, title: own.document.title },
    basedOn: { run: run?.id ?? null, push: asOf.push },
    counts: countsOf(moves),
    ...figuresOf(document, moves),
    ...fundsOf(document, before.funds, after.funds),
    overlay: [...versions(own, other), ...named(own, document, round.period, values), ...replaced],
    moved: listed.slice(0, limit).map((move) => rowOf(move, sentence(move, grades))),
    warnings: distinct([
      ...facts.warnings,
      ...factsAfter.warnings,
      ...after.warnings,
      ...partly(document, round.period, values),
      ...engineMoved(run),
      ...cut(listed.length, limit),
    ]),
  };
  const { id: target, regionCode } = round;
  await commit(work.db, [
    auditStatement(work, { action: "policy.simulate", target, regionCode, detail: detailOf(asked) }),
  ]);
  return answer;
}

/** The state of all data as it stands. */
async function now({ db }: Work) {
  const [[{ id: push } = { id: 0 }], [{ id: run } = { id: 0 }]] = await Promise.all([lastPush(db), lastRunOfAll(db)]);
  return { push, run };
}

async function versionOf({ db }: Work, scope: RegionScope, own: PolicyVersion, version: number) {
  const found = version === own.version ? own : await findPolicy(db, scope, own.id, version);
  if (!found) throw refuse("notFound", "/version", "unknown", { what: "version", value: version });
  return found;
}

const sentence = (move: Move, grades: ReadonlyMap<string, string>) => changeText(move, grades) + detailText(move);

const versions = (own: PolicyVersion, other: PolicyVersion): Difference[] =>
  other.version === own.version
    ? []
    : [{ name: "/version", title: "办法版本", before: own.version, after: other.version }];

/** The parameters whose values differ, and those that were named although they do not. */
function named(
  own: PolicyVersion,
  document: Policy,
  period: string,
  values: readonly { name: string }[],
): Difference[] {
  const differences = differencesBetween({ policy: own.document, period }, { policy: document, period });
  const told = new Set(differences.map(({ name }) => name));
  const same = parametersOf(document)
    .filter(({ name }) => !told.has(name) && values.some((one) => one.name === name))
    .map((one) => ({ ...one, value: valueIn(document, period, one) }));
  return [...differences, ...same.map(({ name, title, value }) => ({ name, title, before: value, after: value }))];
}

const fundsOf = ({ kind }: Policy, before: FundState[], after: FundState[]) =>
  kind === "subsidy" && (before.length > 0 || after.length > 0) ? { funds: { before, after } } : {};

/** Says when a parameter has another value in earlier months of the period, which was left as it is. */
const partly = (document: Policy, period: string, values: readonly { name: string }[]): Warning[] =>
  parametersOf(document)
    .filter((one) => values.some(({ name }) => name === one.name) && spansIn(document, period, one).length > 1)
    .map(({ title }) => ({
      code: "partOfPeriod",
      message: `“${title}”在本期内有几个施行时段,只改了最后一段的值`,
    }));
