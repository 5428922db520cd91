/** `npm run bench -- engine data addin`: how fast the product is, as ratios to hand-written floors in the same run, and what the add-in asks for. */
import { benchAddin } from "./addin.ts";
import { benchData } from "./data.ts";
import { benchEngine } from "./engine.ts";

const benches: Record<string, () => void | Promise<void>> = { engine: benchEngine, data: benchData, addin: benchAddin };
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`没有 ${unknown.join("、")};有 ${Object.keys(benches).join("、")}`);
  process.exitCode = 1;
} else for (const name of asked.length > 0 ? asked : Object.keys(benches)) await benches[name]!();
