/** What the build has made of files: the description of the API, the manifest of the add-in, below /addin/ the add-in itself, and the pages that are alike for everybody. */
import type { Context } from "hono";
import { officeJsOf } from "../edge/officeJs.ts";
import type { AppEnv } from "../env.ts";

/** The origin that stands in manifest.xml for that of an installation. */
const writtenOrigin = "https://xingping.example";

const panePath = "/addin/taskpane.html";

const year = 365 * 24 * 3600;
/** Names below assets/ carry a hash of what is in them; icons and functions are asked for by Office, and may not be uncached. */
const cacheOf = (path: string) =>
  path.startsWith("/addin/assets/")
    ? `public, max-age=${year}, immutable`
    : path.startsWith("/addin/") && !path.endsWith(".html")
      ? "public, max-age=3600"
      : "no-cache";

/** GET /manifest.xml: with the addresses of this installation; the setting goes before how it was asked. */
export async function manifest(c: Context<AppEnv>) {
  const found = await c.env.ASSETS.fetch(new URL("/manifest.xml", c.req.url));
  if (!found.ok) return c.notFound();
  const origin = new URL(c.env.PUBLIC_ORIGIN ?? c.req.url).origin;
  return c.body((await found.text()).replaceAll(writtenOrigin, origin), 200, {
    "content-type": "application/xml; charset=utf-8",
    "content-disposition": 'attachment; filename="xingping.xml"',
    "cache-control": "no-cache",
  });
}

/** GET /openapi.json, /addin/*, /language and the like: as it was built, a page without its ending; the pane with the address of office.js put in. */
export async function siteFile(c: Context<AppEnv>) {
  const url = new URL(c.req.url);
  if (!/\.\w+$/.test(url.pathname)) url.pathname += ".html";
  const found = await c.env.ASSETS.fetch(new Request(url, c.req.raw));
  const cache = { "cache-control": cacheOf(c.req.path) };
  if (found.status === 404) return c.notFound();
  if (found.ok && c.req.path === panePath) {
    const html = (await found.text()).replaceAll("__OFFICE_JS__", officeJsOf(c.env.OFFICE_JS).address);
    return c.html(html, 200, cache);
  }
  const answer = new Response(found.body, found);
  answer.headers.set("cache-control", cache["cache-control"]);
  return answer;
}
