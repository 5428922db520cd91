import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** core: pure code and documents, in Node · worker: the whole worker on D1 in workerd · e2e: the started program. */
export default defineConfig({
  test: {
    // Every request writes a line to the log: it is told of where a test fails.
    silent: "passed-only",
    projects: [
      { test: { name: "core", include: ["test/core/**/*.test.ts", "test/house.test.ts"], testTimeout: 30_000 } },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: { MIGRATIONS: await readD1Migrations("schema/migrations"), AUDIT_SECRET: "of-the-tests" },
            },
          })),
        ],
        test: { name: "worker", include: ["test/worker/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 120_000 },
      },
      { test: { name: "e2e", include: ["test/e2e/**/*.test.ts"], testTimeout: 180_000, hookTimeout: 180_000 } },
    ],
  },
});
