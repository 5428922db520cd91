/** POST /v1/pushes/{push}/undo: takes a push back by a new one. */
import { createRoute } from "@hono/zod-openapi";
import { pushAnswer, undoBody } from "../../../schema/wire.ts";
import { readableScope, scopeOf, writableScope } from "../../auth/permissions.ts";
import { Refusal } from "../../refusal.ts";
import { requirePush } from "../../usecases/readPushes.ts";
import { undoPush as undo } from "../../usecases/undoPush.ts";
import { body, bodyProblems, endpoint, json, problems, requestKey, signedIn, workOf } from "../endpoint.ts";
import { pushParams } from "./get.ts";
import { sightOf } from "./sight.ts";

const route = createRoute({
  method: "post",
  path: "/v1/pushes/{push}/undo",
  tags: ["提交"],
  summary: "撤销一次提交",
  description:
    "撤销是一次新的提交:改过的改回,新增的删除,删除的恢复。其后有人又改过的行为 conflict,不动;已撤销过的行为 unchanged。撤销本身也可以撤销。",
  security: signedIn,
  request: { params: pushParams, body: body(undoBody) },
  responses: {
    200: json(pushAnswer, "逐行的结果"),
    ...bodyProblems,
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

export const undoPush = endpoint(route, async (c) => {
  const principal = c.get("principal");
  const { sight, catalogue } = await sightOf(c);
  const writes = (["entry:write", "self:write", "roster:write", "policy:write", "account:write"] as const).some(
    (permission) => scopeOf(principal, permission).length > 0,
  );
  if (!writes) throw new Refusal("forbidden");
  const found = await requirePush(c.get("db"), sight, catalogue, c.req.valid("param").push);
  const access = {
    scope: readableScope(principal, found.sheet),
    writable: writableScope(principal, found.sheet),
    reader: sight.reader,
    grants: principal.grants,
    language: c.get("language"),
  };
  if (access.writable.length === 0) throw new Refusal("forbidden");
  return c.json(await undo(workOf(c), catalogue, sight, found, c.req.valid("json"), access, await requestKey(c)), 200);
});
