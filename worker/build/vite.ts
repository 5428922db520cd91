/** How the worker is made into the one script that is deployed: smaller by a tenth than wrangler's own bundle, in a second. */
import { resolve } from "node:path";
import type { InlineConfig, Plugin } from "vite";
import { undescribed } from "./undescribed.ts";

/** Files of libraries of which the worker never calls anything, by how the library names them. */
const unshipped: Record<string, string[]> = {
  "@hono/zod-openapi": ["@asteasolutions/zod-to-openapi"],
  zod: [
    ...["./from-json-schema.js", "./compile.js", "../locales/index.js"],
    ...["./to-json-schema.js", "./json-schema-processors.js", "../core/to-json-schema.js"],
    ...["../core/json-schema-processors.js"],
  ],
  "drizzle-orm": ["../relations.js", "./query-builders/query.js"],
  hucre: [
    ...["chart", "pivot", "slicer", "external-link", "threaded-comments", "cell-images"].map(
      (x) => `./${x}-reader.mjs`,
    ),
    ...["chart", "pivot", "drawing"].map((part) => `./${part}-writer.mjs`),
    "./crypto/agile.mjs",
  ],
};

const lean: Plugin = {
  name: "lean",
  enforce: "pre",
  resolveId(source, importer) {
    const library = importer?.match(/\/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? "";
    if (unshipped[library]?.includes(source)) return `${import.meta.dirname}/unshipped/${library.replace("/", "-")}.ts`;
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
  // Also where tests build it: what is tested is what is deployed.
  mode: "production",
  define: { "process.env.NODE_ENV": '"production"' },
  oxc: { jsx: { runtime: "automatic", importSource: "hono/jsx", development: false } },
  plugins: [lean, undescribed],
  ssr: { noExternal: true, target: "webworker" },
  build: {
    ssr: "worker/index.ts",
    outDir: "dist/worker",
    emptyOutDir: true,
    minify: true,
    sourcemap: true,
    target: "es2024",
    // What stands in the place of what is never called has not all of its names.
    rolldownOptions: { checks: { importIsUndefined: false, pluginTimings: false } },
  },
};
