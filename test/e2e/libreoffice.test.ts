/** LibreOffice itself opens our workbook and saves it anew; where it is not installed, the name of the test says so. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Definition } from "../../schema/sheet/workbook/layout.ts";
import { snapshotOf } from "../../schema/sheet/workbook/snapshot.ts";
import { fileTable } from "../../worker/files/fileTable.ts";
import { unkeep } from "../../worker/files/kept.ts";
import { readBook } from "../../worker/files/readBook.ts";
import { beside, sheetBook } from "../../worker/files/sheetBook.ts";
import { writeBook } from "../../worker/files/writeBook.ts";
import { planFile } from "../../worker/usecases/planFile.ts";

const isThere = spawnSync("soffice", ["--version"]).status === 0;

const definition: Definition = {
  ...{ id: "register.visits", title: "走访登记簿", group: "台账", key: "id", period: "month", editable: true },
  columns: [
    { key: "code", title: "编号", type: "code", required: true },
    { key: "on", title: "日期", type: "date" },
    { key: "money", title: "金额", type: "money" },
    { key: "share", title: "比例", type: "percent" },
    { key: "done", title: "办结", type: "flag" },
    {
      key: "kind",
      title: "类别",
      type: "option",
      options: [
        ["a", "甲类"],
        ["b", "乙类"],
      ],
    },
    { key: "words", title: "情况", type: "note" },
  ],
};
const texts = ["=1+1", " 前后有空格 ", "_x0041_", "两\n行", "@某", "<&>\"'", "012", "2014-03-05", "1-7", ""];
const rows = [...Array(500).keys()].map((i) => ({
  ...{ id: `row-${i}`, version: 1 },
  cells: [
    `00${i}`,
    "2014-03-05",
    i + 0.25,
    85.5,
    i % 2 === 0,
    i % 3 === 0 ? "a" : null,
    texts[i % texts.length] || null,
  ],
}));

if (isThere)
  describe("LibreOffice", () => {
    test("saves a file anew in which nothing is changed: every row is unchanged", async () => {
      const folder = mkdtempSync(join(tmpdir(), "xingping-office-"));
      try {
        const at = "2014-03-06T01:00:00.000Z";
        const snapshot = snapshotOf({ definition, rows, push: 7 }, { period: "2014-03" }, "nonce");
        writeFileSync(join(folder, "a.xlsx"), await writeBook(sheetBook([{ snapshot }], at, "张三"), at));
        const home = `-env:UserInstallation=file://${folder}/home`;
        const target = [
          "--convert-to",
          "xlsx:Calc MS Excel 2007 XML",
          "--outdir",
          join(folder, "out"),
          join(folder, "a.xlsx"),
        ];
        execFileSync("soffice", [home, "--headless", ...target], { stdio: "ignore", timeout: 150_000 });
        const read = await readBook(readFileSync(join(folder, "out", "a.xlsx")));
        if ("fault" in read) throw new Error(read.fault.code);
        const page = read.pages.find(({ title }) => title === beside.kept)!;
        const kept = unkeep(page.rows.map(([text]) => String(text)));
        if ("fault" in kept) throw new Error(kept.fault);
        const table = fileTable(read.pages, kept);
        if ("fault" in table) throw new Error(table.fault.code);
        const plan = planFile(kept.snapshot, table.content, false);
        expect([plan.rows, plan.missing, table.warnings]).toEqual([[], [], []]);
        expect(plan.told.filter(({ result }) => result.status === "unchanged")).toHaveLength(500);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  });
else
  test("LibreOffice is NOT installed here (apt-get install libreoffice-calc): its saves are not tried", () => {
    expect(isThere).toBe(false);
  });
