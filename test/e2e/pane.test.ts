/** The pane in a real browser, over Microsoft's client and a real server: clerks pull, edit, push, settle, submit, try out, read why and draw. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demoPassword } from "../../worker/cli/demo/load.ts";
import type { DemoSize } from "../../worker/cli/demo/places.ts";
import { excess, flaws, openPane } from "./browser.ts";
import { type Installation, install } from "./installation.ts";
import type { Clerk } from "./officePage.ts";

const policy = "xinhui-star-organization";
const sheet = `indicators.${policy}`;
const period = "2014-H1";
const table = `${sheet}|${period}`;
const team = "服务班子强";
/** All organizations of a prefecture, and nobody in them. */
const size: DemoSize = {
  ...{ counties: 10, townships: 103, villages: 1037, communities: 61 },
  ...{ householdsPerVillage: 0, personsPerVillage: 0 },
};
const asked = { policyId: policy, period, regionCode: "990100000000", deadline: "2014-07-10" };
const round = `${policy}.${period}.990100000000`;
/** A folder in which what the pane shows is kept, for somebody to look at. */
const pictures = process.env.PICTURES;
declare const window: { host: Clerk };

let office: Installation;
let pane: Awaited<ReturnType<typeof openPane>>;
beforeAll(async () => {
  office = await install(size);
  pane = await openPane(office.address);
  pane.page.setDefaultTimeout(45_000);
});
afterAll(async () => {
  await pane?.end();
  await office?.end();
});

const button = (name: string | RegExp) =>
  pane.page.getByRole("button", { name, ...(typeof name === "string" && { exact: true }) });

/** Types into a column of rows of the workbook, as the clerk; without a text another mark than there is. @returns the codes of the rows */
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

/** Selects cells one after the other, as who walks down the rows does. */
const select = (...rows: number[]) =>
  pane.page.evaluate(
    ({ table, rows, column }) => {
      for (const row of rows) window.host.user.select(table, { row, column });
    },
    { table, rows, column: team },
  );

const looks = {
  light: { colorScheme: "light", forcedColors: "none" },
  dark: { colorScheme: "dark", forcedColors: "none" },
  contrast: { colorScheme: "dark", forcedColors: "active" },
} as const;

/** Nothing of what is shown is out of reach of anybody, whatever the colours and however narrow the pane. */
async function isSound(name: string) {
  const { page } = pane;
  for (const [look, colours] of Object.entries(looks)) {
    await page.emulateMedia(colours);
    for (const width of look === "light" ? [320, 450, 350] : [350]) {
      await page.setViewportSize({ width, height: 800 });
      if (pictures) await page.screenshot({ path: `${pictures}/${name}-${look}-${width}.png`, fullPage: true });
      expect(await (width === 350 ? flaws : excess)(page), `${name} ${look} ${width}`).toEqual([]);
    }
  }
  await page.emulateMedia(looks.light);
}

/** Every control that can be used now is reached by Tab, in the order in which they stand. */
async function isWalked() {
  const { page } = pane;
  const wanted = await page.evaluate(() => {
    const { document } = globalThis as unknown as { document: Page };
    const all = [...document.querySelectorAll("button, input, select, textarea, summary")];
    const usable = all.filter((one) => !one.disabled);
    for (const [i, one] of usable.entries()) one.dataset.walked = String(i);
    usable[0]!.focus();
    return usable.length;
  });
  const reached: string[] = [];
  for (let i = 0; i < wanted; i++) {
    if (i > 0) await page.keyboard.press("Tab");
    reached.push(
      await page.evaluate(
        () => (globalThis as unknown as { document: Page }).document.activeElement?.dataset.walked ?? "-",
      ),
    );
  }
  expect(reached).toEqual(Array.from({ length: wanted }, (_, i) => String(i)));
}
interface Control {
  disabled?: boolean;
  dataset: Record<string, string | undefined>;
  textContent: string;
  tagName: string;
  focus(): void;
}
interface Page {
  querySelectorAll(selector: string): Iterable<Control>;
  activeElement: Control | null;
}

/** What has the focus: its text. */
const focused = () =>
  pane.page.evaluate(() => (globalThis as unknown as { document: Page }).document.activeElement?.textContent?.trim());

async function signIn(account: string) {
  const { page } = pane;
  await page.getByLabel("账号").fill(account);
  await page.getByLabel("密码").fill(demoPassword);
  await page.keyboard.press("Enter");
  await button("退出").waitFor();
}

async function pull(id: string) {
  await button("取数").first().click();
  await pane.page.locator("select").selectOption(id);
  await pane.page.locator("input[name=period]").fill(period);
  await pane.page.locator("form").getByRole("button", { name: "取数" }).click();
}

