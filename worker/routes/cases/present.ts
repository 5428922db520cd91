/** A case of rectification as it is shown. */
import { caseActions, caseTitles } from "../../../schema/rectification.ts";
import type { ReadCase } from "../../usecases/readCases.ts";

/** A case in a list. */
export const presentStanding = ({ rows: _, steps: __, earlier: ___, ...one }: ReadCase) => ({
  ...one,
  stateTitle: caseTitles[one.state],
});

/** A case with its past. */
export const presentCase = (one: ReadCase) => ({
  ...presentStanding(one),
  rows: one.rows,
  steps: one.steps.map(({ step, action, state, deadline, at, reason, account, name }) => ({
    ...{ step, action, title: caseActions[action].title, state, deadline, at, reason, principal: { account, name } },
  })),
  earlier: one.earlier.map((other) => ({ ...other, stateTitle: caseTitles[other.state] })),
});
