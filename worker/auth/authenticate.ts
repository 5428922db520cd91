/** Who asks: the bearer token of a request becomes a principal with its grants. */
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { holdsAll } from "../../schema/roles.ts";
import type { AppEnv } from "../env.ts";
import { sha256 } from "../hash.ts";
import { Refusal } from "../refusal.ts";
import { findByToken, noteUse } from "../store/credentials.ts";

/** The bearer token of a request, if it has one. */
const bearerOf = (c: Context<AppEnv>): string | undefined =>
  /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];

/** The use of a credential is noted again after so long. */
const noteAfter = 3_600_000;

/** Lets a request through only with a valid token. */
export const authenticate = createMiddleware<AppEnv>(async (c, next) => {
  const [db, now, token] = [c.get("db"), c.get("now"), bearerOf(c)];
  const rows = token ? await findByToken(db, await sha256(token), now) : [];
  const [first] = rows;
  if (!first) throw new Refusal("unauthenticated");
  const { id, account, name, person, credential, kind, narrowed, usedAt } = first;
  const held = rows.flatMap(({ role, regionCode }) => (role && regionCode ? [{ role, regionCode }] : []));
  c.set("principal", {
    id,
    account,
    name,
    identity: person ?? id,
    credential,
    signedIn: kind === "session",
    // A key keeps only what its account still has.
    grants: narrowed ? narrowed.filter((grant) => holdsAll(held, grant)) : held,
  });
  const before = new Date(Date.parse(now) - noteAfter).toISOString();
  if (!usedAt || usedAt < before) await noteUse(db, credential, now);
  await next();
});
