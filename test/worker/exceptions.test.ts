/** GET /v1/audit/exceptions: the demo has one of every kind, and exactly these are found, where they may be told. */
import { beforeAll, expect, test } from "vitest";
import { type ExceptionKind, exceptionKinds } from "../../schema/exceptions.ts";
import { plantExceptions } from "../../worker/cli/demo/exceptions.ts";
import { type Client, type Office, openOffice, policies, registers, smallSize } from "./office.ts";

let office: Office;
interface Told {
  kind: ExceptionKind;
  title: string;
  reason: string;
  at: string;
  round?: string;
  line?: number;
  rows: {
    sheet: string;
    period: string;
    id: string;
    columns: { key: string; title: string }[];
    push: number | null;
    principal: { account: string; name: string } | null;
    history: string;
  }[];
}
const told = async (query = "", who: Client = office.as.auditor): Promise<Told[]> => {
  const { status, body } = await who("GET", `/v1/audit/exceptions?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.exceptions;
};
const only = async (kind: ExceptionKind): Promise<Told> => {
  const found = await told(`kind=${kind}`);
  expect(found).toHaveLength(1);
  return found[0]!;
};

const township = "990102002000";
const [one, other, third] = ["990102002001", "990102002002", "990102002003"];

beforeAll(async () => {
  office = await openOffice();
});

test("the demo as it is loaded has none", async () => {
  expect(await told()).toEqual([]);
  await plantExceptions(office.db, { policies, registers }, smallSize, "2016-01-05T00:00:00.000Z");
});

test("one of every kind is found, and nothing else", async () => {
  const found = await told();
  expect(found.map(({ kind }) => kind).sort()).toEqual(Object.keys(exceptionKinds).sort());
  for (const { at, reason, rows } of found) {
    expect(at).toMatch(/^2016-01-05T00:00:/);
    expect(reason).toMatch(/[一-龥]/);
    expect(rows.length).toBeGreaterThan(0);
  }
});

test("the same bank account in two rows, of which the last four digits are told", async () => {
  const { reason, rows, title } = await only("sameIdentity");
  expect(title).toBe("身份证号或银行账号重复");
  expect(reason).toContain("银行账号 ***************9901 登记在 2 行");
  expect(JSON.stringify([reason, rows])).not.toContain("6228");
  expect(rows.map(({ sheet }) => sheet)).toEqual(["persons", "persons"]);
  expect(rows[0]).toMatchObject({
    columns: [{ key: "bankAccount", title: "银行账号" }],
    principal: { account: "prefecture" },
    history: `/v1/sheets/persons/rows/${rows[0]!.id}/history?column=bankAccount`,
  });
});

test("pay for the months after somebody had left, by the roster of now", async () => {
  const { reason, rows, round } = await only("payAfterLeaving");
  expect(reason).toContain(
    "任职至 2015-03-31,2015年《村(社区)干部基础补贴办法》(已审定)仍计其后 9 个月(4、5、6、7、8、9、10、11、12月)",
  );
  expect(round).toBe(`chuxiong-base-allowance.2015.${township}`);
  expect(rows.map(({ sheet, columns }) => [sheet, columns.map(({ key }) => key)])).toEqual([
    ["appointments", ["to"]],
    ["outcomes.chuxiong-base-allowance", ["amount"]],
  ]);
  expect(rows[1]!.history).toBe(`/v1/rounds/${round}/outcomes/${rows[1]!.id}`);
});

test("ballots of two villages that are the same in every cell, without their numbers", async () => {
  const { reason, rows } = await only("sameTallies");
  expect(reason).toBe(`2 个对象的计票逐格相同:B${one}、B${other}`);
  expect(rows.map(({ id, period }) => `${id} ${period}`)).toEqual([`B${one} 2015`, `B${other} 2015`]);
});

test("full marks in everything", async () => {
  const { reason, rows } = await only("fullMarks");
  expect(reason).toContain(`${one} 的 5 项全部满分:服务班子强 20`);
  expect(rows[0]).toMatchObject({ id: one, period: "2015-H1" });
});

test("an edit after the round was final", async () => {
  const { reason, rows, round } = await only("lateEdit");
  expect(reason).toBe(`2015年上半年《星级服务型党组织评定办法》审定之后,${other} 又改了 1 格`);
  expect(round).toBe(`xinhui-star-organization.2015-H1.${township}`);
  expect(rows).toMatchObject([
    { id: other, columns: [{ key: "serviceTeam", title: "服务班子强" }], principal: { account: "prefecture" } },
  ]);
});

test("a tally that was changed after it was signed", async () => {
  const { reason, rows } = await only("editAfterSigning");
  expect(reason).toBe(`B${third} 的计票签核的是第 1 版,其后改到第 2 版,没有重新签核`);
  expect(rows).toMatchObject([{ sheet: "tallies.demo-signed-ballots", period: "2015" }]);
});

test("cuts that were tried on a round before they were changed, with the line of the audit", async () => {
  const { reason, rows, line, round } = await only("triedBeforeChange");
  expect(reason).toBe("第 2 版改了“星级分数线”;此前试算过 1 次,看过谁会变动(prefecture)");
  expect(rows).toMatchObject([{ sheet: "parameters.xinhui-ten-star-household", id: "/grade/cuts@2014-01" }]);
  const lines = (await office.as.auditor("GET", "/v1/audit?action=policy.simulate")).body.lines;
  expect(lines).toMatchObject([{ line, target: round }]);
});

test("every way to a history is one", async () => {
  for (const { rows } of await told())
    for (const { history } of rows) expect((await office.as.prefecture("GET", history)).status, history).toBe(200);
});

test("inside a region only; the rest is as if it were not", async () => {
  expect(await told("region=990101000000")).toEqual([]);
  // What concerns a policy as a whole concerns no township.
  expect((await told(`region=${township}`)).map(({ kind }) => kind).sort()).toEqual(
    Object.keys(exceptionKinds)
      .filter((kind) => kind !== "triedBeforeChange")
      .sort(),
  );
  expect((await office.as.viewer("GET", "/v1/audit/exceptions")).status).toBe(403);
});

test("the limit cuts the list and counts the rest", async () => {
  const { body } = await office.as.auditor("GET", "/v1/audit/exceptions?limit=2");
  expect(body).toMatchObject({ more: 5, label: "演示数据" });
  expect(body.exceptions).toHaveLength(2);
});
