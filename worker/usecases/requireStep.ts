/** A step that can be taken: the state to which it leads, or why it cannot. */
import { type Action, actionsFrom, stateAfter } from "../../schema/step.ts";
import { type Refusal, refuse } from "../refusal.ts";

type StepProblem = "submissionState" | "caseState" | "paymentState";

/** A kind of thing that goes from state to state. */
interface Kind<S extends string> {
  problem: StepProblem;
  /** The states as a clerk reads them. */
  titles: Record<S, string>;
  actions: Readonly<Record<string, Action<S>>>;
}

/** @throws Refusal invalid without a reason that is needed, or the kind's own where the state does not allow the action */
export function requireStep<S extends string>(
  kind: Kind<S>,
  action: Action<S>,
  before: S,
  reason: string | undefined,
): S {
  if (action.needsReason && !reason) throw refuse("invalid", "/reason", "reasonMissing", { action: action.title });
  const state = stateAfter(action, before);
  if (state === undefined) throw wrongStep(kind, action, before, "/action");
  return state;
}

/** The refusal of what a state does not allow, with what it does. @param which what is not to be, where its kind does not say it */
export function wrongStep<S extends string>(
  { problem, titles, actions }: Kind<S>,
  { title }: Action<S>,
  before: S,
  pointer: string,
  which?: string,
): Refusal {
  const choices = actionsFrom(actions, before).map((one) => one.title);
  return refuse(problem, pointer, problem, {
    which,
    state: titles[before],
    action: title,
    choices: choices.join("、"),
  });
}
