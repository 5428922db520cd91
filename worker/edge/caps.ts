/** How much a request may bring: of a body, of an address. */
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../env.ts";
import { Refusal } from "../refusal.ts";

const megabyte = 1024 * 1024;
const longestUrl = 8 * 1024;

const onError = () => {
  throw new Refusal("tooLarge");
};
const sheetLimit = bodyLimit({ maxSize: 8 * megabyte, onError });
const fileLimit = bodyLimit({ maxSize: 10 * megabyte, onError });
const otherLimit = bodyLimit({ maxSize: 2 * megabyte, onError });

/** @throws Refusal tooLarge, also while a body of unknown length comes in; urlTooLong */
export const caps = createMiddleware<AppEnv>((c, next) => {
  if (c.req.url.length > longestUrl) throw new Refusal("urlTooLong");
  if (/^(\/v1\/sheets\/[^/]+\.xlsx|\/sheets)$/.test(c.req.path)) return fileLimit(c, next);
  return /^(\/v1)?\/sheets(\/|$)/.test(c.req.path) ? sheetLimit(c, next) : otherLimit(c, next);
});
