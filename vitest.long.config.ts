import { defineConfig } from "vitest/config";

/** What takes minutes: many clerks at once, a killed office, again and again. `npm run test:long`. */
export default defineConfig({
  test: {
    globalSetup: "test/build.ts",
    include: ["test/long/**/*.test.ts"],
    testTimeout: 900_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
