/** The one way to the log: a line of JSON for each request and each job, never with what a request brought. */
import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import type { AppEnv } from "../env.ts";

export type Said = Record<string, unknown>;

/** Writes a line; what went wrong goes to the errors. */
export function log(said: Said, isWrong = false) {
  (isWrong ? console.error : console.log)(JSON.stringify({ at: new Date().toISOString(), ...said }));
}

/** What may be told of an error: its kind and where it was thrown, not its words, which may hold what was sent. */
export function placeOf(error: unknown): Said {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { error: error.name, stack: frames.slice(0, 8).map((line) => line.trim()), ...causeOf(error.cause) };
}

/** Of the database, which constraint failed: names out of our own tables. */
function causeOf(cause: unknown): Said {
  if (!(cause instanceof Error)) return {};
  const constraint = /constraint failed: [\w."]+/.exec(cause.message)?.[0];
  return { cause: constraint ?? cause.name };
}

/** A line for each request: which route, not which address; whose, by id; how it went. */
export const logged = createMiddleware<AppEnv>(async (c, next) => {
  const begin = Date.now();
  await next();
  const { status } = c.res;
  const principal = c.get("principal");
  log(
    {
      requestId: c.get("requestId"),
      method: c.req.method,
      route: routePath(c, -1),
      status,
      ms: Date.now() - begin,
      ...(principal && { principal: principal.id, credential: principal.credential }),
      ...(c.get("problem") && { problem: c.get("problem") }),
      ...c.get("place"),
    },
    status >= 500,
  );
});
