/** `npm run build`: makes the script of the worker and the static files that it serves; nothing where nothing has changed. */
import { createHash } from "node:crypto";
import { copyFileSync, cpSync, existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { workerBuild } from "../build/vite.ts";
import { root } from "./root.ts";

const common = ["schema/**/*.ts", "tsconfig.json", "package-lock.json", "worker/cli/build.ts"];

/** Makes a part of dist/, unless it stands there as its sources would make it. */
async function make(part: string, sources: string[], work: () => Promise<unknown>) {
  const hash = createHash("sha256");
  for (const file of globSync([...common, ...sources], { cwd: root }).sort())
    if (/\.\w+$/.test(file)) hash.update(file).update(readFileSync(`${root}/${file}`));
  const [mark, state] = [`${root}/dist/${part}.hash`, hash.digest("hex")];
  if (existsSync(mark) && readFileSync(mark, "utf8") === state) return;
  await work();
  writeFileSync(mark, state);
}

/** What the site is made of, beside what the worker is made of too. */
const siteSources = [
  ...["addin/**/*.*", "vite.config.ts", "manifest.xml", "schema/openapi.json", "schema/policies/*.json"],
  ...["worker/site/**/*.*", "worker/pages/frame.tsx"],
];

/** What builds is read only where something has changed: every start asks. */
const tools = () => import("vite");

/** Builds the worker into dist/worker/, and the add-in and the pages that are alike for everybody into dist/site/. */
export async function build() {
  await make("worker", ["worker/**/*.{ts,tsx}"], async () => (await tools()).build(workerBuild));
  await make("site", siteSources, async () => {
    const [{ build: viteBuild, runnerImport }, { readLibrary }] = await Promise.all([tools(), import("./library.ts")]);
    await viteBuild({ configFile: `${root}/vite.config.ts`, root: `${root}/addin`, logLevel: "warn" });
    for (const file of ["manifest.xml", "schema/openapi.json", "worker/site/style.css", "worker/site/print.css"])
      copyFileSync(`${root}/${file}`, `${root}/dist/site/${basename(file)}`);
    cpSync(`${root}/worker/site/handbook`, `${root}/dist/site/handbook`, { recursive: true });
    const openApi = JSON.parse(readFileSync(`${root}/schema/openapi.json`, "utf8"));
    const pages = await runnerImport<typeof import("../site/pages.tsx")>(`${root}/worker/site/pages.tsx`);
    for (const [path, text] of Object.entries(await pages.module.sitePages(readLibrary().policies, openApi)))
      writeFileSync(`${root}/dist/site/${path}`, text);
  });
}

if (import.meta.main) await build();
