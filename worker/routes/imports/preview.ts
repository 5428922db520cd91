/** POST /v1/imports: what importing somebody's old table would do; nothing is written. */
import { createRoute } from "@hono/zod-openapi";
import { importForm, importPreview } from "../../../schema/importWire.ts";
import { labelOf } from "../../store/settings.ts";
import { previewImport } from "../../usecases/importRows.ts";
import { bodyProblems, endpoint, json, problems, signedIn, workOf } from "../endpoint.ts";
import { formBody, importAccess, readForm } from "./form.ts";

const route = createRoute({
  method: "post",
  path: "/v1/imports",
  tags: ["旧表"],
  summary: "旧表导入:预览",
  description:
    "上传单位原有的名册、台账:找表头、认列、对名称,逐行答复会新增、改动还是不能存。什么都不写;对不上的名称列出可能是哪些,从不在两个之间猜。",
  security: signedIn,
  request: { body: formBody(importForm) },
  responses: {
    200: json(importPreview, "会怎样"),
    ...bodyProblems,
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

export const previewTable = endpoint(route, async (c) => {
  const { sheet: id, period, region, newCodes, ...form } = c.req.valid("form");
  const { catalogue, sheet, access } = await importAccess(c, { sheet: id, period, region });
  const read = await readForm(form);
  const asked = { ...read, period, newCodes: newCodes === "true", seen: catalogue.push };
  const answer = await previewImport(workOf(c), catalogue, sheet, asked, access);
  return c.json({ ...answer, label: await labelOf(c.get("db")) }, 200);
});
