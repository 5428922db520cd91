/** The pages: which there are, who may look, and what becomes of a refusal. Each asks the API; what is sent comes from this site. */
import { Hono } from "hono";
import { html } from "hono/html";
import { type ProblemBody, problems } from "../../schema/problem.ts";
import { placeOf } from "../edge/log.ts";
import { Refusal } from "../refusal.ts";
import { bodyOf, call, type PageContext, type PageEnv, Refused } from "./ask.ts";
import { dropToken, tokenOf } from "./cookie.ts";
import { page, type Shown } from "./frame.tsx";
import { home, rounds } from "./home.tsx";
import { notice, object } from "./notice.tsx";
import { print } from "./print.ts";
import { progress, stepSubmission } from "./progress.tsx";
import { refusedPage } from "./refused.tsx";
import { round } from "./round.tsx";
import { downloadSheet, sheets, uploadSheet } from "./sheets.tsx";
import { signIn, signOut } from "./signIn.tsx";
import { simulate, simulation } from "./simulation.tsx";
import { entry, subject } from "./subject.tsx";

/** A page is shown, or a file given; nobody but whoever has signed in sees it, unless it is open. */
type View = (c: PageContext) => Promise<Shown | Response>;
/** What a form does: it answers where to go then, or what to show. */
type Act = (c: PageContext) => Promise<string | Shown>;

const open: Record<string, View> = { "/": home };
const views: Record<string, View> = {
  "/sheets": sheets,
  "/sheets/file": downloadSheet,
  "/sheets/:sheet/rows/:id": entry,
  "/rounds": rounds,
  "/prints/:file": print,
  "/rounds/:round": round,
  "/rounds/:round/subjects/:subject": subject,
  "/rounds/:round/progress": progress,
  "/rounds/:round/simulation": simulation,
  "/rounds/:round/notices/:notice": notice,
};
const openActs: Record<string, Act> = { "/sign-in": signIn, "/sign-out": signOut };
const acts: Record<string, Act> = {
  "/sheets": uploadSheet,
  "/rounds/:round/submissions/:region": stepSubmission,
  "/rounds/:round/simulation": simulate,
  "/rounds/:round/notices/:notice": object,
};

/** @param call the API of this worker */
export function makePages(answer: (request: Request, env: PageEnv["Bindings"]) => Promise<Response>) {
  const pages = new Hono<PageEnv>();
  const show = (c: PageContext, shown: Shown) =>
    c.html(html`<!doctype html>${page(shown, c.get("me"))}`, shown.status ?? 200, { "cache-control": "no-store" });

  async function prepare(c: PageContext) {
    c.set("call", (request) => answer(request, c.env));
    c.set("token", tokenOf(c));
    if (!c.get("token")) return;
    const me = await call(c, "GET", "/v1/sessions/current");
    // A session that is over is as good as none.
    if (me.status !== 401) return c.set("me", await bodyOf(me));
    c.set("token", undefined);
    dropToken(c);
  }
  for (const [list, isOpen] of [
    [open, true],
    [views, false],
  ] as const)
    for (const [path, view] of Object.entries(list))
      pages.get(path, async (c) => {
        await prepare(c);
        if (!isOpen && !c.get("me")) return toSignIn(c);
        const shown = await view(c);
        return shown instanceof Response ? shown : show(c, shown);
      });
  for (const [list, isOpen] of [
    [openActs, true],
    [acts, false],
  ] as const)
    for (const [path, act] of Object.entries(list))
      pages.post(path, async (c) => {
        requireOwnOrigin(c);
        await prepare(c);
        if (!isOpen && !c.get("me")) return toSignIn(c);
        const done = await act(c);
        return typeof done === "string" ? c.redirect(done, 303) : show(c, done);
      });
  pages.onError((error, c) => {
    const problem = error instanceof Refused ? error.problem : problemOf(c, error);
    c.set("problem", problem.code);
    return show(c, refusedPage(problem));
  });
  return pages;
}

/** What went wrong in a page itself. */
function problemOf(c: PageContext, error: Error): ProblemBody {
  const code = error instanceof Refusal ? error.code : "internal";
  if (code === "internal") c.set("place", placeOf(error));
  const { status, zh } = problems[code];
  return { type: "about:blank", title: zh, status, code, requestId: c.get("requestId") };
}

/** To the first page, and from there back to where one wanted to go; what a form held is asked for again. */
function toSignIn(c: PageContext) {
  const { pathname, search } = new URL(c.req.url);
  const next = c.req.method === "GET" && pathname !== "/" ? `?next=${encodeURIComponent(pathname + search)}` : "";
  return c.redirect(`/${next}`, 303);
}

/**
 * What changes something comes from a page of this site: a browser tells from which it comes.
 * @throws Refusal foreignOrigin
 */
function requireOwnOrigin(c: PageContext) {
  const own = [c.req.url, c.env.PUBLIC_ORIGIN].flatMap((one) => (one ? [new URL(one).origin] : []));
  if (!own.includes(c.req.header("origin") ?? "")) throw new Refusal("foreignOrigin");
}
