/** POST /v1/imports/push: the rows of somebody's old table that are matched, by the ordinary push. */
import { createRoute } from "@hono/zod-openapi";
import { importAnswer, importPushForm } from "../../../schema/importWire.ts";
import { pushImport } from "../../usecases/importRows.ts";
import { bodyProblems, endpoint, formKey, json, problems, signedIn, workOf } from "../endpoint.ts";
import { formBody, importAccess, readForm } from "./form.ts";

const route = createRoute({
  method: "post",
  path: "/v1/imports/push",
  tags: ["旧表"],
  summary: "旧表导入:提交",
  description:
    "再送一遍预览过的文件和写明的各项,连同预览答复的 seen;对得上的行照 PATCH /v1/sheets/{sheet} 提交,逐行答复,空格子不改。写明的列和名称记下来,同样标题的表下次照认。带 Idempotency-Key 重发同一请求只保存一次。",
  security: signedIn,
  request: { body: formBody(importPushForm) },
  responses: {
    200: json(importAnswer, "逐行的结果"),
    ...bodyProblems,
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

export const pushTable = endpoint(route, async (c) => {
  const { sheet: id, period, region, newCodes, seen, mode, note, ...form } = c.req.valid("form");
  const { catalogue, sheet, access } = await importAccess(c, { sheet: id, period, region });
  const { hash, ...read } = await readForm(form);
  const { file: _, ...texts } = c.req.valid("form");
  const key = await formKey(c, hash, texts);
  const asked = { ...read, period, newCodes: newCodes === "true", seen: Number(seen), mode, note };
  return c.json(await pushImport(workOf(c), catalogue, sheet, asked, access, key), 200);
});
