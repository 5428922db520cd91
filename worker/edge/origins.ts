/** From which other origins a browser may call: those of a list, and without one none. */
import { cors } from "hono/cors";
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../env.ts";

/** Answers a browser that asks first, and names the origin if it is on the list; never with credentials of the browser. */
export const origins = createMiddleware<AppEnv>(async (c, next) => {
  const listed = (c.env.CORS_ORIGINS ?? "").split(/[\s,]+/).filter((origin) => origin !== "");
  if (listed.length === 0) return next();
  return cors({
    origin: listed,
    allowMethods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    allowHeaders: ["authorization", "content-type", "idempotency-key", "accept-language"],
    exposeHeaders: ["x-request-id", "retry-after"],
    maxAge: 600,
  })(c, next);
});
