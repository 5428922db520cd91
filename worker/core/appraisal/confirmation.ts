/** Why a tally is judged or not where two accounts must stand behind it; cells are named, ballots are not. */
import { type Confirmation, confirmationTitles, isConfirmed } from "../../../schema/sheet/confirmation.ts";
import type { TraceStep } from "../../../schema/trace.ts";
import { type Facts, type Inputs, traceInput } from "../facts.ts";
import { basisOf } from "../parameter.ts";
import type { AppraisalPlan } from "./plan.ts";

/** So many cells are named; a row that was typed at the wrong place differs in all. */
const mostNamed = 10;

/** How far a tally is: 一录、二录不符:群众票优秀、群众票收回. */
export function confirmationText(inputs: Inputs, { state, differing }: Confirmation): string {
  const named = differing.slice(0, mostNamed).map((code) => inputs[code]?.title ?? code);
  const more = differing.length > mostNamed ? `等${differing.length}格` : "";
  const said: Record<Confirmation["state"], string> = {
    none: "计票没有录入",
    onlyFirst: "只有一录,还没有二录",
    onlySecond: "只有二录,还没有一录",
    differ: `一录、二录不符:${named.join("、")}${more}`,
    agree: "一录、二录逐格相符",
    unsigned: "计票还没有签核",
    signed: "计票已由录入人以外的人签核",
    voided: "签核以后计票有改动,须重新签核",
  };
  return said[state];
}

/** The step of one row; none where nothing is typed, or one account suffices. */
export function confirmationSteps({ policy, inputs }: AppraisalPlan, facts: Facts, row: number): TraceStep[] {
  const { confirmation } = facts.subjects[row]!;
  if (!confirmation || confirmation.state === "none") return [];
  const confirmed = isConfirmed(confirmation);
  const { entry } = policy.counts;
  return [
    {
      shape: "confirmation",
      title: "计票确认",
      text: `${confirmationText(inputs, confirmation)}${confirmed ? "" : ";不评分"}`,
      value: confirmationTitles[confirmation.state],
      inputs: confirmation.differing.map((code) => traceInput(inputs, facts, code, row)),
      parameters: [{ name: "/counts/entry", title: "怎样录入", value: entry ?? "single", ...basisOf(policy.counts) }],
    },
  ];
}
