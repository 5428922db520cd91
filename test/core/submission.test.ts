import { expect, test } from "vitest";
import {
  actionsFrom,
  afterAction,
  isAccepted,
  isWithTownship,
  submissionActionNames,
  submissionStates,
} from "../../schema/submission.ts";

test("a submission goes from state to state as the table says, and no other way", () => {
  const ways = submissionStates.flatMap((state) =>
    submissionActionNames.flatMap((action) => {
      const after = afterAction(state, action);
      return after ? [`${state} ${action} ${after}`] : [];
    }),
  );
  expect(ways).toEqual([
    "pending submit submitted",
    "submitted return returned",
    "submitted accept accepted",
    "returned submit submitted",
    "accepted return returned",
    "accepted lock locked",
  ]);
});

test("the township edits before it submits and after a return; accepted is what the county has taken", () => {
  expect(submissionStates.filter(isWithTownship)).toEqual(["pending", "returned"]);
  expect(submissionStates.filter(isAccepted)).toEqual(["accepted", "locked"]);
  expect(actionsFrom("locked")).toEqual([]);
});
