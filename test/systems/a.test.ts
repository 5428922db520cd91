/** Ratings: every system pulled, edited, pushed and computed over HTTP, its figure and its reason. */
import { beforeAll, describe, expect, test } from "vitest";
import { type Client, indicators, type Office, openOffice, wholeLibrary } from "../worker/office.ts";
import { add, community, edit, judge, oneTownship, pull, v1, v2, v3, v4 } from "./system.ts";

let office: Office;
let clerk: Client;
beforeAll(async () => {
  office = await openOffice(oneTownship, wholeLibrary);
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

describe("A3 责任制考核: by class of object, the secretary by pairs, the village secretary by goals", () => {
  const seven = { management: 90, ability: 92, structure: 88, money: 90, venues: 95, care: 85, democracy: 90 };
  const sheet = "indicators.chuxiong-work-responsibility";

  test("counties and departments are assessed, by cuts of their own; what a department has not is left out", async () => {
    await add(clerk, "organizations", "", [
      { code: "C01", name: "示范一县委", regionCode: "990101000000", kind: "county" },
      { code: "C02", name: "示范二县委", regionCode: "990101000000", kind: "county" },
      { code: "D01", name: "州财政局党组", regionCode: "990100000000", kind: "department" },
      { code: "D02", name: "州水利局党组", regionCode: "990100000000", kind: "department" },
      { code: "T01", name: "城关镇党委", regionCode: "990101001000", kind: "township" },
    ]);
    expect((await pull(clerk, sheet, "2016")).map(({ id }) => id).sort()).toEqual(["C01", "C02", "D01", "D02"]);
    await edit(clerk, sheet, "2016", {
      C01: seven,
      C02: { ...seven, fundsUnmet: true },
      D01: seven,
      D02: { management: 90, ability: 90, structure: 80, democracy: 100 },
    });
    const judged = await judge(clerk, "chuxiong-work-responsibility", "2016");
    expect(judged.size).toBe(4);
    expect(judged.of("C01")).toMatchObject({ score: 90.25, level: "优秀" });
    expect(judged.of("D01")).toMatchObject({ score: 90.25, level: "良好" });
    expect(judged.of("D02")).toMatchObject({ score: 89.17, level: "良好" });
    expect(await judged.why("D01")).toContain("部门党组、直属党(工)委:90.25分达到良好线82分,距优秀线92分差1.75分");
    // A5: what is vetoed keeps its score and is not qualified.
    expect(judged.of("C02")).toMatchObject({ score: 90.25, level: "不合格", bound: "veto" });
    expect(await judged.why("C02")).toContain("七项经费落实一票否决");
  });

  test("书记专项考核: three pairs of two", async () => {
    const marks = { quantitative: 90, qualitative: 80, partyWork: 92, government: 88, visible: 85, latent: 75 };
    await edit(clerk, "indicators.benxi-secretary-assessment", "2016", { T01: marks, C01: { ...marks, latent: null } });
    const judged = await judge(clerk, "benxi-secretary-assessment", "2016");
    expect(judged.of("T01")).toMatchObject({ score: 85, level: "称职" });
    expect(judged.of("C01")).toMatchObject({ code: "missingData" });
    expect(await judged.why("T01")).toMatch(/定量与定性结合.*\n/);
  });

  test("岗位目标责任制: earned of the points of the ledger; an admonition leaves 基本称职", async () => {
    const goals = (subject: string, earned: number) => [
      { subject, goal: "集体经济增收", points: 60, earned: 60, dueOn: "2016-10-31", doneOn: "2016-10-20" },
      { subject, goal: "党员发展", points: 40, earned, dueOn: "2016-10-31", doneOn: "2016-11-20" },
    ];
    await add(clerk, "register.secretary-goals", "2016", [...goals(v1, 32.5), ...goals(v2, 32.5), ...goals(v3, 0)]);
    const dates = {
      approvedOn: "2016-03-01",
      talkedOn: "2016-03-02",
      effectiveFrom: "2016-03-02",
      effectiveTo: "2016-09-02",
    };
    await add(clerk, "register.admonitions", "2016", [
      {
        ...{ subject: v2, person: "甲", post: "secretary", cause: "阵地管理不善", approver: "乙", approval: "1号" },
        ...dates,
      },
    ]);
    const judged = await judge(clerk, "chuxiong-secretary-duties", "2016");
    expect([v1, v2, v3].map((id) => judged.of(id)!.level)).toEqual(["优秀", "基本称职", "基本称职"]);
    expect(judged.of(v1)!.score).toBe(92.5);
    expect(await judged.why(v2)).toContain("书记受诫勉谈话(本年诫勉谈话次数不低于1),最高基本称职;由优秀降为基本称职");
  });
});

describe("A5 结果运用: a result of one method blocks or opens another", () => {
  test("先进 asks for a standard that is met; one without it is kept out whatever its points", async () => {
    await edit(clerk, "indicators.dongyang-pioneer-award", "2016", { [v1]: { merit: 85 }, [v2]: { merit: 95 } });
    const judged = await judge(clerk, "dongyang-pioneer-award", "2016");
    expect([v1, v2].map((id) => judged.of(id)!.level)).toEqual(["先进", "未评上"]);
    expect(await judged.why(v2)).toContain("先进以上须创建达标");
  });

  test("the secretary of a village without income is not 优秀: the result of the village blocks that of the person", async () => {
    await edit(clerk, "register.village-income", "2016", { [v1]: { income: 0 }, [v2]: { income: 50000 } });
    await judge(clerk, "chuxiong-collective-economy", "2016");
    await edit(clerk, "indicators.chuxiong-outstanding-secretaries", "2016", {
      G000001: { merit: 99 },
      G000003: { merit: 80 },
    });
    const judged = await judge(clerk, "chuxiong-outstanding-secretaries", "2016");
    expect(judged.of("G000001")).toMatchObject({ score: 99, level: "未评上", bound: "veto" });
    expect(judged.of("G000003")).toMatchObject({ score: 80, level: "优秀" });
    expect(await judged.why("G000001")).toContain("空壳村书记(主任)不能评为优秀(所在村集体经济档次为0)");
    const { body } = await clerk("GET", `/v1/rounds/${judged.round}/outcomes/G000001`);
    const veto = body.trace.find(({ shape }: { shape: string }) => shape === "veto");
    expect(veto.inputs[0].from[0]).toMatchObject({ sheet: "outcomes.chuxiong-collective-economy", id: v1 });
  });
});

test("GET /v1/systems lists the 32, each with its sheets, its policies, its quote, and what is assumed", async () => {
  const { status, body } = await clerk("GET", "/v1/systems");
  expect([status, body.systems.length]).toEqual([200, 32]);
  const system = (id: string) => body.systems.find((one: { id: string }) => one.id === id);
  expect(system("A1")).toMatchObject({
    title: "星级服务型党组织",
    group: "评定",
    documents: ["001_ed062aa7fda99132.txt"],
  });
  expect(system("A1").sheets.map(({ id }: { id: string }) => id)).toContain(indicators);
  expect(system("A1").policies).toEqual([{ id: "xinhui-star-organization", title: "星级服务型党组织评定办法" }]);
  expect(system("A1").assumed[0]).toMatchObject({ document: "xinhui-star-organization", confirmedBy: null });
  expect(system("E3").sheets.map(({ id }: { id: string }) => id)).toContain("register.decisions");
  for (const { id, sheets, quote, assumed } of body.systems) {
    expect(sheets.length, id).toBeGreaterThan(0);
    expect(quote !== null || assumed.length > 0, id).toBe(true);
  }
});
