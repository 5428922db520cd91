/** Appraisals: ballots and cases pulled, filled, pushed and judged over HTTP, with the reason of each result. */
import { beforeAll, expect, test } from "vitest";
import { type Client, type Office, openOffice, wholeLibrary } from "../worker/office.ts";
import { add, edit, judge, oneTownship, pull, v1, v2, v3 } from "./system.ts";

let office: Office;
let clerk: Client;
beforeAll(async () => {
  office = await openOffice({ ...oneTownship, everyPolicy: true }, wholeLibrary);
  clerk = office.as.prefecture;
});

/** The ballots of one group: how many for each option. */
const ballots = (group: string, counts: Record<string, number>) => {
  const returned = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const held = { entitled: returned, present: returned, issued: returned, returned };
  return Object.fromEntries(Object.entries({ ...held, ...counts }).map(([key, value]) => [`${group}.${key}`, value]));
};

test("B1 三票两评: three ballots on a team and on each member, graded apart, published and fed back", async () => {
  const team = `B${v1}`;
  const member = `C${v1}-1`;
  const cells = {
    ...ballots("masses", { excellent: 50, competent: 50, basic: 0, incompetent: 0 }),
    ...ballots("members", { excellent: 0, competent: 40, basic: 0, incompetent: 0 }),
    ...ballots("organization", { excellent: 0, competent: 5, basic: 5, incompetent: 0 }),
  };
  await edit(clerk, "tallies.xinhui-three-ballots", "2016", { [team]: cells, [member]: cells });
  const judged = await judge(clerk, "xinhui-three-ballots", "2016");
  for (const id of [team, member]) expect(judged.of(id)).toMatchObject({ score: 81, grade: "competent", rank: 1 });
  expect(await judged.why(team)).toContain("群众票");
  await add(clerk, "register.appraisal-feedback", "2016", [
    { subject: team, opinion: "账目公开慢", raisedOn: "2016-11-01", toldOn: "2016-11-05" },
  ]);
  const [line] = await pull(clerk, "register.appraisal-feedback", "2016");
  expect(line).toMatchObject({ opinions: 1, finished: 0, allFinished: false });
  const dates = { opensOn: "2116-11-10", closesOn: "2116-11-16" };
  const published = await clerk("POST", `/v1/rounds/${judged.round}/publish`, {
    ...{ audience: ["villageBoard"], telephone: "0879-0000", acknowledgeAssumed: true, ...dates },
  });
  expect(published.status, published.text).toBe(201);
  const [notice] = (await clerk("GET", `/v1/rounds/${judged.round}/notices`)).body.notices;
  expect(notice).toMatchObject({ audience: ["villageBoard"], ...dates });
});

test("B2 双向述职: reported to the superior and to the own congress, and judged by both; one of them is not enough", async () => {
  const sheet = "register.work-reports";
  const report = (subject: string, direction: string, reportedOn: string) => ({
    ...{ subject, direction, reportedOn, reporter: "甲" },
  });
  await add(clerk, sheet, "2016", [
    report(v1, "superior", "2016-12-01"),
    report(v1, "congress", "2016-12-10"),
    report(v2, "superior", "2016-12-01"),
  ]);
  const both = new Map((await pull(clerk, sheet, "2016")).map((row) => [row.subject, row.both]));
  expect([both.get(v1), both.get(v2)]).toEqual([true, false]);
  const superior = ballots("superior", { good: 5, fair: 5, plain: 0, poor: 0 });
  const congress = ballots("congress", { good: 10, fair: 20, plain: 10, poor: 0 });
  await edit(clerk, "tallies.chuxiong-two-way-report", "2016", { [v1]: { ...superior, ...congress }, [v2]: superior });
  const judged = await judge(clerk, "chuxiong-two-way-report", "2016");
  expect(judged.of(v1)).toMatchObject({ score: 85, grade: "fair" });
  expect(await judged.why(v1)).toMatch(/上级党委测评.*\n/);
  expect(judged.of(v2)).toMatchObject({ code: "missingData" });
});

test("B3 办结率和满意度: 98 % with the bound; the masses alone judge by the village's rules", async () => {
  const cases = (closed: number, satisfied: number) => ({ accepted: 100, closed, asked: 50, satisfied });
  await edit(clerk, "register.service-cases", "2016-03", {
    [v1]: cases(98, 49),
    [v2]: cases(97, 50),
    [v3]: cases(70, 40),
  });
  const judged = await judge(clerk, "benxi-service-quality", "2016");
  expect([v1, v2, v3].map((id) => judged.of(id)!.level)).toEqual(["达到", "接近", "未达到"]);
  expect(await judged.why(v2)).toContain("办结率97%");

  await edit(clerk, "tallies.xinhui-village-rules", "2016", {
    [v1]: ballots("masses", { satisfied: 40, mostly: 30, unsatisfied: 10, unknown: 20 }),
  });
  const rules = await judge(clerk, "xinhui-village-rules", "2016");
  expect(rules.of(v1)).toMatchObject({ score: 85, grade: "satisfied" });
  expect(await rules.why(v1)).toContain("群众票");
});

test("the demo has rows for every policy whose subjects it has", async () => {
  const sheets: { id: string; group: string }[] = (await clerk("GET", "/v1/sheets")).body.sheets;
  const typed = sheets.filter(({ id }) => /^(indicators|tallies)\./.test(id)).map(({ id }) => id);
  const empty: string[] = [];
  for (const id of typed) {
    const rows = await Promise.all(
      ["2014", "2014-H2", "2015"].map((period) => clerk("GET", `/v1/sheets/${id}?period=${period}`)),
    );
    const pulled = rows.filter(({ status }) => status === 200);
    if (!pulled.some((answer) => answer.body.rows.some(({ version }: { version: number }) => version > 0)))
      empty.push(id);
  }
  // Of county committees and departments the demo has none; whoever gave no months serves the whole year.
  expect(empty).toEqual([
    "indicators.benxi-secretary-assessment",
    "indicators.chuxiong-outstanding-reward",
    "indicators.chuxiong-work-responsibility",
  ]);
  for (const [policyId, period] of [
    ["chuxiong-secretary-duties", "2014"],
    ["chuxiong-collective-economy", "2014"],
    ["benxi-venue-upkeep", "2015"],
    ["chuxiong-performance-pool", "2014"],
  ] as const) {
    const judged = await judge(clerk, policyId, period);
    expect(judged.computed.scored, policyId).toBeGreaterThan(0);
  }
});
