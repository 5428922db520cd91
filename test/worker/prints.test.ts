/** Prints (A4): every one as a page and as a workbook, with the figures of the API, its masks and its permissions. */
import { readXlsx } from "hucre/xlsx";
import { beforeAll, describe, expect, test } from "vitest";
import { type Client, finalSubsidy, type Office, openOffice, otherTownship, township } from "./office.ts";

let office: Office;
let funds: string;
let allowance: string;

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
