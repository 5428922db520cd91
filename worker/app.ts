/** Puts the worker together: what every request goes through, the endpoints, and what becomes of errors. */
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { HTTPException } from "hono/http-exception";
import * as z from "zod";
import zhCN from "zod/v4/locales/zh-CN.js";
import { faultText } from "../schema/fault.ts";
import { type ProblemBody, problems, zodFaults } from "../schema/problem.ts";
import { authenticate } from "./auth/authenticate.ts";
import { caps, takesForm } from "./edge/caps.ts";
import { headers } from "./edge/headers.ts";
import { logged, placeOf } from "./edge/log.ts";
import { origins } from "./edge/origins.ts";
import { addressRate, credentialRate } from "./edge/rates.ts";
import type { AppEnv } from "./env.ts";
import { manifest, siteFile } from "./pages/files.ts";
import { makePages } from "./pages/site.tsx";
import { Refusal } from "./refusal.ts";
import { createArchive } from "./routes/archives/create.ts";
import { getArchiveFile } from "./routes/archives/file.ts";
import { getArchive } from "./routes/archives/get.ts";
import { listExceptions } from "./routes/audit/exceptions.ts";
import { listAudit } from "./routes/audit/list.ts";
import { createCalculation } from "./routes/calculate/create.ts";
import { getCase } from "./routes/cases/get.ts";
import { listCases } from "./routes/cases/list.ts";
import { openCases } from "./routes/cases/open.ts";
import { stepCase } from "./routes/cases/step.ts";
import { createCode } from "./routes/credentials/createCode.ts";
import { createKey } from "./routes/credentials/createKey.ts";
import { listCredentials } from "./routes/credentials/list.ts";
import { revokeCredential } from "./routes/credentials/revoke.ts";
import { revokeAllCredentials } from "./routes/credentials/revokeAll.ts";
import type { Endpoint } from "./routes/endpoint.ts";
import { getHealth } from "./routes/health/get.ts";
import { previewTable } from "./routes/imports/preview.ts";
import { pushTable } from "./routes/imports/push.ts";
import { listJobs } from "./routes/jobs/list.ts";
import { startJob } from "./routes/jobs/run.ts";
import { answerObjection } from "./routes/notices/answer.ts";
import { getClearance } from "./routes/notices/clearance.ts";
import { listNotices } from "./routes/notices/list.ts";
import { createObjection } from "./routes/notices/object.ts";
import { listObjections } from "./routes/notices/objections.ts";
import { publishRound } from "./routes/notices/publish.ts";
import { changePassword } from "./routes/password/change.ts";
import { resetPassword } from "./routes/password/reset.ts";
import { listFunds } from "./routes/payments/funds.ts";
import { getPayments } from "./routes/payments/get.ts";
import { listPayments } from "./routes/payments/list.ts";
import { preparePayments } from "./routes/payments/prepare.ts";
import { stepPayment } from "./routes/payments/step.ts";
import { activatePolicyVersion } from "./routes/policies/activate.ts";
import { createPolicy } from "./routes/policies/create.ts";
import { getPolicy } from "./routes/policies/get.ts";
import { listPolicies } from "./routes/policies/list.ts";
import { getPolicySchema } from "./routes/policies/schema.ts";
import { simulatePolicy } from "./routes/policies/simulate.ts";
import { getPolicyVersion } from "./routes/policies/version.ts";
import { listPolicyVersions } from "./routes/policies/versions.ts";
import { getPrint } from "./routes/prints/get.ts";
import { getPush } from "./routes/pushes/get.ts";
import { listPushes } from "./routes/pushes/list.ts";
import { undoPush } from "./routes/pushes/undo.ts";
import { compareRound } from "./routes/rounds/compare.ts";
import { compareRoundFile } from "./routes/rounds/comparison.ts";
import { computeRound } from "./routes/rounds/compute.ts";
import { createRound } from "./routes/rounds/create.ts";
import { finaliseRound } from "./routes/rounds/finalise.ts";
import { getRound } from "./routes/rounds/get.ts";
import { listRounds } from "./routes/rounds/list.ts";
import { createNextRound } from "./routes/rounds/next.ts";
import { getOutcome } from "./routes/rounds/outcome.ts";
import { listOutcomes } from "./routes/rounds/outcomes.ts";
import { listRuns } from "./routes/rounds/runs.ts";
import { getStability } from "./routes/rounds/stability.ts";
import { stepRound } from "./routes/rounds/step.ts";
import { listRoundSteps } from "./routes/rounds/steps.ts";
import { createSession } from "./routes/sessions/create.ts";
import { createSessionByOidc } from "./routes/sessions/createByOidc.ts";
import { getSession } from "./routes/sessions/get.ts";
import { revokeSession } from "./routes/sessions/revoke.ts";
import { getRowHistory } from "./routes/sheets/history.ts";
import { listSheets } from "./routes/sheets/list.ts";
import { pullSheet } from "./routes/sheets/pull.ts";
import { pullSheetFile } from "./routes/sheets/pullFile.ts";
import { pushSheet } from "./routes/sheets/push.ts";
import { pushSheetFile } from "./routes/sheets/pushFile.ts";
import { getSubmission } from "./routes/submissions/get.ts";
import { listSubmissions } from "./routes/submissions/list.ts";
import { stepSubmission } from "./routes/submissions/step.ts";
import { listSystems } from "./routes/systems/list.ts";
import { askValues } from "./routes/values/ask.ts";
import { open } from "./store/database.ts";

z.config(zhCN());

