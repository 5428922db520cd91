/** Prints (A4): every one as a page and as a workbook, with the figures of the API, its masks and its permissions. */
import { exports } from "cloudflare:workers";
import { readXlsx } from "hucre/xlsx";
import { beforeAll, describe, expect, test } from "vitest";
import { rangeOf } from "../../schema/region.ts";
import { commit } from "../../worker/store/database.ts";
import { insertCases } from "../../worker/store/rectifications.ts";
import { push } from "./desk.ts";
import {
  type Client,
  finalSubsidy,
  type Office,
  openOffice,
  otherTownship,
  prefecture,
  rowsOf,
  township,
  village,
} from "./office.ts";

let office: Office;
let funds: string;
let allowance: string;
const star = `xinhui-star-organization.2014-H1.${prefecture}`;
const ballots = `xinhui-three-ballots.2014.${prefecture}`;

/** What a page says, without its marks: cells apart from each other. */
async function pageOf(who: Client, name: string, query: string): Promise<string> {
  const { status, headers, text } = await who("GET", `/v1/prints/${name}.html?${query}`);
  expect(status, text.slice(0, 500)).toBe(200);
  expect(headers.get("content-type")).toMatch(/^text\/html/);
  expect(text).toMatch(/^<!doctype html><html lang="zh-CN">/);
  expect(text).not.toMatch(/style=|<script|undefined|NaN|\[object/);
  const body = text.slice(text.indexOf("<body>"));
  return body
    .replaceAll(/<[^>]+>/g, "|")
    .replaceAll(/\|+/g, "|")
    .replaceAll("&quot;", '"');
}
/** The worksheets of a workbook. */
async function bookOf(who: Client, name: string, query: string) {
  const { status, headers, bytes } = await who("GET", `/v1/prints/${name}.xlsx?${query}`);
  expect(status).toBe(200);
  expect(headers.get("content-disposition")).toMatch(
    /^attachment; filename="[a-z-]+\.xlsx"; filename\*=UTF-8''\S+\.xlsx$/,
  );
  return (await readXlsx(bytes, { readStyles: true })).sheets;
}
/** The cells of a worksheet's rows that hold something. */
const filled = (rows: readonly (readonly unknown[])[]) =>
  rows.map((row) => row.filter((cell) => cell !== null && cell !== "")).filter((row) => row.length > 0);
const refused = async (who: Client, path: string) => {
  const { status, body } = await who("GET", `/v1/prints/${path}`);
  return [status, body.errors?.[0]?.code];
};

beforeAll(async () => {
  office = await openOffice();
  funds = await finalSubsidy(office);
  allowance = await finalSubsidy(office, "chuxiong-base-allowance", "2014");
  for (const [policyId, period] of [
    ["xinhui-star-organization", "2014-H1"],
    ["xinhui-three-ballots", "2014"],
  ]) {
    const { body } = await office.as.prefecture("POST", "/v1/rounds", { policyId, period, regionCode: prefecture });
    await office.as.prefecture("POST", `/v1/rounds/${body.id}/compute`);
  }
});

describe("every print", () => {
  test("is of a round that is there, and names what is missing", async () => {
    const { viewer, township: clerk } = office.as;
    expect(await refused(viewer, "payroll.html")).toEqual([400, "printNeeds"]);
    expect(await refused(viewer, "payroll.pdf?round=x")).toEqual([400, "notChoice"]);
    expect(await refused(viewer, "payroll.html?round=nothing")).toEqual([404, "unknown"]);
    expect(await refused(viewer, `payroll.xlsx?round=${funds}&batch=${funds}.9`)).toEqual([404, "unknown"]);
    expect(await refused(clerk, `payroll.html?round=${funds}&region=${otherTownship}`)).toEqual([404, "unknown"]);
  });

  test("fits A4: heads repeated on every page, numbers of pages below, no lines of a grid", async () => {
    const [sheet] = await bookOf(office.as.prefecture, "payroll", `round=${funds}`);
    expect(sheet!.pageSetup).toMatchObject({ paperSize: "a4", orientation: "landscape", printTitlesRow: "$1:$4" });
    expect(sheet!.headerFooter?.oddFooter).toBe("&C第&P页 共&N页");
    const text = await pageOf(office.as.prefecture, "payroll", `round=${funds}`);
    // A break after every page but the last.
    expect(sheet!.rowBreaks).toHaveLength(text.split("本页小计").length - 2);
    const { text: css } = await office.nobody("GET", "/print.css");
    expect(css).toContain("size: A4 landscape");
  });
});

describe("发放表", () => {
  test("of organizations comes to the total of the round, in figures and in capitals, township by township", async () => {
    const { total } = (await office.as.finance("GET", `/v1/rounds/${funds}/payments`)).body;
    expect(total.dueFen).toBe(240_000_000);
    const text = await pageOf(office.as.finance, "payroll", `round=${funds}`);
    expect(text).toMatch(/2016年工作经费发放表.*单位.元.*序号.*名称.*应发.*扣.*实发.*签领/);
    expect(text).toContain("|合计|2,400,000.00|0.00|2,400,000.00|");
    expect(text).toContain("贰佰肆拾万元整");
    expect(text.match(/示范.县..镇小计\|600,000\.00\|0\.00\|600,000\.00/g)).toHaveLength(4);
    expect(text).toMatch(new RegExp(`批次 ${funds} · 第\\d+次运算\\(据第\\d+次提交\\) · 审计`));
    const rows = filled((await bookOf(office.as.finance, "payroll", `round=${funds}`))[0]!.rows);
    expect(rows.find(([first]) => first === "合计")).toEqual(["合计", 2_400_000, 0, 2_400_000]);
    expect(rows.filter(([first]) => typeof first === "number")).toHaveLength(48);
    expect(rows.find(([first]) => first === 1)).toEqual([1, "城关镇01村党总支", 50_000, 0, 50_000]);
  });

  test("of persons tells post, months and rate; identity cards are masked for all, accounts for who may not see them", async () => {
    const query = `round=${allowance}&region=${township}`;
    const [open, masked] = await Promise.all(
      [office.as.finance, office.as.township].map((who) => pageOf(who, "payroll", query)),
    );
    expect(open).toContain(
      "|1|干部-000001|990***********0009|党组织书记|12|672.00|8,064.00|0.00|8,064.00|9901000000000000001|",
    );
    expect(masked).toContain("|990***********0009|党组织书记|12|672.00|8,064.00|0.00|8,064.00|***************0001|");
    expect(`${open}${masked}`).not.toMatch(/\d{17}[\dX]\b(?<!\d{19})/);
    const cells = (await bookOf(office.as.finance, "payroll", query))[0]!.rows.flat();
    expect(cells).toContain("9901000000000000001");
    expect(cells.some((cell) => typeof cell === "string" && /^\d{17}[\dX]$/.test(cell))).toBe(false);
  });

  test("of a round that is not final says so, and of one without results has empty lines", async () => {
    const asked = { policyId: "benxi-village-funds", period: "2015", regionCode: township };
    const { id } = (await office.as.prefecture("POST", "/v1/rounds", asked)).body;
    const empty = await pageOf(office.as.township, "payroll", `round=${id}`);
    expect(empty).toMatch(/\|8\|9\|合计\|/);
    expect(empty).toContain("· 审计");
    await office.as.prefecture("POST", `/v1/rounds/${id}/compute`);
    const draft = await pageOf(office.as.township, "payroll", `round=${id}`);
    expect(draft).toContain("本批次尚未审定");
    expect(draft).toContain("|合计|600,000.00|0.00|600,000.00|");
    expect(await pageOf(office.as.finance, "payroll", `round=${funds}`)).not.toContain("尚未审定");
  });
});

describe("分乡镇汇总表", () => {
  test("adds up townships by county and payers by township, in yuan or in wan", async () => {
    const text = await pageOf(office.as.prefecture, "township-summary", `round=${funds}&unit=wan`);
    expect(text).toContain("单位\uff1a万元");
    expect(text.match(/\|城关镇\|12\|60\.00\|0\.00\|60\.00\|24\.00\|24\.00\|12\.00\|/g)).toHaveLength(2);
    expect(text).toContain("|示范一县小计|24|120.00|0.00|120.00|48.00|48.00|24.00|");
    expect(text).toContain("|合计|48|240.00|0.00|240.00|96.00|96.00|48.00|");
    const rows = filled((await bookOf(office.as.prefecture, "township-summary", `round=${funds}`))[0]!.rows);
    expect(rows.find(([first]) => first === "合计")).toEqual([
      ...["合计", 48, 2_400_000, 0, 2_400_000, 960_000, 960_000, 480_000],
    ]);
  });
});

describe("公示稿", () => {
  test("is a draft with days to be filled in before the notice, and the notice once it is published", async () => {
    const draft = await pageOf(office.as.viewer, "notice", `round=${star}`);
    expect(draft).toMatch(/关于2014年上半年《[^》]+》结果的公示/);
    expect(draft).toContain("公示期自    年    月    日至    年    月    日。");
    expect(draft).toContain("本批次尚未公示");
    const { outcomes } = (await office.as.viewer("GET", `/v1/rounds/${star}/outcomes`)).body;
    expect(outcomes.length).toBeGreaterThan(40);
    for (const { name, score, stars } of outcomes)
      expect(draft).toContain(`|${name}|${score}|${stars === 0 ? "不定星" : `${stars}星`}|`);
    const { number, text } = (
      await office.as.prefecture("POST", `/v1/rounds/${star}/publish`, {
        ...{ audience: ["villageBoard"], opensOn: "2114-08-01", closesOn: "2114-08-07", telephone: "0878-0000" },
        acknowledgeAssumed: true,
      })
    ).body;
    const shown = await pageOf(office.as.viewer, "notice", `round=${star}&region=${township}`);
    for (const part of [number, text, "公示范围:村务公开栏", "2114年8月1日"]) expect(shown).toContain(part);
    expect(shown).not.toContain("东河镇");
  });

  test("of a subsidy has its total in capitals; finance reads that and no other", async () => {
    expect(await pageOf(office.as.finance, "notice", `round=${funds}`)).toMatch(
      /\|合计\|2,400,000\.00\|合计.大写..贰佰肆拾万元整\|/,
    );
    expect((await office.as.finance("GET", `/v1/prints/notice.html?round=${star}`)).status).toBe(403);
  });
});

describe("forms of a meeting", () => {
  const policy = "policy=xinhui-three-ballots&period=2014";
  const inVillage = `${policy}&region=${village}`;

  test("are made for each voter group of each organization, before anybody has voted", async () => {
    const { viewer, finance } = office.as;
    for (const name of ["ballot-form", "attendance"]) {
      const text = await pageOf(viewer, name, `${policy.replace("2014", "2099")}&region=${township}`);
      expect(text.match(/2099年民主测评/g)).toHaveLength(12 * 3);
    }
    expect(await bookOf(finance, "ballot-form", inVillage)).toHaveLength(3);
    expect(await bookOf(finance, "ballot-form", `${inVillage}&group=members`)).toHaveLength(1);
    expect(await refused(viewer, `ballot-form.html?${policy}`)).toEqual([400, "printNeeds"]);
    const other = inVillage.replace("xinhui-three-ballots", "benxi-village-funds");
    expect(await refused(viewer, `ballot-form.html?${other}`)).toEqual([422, "notAppraisal"]);
    expect(await refused(office.as.township, `attendance.html?${policy}&region=${otherTownship}`)).toEqual([
      ...[404, "unknown"],
    ]);
  });

  test("票样 has every option for everybody who is judged, and nothing by which one ballot is told from another", async () => {
    const text = await pageOf(office.as.viewer, "ballot-form", inVillage);
    expect(text).toContain("|序号|评议对象|职务|优秀|称职|基本称职|不称职|1|");
    const teams = rowsOf(await office.as.viewer("GET", `/v1/sheets/leadership-teams?region=${village}`));
    const members = rowsOf(await office.as.viewer("GET", `/v1/sheets/committee-members?region=${village}`));
    for (const { name } of [...teams, ...members]) expect(text.split(`|${name}|`)).toHaveLength(4);
    expect(text).not.toMatch(/制表|复核/);
    const [, ...forms] = text.split("2014年民主测评票");
    const alike = forms.map((form) => form.replace(/群众票|党员票|组织票|演示数据\|/g, ""));
    expect(new Set(alike.slice(-3)).size).toBe(1);
  });

  test("签到册 has as many lines as are wanted", async () => {
    expect(await pageOf(office.as.viewer, "attendance", inVillage)).toMatch(/\|15\|16\|由本人签到/);
    expect(await pageOf(office.as.viewer, "attendance", `${inVillage}&lines=120`)).toMatch(/\|119\|120\|/);
  });

  test("唱票计票单 shows what is typed to who may read tallies, and to nobody else", async () => {
    const sheet = "/v1/sheets/tallies.xinhui-three-ballots?period=2014";
    const typed = rowsOf(await office.as.prefecture("GET", `${sheet}&region=${village}`));
    expect(typed.length).toBeGreaterThan(1);
    const text = await pageOf(office.as.prefecture, "tally-form", `round=${ballots}&region=${village}`);
    for (const row of typed) {
      const votes = ["excellent", "competent", "basic", "incompetent"].map((code) => row[`masses.${code}`] ?? "");
      expect(text.replaceAll(/\|+/g, "|")).toContain(`|${votes.filter((one) => one !== "").join("|")}|`);
    }
    expect(text).toContain("|监票人");
    expect(
      (await office.as.viewer("GET", `/v1/prints/tally-form.html?round=${ballots}&region=${village}`)).status,
    ).toBe(403);
  });
});

test("测评汇总表 tells score, grade and place as the API does, and why somebody has none", async () => {
  const { outcomes, unscored } = (await office.as.viewer("GET", `/v1/rounds/${ballots}/outcomes`)).body;
  const text = await pageOf(office.as.viewer, "appraisal", `round=${ballots}`);
  expect(outcomes.length).toBeGreaterThan(10);
  for (const { score, rank, ranked } of outcomes)
    expect(text).toMatch(new RegExp(`\\|${score.toFixed(2)}\\|[^|]+\\|${rank}/${ranked}\\|`));
  for (const { message } of unscored) expect(text).toContain(message);
  expect(await refused(office.as.viewer, `appraisal.xlsx?round=${star}`)).toEqual([422, "notAppraisal"]);
});

test("挂牌摘牌单 lists what is to be hung, changed and taken down, and that it may not be before the round is final", async () => {
  const rows = rowsOf(await office.as.viewer("GET", `/v1/sheets/plaques.xinhui-star-organization?round=${star}`));
  const hung = rows.filter(({ action }) => action === "hang");
  expect(hung.length).toBeGreaterThan(10);
  const text = await pageOf(office.as.viewer, "plaques", `round=${star}`);
  for (const { name, after, reason } of hung) expect(text).toContain(`|${name}|挂牌|无|${after}星|${reason}|`);
  expect(text).toContain(`合计${hung.length}块:挂牌${hung.length}、换牌0、摘牌0。`);
  expect(text).toContain("不得挂、摘");
});

describe("一村一策 and 一村一档", () => {
  const id = `list.2014.${village}`;
  beforeAll(async () => {
    const filed = { id, round: "list.2014", subjectId: village, regionCode: village, period: "2014" };
    const by = { deadline: "2014-12-31", principal: "demo-county", at: "2014-03-01T00:00:00.000Z" };
    await commit(office.db, insertCases(office.db, [rangeOf(prefecture)], [{ ...filed, ...by }]));
    const measure = { problem: "班子不团结", cause: "群众意见大", measure: "重新分工", responsible: "镇党委书记" };
    const rows = [{ newKey: "a", cells: { subject: village, ...measure, dueOn: "2014-09-30" } }];
    await push(office.as.township, "/v1/sheets/register.rectification-plan", rows, { period: "2014" });
    await office.as.township("POST", `/v1/cases/${id}`, { action: "plan" });
  });

  test("the first has the case with its lists and steps, in empty lines what nobody has filled in", async () => {
    const text = await pageOf(office.as.township, "case-plan", `case=${id}`);
    expect(text).toContain("|城关镇01村党总支|");
    expect(text).toContain("|1|班子不团结|群众意见大|重新分工|镇党委书记|2014-09-30|");
    expect(text).toMatch(/四、办理经过\|序号\|办理\|日期\|办理人\|[^|]+\|1\|报整改方案\|20\d\d-/);
    expect(text).toMatch(/三、月进展\|序号\|月份\|.*\|1\|2\|四、/);
    const [sheet] = await bookOf(office.as.viewer, "case-plan", `case=${id}`);
    expect(filled(sheet!.rows).find(([, problem]) => problem === "班子不团结")).toContain("镇党委书记");
    expect(await refused(office.as.viewer, "case-plan.html?case=nothing")).toEqual([404, "unknown"]);
    expect((await office.as.finance("GET", `/v1/prints/case-plan.html?case=${id}`)).status).toBe(403);
  });

  test("the second has the final results and the money of the years, and the cases", async () => {
    const text = await pageOf(office.as.viewer, "village-file", `subject=${village}`);
    expect(text).toContain(`|编码|${village}|`);
    expect(text).toMatch(/\|2016年\|[^|]+\|城关镇01村党总支\|50,000\.00\|/);
    expect(text).toMatch(/\|2014年\|[^|]+\|2个对象\|14,784\.00\|/);
    expect(text).toContain("|2014|2014-03-01|2014-12-31|整改中|");
    // The stars are not final yet.
    expect(text).not.toContain("2014年上半年");
    expect(await refused(office.as.township, "village-file.html?subject=990102001001")).toEqual([404, "unknown"]);
  });
});

test("whoever has signed in on a page gets a print by its link", async () => {
  const signIn = new Request("http://xingping.test/sign-in", {
    ...{ method: "POST", redirect: "manual", body: "account=viewer&password=xingping-demo" },
    headers: { "content-type": "application/x-www-form-urlencoded", origin: "http://xingping.test" },
  });
  const cookie = (await exports.default.fetch(signIn)).headers.get("set-cookie")!.split(";")[0]!;
  const get = (path: string, headers = {}) =>
    exports.default.fetch(new Request(`http://xingping.test${path}`, { headers, redirect: "manual" }));
  const path = `/prints/payroll.html?round=${funds}`;
  const shown = await get(path, { cookie });
  expect([shown.status, await shown.text()]).toEqual([200, expect.stringContaining("工作经费发放表")]);
  expect((await get("/prints/payroll.html?round=nothing", { cookie })).status).toBe(404);
  expect((await get(path)).status).toBe(303);
});
