/** Prints in a real Chromium: on A4, as many pages as they were laid out on, each with its number. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPane } from "../e2e/browser.ts";
import { type Installation, install } from "../e2e/installation.ts";

const prefecture = "990100000000";
const [township, village] = ["990101001000", "990101001001"];
const allowance = `chuxiong-base-allowance.2014.${prefecture}`;
const star = `xinhui-star-organization.2014-H1.${prefecture}`;
const ballots = `xinhui-three-ballots.2014.${prefecture}`;
const meeting = `round=${ballots}&region=${village}`;
/** By name: what is asked for, and whether it lies on its side. */
const prints: [name: string, query: string, isWide: boolean][] = [
  ["payroll", `round=${allowance}`, true],
  ["township-summary", `round=${allowance}&unit=wan`, true],
  ["notice", `round=${star}&region=${township}`, false],
  ["ballot-form", meeting, false],
  ["attendance", meeting, false],
  ["tally-form", meeting, true],
  ["appraisal", `round=${ballots}&region=${township}`, true],
  ["plaques", `round=${star}`, true],
  ["village-file", `subject=${village}`, false],
];

let office: Installation;
let pane: Awaited<ReturnType<typeof openPane>>;
beforeAll(async () => {
  office = await install({
    ...{ counties: 1, townships: 2, villages: 20, communities: 0 },
    ...{ householdsPerVillage: 0, personsPerVillage: 2 },
  });
  for (const round of [allowance, star, ballots]) {
    const [policyId, period, regionCode] = round.split(".");
    await office.call("prefecture", "POST", "/v1/rounds", { policyId, period, regionCode });
    expect((await office.call("prefecture", "POST", `/v1/rounds/${round}/compute`)).status).toBeLessThan(300);
  }
  pane = await openPane(office.address);
});
afterAll(async () => {
  await pane?.end();
  await office?.end();
});

/** The sizes of a PDF's pages, in points. */
const sizesOf = (pdf: Buffer) =>
  [...pdf.toString("latin1").matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => [
    Math.round(Number(width)),
    Math.round(Number(height)),
  ]);

test.each(prints)(
  "%s is as many pages of A4 as it has papers, and no text runs out of its cell",
  async (name, query, isWide) => {
    const { page } = pane;
    const html = await (await office.send("prefecture", "GET", `/v1/prints/${name}.html?${query}`)).text();
    await page.setViewportSize({ width: 1200, height: 900 });
    // As the site serves it, with its own style.
    await page.route("**/print-under-test", (route) =>
      route.fulfill({ contentType: "text/html; charset=utf-8", body: html }),
    );
    await page.goto(`${office.address}/print-under-test`);
    await page.unroute("**/print-under-test");
    const papers = await page.locator("section").count();
    expect(papers).toBeGreaterThan(0);
    if (name === "payroll") expect(papers).toBeGreaterThan(2);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const sizes = sizesOf(pdf);
    expect(sizes).toEqual(Array(papers).fill(isWide ? [842, 595] : [595, 842]));
    // On paper everything stands inside the margins.
    await page.emulateMedia({ media: "print" });
    const out = await page.evaluate(() => {
      const { document } = globalThis as unknown as {
        document: {
          querySelectorAll(of: string): ArrayLike<{ scrollWidth: number; clientWidth: number; textContent: string }>;
        };
      };
      return Array.from(document.querySelectorAll("td, th, h1"))
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
        .map(({ textContent }) => textContent);
    });
    await page.emulateMedia({ media: null });
    expect(out).toEqual([]);
  },
);
