/** A real Chromium, and in it the pane of an installation, as wide as Excel shows a pane. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe, { type AxeResults } from "axe-core";
import { chromium, type Page } from "playwright-core";
import { build, type Rolldown } from "vite";

const client = createRequire(import.meta.url).resolve("@microsoft/office-js/dist/excel-web-16.00.js");

/** Microsoft's client and what stands for Excel beneath it, as one script. */
async function officeJs(): Promise<string> {
  const built = (await build({
    ...{ configFile: false, logLevel: "warn" },
    build: {
      ...{ write: false, minify: false },
      lib: { entry: `${import.meta.dirname}/officePage.ts`, formats: ["iife"], name: "officePage" },
    },
  })) as Rolldown.RolldownOutput[];
  return `${readFileSync(client, "utf8")}\n${built[0]!.output[0].code}`;
}

/** Starts a browser, as a clerk's is: in Chinese. Its temporary files go with it. */
export async function openBrowser() {
  const folder = mkdtempSync(join(tmpdir(), "xingping-browser-"));
  // The package unpacks its own libraries only where it takes itself to be on Lambda, and takes what an earlier one left.
  process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs22.x";
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  const { default: packed } = await import("@sparticuz/chromium");
  const executablePath = await packed.executablePath();
  // Its own file of fonts names a folder that is not this one; text without any font would have no height.
  const fonts = `<dir>${folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/cache</cachedir>`;
  mkdirSync(`${folder}/fonts`, { recursive: true });
  writeFileSync(`${folder}/fonts/fonts.conf`, `<?xml version="1.0"?><fontconfig>${fonts}</fontconfig>`);
  process.env.FONTCONFIG_PATH = `${folder}/fonts`;
  const browser = await chromium.launch({ executablePath, args: packed.args });
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  return {
    open: async (width: number): Promise<Page> =>
      (await browser.newContext({ locale: "zh-CN", viewport: { width, height: 800 } })).newPage(),
    async end() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Opens the pane of an installation. */
export async function openPane(address: string) {
  const [browser, script] = await Promise.all([openBrowser(), officeJs()]);
  const page = await browser.open(350);
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  await page.route("**/office.js", (route) => route.fulfill({ contentType: "text/javascript", body: script }));
  await page.goto(`${address}/addin/taskpane.html`);
  return {
    page,
    /** What was thrown in the page and caught by nothing. */
    faults,
    end: browser.end,
  };
}

/** What of a page is wider than what shows it. */
export const excess = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { document } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number; clientWidth: number } };
    };
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`${scrollWidth} px wide`] : [];
  });

/** What axe finds wrong with what is shown; and what is wider than the pane. */
export async function flaws(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResults> } };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
  return [...found, ...(await excess(page))];
}
