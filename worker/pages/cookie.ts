/** The cookie of whoever has signed in on a page: the token of a session, which no script reads and no other site sends along. */
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { PageContext } from "./ask.ts";

const name = "xingping";

/** Over https its name binds it to this host; on the way to a machine of the house there may be none. */
const options = (c: PageContext) =>
  new URL(c.req.url).protocol === "https:" ? ({ prefix: "host" } as const) : undefined;

export const tokenOf = (c: PageContext): string | undefined => getCookie(c, name, options(c)?.prefix) || undefined;

/** @param expiresAt ISO time */
export function keepToken(c: PageContext, token: string, expiresAt: string) {
  const shared = { path: "/", httpOnly: true, sameSite: "Lax", expires: new Date(expiresAt) } as const;
  setCookie(c, name, token, { ...shared, ...(options(c) && { ...options(c), secure: true }) });
}

export function dropToken(c: PageContext) {
  deleteCookie(c, name, { path: "/", ...(options(c) && { ...options(c), secure: true }) });
}
