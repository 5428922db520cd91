/** POST /v1/sheets/{sheet}.xlsx: a workbook that was filled in, answered row by row or as a workbook. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type Fault, faultText } from "../../../schema/fault.ts";
import { fileAnswer, fileForm, fileQuery, filesAnswer } from "../../../schema/fileWire.ts";
import type { AppEnv } from "../../env.ts";
import { fileResult } from "../../files/fileResult.ts";
import { type FileTable, fileTable } from "../../files/fileTable.ts";
import { type KeptSheet, unkeep } from "../../files/kept.ts";
import { type BookPage, readBook } from "../../files/readBook.ts";
import { beside, fileName, sheetBook } from "../../files/sheetBook.ts";
import { writeBook } from "../../files/writeBook.ts";
import { sha256 } from "../../hash.ts";
import { refuse } from "../../refusal.ts";
import type { RequestKey } from "../../store/idempotency.ts";
import { type Filed, pushFile, refuseFile, unreadable } from "../../usecases/pushFile.ts";
import { bodyProblems, fileEndpoint, problems, signedIn, workOf } from "../endpoint.ts";
import { fileHeaders, fileType, sheetsOfFile } from "./fileRequest.ts";
import { pushAccess, requireEditable } from "./pushAccess.ts";
import { requireSheet } from "./requireSheet.ts";

const route = createRoute({
  method: "post",
  path: "/v1/sheets/{sheet}.xlsx",
  tags: ["表"],
  summary: "交回工作簿文件",
  description:
    "GET 所得的文件改好后交回:请求体就是文件,或表单(multipart/form-data)的 file 一栏。与取数时相比改动了的格才提交,逐行答复与 PATCH 相同;带 Idempotency-Key 重发只保存一次。Accept 为 .xlsx 的类型时,答复是一个工作簿:各行写明“状态”,有问题的格着色,改好可再交。期、区划、批次照文件;网址里写了的须与文件相同。",
  security: signedIn,
  request: {
    params: z.object({ sheet: z.string().describe("表,几张以 , 相连") }),
    query: fileQuery,
    body: {
      required: true,
      content: {
        [fileType]: { schema: z.any().meta({ type: "string", format: "binary" }) },
        "multipart/form-data": { schema: fileForm },
      },
    },
  },
  responses: {
    200: {
      description: "逐行的结果;几张表的各在 sheets 中",
      content: {
        "application/json": { schema: z.union([fileAnswer, filesAnswer]) },
        [fileType]: { schema: z.string().meta({ format: "binary" }) },
      },
    },
    ...bodyProblems,
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

/** A sheet of the request with what the file holds of it. */
interface Sent {
  found: Awaited<ReturnType<typeof requireSheet>>;
  kept: KeptSheet;
  table: FileTable;
}

export const pushSheetFile = fileEndpoint(route, "sheet", ".xlsx", async (c) => {
  const query = c.req.valid("query");
  const ids = sheetsOfFile(c);
  // Who may not change a sheet learns nothing of what is wrong with a file.
  const asked = await Promise.all(ids.map((id) => requireSheet(c, id)));
  for (const { sheet } of asked) requireEditable(c, sheet);
  const { file, note = query.note } = await upload(c);
  const book = await readBook(file);
  if ("fault" in book) throw refuseFile({ pointer: "/file", ...book.fault });
  const kept = keptIn(book.pages);
  const sent = asked.map((found): Sent => sentOf(found, kept, book.pages, query));
  const pushes = sent.map(({ found, kept: { snapshot, asOf } }) => {
    const access = pushAccess(c, found, snapshot);
    if (asOf !== undefined) throw refuseFile({ pointer: "/file", code: "pastFile", params: { value: asOf } });
    return access;
  });
  const request = await fileKey(c, file);
  const { mode = "partial", missing } = query;
  const filed: Filed[] = [];
  for (const [
    i,
    {
      found,
      kept: { snapshot },
      table,
    },
  ] of sent.entries()) {
    const push = { mode, period: snapshot.period, note, deletesMissing: missing === "delete" };
    const key = request && { ...request, key: ids.length === 1 ? request.key : `${request.key}/${ids[i]}` };
    filed.push(await pushFile(workOf(c), found.catalogue, found.sheet, snapshot, table, push, pushes[i]!, key));
  }
  if (c.req.header("accept")?.includes(fileType)) return (await resultFile(c, sent, filed)) as never;
  const answers = filed.map(({ answer }) => answer);
  if (ids.length === 1) return c.json(answers[0]!, 200) as never;
  const sheets = answers.map((one, i) => ({ sheet: ids[i]!, title: sent[i]!.found.sheet.title, ...one }));
  return c.json({ sheets }, 200) as never;
});

