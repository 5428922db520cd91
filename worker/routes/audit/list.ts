/** GET /v1/audit: who did what to what, inside the region of whoever audits. */
import { createRoute } from "@hono/zod-openapi";
import { auditActions } from "../../../schema/auditActions.ts";
import { auditList, auditQuery } from "../../../schema/auditWire.ts";
import { narrow } from "../../../schema/region.ts";
import { latestSeal } from "../../store/audit.ts";
import { auditLines } from "../../store/auditLines.ts";
import { labelOf } from "../../store/settings.ts";
import { authorise, endpoint, json, problems, requireRegion, signedIn } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/audit",
  tags: ["审计"],
  summary: "审计",
  description:
    "何时、何人、以哪个凭证、从哪里、做了什么、对什么、在哪个区划、哪次提交。只列管辖范围以内的;不属于任何区划的(如载入资料库),给管辖全部区划的看。",
  security: signedIn,
  request: { query: auditQuery },
  responses: {
    200: json(auditList, "最近的在前"),
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

export const listAudit = endpoint(route, async (c) => {
  const scope = authorise(c, "audit:read");
  const db = c.get("db");
  const { region, cursor, limit = 100, from, to, ...filter } = c.req.valid("query");
  requireRegion(scope, region, "/region");
  const inside = region === undefined ? scope : narrow(scope, region);
  const query = { ...filter, before: cursor, since: from && dayStart(from), until: to && dayStart(to, 1) };
  const [found, seal, label] = await Promise.all([
    auditLines(db, inside, query, limit + 1),
    latestSeal(db),
    labelOf(db),
  ]);
  const lines = found.slice(0, limit).map(({ account, name, detail, ...line }) => ({
    ...line,
    title: auditActions[line.action],
    principal: { account, name },
    detail: detail === null ? null : (JSON.parse(detail) as unknown),
    sealed: line.line <= (seal?.line ?? 0),
  }));
  const next = found.length > limit ? String(lines.at(-1)!.line) : null;
  return c.json({ lines, next, seal: seal ?? null, label }, 200);
});

const day = 24 * 3_600_000;

/** The moment at which a day begins in Beijing, or some days later. */
const dayStart = (date: string, later = 0) =>
  new Date(Date.parse(`${date}T00:00:00+08:00`) + later * day).toISOString();
