/** Sheets as workbook files: what a GET gives, and what becomes of a file that is sent back. */
import { type CellValue, readXlsx, type WriteSheet, writeXlsx } from "hucre/xlsx";
import { beforeAll, describe, expect, test } from "vitest";
import { type Answer, indicators, type Office, openOffice, rowsOf, township, unzipped } from "./office.ts";

const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const roster = `/v1/sheets/organizations.xlsx?region=${township}`;
const file = `/v1/sheets/${indicators}.xlsx?period=2014-H1&region=${township}`;
const title = "党组织名册";
let office: Office;
beforeAll(async () => {
  office = await openOffice();
});

const uploaded = { "content-type": type };
const get = async (path: string) => (await office.as.county("GET", path)).bytes;
const post = (path: string, bytes: Uint8Array, headers: Record<string, string> = {}) =>
  office.as.county("POST", path, bytes, { ...uploaded, ...headers });

type Rows = CellValue[][];
/** A workbook saved by another program: its cells as they are, without its tables, lists and formats. */
async function saved(bytes: Uint8Array, edit: (rows: Rows, sheet: string) => Rows | undefined) {
  const { sheets } = await readXlsx(bytes);
  const pages = sheets.map(({ name, rows }): WriteSheet => ({ name, rows: edit(rows, name) ?? rows }));
  return writeXlsx({ sheets: pages });
}
/** The rows of a sheet's table changed, each as an object by title. */
const edited = (bytes: Uint8Array, change: (row: Record<string, CellValue>, at: number) => unknown, sheet = title) =>
  saved(bytes, (rows, name) => {
    if (name !== sheet) return undefined;
    const [head, ...body] = rows as [string[], ...Rows];
    return [
      head,
      ...body.flatMap((cells, at) => {
        const row = Object.fromEntries(head.map((one, i) => [one, cells[i] ?? null]));
        return change(row, at) === null ? [] : [head.map((one) => row[one] ?? null)];
      }),
    ];
  });

/** What stands in a worksheet, as objects by title; without empty rows. */
async function tableOf(bytes: Uint8Array, sheet = title): Promise<Record<string, CellValue>[]> {
  const { sheets } = await readXlsx(bytes);
  const [head, ...rows] = sheets.find(({ name }) => name === sheet)!.rows as [string[], ...Rows];
  return rows
    .filter((row) => row.some((cell) => cell !== null && cell !== ""))
    .map((row) => Object.fromEntries(head.map((one, i) => [one, row[i] ?? null])));
}
const count = ({ body }: Answer) =>
  Object.fromEntries(Object.entries(body.summary as Record<string, number>).filter(([, rows]) => rows > 0));

describe("a sheet as a file", () => {
  test("shows the rows of the sheet under the titles of its columns, and keeps codes as text", async () => {
    const answer = await office.as.county("GET", roster);
    const pulled = await office.as.county("GET", roster.replace(".xlsx", ""));
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, type]);
    expect(decodeURIComponent(answer.headers.get("content-disposition")!)).toContain("党组织名册.xlsx");
    const rows = await tableOf(answer.bytes);
    const titles = pulled.body.definition.columns.map((column: { title: string }) => column.title);
    expect(Object.keys(rows[0]!)).toEqual(["变更", "状态", "行号", ...titles]);
    expect(rows.map((row) => row.行号)).toEqual(rowsOf(pulled).map(({ id }) => id));
    expect(rows[0]!.组织编码).toBe(rowsOf(pulled)[0]!.code);
  });

  test("has a table with a frozen header, lists from a sheet that is not shown, and locks what nobody types", async () => {
    const files = unzipped(await get(roster));
    const sheet = files.get("xl/worksheets/sheet1.xml")!;
    expect(files.get("xl/tables/table1.xml")).toContain(`<tableColumn id="3" name="行号"/>`);
    expect(sheet).toContain('state="frozen"');
    expect(sheet).toMatch(/<dataValidation type="list"[^>]*>\s*<formula1>'选项'!\$A\$1/);
    expect(sheet).toMatch(/<sheetProtection [^>]*sheet="1"/);
    const workbook = files.get("xl/workbook.xml")!;
    expect(
      [...workbook.matchAll(/<sheet name="([^"]+)"[^>]*?(?: state="(\w+)")?\/>/g)].map((m) => [m[1], m[2]]),
    ).toEqual([
      [title, undefined],
      ["说明", undefined],
      ["选项", "veryHidden"],
      ["取数记录", "veryHidden"],
    ]);
    const styles = [
      ...files
        .get("xl/styles.xml")!
        .split("<cellXfs")[1]!
        .matchAll(/<xf [^>]*?(?:\/>|>.*?<\/xf>)/g),
    ];
    const lockOf = (place: string) =>
      styles[Number(new RegExp(`<c r="${place}" s="(\\d+)"`).exec(sheet)![1])]![0].includes('locked="0"')
        ? "open"
        : "locked";
    expect(["A2", "B2", "C2", "D2", "E2"].map(lockOf)).toEqual(["open", "locked", "locked", "open", "open"]);
  });

  test("is for looking only where nobody may change it", async () => {
    const bytes = (await office.as.viewer("GET", roster)).bytes;
    expect(Object.keys((await tableOf(bytes))[0]!)).not.toContain("变更");
    expect((await office.as.viewer("POST", roster, bytes, uploaded)).body.code).toBe("forbidden");
  });

  test("can hold several sheets", async () => {
    const both = `/v1/sheets/organizations,${indicators}.xlsx?period=2014-H1&region=${township}`;
    const bytes = await get(both);
    const answer = await post(both, bytes);
    expect([answer.status, answer.body.errors]).toEqual([200, undefined]);
    expect(answer.body.sheets.map((one: { sheet: string }) => one.sheet)).toEqual(["organizations", indicators]);
    for (const { summary, results } of answer.body.sheets) expect(summary.unchanged).toBe(results.length);
  });
});

