/** Sheets as workbook files: what a GET gives, and what becomes of a file that is sent back. */
import { readXlsx } from "hucre/xlsx";
import { beforeAll, describe, expect, test } from "vitest";
import { type Answer, type Office, openOffice, rowsOf, township } from "./office.ts";

const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
let office: Office;
beforeAll(async () => {
  office = await openOffice();
});

/** What stands in a worksheet of an answered workbook, as hucre reads it. */
async function sheetOf({ bytes }: Answer, title: string) {
  const { sheets } = await readXlsx(bytes);
  return sheets.find(({ name }) => name === title)!;
}

describe("a sheet as a file", () => {
  test("shows the rows of the sheet under the titles of its columns, and keeps codes as text", async () => {
    const path = `/v1/sheets/organizations`;
    const [file, pulled] = [
      await office.as.county("GET", `${path}.xlsx?region=${township}`),
      await office.as.county("GET", `${path}?region=${township}`),
    ];
    expect([file.status, file.headers.get("content-type")]).toEqual([200, type]);
    expect(decodeURIComponent(file.headers.get("content-disposition")!)).toContain("党组织名册.xlsx");
    const { rows } = await sheetOf(file, "党组织名册");
    const columns = pulled.body.definition.columns.map(({ title }: { title: string }) => title);
    expect(rows[0]).toEqual(["变更", "状态", "行号", ...columns]);
    const known = rowsOf(pulled);
    expect(rows.slice(1, known.length + 1).map((row) => row[2])).toEqual(known.map(({ id }) => id));
    const code = rows[0]!.indexOf("组织编码");
    expect(rows[1]![code]).toBe(known[0]!.code);
  });
});