const told = (text: string | RegExp) => pane.page.getByRole("status").filter({ hasText: text }).waitFor();

describe("a clerk of a prefecture with 1,098 organizations", () => {
  test("pulls its sheet, edits it, pushes, settles what is in the way, and each cell is as she wanted it", async () => {
    const { page } = pane;
    await page.getByLabel("账号").waitFor();
    await isSound("signIn");
    await isWalked();
    await signIn("prefecture");
    await page.getByText("现在没有要填报的").waitFor();
    await expect.poll(focused).toBe("填报任务");
    await isSound("home");
    await isWalked();
    await pull(sheet);
    await told("没有改动");
    const rows = await page.evaluate((table) => {
      const { rect } = window.host.user.table(table);
      return rect.bottom - rect.top;
    }, table);
    expect(rows).toBe(1098);

    const edited = Array.from({ length: 30 }, (_, i) => i);
    const codes = await type(team, edited);
    await type(team, [29], "很好");
    const { body } = await office.call("admin", "GET", `/v1/sheets/${sheet}?period=${period}`);
    const versions = new Map(body.rows.map(({ id, version }: { id: string; version: number }) => [id, version]));
    const rival = { id: codes[0], baseVersion: versions.get(codes[0]!), cells: { serviceTeam: 3.5 } };
    const answer = await office.call("admin", "PATCH", `/v1/sheets/${sheet}`, { period, rows: [rival] });
    expect(answer.body.results).toMatchObject([{ status: "saved" }]);

    await button("检查").focus();
    await page.keyboard.press("Enter");
    await told("30 行有改动,尚未提交");
    await expect.poll(focused).toBe("检查");
    await isSound("pending");
    await isWalked();
    await button("提交 29").click();
    const summary = page.locator("[data-summary]");
    await summary.waitFor();
    expect(JSON.parse((await summary.getAttribute("data-summary"))!)).toEqual({ saved: 28, invalid: 1, conflict: 1 });
    await told("2 行有改动,尚未提交");
    await page.getByText("1 格与他人的改动冲突").waitFor();
    expect(await page.getByRole("row", { name: /他人/ }).innerText()).toContain("3.5");
    await isSound("conflict");

    await button("用我的").focus();
    await page.keyboard.press("Enter");
    await page.getByText("1 格与他人的改动冲突").waitFor({ state: "detached" });
    await type(team, [29], "11.5");
    await button("检查").click();
    await button("提交 2").focus();
    await page.keyboard.press("Enter");
    await told("没有改动");
    // What had the focus is gone with what was pending.
    await expect.poll(focused).toMatch(/^星级.*2014-H1$/);
    await isSound("pushed");
    const stored = await office.call("viewer", "GET", `/v1/sheets/${sheet}?period=${period}`);
    const at = stored.body.definition.columns.findIndex(({ key }: { key: string }) => key === "serviceTeam");
    const cells = new Map(stored.body.rows.map(({ id, cells }: { id: string; cells: unknown[] }) => [id, cells[at]]));
    expect(codes.slice(0, 29).every((code) => cells.get(code) === 12 || cells.get(code) === 13)).toBe(true);
    expect(cells.get(codes[29]!)).toBe(11.5);
  });

  test("opens the reason of a result, tries out what she has typed before she pushes it, and sees what the next star needs", async () => {
    const { page } = pane;
    const opened = await office.call("prefecture", "POST", "/v1/rounds", asked);
    expect(opened.body.id).toBe(round);
    expect((await office.call("prefecture", "POST", `/v1/rounds/${round}/compute`)).status).toBeLessThan(300);
    await page.evaluate(() => window.host.press("explain"));
    await page.getByText("在表中选一行").waitFor();
    await select(1);
    await page.locator("ul.trace").first().waitFor();
    expect(await page.getByRole("main").innerText()).toMatch(/★/);
    await isSound("explained");
    await isWalked();

    const [code] = await type(team, [5], "20");
    await type("服务队伍强", [5], "19.5");
    // She walks down quickly: the row on which she stands is explained, not one that she has passed.
    await select(2, 3, 4, 5);
    const trial = page.getByRole("region", { name: "试算" });
    await trial.waitFor();
    expect(await trial.innerText()).toMatch(/试算: .*分/);
    expect(await trial.innerText()).toContain("单独试算");
    const name = await office.call("prefecture", "GET", `/v1/rounds/${round}/outcomes/${code}`);
    expect(await page.getByRole("region", { name: "得分明细" }).innerText()).toContain(name.body.name);
    if (name.body.next) expect(await page.getByRole("main").innerText()).toContain(`到${name.body.next.star}星`);
    await isSound("trial");
  });

  test("gives up what she has typed, asked in the pane and each time that the button is pressed", async () => {
    const { page } = pane;
    await page.evaluate(() => window.host.press("restore"));
    await page.getByRole("dialog").getByText("放弃 1 行的改动?").waitFor();
    await isSound("question");
    await page.keyboard.press("Escape");
    await told("1 行有改动,尚未提交");
    await page.evaluate(() => window.host.press("restore"));
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Enter");
    await told("没有改动");
  });

  test("refreshes the rows that she has selected, and formulas find what is computed anew", async () => {
    const { page } = pane;
    const codes = await type(team, [40, 41], "7");
    await button("检查").click();
    await button("提交 2").click();
    await told("没有改动");
    const score = () =>
      page.evaluate(([code, period]) => window.host.formula("SCORE", code, period), [codes[0], period]);
    const before = await score();
    await button("重算").click();
    await told(/已重算,变动 \d+ 个/);
    expect(await score()).not.toBe(before);
    const after = await office.call("viewer", "GET", `/v1/rounds/${round}/outcomes/${codes[0]}`);
    expect(await score()).toBe(after.body.score);

    const { body } = await office.call("admin", "GET", `/v1/sheets/${sheet}?period=${period}`);
    const versions = new Map(body.rows.map(({ id, version }: { id: string; version: number }) => [id, version]));
    const rows = codes.map((id) => ({ id, baseVersion: versions.get(id), cells: { serviceTeam: 9.5 } }));
    await office.call("admin", "PATCH", `/v1/sheets/${sheet}`, { period, rows });
    await page.evaluate((table) => window.host.user.selectRows(table, 40, 1), table);
    await button("刷新选中行").click();
    const shown = () =>
      page.evaluate((table) => {
        const { user } = window.host;
        const { rect, sheet } = user.table(table);
        const at = sheet.cells[rect.top]!.findIndex((cell) => cell?.value === "服务班子强") - rect.left;
        return [40, 41].map((row) => user.cell(table, row, at).value);
      }, table);
    await expect.poll(shown).toEqual([9.5, 7]);
    await button("刷新").click();
    await expect.poll(shown).toEqual([9.5, 9.5]);
    await page.evaluate(() => window.host.user.selectElsewhere());
    await button("刷新选中行").click();
    await page.getByRole("alert").getByText("没有选中表中的行").waitFor();
    await expect.poll(focused).toBe("刷新选中行");
  });

  test("draws stars and scores as charts of Excel, and finds help and what to tell who helps", async () => {
    const { page } = pane;
    await pull(`outcomes.${policy}`);
    await button("图表").click();
    await told("已画在另一张工作表上");
    const charts = await page.evaluate(() => window.host.user.charts(""));
    expect(charts.map(({ title, kind }) => [title, kind])).toEqual([
      ["各星级个数", "columns"],
      ["得分前30名", "bars"],
    ]);
    const stars = charts[0]!.figures.slice(1).map(([, count]) => Number(count));
    expect(stars.reduce((all, count) => all + count)).toBe(1098);
    await isSound("outcomes");

    await button("帮助").click();
    await page.getByText("取数之后在表里直接改").waitFor();
    await button("复制").click();
    const diagnostics = page.getByLabel("诊断信息");
    await diagnostics.waitFor();
    expect(await diagnostics.inputValue()).toContain(`${table}: 1098 rows`);
    await isSound("help");
    await isWalked();
  });
});

test("a clerk of a township sees what is due, submits it once she has said yes, and where the focus was is what was done", async () => {
  const { page } = pane;
  if (await button("退出").isVisible()) await button("退出").click();
  await office.call("prefecture", "POST", "/v1/rounds", asked);
  await signIn("township");
  // She comes back where another was before her.
  await button("取数").first().click();
  const task = page.getByRole("listitem").filter({ hasText: "城关镇" });
  await task.getByText("未报").waitFor();
  await task.getByText("已过期限").waitFor();
  await isSound("tasks");
  await button("上报").click();
  await page.getByRole("dialog").getByText("上报城关镇的这一批?").waitFor();
  await button("取消").click();
  await expect.poll(focused).toBe("上报");
  await button("上报").click();
  await button("确定").click();
  await told("城关镇已上报");
  await task.getByText("已上报").waitFor();
  await expect.poll(focused).toBe("填报任务");
  await isSound("submitted");
  const progress = await office.call("prefecture", "GET", `/v1/rounds/${round}/submissions`);
  expect(progress.body.townships).toContainEqual(expect.objectContaining({ name: "城关镇", state: "submitted" }));
  expect(pane.faults).toEqual([]);
});
