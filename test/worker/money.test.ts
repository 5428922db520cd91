import { beforeAll, describe, expect, test } from "vitest";
import type { TraceStep } from "../../schema/trace.ts";
import { type Client, type Office, openOffice, prefecture, rowsOf } from "./office.ts";

let office: Office;
let clerk: Client;
beforeAll(async () => {
  office = await openOffice();
  clerk = office.as.prefecture;
});

const calculate = async (policyId: string, period: string, inputs: object[]) => {
  const subjects = inputs.map((one, i) => ({ id: `s${i}`, inputs: one }));
  const { status, body } = await clerk("POST", "/v1/calculate", { policyId, period, subjects });
  expect(status).toBe(200);
  return body;
};
async function round(policyId: string, period: string) {
  const { body } = await clerk("POST", "/v1/rounds", { policyId, period, regionCode: prefecture });
  const path = `/v1/rounds/${body.id}`;
  const computed = (await clerk("POST", `${path}/compute`)).body;
  return { path, computed, list: (await clerk("GET", `${path}/outcomes`)).body };
}

describe("amounts through POST /v1/calculate", () => {
  test("书记 2008-12, 2009-01, with award: 460.00, 560.00, 672.00", async () => {
    const amount = async (period: string, inputs: object) =>
      (await calculate("chuxiong-base-allowance", period, [inputs])).outcomes[0].amountFen;
    expect(await amount("2008-12", { post: "secretary" })).toBe(46000);
    expect(await amount("2009-01", { post: "secretary" })).toBe(56000);
    expect(await amount("2009-01", { post: "secretary", commended: true })).toBe(67200);
  });

  test("50,000 yuan is paid 20,000 / 20,000 / 10,000 by city, county, township", async () => {
    const { outcomes } = await calculate("benxi-village-funds", "2016", [{}]);
    expect(outcomes[0]).toMatchObject({
      amountFen: 5000000,
      payers: [
        { code: "city", amountFen: 2000000 },
        { code: "county", amountFen: 2000000 },
        { code: "township", amountFen: 1000000 },
      ],
    });
    expect(outcomes[0].score).toBeUndefined();
  });

  test("4 / 2 / 1 万, and 51 new buildings are reported 4 万 over the fund", async () => {
    const works = ["newBuild", "convert", "repair"].map((work) => ({ work, accepted: true }));
    expect(
      (await calculate("dongyang-venue-reward", "2012", works)).outcomes.map(
        ({ amountFen }: { amountFen: number }) => amountFen,
      ),
    ).toEqual([4000000, 2000000, 1000000]);
    const { funds, warnings } = await calculate(
      "dongyang-venue-reward",
      "2012",
      Array.from({ length: 51 }, () => works[0]!),
    );
    expect(funds[0]).toMatchObject({ budgetFen: 200000000, dueFen: 204000000, overFen: 4000000 });
    expect(warnings[0].message).toContain("超出4万元");
  });

  test("a period outside the values names the parameter", async () => {
    const subjects = [{ id: "a", inputs: { post: "secretary" } }];
    const answer = await clerk("POST", "/v1/calculate", {
      policyId: "chuxiong-base-allowance",
      period: "2007-12",
      subjects,
    });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: "/period", code: "notEffective" }] } });
  });
});

