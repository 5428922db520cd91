/** Rankings: the backward list, its cases of rectification, the bands of collective income, over HTTP. */
import { beforeAll, expect, test } from "vitest";
import { type Client, indicators, type Office, openOffice, prefecture, wholeLibrary } from "../worker/office.ts";
import { add, community, edit, judge, oneTownship, pull, v1, v2, v3, v4 } from "./system.ts";

let office: Office;
let clerk: Client;
const list = `chuxiong-backward.2014.${prefecture}`;
const v5 = "990101001005";
beforeAll(async () => {
  office = await openOffice({ ...oneTownship, villages: 9 }, wholeLibrary);
  clerk = office.as.prefecture;
});

test("C1 后进倒排: a tenth of ten, the worst of its kind, with the figure that the document does not agree in", async () => {
  await edit(clerk, indicators, "2014-H2", {
    [v2]: { serviceTeam: 0, servicePersonnel: 0, serviceCapability: 0, serviceSupport: 0, serviceMechanism: 0 },
  });
  await judge(clerk, "xinhui-star-organization", "2014-H2");
  const judged = await judge(clerk, "chuxiong-backward", "2014");
  expect(judged.size).toBe(10);
  expect(judged.of(v2)).toMatchObject({ selected: true });
  expect(judged.of(v1)).toMatchObject({ selected: false });
  expect(await judged.why(v2)).toContain("全部评价对象(含未评分)10个,按10%,舍去尾数为1个;列入");
  const { warnings } = (await clerk("GET", "/v1/policies/chuxiong-backward")).body;
  expect(warnings[0].message).toBe("后进村(社区)占比:文件写9.24%,按101/1098为9.2%");
});

test("C2 集中整顿: the listed one becomes a case with cause, measures, people and deadline, and is struck off", async () => {
  expect((await office.as.approver("POST", `/v1/rounds/${list}/finalise`)).status).toBe(200);
  const opened = await clerk("POST", `/v1/rounds/${list}/cases`, { deadline: "2015-06-30" });
  expect(opened.body, opened.text).toMatchObject({ opened: 1 });
  const id = `${list}.${v2}`;
  const step = async (who: Client, action: string, more: object = {}) => {
    const { status, body, text } = await who("POST", `/v1/cases/${id}`, { action, ...more });
    expect(status, text).toBe(200);
    return body.stateTitle;
  };
  await add(office.as.township, "register.rectification-plan", "2014", [
    {
      subject: v2,
      problem: "班子瘫痪",
      cause: "paralysed",
      measure: "选派第一书记",
      responsible: "甲",
      dueOn: "2015-03-31",
      finishedOn: "2015-03-01",
      result: "已到任",
    },
  ]);
  await add(office.as.township, "register.rectification-people", "2014", [
    { subject: v2, role: "firstSecretary", person: "乙", unit: "县委组织部", from: "2014-12-01" },
  ]);
  expect(await step(office.as.township, "plan")).toBe("整改中");
  await step(office.as.township, "accept");
  await step(office.as.county, "review");
  expect(await step(office.as.approver, "close")).toBe("已销号");
  const [row] = await pull(clerk, "register.rectification-plan", "2014");
  expect(row).toMatchObject({ cause: "paralysed", finishedOn: "2015-03-01" });
});

test("C2 不合格书记: found, rectified, adjusted, in this order; 诫勉 has an approval and a deadline", async () => {
  const sheet = "register.unfit-secretaries";
  const cells = {
    subject: v2,
    person: "丙",
    cause: "岗位目标没有完成",
    foundOn: "2014-03-01",
    rectifiedOn: "2014-06-01",
  };
  const refused = await clerk("PATCH", `/v1/sheets/${sheet}`, {
    ...{ period: "2014", rows: [{ newKey: "a", cells: { ...cells, outcome: "adjusted" } }] },
  });
  expect(refused.body.results[0]).toMatchObject({ status: "invalid" });
  await add(clerk, sheet, "2014", [{ ...cells, outcome: "adjusted", adjustedOn: "2014-09-01", successor: "丁" }]);
  expect((await pull(clerk, sheet, "2014"))[0]).toMatchObject({ step: 3 });
  const wrong = await clerk("PATCH", "/v1/sheets/register.admonitions", {
    period: "2014",
    rows: [
      {
        newKey: "a",
        cells: {
          ...{
            subject: v2,
            person: "丙",
            post: "secretary",
            cause: "管理不善",
            approver: "县委组织部",
            approval: "3号",
          },
          ...{
            approvedOn: "2014-05-02",
            talkedOn: "2014-05-01",
            effectiveFrom: "2014-05-02",
            effectiveTo: "2014-11-02",
          },
        },
      },
    ],
  });
  expect(wrong.body.results[0]).toMatchObject({
    status: "invalid",
    errors: [{ message: expect.stringContaining("先批准,后谈话") }],
  });
});

test("C3 集体经济分档: 3 万 exactly lies in the upper band, nothing is 空壳; the overlap and the missing six are told", async () => {
  const incomes = { [v1]: 100000, [v2]: 30000, [v3]: 29999.99, [v4]: 9999.99, [v5]: 0 };
  await edit(
    clerk,
    "register.village-income",
    "2014",
    Object.fromEntries(Object.entries(incomes).map(([id, income]) => [id, { income }])),
  );
  const judged = await judge(clerk, "chuxiong-collective-economy", "2014");
  expect([v1, v2, v3, v4, v5].map((id) => judged.of(id)!.level)).toEqual([
    "10万元以上",
    "3-10万元",
    "1-3万元",
    "1万元以下",
    "空壳村",
  ]);
  expect(judged.of(community)).toMatchObject({ code: "missingData" });
  expect(await judged.why(v2)).toContain("30000");
  const { warnings } = (await clerk("GET", "/v1/policies/chuxiong-collective-economy")).body;
  expect(warnings.map(({ message }: { message: string }) => message)).toEqual([
    "村集体经济分档:文件写合计1098,各部分45+516+418+113=1092,相差6",
    expect.stringContaining("30000同在“1-3万元”与“3-10万元”两档"),
  ]);
});
