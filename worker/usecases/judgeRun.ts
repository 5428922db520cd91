/** Judges a round again as it was in one of its runs, and says whether that comes to the same. */
import type { NextStar, Outcome, Unscored } from "../../schema/outcome.ts";
import { everywhere } from "../../schema/region.ts";
import type { TraceStep } from "../../schema/trace.ts";
import { compile, engineVersion, judge } from "../core/judge.ts";
import type { Served } from "../core/subsidy/parts.ts";
import { findPolicy, type PolicyVersion } from "../store/documents.ts";
import type { Round, Run } from "../store/rounds.ts";
import { labelOf } from "../store/settings.ts";
import { gatherRound } from "./judgeRound.ts";
import type { Work } from "./work.ts";

/** A stored result with why it is so: what is answered, and what is kept as evidence. */
export type Explained = (Outcome | Unscored) &
  Pick<Outcome, "warnings"> & {
    round: string;
    run: number;
    push: number;
    policy: { id: string; version: number; hash: string | null; title: string | null };
    /** The engine that computed the result. */
    engine: string;
    /** Whether judging again came to exactly the stored result, over exactly the facts of the run. */
    equal: boolean;
    label?: string | undefined;
    /** What the next higher star needs; null where there is none. */
    next: NextStar | null;
    trace: TraceStep[];
  };

/** A run judged again. */
export interface Rejudged {
  /** How many subjects were judged. */
  size: number;
  /** Explains a stored result, given as its text. */
  explain(body: string): Explained;
  /** In which months the subject of a stored result was paid at which rate; nothing where judging again comes to another. */
  served(body: string): Served[];
}

/**
 * Judges a round again by the policy version of a run, over the entries up to its push and the outcomes up to the run
 * that it was based on. What cannot be judged any more has no trace and is not `equal`.
 */
export async function judgeRun(work: Work, round: Round, run: Run): Promise<Rejudged> {
  const [policy, label] = await Promise.all([
    findPolicy(work.db, everywhere, round.policyId, run.policyVersion),
    labelOf(work.db),
  ]);
  const { facts, results, next, trace, served } = await rejudge(work, round, run, policy);
  const head = {
    round: round.id,
    run: run.id,
    push: run.push,
    policy: {
      id: round.policyId,
      version: run.policyVersion,
      hash: policy?.hash ?? null,
      title: policy?.document.title ?? null,
    },
    engine: run.engine,
  };
  const isEqual = (subjectId: string, body: string) =>
    facts === run.facts && JSON.stringify(results.get(subjectId)) === body;
  return {
    size: results.size,
    served(body) {
      const { subjectId } = JSON.parse(body) as Outcome | Unscored;
      return isEqual(subjectId, body) ? served(subjectId) : [];
    },
    explain(body) {
      const result = JSON.parse(body) as Outcome | Unscored;
      const equal = isEqual(result.subjectId, body);
      const warnings = [...("warnings" in result ? result.warnings : []), ...(equal ? [] : [differs(run)])];
      const { subjectId } = result;
      return { ...result, warnings, ...head, equal, label, next: next(subjectId) ?? null, trace: trace(subjectId) };
    },
  };
}

interface Again {
  facts: string | undefined;
  results: Map<string, Outcome | Unscored>;
  next(subjectId: string): NextStar | undefined;
  trace(subjectId: string): TraceStep[];
  served(subjectId: string): Served[];
}

async function rejudge(work: Work, round: Round, run: Run, policy: PolicyVersion | undefined): Promise<Again> {
  const compiled = policy && compile(policy.document, round.period);
  if (!compiled || "faults" in compiled)
    return { facts: undefined, results: new Map(), next: () => undefined, trace: () => [], served: () => [] };
  const gathered = await gatherRound(work, round, policy, { push: run.push, run: run.basedOn });
  const { outcomes, unscored, next, explain, served } = judge(compiled.plan, gathered.subjects, gathered).judgement;
  const results = new Map([...outcomes, ...unscored].map((result) => [result.subjectId, result]));
  return { facts: gathered.hash, results, next, trace: explain, served };
}

const differs = (run: Run) => ({
  code: "traceDiffers",
  message: `重新算出的与当时的结果不一致(${
    run.engine === engineVersion ? "当时的数据或办法已不完整" : `当时的程序为第${run.engine}版,现为第${engineVersion}版`
  }),以当时的结果为准,明细仅供参考`,
});
