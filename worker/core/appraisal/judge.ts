/** Runs an appraisal plan: tallies, grades and places of all rows, or what stands in the way of a score. */
import type { Outcome, Warning } from "../../../schema/outcome.ts";
import type { Facts } from "../facts.ts";
import type { Judged } from "../judged.ts";
import { groupsOf } from "../peers.ts";
import { ranksWithin } from "../ranks.ts";
import { confirmationText } from "./confirmation.ts";
import { explainAppraisal } from "./explain.ts";
import { applyCaps, type Graded, gradeOf, membersOf } from "./grade.ts";
import { mismatchText } from "./mismatch.ts";
import type { AppraisalPlan } from "./plan.ts";
import { lowestOfAll, percentOf, ratesOf } from "./rates.ts";
import { type GroupTally, type Tallied, tally } from "./tally.ts";

/** What a run came to; every stage is kept, so that any row can be explained. */
export interface AppraisalResults {
  tallied: Tallied[];
  graded: Map<number, Graded>;
  rank: Map<number, number>;
  /** How many stand in a row's order of places. */
  placed: Map<number, number>;
  /** How many share a row's place. */
  sharing: Map<number, number>;
}

/** Judges all facts by an appraisal plan. */
export function judgeAppraisal(plan: AppraisalPlan, facts: Facts): Judged {
  const results = runAppraisal(plan, facts);
  const { tallied, graded, rank, placed } = results;
  return {
    warnings: [],
    explain: (row) => explainAppraisal(plan, facts, results, row),
    outcome(row): Partial<Outcome> | undefined {
      const { centi, groups } = tallied[row]!;
      if (centi === undefined) return undefined;
      const [rates, lowest] = [ratesOf(plan, tallied[row]!), lowestOfAll(plan, tallied[row]!)];
      const { grade, bound } = graded.get(row) ?? {};
      return {
        score: centi / 100,
        scoreCenti: centi,
        ...(grade && { grade }),
        rank: rank.get(row)!,
        ranked: placed.get(row)!,
        ...(rates.length > 0 && { rates }),
        ...(lowest && { lowest: percentOf(lowest) }),
        ...(bound && { bound }),
        warnings: warningsOf(plan, groups, graded.get(row)),
      };
    },
    missing(row) {
      const { reason = "missingData", mismatches, quorums } = tallied[row]!;
      const failed = quorums.filter(({ met }) => !met).map(({ quorum }) => plan.policy.quorums[quorum]!.title);
      const { confirmation } = facts.subjects[row]!;
      if (reason === "unconfirmed")
        return { code: reason, message: `计票未经确认,不评分。${confirmationText(plan.inputs, confirmation!)}` };
      const said = mismatches.map((mismatch) => mismatchText(plan.inputs, mismatch));
      if (reason === "unreconciled") return { code: reason, message: `计票不符,不评分。${said.join(";")}`, mismatches };
      if (reason === "noQuorum")
        return { code: reason, message: `未达到法定人数(${[...new Set(failed)].join("、")}),测评无效` };
      return { code: reason, message: "没有可计的票,或缺少须有的票组,不评分" };
    },
  };
}

function runAppraisal(plan: AppraisalPlan, facts: Facts): AppraisalResults {
  const { grade, place } = plan.policy;
  const tallied = facts.subjects.map((_, row) => tally(plan, facts, row));
  const scores = Float64Array.from(tallied, ({ centi = Number.NaN }) => centi);
  const rows = tallied.flatMap(({ centi }, row) => (centi === undefined ? [] : [row]));
  const graded = new Map<number, Graded>();
  if (grade) {
    for (const row of rows) graded.set(row, gradeOf(plan, grade, tallied[row]!, facts.subjects[row]!));
    applyCaps(plan, grade, facts, scores, graded);
  }
  const rank = new Map<number, number>();
  const [placed, sharing] = [new Map<number, number>(), new Map<number, number>()];
  const lists = membersOf(facts, rows, place.peers, place.apart);
  const ranks = ranksWithin(groupsOf(lists, scores.length), scores, "highest");
  for (const list of lists)
    for (const [place, sharers] of Map.groupBy(list, (row) => ranks[row]!))
      for (const row of sharers) {
        rank.set(row, place);
        placed.set(row, list.length);
        sharing.set(row, sharers.length);
      }
  return { tallied, graded, rank, placed, sharing };
}

const omissions = { blank: "没有可计的票", tooFew: "有效票不足保密下限", noQuorum: "未达到法定人数" };

function warningsOf({ policy }: AppraisalPlan, groups: readonly GroupTally[], graded: Graded | undefined): Warning[] {
  const omitted = groups.flatMap(({ state }, i): Warning[] =>
    state === "counts" || state === "trimmed"
      ? []
      : [{ code: "groupOmitted", message: `${policy.groups[i]!.title}${omissions[state]},没有计入` }],
  );
  const undecided = graded && graded.grade === undefined;
  return undecided
    ? [...omitted, { code: "gradeUndecided", message: "评定等次要用的计票项没有填报,未定等次" }]
    : omitted;
}
