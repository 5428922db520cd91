import { beforeAll, expect, test } from "vitest";
import type { AppraisalPolicy } from "../../schema/policy/policy.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";
import { type Client, type Office, openOffice, policies, prefecture, rowsOf, township } from "./office.ts";

const policyId = "xinhui-three-ballots";
const tallies = `/v1/sheets/tallies.${policyId}?period=2014`;
const round = `${policyId}.2014.${prefecture}`;
const team = "B990101001001";

let office: Office;
let clerk: Client;
beforeAll(async () => {
  office = await openOffice();
  clerk = office.as.prefecture;
});

const marks = (group: string, excellent: number, competent: number, basic: number) => ({
  [`${group}.excellent`]: excellent,
  [`${group}.competent`]: competent,
  [`${group}.basic`]: basic,
});
const calculate = async (inputs: object) =>
  (await clerk("POST", "/v1/calculate", { policyId, period: "2014", subjects: [{ id: "a", inputs }] })).body;

test("three ballots of 90, 80 and 70 are 81.00; below the threshold of the first group 75.00", async () => {
  const rest = { ...marks("members", 0, 40, 0), ...marks("organization", 0, 5, 5) };
  const { outcomes } = await calculate({ ...marks("masses", 50, 50, 0), ...rest });
  expect(outcomes[0]).toMatchObject({ score: 81, scoreCenti: 8100, grade: "competent", rank: 1, bound: "cuts" });
  const few = await calculate({ ...marks("masses", 2, 2, 0), ...rest });
  expect(few.outcomes[0]).toMatchObject({ score: 75, warnings: [{ code: "groupOmitted" }] });
});

test("ballots that do not reconcile are answered with the cell, the rule and the difference", async () => {
  const { unscored } = await calculate({ ...marks("masses", 50, 50, 0), "masses.returned": 103 });
  expect(unscored[0]).toMatchObject({
    code: "unreconciled",
    mismatches: [{ cell: "masses.returned", rule: "各项票数+弃权=有效", difference: -3 }],
  });
});

test("the tally sheet has a row for every team and member, its columns by voter group", async () => {
  const answer = await clerk("GET", tallies);
  expect(answer.body.rows).toHaveLength(3 * 48);
  expect(answer.body.definition.columns[3]).toMatchObject({ key: "masses.entitled", group: "群众票" });
  expect(rowsOf(answer).find(({ id }) => id === team)).toMatchObject({ name: "城关镇01村班子", version: 1 });
  const inside = await office.as.township("GET", `${tallies}&region=${township}`);
  expect(inside.body.rows).toHaveLength(3 * 12);
});

test("ballots are for those who count and check them: a village and a viewer see results, not tallies", async () => {
  for (const account of ["village", "viewer"] as const) {
    const who = office.as[account];
    expect(await who("GET", tallies)).toMatchObject({ status: 403, body: { code: "forbidden" } });
    const { sheets } = (await who("GET", "/v1/sheets")).body;
    expect(sheets.filter(({ id }: { id: string }) => id.startsWith("tallies."))).toEqual([]);
    expect(sheets.length).toBeGreaterThan(10);
  }
  expect((await office.as.approver("GET", tallies)).status).toBe(200);
});

