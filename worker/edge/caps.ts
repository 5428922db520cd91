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

/** What takes a file in a form. */
export const takesForm = /^\/v1\/(?:imports(?:\/push)?|rounds\/[^/]+\/comparison)$/;

/** @throws Refusal tooLarge, also while a body of unknown length comes in; urlTooLong */
export const caps = createMiddleware<AppEnv>((c, next) => {
  if (c.req.url.length > longestUrl) throw new Refusal("urlTooLong");
  const { path } = c.req;
  if (takesForm.test(path) || /^(\/v1\/sheets\/[^/]+\.xlsx|\/sheets)$/.test(path)) return fileLimit(c, next);
  return /^(\/v1)?\/sheets(\/|$)/.test(path) ? sheetLimit(c, next) : otherLimit(c, next);
});
