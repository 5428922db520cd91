/** The pages in a real browser, over a real server: each on a phone, on a desk and on paper, within reach of everybody; and a township's way from sign-in to sign-out. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeApp } from "../../worker/app.ts";
import { demoPassword } from "../../worker/cli/demo/load.ts";
import { excess, flaws, openBrowser } from "../e2e/browser.ts";
import { type Installation, install } from "../e2e/installation.ts";

const prefecture = "990100000000";
const star = "xinhui-star-organization";
const of = (policy: string, period: string) => `${policy}.${period}.${prefecture}`;
const [first, second, list, money] = [
  ...[of(star, "2014-H1"), of(star, "2014-H2"), of("chuxiong-backward", "2014")],
  of("benxi-village-funds", "2016"),
] as [string, string, string, string];
/** A folder in which the pages are kept as pictures, for somebody to look at. */
const pictures = process.env.PICTURES;
/** Whether the pictures of the handbook are taken anew. */
const handbook = process.env.HANDBOOK !== undefined;

/** Every page with an address that it has here; of what is open to all, as nobody. */
const pages: Record<string, { path: string; as?: "nobody" | "township"; picture?: string }[]> = {
  "/": [{ path: "/", as: "nobody" }, { path: "/" }, { path: "/", as: "township", picture: "home" }],
  "/language": [{ path: "/language", as: "nobody" }],
  "/api": [{ path: "/api", as: "nobody" }],
  "/handbook": [{ path: "/handbook", as: "nobody" }],
  "/sheets": [{ path: `/sheets?sheet=indicators.${star}&period=2014-H1`, picture: "sheets" }],
  "/sheets/:sheet/rows/:id": [{ path: `/sheets/indicators.${star}/rows/990101001001?period=2014-H1` }],
  "/rounds": [{ path: "/rounds" }],
  "/rounds/:round": [
    ...[first, list, money].map((round) => ({ path: `/rounds/${round}` })),
    { path: `/rounds/${second}?region=990101000000`, picture: "round" },
  ],
  "/rounds/:round/subjects/:subject": [
    { path: `/rounds/${second}/subjects/990101001001`, picture: "subject" },
    { path: `/rounds/${list}/subjects/990101001001` },
    { path: `/rounds/${money}/subjects/990101001001` },
  ],
  "/rounds/:round/progress": [
    { path: `/rounds/${first}/progress`, picture: "progress" },
    { path: `/rounds/${first}/progress`, as: "township" },
  ],
  "/rounds/:round/simulation": [{ path: `/rounds/${second}/simulation`, picture: "simulation" }],
  "/rounds/:round/notices/:notice": [{ path: `/rounds/${second}/notices/1` }],
};
/** What is asked for by a page, or is no page. */
const files = [
  ...[
    "/addin/*",
    "/manifest.xml",
    "/openapi.json",
    "/style.css",
    "/print.css",
    "/prints/:file",
    "/sheets/file",
    "/handbook/*",
  ],
  "/healthz",
];

let office: Installation;
let browser: Awaited<ReturnType<typeof openBrowser>>;
const sessions = new Map<string, Page>();
beforeAll(async () => {
  [office, browser] = await Promise.all([
    install({ counties: 2, townships: 4, villages: 44, communities: 4, householdsPerVillage: 1, personsPerVillage: 2 }),
    openBrowser(),
  ]);
  const open = (policyId: string, period: string, more = {}) =>
    office.call("prefecture", "POST", "/v1/rounds", { policyId, period, regionCode: prefecture, ...more });
  await open(star, "2014-H1", { deadline: "2114-07-31" });
  await open(star, "2014-H2");
  await open("chuxiong-backward", "2014");
  await open("benxi-village-funds", "2016");
  for (const round of [first, second, list, money])
    expect((await office.call("prefecture", "POST", `/v1/rounds/${round}/compute`)).status).toBe(200);
  const notice = {
    audience: ["villageBoard"],
    opensOn: "2114-08-01",
    closesOn: "2114-08-07",
    telephone: "0878-0000000",
  };
  const published = await office.call("prefecture", "POST", `/v1/rounds/${second}/publish`, {
    ...{ ...notice, acknowledgeAssumed: true },
  });
  expect(published.status, JSON.stringify(published.body)).toBe(201);
});
afterAll(async () => {
  await browser?.end();
  await office?.end();
});

async function signIn(page: Page, account: string) {
  await page.goto(office.address);
  await page.getByLabel("账号").fill(account);
  await page.getByLabel("密码").fill(demoPassword);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("button", { name: "退出" }).waitFor();
}

/** A browser's page of somebody who has signed in. */
async function pageOf(account: string): Promise<Page> {
  const page = sessions.get(account) ?? (await browser.open(1280));
  if (!sessions.has(account) && account !== "nobody") await signIn(page, account);
  sessions.set(account, page);
  return page;
}

/** Nothing of a page is out of reach: on a phone, on a desk, on paper. */
async function isSound(page: Page, name: string) {
  const media = [
    ["phone", { width: 390, height: 844 }, "screen"],
    ["desk", { width: 1280, height: 800 }, "screen"],
    ["print", { width: 794, height: 1123 }, "print"],
  ] as const;
  for (const [medium, size, kind] of media) {
    await page.setViewportSize(size);
    await page.emulateMedia({ media: kind });
    if (pictures) await page.screenshot({ path: `${pictures}/${name}.${medium}.png`, fullPage: true });
    expect(await (kind === "print" ? excess(page) : flaws(page)), `${name} ${medium}`).toEqual([]);
  }
  await page.emulateMedia({ media: "screen" });
}

test("every page that there is is walked here", () => {
  const there = makeApp()
    .routes.filter(({ method, path }) => method === "GET" && !path.startsWith("/v1/") && path !== "/*")
    .map(({ path }) => path);
  expect([...new Set(there)].filter((path) => !files.includes(path)).sort()).toEqual(Object.keys(pages).sort());
});

test.each(Object.entries(pages))("%s is within reach on a phone, on a desk and on paper", async (route, shown) => {
  for (const [i, { path, as = "prefecture", picture }] of shown.entries()) {
    const page = await pageOf(as);
    const answer = await page.goto(`${office.address}${path}`);
    expect(answer?.status(), path).toBe(200);
    await isSound(page, `${route.replaceAll(/\W+/g, "-")}${i}`);
    if (!handbook || picture === undefined) continue;
    await page.setViewportSize({ width: 800, height: 560 });
    await page.screenshot({ path: `worker/site/handbook/${picture}.png` });
  }
});
