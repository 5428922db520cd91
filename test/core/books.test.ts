/** Workbook files as bytes: what is written others read, what others write is read, and what is no honest workbook is refused unread. */
import { randomBytes } from "node:crypto";
import { strToU8, zipSync } from "fflate";
import readWithAnother from "read-excel-file/node";
import { describe, expect, test } from "vitest";
import type { Definition } from "../../schema/sheet/workbook/layout.ts";
import { snapshotOf } from "../../schema/sheet/workbook/snapshot.ts";
import { fileTable } from "../../worker/files/fileTable.ts";
import { keep, unkeep } from "../../worker/files/kept.ts";
import { readBook } from "../../worker/files/readBook.ts";
import { sheetBook } from "../../worker/files/sheetBook.ts";
import { writeBook } from "../../worker/files/writeBook.ts";
import { planFile } from "../../worker/usecases/planFile.ts";

const definition: Definition = {
  ...{ id: "register.visits", title: "走访登记簿", group: "台账", key: "id", period: "month", editable: true },
  columns: [
    { key: "code", title: "编号", type: "code", required: true },
    { key: "on", title: "日期", type: "date" },
    { key: "count", title: "户数", type: "integer" },
    { key: "done", title: "办结", type: "flag" },
    { key: "words", title: "情况", type: "note" },
  ],
};
const words = ["=1+1", " 前后有空格 ", "_x0041_", "两\n行", "@某", "<&>\"'"];
const rows = words.map((text, i) => ({
  ...{ id: `row-${i}`, version: 1 },
  cells: [`00${i}`, "2014-03-05", i, i % 2 === 0, text],
}));
const snapshot = snapshotOf({ definition, rows, push: 7 }, { period: "2014-03" }, "nonce");
const at = "2014-03-06T01:00:00.000Z";
const written = () => writeBook(sheetBook([{ snapshot }], at, "张三"), at);

/** What of a file would be pushed. */
async function planOf(bytes: Uint8Array) {
  const read = await readBook(bytes);
  if ("fault" in read) throw new Error(read.fault.code);
  const found = fileTable(read.pages, { title: "走访登记簿", snapshot });
  if ("fault" in found) throw new Error(found.fault.code);
  return { ...planFile(snapshot, found.content, false), warnings: found.warnings };
}
const faultOf = async (bytes: Uint8Array) => {
  const read = await readBook(bytes);
  return "fault" in read ? read.fault.code : undefined;
};

describe("a workbook that is written", () => {
  test("is read by another reader: the same titles, texts and numbers, and codes stay text", async () => {
    const sheets = await readWithAnother(Buffer.from(await written()));
    const [{ data }] = sheets as unknown as [{ sheet: string; data: unknown[][] }];
    expect(data[0]).toEqual(["变更", "状态", "行号", "编号", "日期", "户数", "办结", "情况"]);
    const filled = data.slice(1).filter((row) => row.some((cell) => cell !== null));
    expect(filled.map((row) => row[3])).toEqual(rows.map(({ cells }) => cells[0]));
    expect(filled.map((row) => row[5])).toEqual([0, 1, 2, 3, 4, 5]);
    expect((filled[0]![4] as Date).toISOString().slice(0, 10)).toBe("2014-03-05");
  });

  test("is read back without a change, whatever its texts look like", async () => {
    const plan = await planOf(await written());
    expect([plan.rows, plan.missing, plan.warnings]).toEqual([[], [], []]);
    expect(plan.told.map(({ result }) => result.status)).toEqual(rows.map(() => "unchanged"));
  });

  test("keeps what was pulled, and knows when that was tampered with", () => {
    const texts = keep({ title: "走访登记簿", snapshot });
    expect(unkeep(texts)).toMatchObject({ title: "走访登记簿", snapshot: { push: 7, rows: snapshot.rows } });
    const [head, body] = texts as [string, string];
    expect(unkeep([head, `${body.slice(0, 40)}A${body.slice(41)}`])).toEqual({ fault: "snapshotBroken" });
    expect(unkeep(["xingping-file-9", body])).toEqual({ fault: "otherFormat" });
  });
});

