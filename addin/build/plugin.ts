/** What the build puts beside the pane: the icons, and the description of the functions that Excel reads. */
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { metadata } from "../functions/functions.ts";
import { iconFiles } from "./icons.ts";

export const besideThePane = (): Plugin => ({
  name: "beside-the-pane",
  generateBundle() {
    for (const [name, source] of iconFiles()) this.emitFile({ type: "asset", fileName: `icons/${name}`, source });
    const old = readFileSync(`${import.meta.dirname}/old.js`, "utf8");
    this.emitFile({ type: "asset", fileName: "old.js", source: old });
    // The manifest must name a script; where all run in one runtime, as ours do, Excel takes the functions from the pane.
    this.emitFile({ type: "asset", fileName: "functions.js", source: "// See taskpane.html\n" });
    this.emitFile({ type: "asset", fileName: "functions.json", source: JSON.stringify(metadata(), null, 2) });
  },
});
