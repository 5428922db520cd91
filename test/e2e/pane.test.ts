/** The pane in a real browser, over Microsoft's client and a real server: a clerk pulls a prefecture, edits, pushes, settles, reads why. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoPassword } from "../../worker/cli/demo/load.ts";
import type { DemoSize } from "../../worker/cli/demo/places.ts";
import { flaws, openPane } from "./browser.ts";
import { type Installation, install } from "./installation.ts";
import type { Clerk } from "./officePage.ts";

const sheet = "indicators.xinhui-star-organization";
const period = "2014-H1";
const table = `${sheet}|${period}`;
const team = "服务班子强";
const size: DemoSize = {
  ...{ counties: 1, townships: 2, villages: 30, communities: 0 },
  ...{ householdsPerVillage: 1, personsPerVillage: 2 },
};
/** A folder in which what the pane shows is kept, for somebody to look at. */
const pictures = process.env.PICTURES;
declare const window: { host: Clerk };

let office: Installation;
let pane: Awaited<ReturnType<typeof openPane>>;
beforeAll(async () => {
  office = await install(size);
  pane = await openPane(office.address);
});
afterAll(async () => {
  await pane?.end();
  await office?.end();
});

/** Types into a column of rows of the workbook, as the clerk. @returns the codes of the rows */
const type = (column: string, rows: readonly number[], text?: string) =>
  pane.page.evaluate(
    ({ table, column, rows, text }) => {
      const { user } = window.host;
      const { rect, sheet } = user.table(table);
      const titles = sheet.cells[rect.top]!.slice(rect.left, rect.right + 1).map((cell) => cell?.value);
      const [at, codes] = [titles.indexOf(column), titles.indexOf("编码")];
      return rows.map((row) => {
        const { value } = user.cell(table, row, at);
        user.type(table, row, at, text ?? (String(value) === "12" ? "13" : "12"));
        return String(user.cell(table, row, codes).value);
      });
    },
    { table, column, rows, text },
  );

/** Nothing of what is shown is out of reach of anybody. */
async function isSound(name: string) {
  if (pictures) await pane.page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
  expect(await flaws(pane.page), name).toEqual([]);
}

test("a clerk pulls a prefecture's sheet, edits it, pushes, settles what is in the way and reads the reason of a result", async () => {
  const { page } = pane;
  page.setDefaultTimeout(12_000);
  const button = (name: string | RegExp) =>
    page.getByRole("button", { name, ...(typeof name === "string" && { exact: true }) });
  await page.getByLabel("账号").waitFor();
  await isSound("signIn");
  await page.getByLabel("账号").fill("prefecture");
  await page.getByLabel("密码").fill(demoPassword);
  await button("登录").click();

  await page.getByText("现在没有要填报的").waitFor();
  await isSound("home");
  await page.locator("select").selectOption(sheet);
  await page.locator("input[name=period]").fill(period);
  await page.locator("form").getByRole("button", { name: "取数" }).click();
  await page.getByText("没有改动").waitFor();
  const rows = await page.evaluate((table) => {
    const { rect } = window.host.user.table(table);
    return rect.bottom - rect.top;
  }, table);
  expect(rows).toBe(size.villages);

  const edited = Array.from({ length: 30 }, (_, i) => i);
  const codes = await type(team, edited);
  await type(team, [edited[29]!], "很好");
  const theirs = codes[0]!;
  const { body } = await office.call("admin", "GET", `/v1/sheets/${sheet}?period=${period}`);
  const standing = body.rows.find(({ id }: { id: string }) => id === theirs);
  const rival = { id: theirs, baseVersion: standing.version, cells: { serviceTeam: 3.5 } };
  const answer = await office.call("admin", "PATCH", `/v1/sheets/${sheet}`, { period, rows: [rival] });
  expect(answer.body.results).toMatchObject([{ status: "saved" }]);

  await button("检查").click();
  await page.getByText("30 行有改动,尚未提交").waitFor();
  await isSound("pending");
  await button("提交 29").click();
  const told = page.locator("[data-summary]");
  await told.waitFor();
  expect(JSON.parse((await told.getAttribute("data-summary"))!)).toEqual({ saved: 28, invalid: 1, conflict: 1 });
  await page.getByText("2 行有改动,尚未提交").waitFor();
  await page.getByText("1 格与他人的改动冲突").waitFor();
  expect(await page.getByRole("row", { name: /他人/ }).innerText()).toContain("3.5");
  await isSound("conflict");

  await button("用我的").click();
  await page.getByText("1 格与他人的改动冲突").waitFor({ state: "detached" });
  await type(team, [edited[29]!], "11.5");
  await button("检查").click();
  await button("提交 2").click();
  await page.getByText("没有改动").waitFor();
  await isSound("pushed");
  const stored = await office.call("viewer", "GET", `/v1/sheets/${sheet}?period=${period}`);
  const at = stored.body.definition.columns.findIndex(({ key }: { key: string }) => key === "serviceTeam");
  const cells = new Map(stored.body.rows.map(({ id, cells }: { id: string; cells: unknown[] }) => [id, cells[at]]));
  expect(codes.map((code) => cells.get(code)).every((value) => value === 12 || value === 13 || value === 11.5)).toBe(
    true,
  );
  expect(cells.get(codes[29]!)).toBe(11.5);

  const opened = await office.call("prefecture", "POST", "/v1/rounds", {
    ...{ policyId: sheet.replace("indicators.", ""), period, regionCode: "990100000000" },
  });
  const computed = await office.call("prefecture", "POST", `/v1/rounds/${opened.body.id}/compute`);
  expect(computed.status, JSON.stringify(computed.body)).toBeLessThan(300);
  await page.evaluate(() => window.host.press("explain"));
  await page.getByText("在表中选一行").waitFor();
  await page.evaluate(({ table, row, column }) => window.host.user.select(table, { row, column }), {
    table,
    row: edited[1]!,
    column: team,
  });
  await page.locator("ul.trace").first().waitFor();
  await isSound("explained");
  expect(await page.getByRole("main").innerText()).toMatch(/★/);
  expect(pane.faults).toEqual([]);
});
