/** GET /v1/credentials: sessions, keys and codes, without what they are. */
import { createRoute } from "@hono/zod-openapi";
import { credentialList, credentialQuery } from "../../../schema/wire.ts";
import { credentialsOf } from "../../store/credentials.ts";
import { labelOf } from "../../store/settings.ts";
import { endpoint, json, problems, signedIn } from "../endpoint.ts";
import { administeredAccount } from "./administered.ts";

const route = createRoute({
  method: "get",
  path: "/v1/credentials",
  tags: ["账号"],
  summary: "登录、接口密钥、一次性码",
  security: signedIn,
  request: { query: credentialQuery },
  responses: {
    200: json(credentialList, "最近开的在前"),
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

export const listCredentials = endpoint(route, async (c) => {
  const own = c.get("principal");
  const { account = own.account } = c.req.valid("query");
  const { id } = account === own.account ? own : await administeredAccount(c, account, "account:read");
  const [found, label] = await Promise.all([credentialsOf(c.get("db"), id), labelOf(c.get("db"))]);
  const credentials = found.map((one) => ({ ...one, current: one.id === own.credential }));
  return c.json({ credentials, label }, 200);
});
