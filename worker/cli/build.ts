/** `npm run build`: makes of addin/ the static files that the worker serves; nothing where nothing has changed. */
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "vite";
import { root } from "./root.ts";

const sources = ["addin/**/*.*", "schema/**/*.ts", "vite.config.ts", "manifest.xml", "package-lock.json"];

/** What the files are made of, as a hash. */
function stateOf() {
  const hash = createHash("sha256");
  for (const file of globSync(sources, { cwd: root }).sort()) hash.update(file).update(readFileSync(`${root}/${file}`));
  return hash.digest("hex");
}

/** Builds the add-in into dist/site/, unless it stands there already. */
export async function buildAddin() {
  const [mark, state] = [`${root}/dist/site.hash`, stateOf()];
  if (existsSync(mark) && readFileSync(mark, "utf8") === state) return;
  await build({ configFile: `${root}/vite.config.ts`, root: `${root}/addin`, logLevel: "warn" });
  copyFileSync(`${root}/manifest.xml`, `${root}/dist/site/manifest.xml`);
  writeFileSync(mark, state);
}

if (import.meta.main) await buildAddin();
