/** Which result of a subject in a period answers a question about it, and what of that is the answer. */
import type { Outcome, Unscored } from "../../schema/outcome.ts";
import { periodTitle } from "../../schema/period.ts";
import type { Policy } from "../../schema/policy/policy.ts";
import { levelOf, regionLevels } from "../../schema/region.ts";
import type { RoundState } from "../../schema/round.ts";
import type { TraceStep } from "../../schema/trace.ts";
import type { AskedKind, AskedValue, FoundValue } from "../../schema/valuesWire.ts";

/** A result of a subject, with the round and the policy that it comes from. */
export interface Candidate {
  policyId: string;
  title: string;
  kind: Policy["kind"];
  round: string;
  state: RoundState;
  roundRegion: string;
  result: Outcome | Unscored;
}

/** The kinds of policy that answer a question; where there are results of several, those of the first one do. */
const kindsFor: Record<AskedKind, readonly Policy["kind"][]> = {
  stars: ["rating"],
  score: ["rating", "appraisal", "ranking"],
  rank: ["ranking", "appraisal", "rating"],
  amount: ["subsidy"],
  why: ["rating", "appraisal", "ranking", "subsidy"],
};

const words: Record<AskedKind, string> = {
  ...{ stars: "星级", score: "得分", rank: "名次", amount: "数额", why: "结果" },
};

/** The further a round is on its way, the more its results are worth. */
const ways: readonly RoundState[] = ["archived", "final", "published", "computed", "open", "draft"];

type NoValue = FoundValue & { value: null };
const none = (reason: NonNullable<FoundValue["reason"]>): NoValue => ({ value: null, reason });

export const forbidden = ({ of }: AskedValue): NoValue =>
  none({ code: "forbidden", message: `您的角色看不到${words[of]}` });

/**
 * The result that a question means: of the named policy, else of the only one of the kind. A policy whose rounds over
 * several regions have judged the subject answers by the round that is furthest on its way, of those by the smallest.
 * @param candidates results of the subject in the period, those that the caller may see
 */
export function chooseResult<C extends Candidate>(asked: AskedValue, candidates: readonly C[]): C | NoValue {
  const named = candidates.filter(({ policyId }) => asked.policyId === undefined || policyId === asked.policyId);
  const kind = kindsFor[asked.of].find((one) => named.some((candidate) => candidate.kind === one));
  const found = named.filter((candidate) => candidate.kind === kind);
  const [first] = [...found].sort(furtherFirst);
  if (!first)
    return named.length > 0
      ? none({ code: "notGiven", message: `《${named[0]!.title}》不给${words[asked.of]}` })
      : none({
          code: "none",
          message: `${asked.subjectId}${periodTitle(asked.period)}没有${words[asked.of]}:批次没有算过,编码或期不对,或不在您的管辖范围内`,
        });
  const policies = [...new Set(found.map(({ policyId }) => policyId))].sort();
  if (policies.length === 1) return first;
  return none({
    code: "ambiguous",
    message: `${policies.length}个办法都有${words[asked.of]},请写明是哪一个:${policies.join("、")}`,
    policies,
  });
}

const furtherFirst = (a: Candidate, b: Candidate) =>
  ways.indexOf(a.state) - ways.indexOf(b.state) || depthOf(b.roundRegion) - depthOf(a.roundRegion);
const depthOf = (regionCode: string) => regionLevels.indexOf(levelOf(regionCode));

/** The number that a question is about. */
export function numberOf(asked: AskedValue, { policyId, round, state, title, result }: Candidate): FoundValue {
  const from = { policyId, round, state };
  const without = (reason: NonNullable<FoundValue["reason"]>) => ({ ...none(reason), ...from });
  if ("code" in result) return without({ code: "unscored", message: `未评分:${result.message}` });
  if (asked.of === "amount") return amountOf(asked, result, from);
  const value = asked.of === "why" ? undefined : result[asked.of];
  if (value === undefined) return without({ code: "notGiven", message: `《${title}》没有给出${words[asked.of]}` });
  return { value, ...from };
}

function amountOf(
  { item }: AskedValue,
  { amountFen, items = [] }: Outcome,
  from: Omit<FoundValue, "value">,
): FoundValue {
  const part = item === undefined ? { amountFen } : items.find(({ code, title }) => [code, title].includes(item));
  if (part?.amountFen !== undefined) return { value: part.amountFen / 100, ...from };
  const names = items.map(({ title }) => title).join("、");
  const message = item === undefined ? "没有算出数额" : `没有“${item}”这一项${names && `,有:${names}`}`;
  return { ...none({ code: item === undefined ? "notGiven" : "noItem", message }), ...from };
}

/** Excel shows no more in a cell. */
const longestText = 32_000;

/** A trace as text for a cell: a line for each of its steps, those below indented. */
export function traceText(steps: readonly TraceStep[], indent = ""): string {
  const lines = steps.flatMap(({ title, text, steps: below = [] }) => [
    `${indent}${title}:${text}`,
    ...(below.length > 0 ? [traceText(below, `${indent}  `)] : []),
  ]);
  const whole = lines.join("\n");
  return whole.length > longestText ? `${whole.slice(0, longestText - 1)}…` : whole;
}
