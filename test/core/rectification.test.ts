import { expect, test } from "vitest";
import { caseActionNames, caseActions, caseStates } from "../../schema/rectification.ts";
import { stateAfter } from "../../schema/step.ts";
import { byUrgency, type CaseFacts, fellBack, standingOf } from "../../worker/core/rectification.ts";

test("a case goes from state to state as the table says, and no other way", () => {
  const ways = caseStates.flatMap((state) =>
    caseActionNames.flatMap((action) => {
      const after = stateAfter(caseActions[action], state);
      return after ? [`${state} ${action} ${after}`] : [];
    }),
  );
  expect(ways).toEqual([
    "filed plan rectifying",
    "filed extend filed",
    "rectifying accept accepted",
    "rectifying extend rectifying",
    "accepted review reviewed",
    "accepted return rectifying",
    "accepted extend accepted",
    "reviewed close closed",
    "reviewed return rectifying",
    "reviewed extend reviewed",
  ]);
});

const facts: CaseFacts = {
  ...{ name: "甲村党总支", period: "2014", state: "rectifying", deadline: "2015-02-10" },
  ...{ openedAt: "2014-11-05T00:00:00.000Z", closedAt: null, reported: new Set(["2014-12"]) },
};

test("a case is overdue from the day in Beijing after its deadline on, until it is closed", () => {
  const at = (now: string, more: Partial<CaseFacts> = {}) => {
    const { daysLeft, overdue } = standingOf({ ...facts, ...more }, now);
    return [daysLeft, overdue];
  };
  expect(at("2015-02-10T15:59:59.999Z")).toEqual([0, false]);
  expect(at("2015-02-10T16:00:00.000Z")).toEqual([-1, true]);
  expect(at("2015-03-01T00:00:00.000Z", { state: "reviewed" })).toEqual([-19, true]);
  const closedAt = "2015-02-20T00:00:00.000Z";
  expect(at("2015-03-01T00:00:00.000Z", { state: "closed", closedAt })).toEqual([null, false]);
});

test("progress is missing of whole months between opening and now, or closing, also over the year's end", () => {
  const missing = (now: string, more: Partial<CaseFacts> = {}) => standingOf({ ...facts, ...more }, now).missingMonths;
  expect(missing("2014-12-31T15:00:00.000Z")).toEqual([]);
  expect(missing("2015-02-28T16:00:00.000Z")).toEqual(["2015-01", "2015-02"]);
  expect(missing("2015-06-01T00:00:00.000Z", { state: "closed", closedAt: "2015-02-20T00:00:00.000Z" })).toEqual([
    "2015-01",
  ]);
});

test("a reminder tells what is due by when, and which months are missing; a closed case has none", () => {
  const remind = (now: string, more: Partial<CaseFacts> = {}) => standingOf({ ...facts, ...more }, now).remind;
  expect(remind("2015-02-01T00:00:00.000Z")).toBe(
    "甲村党总支:2014年集中整顿整改中,期限 2015-02-10,还有9天,请按期完成整改、办理乡镇验收;缺2015年1月的进展,请补报。",
  );
  expect(remind("2015-02-12T00:00:00.000Z", { state: "accepted", reported: new Set(["2014-12", "2015-01"]) })).toBe(
    "甲村党总支:2014年集中整顿乡镇已验收,已超过期限(2015-02-10)2天,请尽快办理县级复核。",
  );
  expect(remind("2015-02-12T00:00:00.000Z", { state: "closed" })).toBeNull();
});

test("overdue cases come first, then open ones by deadline, closed ones last", () => {
  const one = (id: string, deadline: string, overdue: boolean, daysLeft: number | null) => ({
    ...{ id, deadline, overdue, daysLeft, missingMonths: [], remind: null },
  });
  const cases = [
    one("closed", "2014-01-01", false, null),
    one("later", "2015-06-01", false, 100),
    one("soon", "2015-03-01", false, 10),
    one("late", "2015-01-01", true, -5),
  ];
  expect(byUrgency(cases).map(({ id }) => id)).toEqual(["late", "soon", "later", "closed"]);
});

test("an organization fell back when it was struck off before it is listed again, not while it is on the list still", () => {
  expect(fellBack("2015-03-01", [{ closedAt: "2014-12-01" }])).toBe(true);
  expect(fellBack("2015-03-01", [{ closedAt: null }, { closedAt: "2015-04-01" }])).toBe(false);
});
