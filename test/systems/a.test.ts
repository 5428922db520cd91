/** Ratings: every system pulled, edited, pushed and computed over HTTP, its figure and its reason. */
import { beforeAll, describe, expect, test } from "vitest";
import { type Client, indicators, type Office, openOffice } from "../worker/office.ts";
import { community, edit, judge, oneTownship, pull, v1, v2, v3, v4 } from "./system.ts";

let office: Office;
let clerk: Client;
beforeAll(async () => {
  office = await openOffice(oneTownship);
  clerk = office.as.prefecture;
});

const marks = { serviceTeam: 19.5, servicePersonnel: 18, serviceCapability: 18.5, serviceSupport: 9 };

test("A1 星级: twice a year, stars that rise by one and fall by two at most, a veto caps them", async () => {
  const fill = (period: string, cells: object) =>
    edit(clerk, indicators, period, { [v1]: { ...marks, serviceMechanism: 9, noVenue: false, ...cells } });
  await fill("2016-H1", { serviceTeam: 0 });
  await edit(clerk, "register.service-cases", "2016-03", {
    [v1]: { accepted: 50, closed: 50, asked: 50, satisfied: 49 },
  });
  expect((await judge(clerk, "xinhui-star-organization", "2016-H1")).of(v1)).toMatchObject({ score: 74.5, stars: 3 });
  await fill("2016-H2", {});
  await edit(clerk, "register.service-cases", "2016-09", {
    [v1]: { accepted: 50, closed: 50, asked: 50, satisfied: 49 },
  });
  const second = await judge(clerk, "xinhui-star-organization", "2016-H2");
  expect(second.of(v1)).toMatchObject({ score: 94, stars: 4, bound: "movement" });
  expect(await second.why(v1)).toContain("上期3星,本期实得5星,一期最多升1星、降2星,为4星");
  await fill("2016-H2", { noVenue: true });
  const vetoed = await judge(clerk, "xinhui-star-organization", "2016-H2");
  expect(vetoed.of(v1)).toMatchObject({ stars: 2, bound: "veto" });
  expect(await vetoed.why(v1)).toContain("触发村级组织活动场所建设一票否决(无活动场所为是),最高2星;由4星降为2星");
});

test("A2 十星级文明户: nine of ten named stars make nine", async () => {
  const sheet = "indicators.xinhui-ten-star-household";
  const [home] = await pull(clerk, sheet, "2016");
  const { columns } = (await clerk("GET", `/v1/sheets/${sheet}?period=2016`)).body.definition;
  const stars: string[] = columns.filter(({ type }: { type: string }) => type === "flag").map(({ key }: never) => key);
  expect(stars).toHaveLength(10);
  await edit(clerk, sheet, "2016", { [home!.id]: Object.fromEntries(stars.map((star) => [star, star !== "thrift"])) });
  const judged = await judge(clerk, "xinhui-ten-star-household", "2016");
  expect(judged.of(home!.id)).toMatchObject({ score: 9, stars: 9 });
  expect(await judged.why(home!.id)).toContain("节能星");
});

