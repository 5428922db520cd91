import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/**
 * core: pure code and documents, in Node · addin: the add-in, its workbook on Microsoft's client of Excel, in Node · worker: the whole worker on D1 in workerd · e2e: the started program.
 * Files of each share an isolate, so that modules are read once; every office of a test begins with an empty database.
 */
export default defineConfig({
  test: {
    globalSetup: "test/build.ts",
    // Every request writes a line to the log: it is told of where a test fails.
    silent: "passed-only",
    // vitest would leave one of two cores idle.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "core",
          isolate: false,
          include: ["test/core/**/*.test.ts", "test/house.test.ts"],
          testTimeout: 30_000,
        },
      },
      { test: { name: "addin", isolate: false, include: ["test/addin/**/*.test.ts"], testTimeout: 30_000 } },
      {
        plugins: [
          cloudflareTest(async () => ({
            main: "./worker/index.ts",
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: { MIGRATIONS: await readD1Migrations("schema/migrations"), AUDIT_SECRET: "of-the-tests" },
            },
          })),
        ],
        test: {
          name: "worker",
          isolate: false,
          include: ["test/worker/**/*.test.ts", "test/systems/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "e2e",
          isolate: false,
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
