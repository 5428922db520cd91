/** The worker as it is deployed: one small bundle. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const kilobyte = 1024;

test("the worker's bundle is at most 350 KB gzipped, and holds no demo and no test", () => {
  const folder = mkdtempSync(join(tmpdir(), "xingping-bundle-"));
  try {
    execFileSync("node_modules/.bin/wrangler", ["deploy", "--dry-run", "--minify", "--outdir", folder], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "1" },
    });
    const scripts = readdirSync(folder).filter((name) => name.endsWith(".js"));
    expect(scripts).toHaveLength(1);
    const text = readFileSync(join(folder, scripts[0]!));
    expect(gzipSync(text).length).toBeLessThan(350 * kilobyte);
    expect(text.includes("xingping-demo")).toBe(false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
