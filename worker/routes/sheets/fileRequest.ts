/** Which sheets a request for a workbook file names, and how a file is answered. */
import type { Context } from "hono";
import type { AppEnv } from "../../env.ts";
import { refuse } from "../../refusal.ts";

export const fileType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** So many sheets go into one workbook. */
const mostSheets = 8;

/** The ids of the sheets, as the path names them: organizations,persons.xlsx. */
export function sheetsOfFile(c: Context<AppEnv>): string[] {
  const ids = [
    ...new Set(
      c.req
        .param("sheet")!
        .replace(/\.xlsx$/, "")
        .split(","),
    ),
  ];
  if (ids.length > mostSheets) throw refuse("badQuery", "/sheet", "tooMany", { limit: mostSheets, unit: "array" });
  return ids;
}

/** The headers of a workbook that goes out under a name. */
export const fileHeaders = (name: string) => ({
  "content-type": fileType,
  "content-disposition": `attachment; filename="sheet.xlsx"; filename*=UTF-8''${encodeURIComponent(name)}`,
});
