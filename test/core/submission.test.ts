import { expect, test } from "vitest";
import { actionsFrom, stateAfter } from "../../schema/step.ts";
import {
  isAccepted,
  isWithTownship,
  submissionActionNames,
  submissionActions,
  submissionStates,
} from "../../schema/submission.ts";
import { progressOf } from "../../worker/core/progress.ts";

test("a submission goes from state to state as the table says, and no other way", () => {
  const ways = submissionStates.flatMap((state) =>
    submissionActionNames.flatMap((action) => {
      const after = stateAfter(submissionActions[action], state);
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
  expect(actionsFrom(submissionActions, "locked")).toEqual([]);
});

test("a township is overdue from the day in Beijing after the deadline on, unless it has submitted", () => {
  const asked = { title: "办法", period: "2014", deadline: "2014-12-31" };
  const last = { state: "returned" as const, at: "2014-12-30T00:00:00.000Z", by: "县", reason: "有误" };
  const townships = [
    { regionCode: "2", name: "乙乡", last: { ...last, state: "submitted" as const } },
    { regionCode: "1", name: "甲乡", last },
    { regionCode: "3", name: "丙乡" },
  ];
  const at = (now: string) => progressOf(asked, townships, now).map(({ name, overdue }) => `${name} ${overdue}`);
  expect(at("2014-12-31T15:59:59.999Z")).toEqual(["丙乡 false", "甲乡 false", "乙乡 false"]);
  expect(at("2014-12-31T16:00:00.000Z")).toEqual(["丙乡 true", "甲乡 true", "乙乡 false"]);
  expect(progressOf(asked, townships, "2014-12-31T00:00:00.000Z").map(({ remind }) => remind)).toEqual([
    "丙乡:2014年《办法》尚未报送,请于 2014-12-31 前上报。",
    "甲乡:2014年《办法》的报送已退回(有误),请改正后重报,请于 2014-12-31 前上报。",
    null,
  ]);
});