describe("a file that comes back", () => {
  test("unchanged, saved by another program: every row is unchanged and nothing is written", async () => {
    const [before, bytes] = [await office.count("push"), await saved(await get(file), () => undefined)];
    const answer = await post(file, bytes);
    expect([answer.status, answer.body.push]).toEqual([200, null]);
    expect(count(answer)).toEqual({ unchanged: answer.body.results.length });
    expect(answer.body.results.length).toBeGreaterThan(5);
    expect(await office.count("push")).toBe(before);
  });

  test("has only its changed cells saved, its new rows added, marked ones deleted, and what is missing listed", async () => {
    const bytes = await get(roster);
    const rows = await tableOf(bytes);
    const [renamed, removed, cut] = rows as [Record<string, CellValue>, ...Record<string, CellValue>[]];
    const added = { ...rows.at(-1)!, 行号: null, 组织编码: "X014", 党组织名称: "新设党支部" };
    const back = await saved(bytes, (all, name) => {
      if (name !== title) return undefined;
      const head = all[0] as string[];
      const shown = [
        { ...renamed, 党组织名称: "改名党支部" },
        { ...removed, 变更: "删除" },
        ...rows.slice(3),
        added,
      ] as Record<string, CellValue>[];
      return [head, ...shown.map((row) => head.map((one) => row[one] ?? null))];
    });
    const key = { "idempotency-key": "first" };
    const answer = await post(roster, back, key);
    expect(count(answer)).toEqual({ saved: 3, unchanged: rows.length - 3 });
    expect(answer.body.missing).toEqual([cut!.行号]);
    expect(answer.body.results[0]).toMatchObject({ id: renamed.行号, status: "saved", row: 2 });
    expect((await post(roster, back, key)).body).toEqual(answer.body);
    const other = await edited(bytes, (row, at) => (at === 0 ? Object.assign(row, { 党组织名称: "又改" }) : row));
    expect((await post(roster, other, key)).body.code).toBe("keyReused");
    const after = rowsOf(await office.as.county("GET", roster.replace(".xlsx", "")));
    expect(after.find(({ id }) => id === renamed.行号)).toMatchObject({ name: "改名党支部" });
    expect(after.some(({ id }) => id === removed!.行号)).toBe(false);
    expect(after.some(({ id }) => id === cut!.行号)).toBe(true);
    expect(after.find(({ id }) => id === "X014")).toMatchObject({ name: "新设党支部" });
  });

  test("deletes what is missing only where that is said", async () => {
    const bytes = await get(roster);
    const last = (await tableOf(bytes)).at(-1)!.行号;
    const back = await edited(bytes, (row) => (row.行号 === last ? null : row));
    expect(count(await post(`${roster}&missing=delete`, back))).toMatchObject({ saved: 1 });
    const after = rowsOf(await office.as.county("GET", roster.replace(".xlsx", "")));
    expect(after.some(({ id }) => id === last)).toBe(false);
  });

  test("is merged with what others did; the same cell is a conflict until the file says whose is to stand", async () => {
    const bytes = await get(roster);
    const [one, two] = (await tableOf(bytes)) as [Record<string, CellValue>, Record<string, CellValue>];
    const pulled = rowsOf(await office.as.county("GET", roster.replace(".xlsx", "")));
    const version = (id: unknown) => pulled.find((row) => row.id === id)!.version;
    await office.as.county("PATCH", "/v1/sheets/organizations", {
      rows: [{ id: one.行号, baseVersion: version(one.行号), cells: { name: "他人所改" } }],
    });
    const back = await edited(bytes, (row) => {
      if (row.行号 === one.行号) row.党组织名称 = "我所改";
      if (row.行号 === two.行号) row.党组织名称 = "另一处";
      return row;
    });
    const result = await post(roster, back, { accept: type });
    const [conflict, fine] = await tableOf(result.bytes);
    expect(conflict!.党组织名称).toBe("我所改");
    expect(conflict!.状态).toContain("他人 他人所改,我的 我所改");
    expect(fine!.状态).toBe("已保存");
    expect(count(await post(roster, result.bytes))).toMatchObject({ conflict: 1 });
    const decided = await edited(result.bytes, (row) => {
      if (row.行号 === one.行号) row.变更 = "用我的";
      return row;
    });
    const last = await post(roster, decided);
    expect(count(last)).toEqual({ saved: 1, unchanged: last.body.results.length - 1 });
  });

  test("has bad cells told with column, reason and fix, and good rows saved all the same; or none, where all or none is asked", async () => {
    const bytes = await get(file);
    const sheet = (await readXlsx(bytes)).sheets[0]!.name;
    const rows = await tableOf(bytes, sheet);
    const { columns } = (await office.as.county("GET", file.replace(".xlsx", ""))).body.definition;
    const column = columns.find(
      ({ type, readOnly }: { type: string; readOnly?: true }) =>
        !readOnly && ["integer", "decimal", "flag"].includes(type),
    );
    const other = (cell: CellValue) => (column.type === "flag" ? (cell === "是" ? "否" : "是") : cell === 1 ? 0 : 1);
    const back = await edited(
      bytes,
      (row, at) => {
        if (at === 0) row[column.title] = "很多";
        if (at === 1) row[column.title] = other(row[column.title]!);
        return row;
      },
      sheet,
    );
    const all = await post(`${file}&mode=atomic`, back);
    expect([all.status, all.body.code]).toEqual([409, "atomicRefused"]);
    const answer = await post(file, back);
    expect(count(answer)).toEqual({ saved: 1, invalid: 1, unchanged: rows.length - 2 });
    expect(answer.body.results[0]).toMatchObject({ status: "invalid", row: 2 });
    expect(answer.body.results[0].errors[0].key).toBe(column.key);
    expect(answer.body.results[0].errors[0].message).toContain(column.title);
    const result = unzipped((await post(file, back, { accept: type })).bytes);
    expect(result.get("xl/styles.xml")).toContain("F8CBAD");
  });

  test("copied rows and lost row numbers are asked about, not guessed", async () => {
    const bytes = await get(roster);
    const rows = await tableOf(bytes);
    const back = await saved(bytes, (all, name) => {
      if (name !== title) return undefined;
      const head = all[0] as string[];
      const shown = [
        { ...rows[0]!, 组织编码: "X777", 党组织名称: "复制" },
        ...rows.slice(0, -1),
        { ...rows.at(-1)!, 行号: null },
      ];
      return [head, ...shown.map((row) => head.map((one) => (row as Record<string, CellValue>)[one] ?? null))];
    });
    const answer = await post(roster, back);
    expect(count(answer)).toEqual({ invalid: 3, unchanged: rows.length - 2 });
    const codes = answer.body.results.flatMap(
      (one: { errors?: { code: string }[] }) => one.errors?.map(({ code }) => code) ?? [],
    );
    expect(codes).toEqual(["copiedRow", "copiedRow", "alteredRow"]);
  });

  test("comes in a form too, with a note", async () => {
    const bytes = await edited(await get(roster), (row, at) => {
      if (at === 0) row.党组织名称 = "表单所改";
      return row;
    });
    const form = new FormData();
    form.set("file", new File([bytes as Uint8Array<ArrayBuffer>], "党组织名册.xlsx", { type }));
    form.set("note", "按花名册更正");
    const answer = await office.as.county("POST", roster, form);
    expect(count(answer)).toMatchObject({ saved: 1 });
    const push = await office.as.county("GET", `/v1/pushes/${answer.body.push}`);
    expect(push.body.note).toBe("按花名册更正");
  });
});

