/** Who asks: the bearer token of a request becomes a principal with its grants. */
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../env.ts";
import { sha256 } from "../hash.ts";
import { Refusal } from "../refusal.ts";
import { findByToken } from "../store/principals.ts";

/** The bearer token of a request, if it has one. */
export const bearerOf = (c: Context<AppEnv>): string | undefined =>
  /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];

/** Lets a request through only with a valid token. */
export const authenticate = createMiddleware<AppEnv>(async (c, next) => {
  const token = bearerOf(c);
  const rows = token ? await findByToken(c.get("db"), await sha256(token), c.get("now")) : [];
  const [first] = rows;
  if (!first) throw new Refusal("unauthenticated");
  const { id, account, name } = first;
  c.set("principal", { id, account, name, grants: rows.map(({ role, regionCode }) => ({ role, regionCode })) });
  await next();
});
