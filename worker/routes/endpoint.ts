/** What every endpoint file is made with: its route, who may call it, its handler. */
import type { OpenAPIHono, RouteConfig, RouteHandler, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { parsePeriod } from "../../schema/period.ts";
import { problemBody } from "../../schema/problem.ts";
import { type RegionScope, touches } from "../../schema/region.ts";
import type { Permission } from "../../schema/roles.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { scopeOf } from "../auth/permissions.ts";
import type { AppEnv } from "../env.ts";
import { sha256 } from "../hash.ts";
import { Refusal, refuse } from "../refusal.ts";
import type { Position } from "../store/entries.ts";
import type { RequestKey } from "../store/idempotency.ts";
import type { Work } from "../usecases/work.ts";

export type App = OpenAPIHono<AppEnv>;

/** An endpoint, ready to be put into the app. */
export type Endpoint = (app: App) => void;

export function endpoint<R extends RouteConfig>(route: R, handler: RouteHandler<R, AppEnv>): Endpoint {
  return (app) => {
    app.openapi(route, handler);
  };
}

/** An endpoint whose path has a name and an ending in one place: /v1/sheets/{sheet}.xlsx. Its parameter has the ending too. */
export function fileEndpoint<R extends RouteConfig>(
  route: R,
  name: string,
  ending: string,
  handler: RouteHandler<R, AppEnv>,
): Endpoint {
  return (app) => {
    app.openAPIRegistry.registerPath(route);
    const path = route.path.replace(`{${name}}${ending}`, `{${name}{[^/]+\\${ending}}}`);
    // A body is a file, which the handler reads itself.
    const { body: _, ...request } = route.request ?? {};
    app.openapi({ ...route, path, hide: true, request }, handler as never);
  };
}

export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { "application/json": { schema } },
});

export const body = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { "application/json": { schema } },
});

const problem = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: problemBody } },
});

/** The problems that an endpoint can answer with, beside the ones that all have. */
export const problems = {
  400: problem("请求不是 JSON,或查询参数有误"),
  401: problem("没有登录,或凭证无效、过期"),
  403: problem("角色没有这项权限"),
  404: problem("没有找到,或在管辖范围之外"),
  409: problem("与现状冲突"),
  413: problem("请求体太大:表 8 MB,其余 2 MB"),
  415: problem("请求体须为 application/json"),
  422: problem("请求内容有误,errors 指明位置、原因和改法"),
  429: problem("试错太多,Retry-After 秒后再试"),
  500: problem("存证与审定时不符"),
};

/** The problems of endpoints that take a body. */
export const bodyProblems = { 400: problems[400], 413: problems[413], 415: problems[415], 422: problems[422] };

export const signedIn = [{ bearer: [] }];

/** Where the caller holds a permission; refuses when nowhere. */
export function authorise(c: Context<AppEnv>, permission: Permission): RegionScope {
  const scope = scopeOf(c.get("principal"), permission);
  if (scope.length === 0) throw new Refusal("forbidden");
  return scope;
}

/** What is known of a request before anybody has signed in. */
export const requestOf = (c: Context<AppEnv>): Omit<Work, "principal"> => ({
  db: c.get("db"),
  now: c.get("now"),
  requestId: c.get("requestId"),
  address: c.req.header("cf-connecting-ip"),
  auditSecret: c.env.AUDIT_SECRET,
});

/** What the use cases work with, of this request. */
export const workOf = (c: Context<AppEnv>): Work => ({ ...requestOf(c), principal: c.get("principal") });

/** Refuses a region that the scope does not touch, as if it did not exist. */
export function requireRegion(scope: RegionScope, regionCode: string | undefined, pointer: string) {
  if (regionCode !== undefined && !touches(scope, regionCode))
    throw refuse("notFound", pointer, "unknown", { what: "region", value: regionCode });
}

/** Refuses a period that is not of the sheet's kind. */
export function requirePeriod(sheet: Sheet, period: string, problem: "badQuery" | "invalid") {
  if (parsePeriod(period)?.kind !== sheet.period)
    throw refuse(problem, "/period", "badPeriod", { value: period, kind: sheet.period });
}

/** The Idempotency-Key of a request with the hash of what was asked. */
export async function requestKey(c: Context<AppEnv>): Promise<RequestKey | undefined> {
  return keyed(c, async () => await c.req.text());
}

/** The same for a form: its parts, for what parts them is another thing each time it is sent. */
export const formKey = (c: Context<AppEnv>, fileHash: string, texts: object): Promise<RequestKey | undefined> =>
  keyed(c, async () => JSON.stringify([fileHash, Object.entries(texts).sort()]));

async function keyed(c: Context<AppEnv>, asked: () => Promise<string>): Promise<RequestKey | undefined> {
  const key = c.req.header("idempotency-key");
  if (!key) return undefined;
  if (key.length > 200)
    throw refuse("badQuery", "/idempotency-key", "tooLong", { title: "Idempotency-Key", limit: 200 });
  return { key, requestHash: await sha256(`${c.req.method} ${c.req.path}\n${await asked()}`) };
}

/** A page's end as an opaque cursor, and the way back. */
export const toCursor = (position: Position | undefined): string | null =>
  position ? Buffer.from(JSON.stringify([position.regionCode, position.id])).toString("base64url") : null;

export function fromCursor(cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [regionCode, id] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as unknown[];
    if (typeof regionCode === "string" && typeof id === "string") return { regionCode, id };
  } catch {
    // falls through to the refusal
  }
  throw refuse("badQuery", "/cursor", "badCursor");
}