test("a file of another sheet, period, region or of the past, and what is no file, is refused by name, and nothing is written", async () => {
  const before = await office.count("push");
  const bytes = await get(file);
  const past = await get(`${file}&asOf=1`);
  const refused: [string, Uint8Array, string][] = [
    [roster, bytes, "otherSheet"],
    [file.replace("H1", "H2"), bytes, "otherPeriod"],
    [file.replace(township, "990101002000"), bytes, "otherRegion"],
    [file, past, "pastFile"],
    [file, new TextEncoder().encode("编码,名称"), "notWorkbook"],
    [
      file,
      await saved(bytes, (rows, name) => (name === "取数记录" ? [["xingping-file-1", "AAAA"]] : rows)),
      "snapshotBroken",
    ],
    [file, await saved(bytes, (rows, name) => (name === "取数记录" ? [["别的"]] : rows)), "snapshotBroken"],
  ];
  for (const [path, sent, code] of refused) {
    const answer = await post(path, sent);
    expect([answer.status, answer.body.code, answer.body.errors?.[0]?.code], code).toEqual([422, "badFile", code]);
    expect(answer.body.errors[0].fix).toMatch(/[\u4e00-\u9fff]/);
  }
  const tooLarge = await post(file, new Uint8Array(11 * 1024 * 1024));
  expect([tooLarge.status, tooLarge.body.code]).toEqual([413, "tooLarge"]);
  expect(await office.count("push")).toBe(before);
});