describe("amounts of a round", () => {
  test("allowances follow the appointments: from the month of one to the month of the other, and the trace shows which", async () => {
    const appointment = rowsOf(await clerk("GET", "/v1/sheets/appointments")).findLast(
      ({ post }) => post === "secretary",
    )!;
    const cells = { from: "2014-03-15", to: "2014-10-02" };
    await clerk("PATCH", "/v1/sheets/appointments", {
      rows: [{ id: appointment.id, baseVersion: appointment.version, cells }],
    });
    const { path, computed, list } = await round("chuxiong-base-allowance", "2014");
    expect(computed).toMatchObject({ scored: 96, unscored: 0, written: 96 });
    const subject = String(appointment.person);
    const found = list.outcomes.find(({ subjectId }: { subjectId: string }) => subjectId === subject);
    expect(found.amountFen).toBe(8 * 56000);
    const [total]: TraceStep[] = (await clerk("GET", `${path}/outcomes/${subject}`)).body.trace;
    expect(total!.steps![0]!.text).toBe("每月560元,2014-03至2014-10共8个月,计4480元");
    const lookup = total!.steps![0]!.steps![0]!;
    expect(lookup.inputs![0]!.from![0]).toMatchObject({ sheet: "appointments", id: appointment.id, cells });
    expect((await clerk("POST", `${path}/compute`)).body).toMatchObject({ written: 0 });
  });

  test("a month's round pays who serves in that month", async () => {
    const { list } = await round("chuxiong-base-allowance", "2014-12");
    expect(list.outcomes).toHaveLength(95);
    expect(
      list.outcomes.every(({ amountFen }: { amountFen: number }) => [56000, 67200, 64800].includes(amountFen)),
    ).toBe(true);
  });

  test("a fund is told of with the computing, and the sheet shows yuan", async () => {
    const { computed, list } = await round("dongyang-venue-reward", "2014");
    expect(computed.funds[0]).toMatchObject({ code: "venueFund", budgetFen: 200000000, overFen: 0 });
    const sheet = await clerk("GET", `/v1/sheets/outcomes.dongyang-venue-reward?period=2014&region=${prefecture}`);
    const first = list.outcomes.find(({ amountFen }: { amountFen: number }) => amountFen > 0);
    expect(rowsOf(sheet).find(({ id }) => id === first.subjectId)).toMatchObject({ amount: first.amountFen / 100 });
  });

  test("what each village is due adds up over the payers", async () => {
    const { list } = await round("benxi-village-funds", "2016");
    expect(list.outcomes).toHaveLength(48);
    for (const { amountFen, payers } of list.outcomes)
      expect(payers.reduce((sum: number, one: { amountFen: number }) => sum + one.amountFen, 0)).toBe(amountFen);
  });

  test("a change of post in mid-month, a post in another village, the same post twice: paid by the rule, and told", async () => {
    const persons = rowsOf(await clerk("GET", "/v1/sheets/persons")).slice(-4);
    const appointments = rowsOf(await clerk("GET", "/v1/sheets/appointments"));
    const [changed, both, wrong, twice] = persons.map(({ id }) => appointments.find(({ person }) => person === id)!);
    const edit = ({ id, version }: { id: string; version: number }, cells: object) => ({
      ...{ id, baseVersion: version, cells },
    });
    const add = (code: string, { person }: { [column: string]: unknown }, cells: object) => ({
      newKey: code,
      cells: { code, person, ...cells },
    });
    const elsewhere = persons.find(({ id }) => id === both!.person)!.organization === "990101001001" ? "2" : "1";
    const pushed = await clerk("PATCH", "/v1/sheets/appointments", {
      rows: [
        edit(changed!, { post: "clerk", from: "2010-01-01", to: "2014-05-15" }),
        add("N1", changed!, { post: "director", from: "2014-05-16" }),
        edit(both!, { post: "secretary", from: "2010-01-01" }),
        add("N2", both!, { post: "secretary", from: "2010-01-01", organization: `99010100100${elsewhere}` }),
        edit(wrong!, { post: "clerk", from: "2014-05-20", to: "2014-05-10" }),
        edit(twice!, { post: "clerk", from: "2010-01-01" }),
        add("N3", twice!, { post: "clerk", from: "2013-01-01" }),
      ],
    });
    // The roster's own rule refuses a post that ends before it begins.
    expect(pushed.body.summary).toMatchObject({ saved: 6, invalid: 1 });
    expect(pushed.body.results[4]).toMatchObject({ id: wrong!.id, status: "invalid" });
    const path = "/v1/rounds/chuxiong-base-allowance.2014.990100000000";
    const { warnings } = (await clerk("POST", `${path}/compute`)).body;
    expect(warnings).toEqual([{ code: "samePostTwice", message: "同一职务同时登记了两次,重复的月份只计一次:N3" }]);
    const explained = async (person: unknown) => (await clerk("GET", `${path}/outcomes/${person}`)).body;
    const change = await explained(changed!.person);
    expect(change.amountFen).toBe(4 * 54000 + 8 * 56000);
    const [total]: TraceStep[] = change.trace;
    expect(total!.steps!.filter(({ value }) => value !== 0).map(({ text }) => text)).toEqual([
      "每月540元,2014-01至2014-04共4个月,计2160元",
      "每月560元,2014-05至2014-12共8个月,计4480元",
    ]);
    expect(total!.steps![0]!.steps![0]!.inputs![0]!.text).toBe("5月换任,当月计较高的一职");
    expect((await explained(both!.person)).amountFen).toBe(12 * 56000);
    expect((await explained(twice!.person)).amountFen).toBe(12 * 54000);
  });
});