/** The bytes of a request: its body, or the file of its form. */
async function upload(c: Context<AppEnv>): Promise<{ file: Uint8Array; note?: string | undefined }> {
  if (!/^multipart\/form-data/i.test(c.req.header("content-type") ?? "")) {
    const file = new Uint8Array(await c.req.arrayBuffer());
    if (file.length === 0) throw refuseFile({ pointer: "/file", code: "noFile", params: {} });
    return { file };
  }
  const form = await c.req.formData().catch(() => undefined);
  const file = form?.get("file");
  if (!file || typeof file === "string") throw refuseFile({ pointer: "/file", code: "noFile", params: {} });
  const note = form?.get("note");
  if (typeof note === "string" && note.length > 500)
    throw refuse("invalid", "/note", "tooLong", { title: "note", limit: 500 });
  return {
    file: new Uint8Array(await file.arrayBuffer()),
    ...(typeof note === "string" && note.trim() !== "" && { note }),
  };
}

/** What a workbook remembers of its sheets. */
function keptIn(pages: readonly BookPage[]): KeptSheet[] {
  const page = pages.find(({ title }) => title === beside.kept);
  const refused = (code: Fault["code"]) => refuseFile({ pointer: "/file", code, params: {} });
  if (!page) throw refused("notOurs");
  const width = Math.max(0, ...page.rows.map((row) => row.length));
  return [...Array(width).keys()].flatMap((column) => {
    const texts = page.rows.map((row) => row[column] ?? null).filter((cell) => cell !== null);
    if (texts.length === 0) return [];
    const read = unkeep(texts.map(String));
    if ("fault" in read) throw refused(read.fault);
    return [read];
  });
}

/** Finds a sheet in a file. @throws Refusal badFile where it is not there, or is of another period, round or region than asked for */
function sentOf(
  found: Sent["found"],
  kept: readonly KeptSheet[],
  pages: readonly BookPage[],
  query: z.infer<typeof fileQuery>,
): Sent {
  const { sheet } = found;
  const fail = (code: Fault["code"], params: Fault["params"]) => refuseFile({ pointer: "/file", code, params });
  const own = kept.find(({ snapshot }) => snapshot.definition.id === sheet.id);
  if (!own) {
    const titles = kept.map(({ snapshot }) => snapshot.definition.title).join("、");
    throw fail("otherSheet", { found: titles, value: sheet.title });
  }
  const { period, round, region } = own.snapshot;
  if (query.period !== undefined && sheet.period !== "none" && query.period !== period)
    throw fail("otherPeriod", { found: period, value: query.period });
  if (query.round !== undefined && query.round !== round)
    throw fail("otherRound", { found: round ?? "", value: query.round });
  if (query.region !== undefined && query.region !== region)
    throw fail("otherRegion", { found: region ?? "", value: query.region });
  const table = fileTable(pages, own);
  if ("fault" in table) throw refuseFile(table.fault);
  const fault = unreadable(own.snapshot, table, `/file/${own.title}`);
  if (fault) throw refuseFile(fault);
  return { found, kept: own, table };
}

/** The Idempotency-Key with the hash of what was sent: of the file itself, for a form is bounded otherwise each time. */
async function fileKey(c: Context<AppEnv>, file: Uint8Array): Promise<RequestKey | undefined> {
  const key = c.req.header("idempotency-key");
  if (!key) return undefined;
  if (key.length > 200)
    throw refuse("badQuery", "/idempotency-key", "tooLong", { title: "Idempotency-Key", limit: 200 });
  const { pathname, search } = new URL(c.req.url);
  return { key, requestHash: await sha256(`POST ${pathname}${search}\n${await sha256(file)}`) };
}

async function resultFile(c: Context<AppEnv>, sent: readonly Sent[], filed: readonly Filed[]): Promise<Response> {
  const wordsOf = (code: "rowMissing" | "toDecide") => {
    const { message, fix } = faultText({ pointer: "", code, params: {} }, c.get("language"));
    return `${message};${fix}`;
  };
  const words = { missing: wordsOf("rowMissing"), toDecide: wordsOf("toDecide") };
  const sheets = filed.map(({ answer, ...one }) => fileResult({ ...one, missing: answer.missing }, words));
  const { label } = sent[0]!.found.catalogue;
  const book = sheetBook(sheets, c.get("now"), c.get("principal").name, label);
  const bytes = await writeBook(book, c.get("now"));
  return c.body(bytes as Uint8Array<ArrayBuffer>, 200, fileHeaders(fileName(sheets, " 结果")));
}
