/** POST /v1/sessions/oidc: an identity token of the office's provider for a token of ours. */
import { createRoute } from "@hono/zod-openapi";
import { newOidcSession, session } from "../../../schema/wire.ts";
import { accountOf, providerOf } from "../../auth/oidc.ts";
import { Refusal } from "../../refusal.ts";
import { findByAccount } from "../../store/principals.ts";
import { body, bodyProblems, endpoint, json, problems } from "../endpoint.ts";
import { beginSession } from "./begin.ts";

const route = createRoute({
  method: "post",
  path: "/v1/sessions/oidc",
  tags: ["登录"],
  summary: "凭单位统一身份认证(OpenID Connect)登录",
  description:
    "默认不开;没有设置 OIDC_ISSUER 等变量时答复 404。令牌须在十分钟内签发,其中一项(OIDC_CLAIM)为本系统已有的账号。",
  request: { body: body(newOidcSession) },
  responses: { 201: json(session, "已登录"), ...bodyProblems, 401: problems[401], 404: problems[404] },
});

export const createSessionByOidc = endpoint(route, async (c) => {
  const provider = providerOf(c.env);
  if (!provider) throw new Refusal("notFound");
  const account = await accountOf(provider, c.req.valid("json").idToken, c.get("now"));
  const found = account === undefined ? undefined : await findByAccount(c.get("db"), account);
  // Whoever is turned away is not told which it was.
  if (!found || found.locked) throw new Refusal("wrongIdToken");
  return c.json(await beginSession(c, found, [], { oidc: provider.issuer }), 201);
});
