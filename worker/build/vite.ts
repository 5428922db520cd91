/** How the worker is made into the one script that is deployed: smaller by a tenth than wrangler's own bundle, in a second. */
import { resolve } from "node:path";
import type { InlineConfig, Plugin } from "vite";

/** What libraries bring and the worker never calls, and the file that stands in its place. */
const instead: Record<string, string> = {
  // Of zod's fifty languages only ours is shipped.
  "../locales/index.js": "locales.ts",
  "./from-json-schema.js": "unshipped.ts",
  "./compile.js": "unshipped.ts",
  "@asteasolutions/zod-to-openapi": "unshipped.ts",
};

const lean: Plugin = {
  name: "lean",
  enforce: "pre",
  resolveId(source, importer) {
    const file = importer?.includes("/node_modules/") && instead[source];
    if (file) return `${import.meta.dirname}/${file}`;
    // The runtime has these.
    if (/^(node|cloudflare):/.test(source)) return { id: source, external: true };
  },
};

/** The build of `dist/worker/index.js`. */
export const workerBuild: InlineConfig = {
  configFile: false,
  root: resolve(import.meta.dirname, "../.."),
  publicDir: false,
  logLevel: "warn",
  plugins: [lean],
  ssr: { noExternal: true, target: "webworker" },
  build: {
    ssr: "worker/index.ts",
    outDir: "dist/worker",
    emptyOutDir: true,
    minify: true,
    sourcemap: true,
    target: "es2024",
  },
};