test("a round grades teams and members, lists what does not add up apart, and explains by the entries", async () => {
  await clerk("POST", "/v1/rounds", { policyId, period: "2014", regionCode: prefecture });
  const { body } = await clerk("POST", `/v1/rounds/${round}/compute`);
  expect(body).toMatchObject({ scored: 35, unscored: 109 });
  const { outcomes, unscored } = (await clerk("GET", `/v1/rounds/${round}/outcomes`)).body;
  expect(outcomes.every(({ grade, rank }: { grade: string; rank: number }) => grade && rank >= 1)).toBe(true);
  expect(unscored.filter(({ code }: { code: string }) => code === "unreconciled")).toHaveLength(1);

  const { trace, grade, score } = (await clerk("GET", `/v1/rounds/${round}/outcomes/${team}`)).body;
  const composite = trace.find(({ shape }: { shape: string }) => shape === "composite");
  expect(composite.value).toBe(score);
  expect(composite.steps[0].inputs[0].from[0]).toMatchObject({
    sheet: `tallies.${policyId}`,
    id: team,
    version: 1,
    cells: { "masses.entitled": expect.any(Number) },
  });
  expect(trace.find(({ shape }: { shape: string }) => shape === "grade").value).toBe(grade);
  const sheet = await clerk("GET", `/v1/sheets/outcomes.${policyId}?round=${round}`);
  const row = rowsOf(sheet).find(({ id }) => id === team)!;
  expect(row).toMatchObject({ score, grade, bound: "分数线" });
  const tally = rowsOf(await clerk("GET", tallies)).find(({ id }) => id === team)! as unknown as Record<string, number>;
  const percent = (part: number, whole: number) => Math.round((part / whole) * 1e4) / 100;
  const valid = tally["masses.returned"]! - tally["masses.invalid"]!;
  expect(row["masses.turnout"]).toBe(percent(tally["masses.present"]!, tally["masses.entitled"]!));
  expect(row["masses.lowest"]).toBe(percent(tally["masses.incompetent"]!, valid));
  const beside = outcomes.filter(
    (one: { subjectId: string; regionCode: string }) =>
      one.subjectId[0] === "B" && one.regionCode.startsWith(township.slice(0, 9)),
  );
  expect(row.ranked).toBe(beside.length);
  const again = await clerk("POST", `/v1/rounds/${round}/compute`);
  expect(again.body).toMatchObject({ written: 0, unchanged: 144 });
});

test("a corrected tally is scored at the next run", async () => {
  const { unscored } = (await clerk("GET", `/v1/rounds/${round}/outcomes`)).body;
  const { subjectId, mismatches } = unscored.find(({ code }: { code: string }) => code === "unreconciled");
  const row = rowsOf(await clerk("GET", tallies)).find(({ id }) => id === subjectId)!;
  const cells = { "masses.returned": Number(row["masses.returned"]) + mismatches[0].difference };
  const body = { period: "2014", rows: [{ id: subjectId, baseVersion: row.version, cells }] };
  expect((await clerk("PATCH", `/v1/sheets/tallies.${policyId}`, body)).body.summary).toMatchObject({ saved: 1 });
  const { body: run } = await clerk("POST", `/v1/rounds/${round}/compute`);
  expect(run).toMatchObject({ scored: 36, unscored: 108 });
});

test("a grade of last year's round counts this year: 基本称职 two years running becomes 不称职", async () => {
  const id = "B990101001002";
  const grade = async (period: string) => {
    const cells = { ...marks("masses", 0, 0, 20), ...marks("members", 0, 0, 20) };
    await clerk("PATCH", `/v1/sheets/tallies.${policyId}`, { period, rows: [{ id, baseVersion: 0, cells }] });
    await clerk("POST", "/v1/rounds", { policyId, period, regionCode: prefecture });
    await clerk("POST", `/v1/rounds/${policyId}.${period}.${prefecture}/compute`);
    return (await clerk("GET", `/v1/rounds/${policyId}.${period}.${prefecture}/outcomes/${id}`)).body;
  };
  expect(await grade("2014")).toMatchObject({ score: 60, grade: "basic" });

  const document = policies.find((one) => one.id === policyId) as AppraisalPolicy;
  const effect = { title: "连续两年基本称职", grade: "basic", periods: 2, becomes: "incompetent", assumed: "试验" };
  const stricter = { ...document, grade: { ...document.grade!, effects: [effect] } };
  await loadLibrary(office.db, { policies: [stricter], registers: [] }, "2015-01-01T00:00:00.000Z");
  const { trace, ...second } = await grade("2015");
  expect(second).toMatchObject({ score: 60, grade: "incompetent", bound: "streak", policy: { version: 2 } });
  expect(trace.find(({ shape }: { shape: string }) => shape === "streak").inputs[0]).toMatchObject({
    value: "basic",
    from: [{ sheet: `outcomes.${policyId}`, period: "2014", id }],
  });
});