const endpoints: Endpoint[] = [
  getHealth,
  createSession,
  createSessionByOidc,
  getSession,
  revokeSession,
  listCredentials,
  revokeAllCredentials,
  revokeCredential,
  createKey,
  createCode,
  changePassword,
  resetPassword,
  listSheets,
  // Before what takes any name.
  pullSheetFile,
  pushSheetFile,
  pullSheet,
  pushSheet,
  getRowHistory,
  previewTable,
  pushTable,
  listPushes,
  getPush,
  undoPush,
  listSystems,
  listPolicies,
  createPolicy,
  getPolicySchema,
  getPolicy,
  simulatePolicy,
  listPolicyVersions,
  getPolicyVersion,
  activatePolicyVersion,
  listRounds,
  createRound,
  getRound,
  computeRound,
  listSubmissions,
  getSubmission,
  stepSubmission,
  listRoundSteps,
  stepRound,
  publishRound,
  listNotices,
  createObjection,
  listObjections,
  answerObjection,
  getClearance,
  createArchive,
  getArchive,
  getArchiveFile,
  createNextRound,
  finaliseRound,
  listRuns,
  listOutcomes,
  getOutcome,
  compareRound,
  compareRoundFile,
  getStability,
  openCases,
  listCases,
  getCase,
  stepCase,
  preparePayments,
  listPayments,
  getPayments,
  stepPayment,
  listFunds,
  getPrint,
  createCalculation,
  askValues,
  listAudit,
  listExceptions,
  listJobs,
  startJob,
];

/** What is done with a password or a code instead of a token. */
const withoutToken = new Set(["POST /v1/sessions", "POST /v1/sessions/oidc", "POST /v1/password/reset"]);
const isOpen = ({ req }: Context<AppEnv>) => withoutToken.has(`${req.method} ${req.path}`);

/** The app. Everything below /v1 wants a token, but for what gets one. */
export function makeApp() {
  const app = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      throw new Refusal(
        result.target === "json" || result.target === "form" ? "invalid" : "badQuery",
        zodFaults(result.error.issues),
      );
    },
  });
  app.use(prepare, logged, headers, origins, addressRate, caps);
  app.use("/v1/*", (c, next) => (isOpen(c) ? next() : authenticate(c, next)));
  app.use("/v1/*", (c, next) => (isOpen(c) ? next() : credentialRate(c, next)));
  app.use("/v1/*", wantJson);
  for (const add of endpoints) add(app);
  app.get("/manifest.xml", manifest);
  for (const path of [
    "/openapi.json",
    "/style.css",
    "/print.css",
    "/addin/*",
    "/language",
    "/api",
    "/handbook",
    "/handbook/*",
  ])
    app.get(path, siteFile);
  app.route(
    "/",
    makePages(async (request, env) => app.fetch(request, env)),
  );
  app.notFound((c) => answer(c, new Refusal("notFound")));
  app.onError((error, c) => {
    const refusal =
      error instanceof HTTPException && error.status < 500
        ? new Refusal(takesForm.test(c.req.path) ? "notForm" : "badJson")
        : error instanceof Refusal
          ? error
          : new Refusal("internal");
    if (problems[refusal.code].status >= 500) c.set("place", placeOf(error));
    return answer(c, refusal);
  });
  return app;
}

const prepare = createMiddleware<AppEnv>(async (c, next) => {
  c.set("db", open(c.env.DB));
  c.set("now", new Date().toISOString());
  c.set("requestId", crypto.randomUUID());
  c.set("language", /^\s*en\b/i.test(c.req.header("accept-language") ?? "") ? "en" : "zh");
  await next();
  c.header("x-request-id", c.get("requestId"));
});

/** Workbooks are sent as they are, or in a form. */
const takesFile = ({ req }: Context<AppEnv>) =>
  req.method === "POST" &&
  /^\/v1\/sheets\/[^/]+\.xlsx$/.test(req.path) &&
  !/^application\/json/i.test(req.header("content-type") ?? "");

const wantJson = createMiddleware<AppEnv>(async (c, next) => {
  const type = c.req.header("content-type") ?? "";
  const length = c.req.header("content-length") ?? (c.req.header("transfer-encoding") ? "?" : "0");
  if (takesForm.test(c.req.path)) {
    if (!/^multipart\/form-data;\s*boundary=/i.test(type)) throw new Refusal("notForm");
  } else if (length !== "0" && !takesFile(c) && !/^application\/json(;\s*[\w-]+=[^;]+)*$/i.test(type))
    throw new Refusal("notJson");
  await next();
});

/** So many wrong places are named at once. */
const mostFaults = 100;

/** A refusal as problem+json, in the caller's language. */
function answer(c: Context<AppEnv>, { code, faults, more }: Refusal): Response {
  const language = c.get("language") ?? "zh";
  c.set("problem", code);
  const body: ProblemBody = {
    type: "about:blank",
    title: problems[code][language],
    status: problems[code].status,
    code,
    requestId: c.get("requestId"),
    ...(faults.length > 0 && { errors: faults.slice(0, mostFaults).map((fault) => faultText(fault, language)) }),
    ...more,
  };
  const headers: Record<string, string> = {
    "content-type": "application/problem+json; charset=utf-8",
    "x-request-id": c.get("requestId"),
  };
  if (body.retryAfter !== undefined) headers["retry-after"] = String(body.retryAfter);
  if (body.status === 401) headers["www-authenticate"] = "Bearer";
  return new Response(JSON.stringify(body), { status: body.status, headers });
}