describe("A4 达标: required items and areas decide, one lacking is named", () => {
  /** Every flag of a standard's sheet as it may be filled. */
  const flagsOf = async (policyId: string) => {
    const { columns } = (await clerk("GET", `/v1/sheets/indicators.${policyId}?period=2016`)).body.definition;
    return columns.filter(({ type }: { type: string }) => type === "flag").map(({ key }: never) => key) as string[];
  };
  /** What a policy's own figures do not agree in. */
  const said = async (policyId: string) =>
    (await clerk("GET", `/v1/policies/${policyId}`)).body.warnings.map(({ message }: { message: string }) => message);
  const all = (flags: readonly string[], without = "") =>
    Object.fromEntries(flags.map((key) => [key, key !== without]));

  test("五有: the name says five and twelve are listed; each is required", async () => {
    const flags = await flagsOf("zhenyuan-five-haves");
    expect(flags).toHaveLength(12);
    await edit(clerk, "indicators.zhenyuan-five-haves", "2016", {
      [`V${v1}`]: all(flags),
      [`V${v2}`]: all(flags, "partyFlag"),
    });
    const judged = await judge(clerk, "zhenyuan-five-haves", "2016");
    expect(judged.of(`V${v1}`)).toMatchObject({ score: 12, stars: 1, level: "达标", bound: "cuts" });
    expect(judged.of(`V${v2}`)).toMatchObject({ score: 11, stars: 0, level: "未达标", bound: "required" });
    expect(judged.of(`V${v3}`)).toMatchObject({ code: "missingData" });
    expect(await judged.why(`V${v2}`)).toContain("达标以上须党旗(党旗为是),不满足;由达标降为未达标");
    expect(await said("zhenyuan-five-haves")).toEqual(["“五有”:名称为5项,文件逐项列出12项"]);
  });

  test("五(六)个中心: the heading says five, six are listed, five are described", async () => {
    const flags = await flagsOf("zhenyuan-centres");
    expect(flags).toHaveLength(6);
    await edit(clerk, "indicators.zhenyuan-centres", "2016", { [`V${v1}`]: all(flags, "trainingCentre") });
    const judged = await judge(clerk, "zhenyuan-centres", "2016");
    expect(judged.of(`V${v1}`)).toMatchObject({ score: 5, level: "未达标" });
    expect(await said("zhenyuan-centres")).toEqual([
      "“五个中心”:名称为5项,文件逐项列出6项",
      "“六个中心”中有专段说明的:名称为6项,文件逐项列出5项",
    ]);
  });

  test("一场五室一站: indoor at least 200, outdoor at least 1000, both with the bound; communities are not asked", async () => {
    const sheet = "indicators.benxi-village-venue";
    const flags = await flagsOf("benxi-village-venue");
    expect(flags).toHaveLength(7);
    expect((await pull(clerk, sheet, "2016")).map(({ id }) => id)).toEqual([v1, v2, v3, v4].map((id) => `V${id}`));
    await edit(clerk, "venues", "", {
      [`V${v1}`]: { indoorArea: 280, outdoorArea: 1000 },
      [`V${v2}`]: { indoorArea: 280, outdoorArea: 999.99 },
      [`V${v3}`]: { indoorArea: 199.99, outdoorArea: 1000 },
      [`V${v4}`]: { indoorArea: 200, outdoorArea: 1000 },
      [`V${community}`]: { indoorArea: 400 },
    });
    await edit(clerk, sheet, "2016", Object.fromEntries([v1, v2, v3, v4].map((id) => [`V${id}`, all(flags)])));
    const judged = await judge(clerk, "benxi-village-venue", "2016");
    expect([v1, v2, v3, v4].map((id) => judged.of(`V${id}`)!.level)).toEqual(["达标", "未达标", "未达标", "达标"]);
    expect(await judged.why(`V${v2}`)).toContain("达标以上须室外面积(㎡)不小于1000(");
    expect(judged.of(`V${community}`)).toBeUndefined();
    const refused = await clerk("PATCH", `/v1/sheets/${sheet}`, {
      ...{ period: "2016", rows: [{ id: `V${community}`, baseVersion: 0, cells: all(flags) }] },
    });
    expect(refused.body.results[0].status).toBe("gone");
  });

  test("一站六室: a community needs seven rooms and 400 square metres", async () => {
    const flags = await flagsOf("benxi-community-venue");
    expect(flags).toHaveLength(7);
    await edit(clerk, "indicators.benxi-community-venue", "2016", { [`V${community}`]: all(flags) });
    const judged = await judge(clerk, "benxi-community-venue", "2016");
    expect(judged.size).toBe(1);
    expect(judged.of(`V${community}`)).toMatchObject({ score: 8, level: "达标" });
  });

  test("八有八规范: what has the means meets all sixteen, what has not is markedly better", async () => {
    const sheet = "indicators.dongyang-eight-haves";
    const items = (await flagsOf("dongyang-eight-haves")).filter((key) => !["eligible", "improved"].includes(key));
    expect(items).toHaveLength(16);
    await edit(clerk, sheet, "2016", {
      [v1]: all(items),
      [v2]: all(items, "archives"),
      [v3]: { ...all(items, "archives"), eligible: false, improved: true },
      [v4]: { ...all(items, "archives"), eligible: false },
    });
    const judged = await judge(clerk, "dongyang-eight-haves", "2016");
    expect([v1, v2, v3, v4].map((id) => judged.of(id)!.level)).toEqual(["达标", "未达标", "有明显改善", "未达标"]);
    expect(judged.of(community)).toBeUndefined();
  });

  test.each([
    ["benxi-five-ones", 5],
    ["benxi-four-homes", 4],
    ["benxi-venue-functions", 12],
  ])("%s asks for %i items, and its result stands on a sheet under its name", async (policyId, count) => {
    const flags = await flagsOf(policyId);
    expect(flags).toHaveLength(count);
    const id = policyId === "benxi-five-ones" ? v1 : `V${v1}`;
    await edit(clerk, `indicators.${policyId}`, "2016", { [id]: all(flags) });
    await judge(clerk, policyId, "2016");
    const sheet = await pull(clerk, `outcomes.${policyId}`, "2016&region=990100000000");
    expect(sheet.find((row) => row.id === id)).toMatchObject({ level: "达标", stars: 1, score: count });
  });
});
