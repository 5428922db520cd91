/** What a page asks: the HTTP API, as any client does, without leaving the worker. So no page knows or may more than the API tells. */
import type { Context } from "hono";
import type { ProblemBody } from "../../schema/problem.ts";
import type { SignedInAs } from "../../schema/sessionWire.ts";
import type { AppEnv } from "../env.ts";

export interface PageEnv {
  Bindings: AppEnv["Bindings"];
  Variables: AppEnv["Variables"] & {
    /** Calls the API inside this worker. */
    call(request: Request): Promise<Response>;
    /** The token of whoever looks; none where nobody has signed in. */
    token: string | undefined;
    me: SignedInAs | undefined;
  };
}
export type PageContext = Context<PageEnv>;

/** What the API refused, to be told on a page. */
export class Refused extends Error {
  readonly problem: ProblemBody;

  constructor(problem: ProblemBody) {
    super(problem.code);
    this.problem = problem;
  }
}

/** A path whose values are encoded: at`/v1/rounds/${id}`. */
export const at = (parts: TemplateStringsArray, ...values: (string | number)[]): string =>
  String.raw({ raw: parts }, ...values.map(encodeURIComponent));

/** A query of what is there: nothing of what is empty. */
export function query(values: Record<string, string | number | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== "");
  return given.length === 0 ? "" : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}

/** The answer to a call, whatever it is; by whoever looks, from where they look. */
export function call(c: PageContext, method: string, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  const [token, address] = [c.get("token"), c.req.header("cf-connecting-ip")];
  if (token) headers.set("authorization", `Bearer ${token}`);
  if (address) headers.set("cf-connecting-ip", address);
  return c.get("call")(new Request(new URL(path, c.req.url), { ...init, method, headers }));
}

/** The body of an answer. @throws Refused */
export async function bodyOf<T>(answer: Response): Promise<T> {
  if (!answer.ok) throw new Refused((await answer.json()) as ProblemBody);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

/** @throws Refused */
export const ask = async <T>(c: PageContext, path: string): Promise<T> => bodyOf(await call(c, "GET", path));

/** @throws Refused */
export const send = async <T>(c: PageContext, method: string, path: string, body?: unknown): Promise<T> =>
  bodyOf(
    await call(c, method, path, {
      ...(body !== undefined && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    }),
  );

/** The same where it may not be there, or not for me. */
export async function askMaybe<T>(c: PageContext, path: string): Promise<T | undefined> {
  const answer = await call(c, "GET", path);
  return [403, 404, 409, 422].includes(answer.status) ? undefined : bodyOf<T>(answer);
}