const types = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`;
const officeNames = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const relations = (list: string) =>
  `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list}</Relationships>`;
/** A workbook as WPS saves it: one worksheet, no dimension, texts shared or in the cells, a style for days. */
const foreign = (sheet: string, strings: readonly string[] = []) => ({
  "[Content_Types].xml": types,
  "_rels/.rels": relations(`<Relationship Id="rId1" Type="${officeNames}/officeDocument" Target="xl/workbook.xml"/>`),
  "xl/workbook.xml": `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${officeNames}"><sheets><sheet name="走访登记簿" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  "xl/_rels/workbook.xml.rels": relations(
    `<Relationship Id="rId1" Type="${officeNames}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${officeNames}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="${officeNames}/styles" Target="styles.xml"/>`,
  ),
  "xl/sharedStrings.xml": `<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${strings.map((one) => `<si><t>${one}</t></si>`).join("")}</sst>`,
  "xl/styles.xml": `<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
  "xl/worksheets/sheet1.xml": `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${sheet}</sheetData></worksheet>`,
});
const zipped = (parts: Record<string, string | Uint8Array>) =>
  zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, typeof part === "string" ? strToU8(part) : part]),
    ),
  );
const inline = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const head = `<row r="1">${["变更", "状态", "行号", "编号", "日期", "户数", "办结", "情况"].map(inline).join("")}</row>`;

describe("a workbook that another program saved", () => {
  test("is read with shared and inline texts, days as numbers, no dimension, figures in text columns and formulas", async () => {
    const first = `<row r="2"><c r="C2" t="s"><v>0</v></c><c r="D2" t="inlineStr"><is><t>000</t></is></c><c r="E2" s="1"><v>41704</v></c><c r="F2"><f>1+8</f><v>9</v></c><c r="G2" t="s"><v>1</v></c><c r="H2" t="str"><v>=1+1</v></c></row>`;
    const fresh = `<row r="9"><c r="D9"><v>12</v></c><c r="E9" t="inlineStr"><is><t>2014.3.7</t></is></c><c r="H9"><v>3</v></c></row>`;
    const marked = fresh.replace('<row r="9">', `<row r="9"><c r="A9" t="inlineStr"><is><t>新增</t></is></c>`);
    const again = await planOf(zipped(foreign(head + first + marked, ["row-0", "是"])));
    expect(again.rows[0]).toEqual({ id: "row-0", baseVersion: 1, cells: { on: "2014-03-06", count: 9 } });
    expect(again.rows.at(-1)).toMatchObject({ cells: { code: "12", on: "2014-03-07", words: "3" } });
    expect(again.warnings.map(({ code, params }) => [code, params.places])).toEqual([
      ["formulasRead", "F2"],
      ["numbersInText", "D9、H9"],
    ]);
    expect(again.missing).toEqual(rows.slice(1).map(({ id }) => id));
  });
});

describe("refused unread", () => {
  const sheetName = strToU8("xl/worksheets/sheet1.xml");
  /** A zip whose directory says another size of the worksheet. */
  const saying = (unpacked: number, sheet: string | Uint8Array) => {
    const zip = zipped({ ...foreign(head), "xl/worksheets/sheet1.xml": sheet });
    const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
    for (let i = 0; i < zip.length - 46; i++)
      if (view.getUint32(i, true) === 0x02014b50 && sheetName.every((byte, k) => zip[i + 46 + k] === byte))
        view.setUint32(i + 24, unpacked, true);
    return zip;
  };
  const megabyte = 1024 * 1024;
  const noise = () => randomBytes(3 * megabyte);
  test.each([
    ["a .csv under another name", async () => strToU8("编号,名称\n1,甲"), "notWorkbook"],
    ["another kind of zip", async () => zipped({ "word/document.xml": "<a/>" }), "notWorkbook"],
    [
      "a file with a password",
      async () => new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, ...Array(600).fill(0)]),
      "lockedFile",
    ],
    ["a file with macros", async () => zipped({ ...foreign(head), "xl/vbaProject.bin": "x" }), "macroFile"],
    [
      "a zip bomb",
      async () => zipped({ ...foreign(head), "xl/worksheets/sheet1.xml": new Uint8Array(30 * megabyte).fill(32) }),
      "zipBomb",
    ],
    ["a sheet of 200 MB", async () => saying(200 * megabyte, noise()), "unpackedTooLarge"],
    [
      "a zip that unpacks to more than it says",
      async () => saying(10, foreign(head + "<row/>".repeat(20_000))["xl/worksheets/sheet1.xml"]),
      "zipBomb",
    ],
    ["a damaged one", async () => zipped({ ...foreign(head), "xl/workbook.xml": "<workbook" }), "brokenFile"],
  ])("%s", async (_, make, code) => {
    expect(await faultOf(await make())).toBe(code);
  });
});
