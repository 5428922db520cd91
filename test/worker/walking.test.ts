/** Goes over every route of /openapi.json × ten roles × inside and outside their region × tokens good, bad, ended and narrowed. */
import { beforeAll, describe, expect, test } from "vitest";
import { ancestorAt, covers, levelOf, rangeOf } from "../../schema/region.ts";
import { type Permission, type Role, roles } from "../../schema/roles.ts";
import { makeApp } from "../../worker/app.ts";
import { demoAccounts } from "../../worker/cli/demo/load.ts";
import { sha256 } from "../../worker/hash.ts";
import { insertCredential } from "../../worker/store/credentials.ts";
import { commit } from "../../worker/store/database.ts";
import { insertPrincipal } from "../../worker/store/principals.ts";
import { insertCases } from "../../worker/store/rectifications.ts";
import {
  type Client,
  client,
  finalSubsidy,
  formOf,
  indicators,
  type Office,
  openOffice,
  prefecture,
} from "./office.ts";

const star = "xinhui-star-organization";
/** A final subsidy round over the prefecture, with a batch prepared. */
let subsidy: string;
/** An account that belongs to the region, and is nobody's who walks here. */
const neighbour = (region: string) => `neighbour-${region}`;
/** Tries to sign in, each by another name: the same one would have to wait. */
let tries = 0;
/** A round over the region; over a village there is none, its township has one. */
const roundOf = (region: string) =>
  `${star}.2014-H1.${levelOf(region) === "village" ? ancestorAt(region, "township") : region}`;

/** Where a call aims: a region, and an organization in it. */
interface Place {
  region: string;
  organization: string;
}

/**
 * Where a route stands: the permission it needs, whether it asks for a region, and what a permitted call is answered.
 * `outside` is the answer where the place lies beyond the account's region.
 */
interface Placement {
  permission?: Permission;
  open?: true;
  call(place: Place): { path: string; body?: unknown };
  /** Who holds one of these may do the like elsewhere: what is not there is so for them too. */
  heard?: Permission[];
  inside: number;
  /** What the second account is answered that does what can be done once. */
  again?: number;
  outside?: number;
}

/** The submission of the township in which an organization lies, to a round that asks for some. */
const submissionOf = ({ organization }: Place) =>
  `/v1/rounds/${star}.2014-H2.${prefecture}/submissions/${ancestorAt(organization, "township")}`;

const caseOf = (organization: string) => `list.2014.${organization}`;
/** Cases of rectification, as a final list would have opened them. */
const caseValues = (organization: string) => ({
  ...{ id: caseOf(organization), round: "list.2014", subjectId: organization, regionCode: organization },
  ...{ period: "2014", deadline: "2014-12-31", principal: "demo-county", at: "2014-03-01T00:00:00.000Z" },
});

/** A table of a village that nobody has. */
const oldTable = "村名,服务班子强\n无此村,1\n";
const intoMarks = { sheet: indicators, period: "2014-H1" };

const row = ({ organization }: Place) => ({ id: organization, baseVersion: 1, cells: {} });
const placements: Record<string, Placement> = {
  "GET /healthz": { open: true, inside: 200, call: () => ({ path: "/healthz" }) },
  "POST /v1/sessions": {
    open: true,
    inside: 401,
    call: () => ({ path: "/v1/sessions", body: { account: `nobody${tries++}`, password: "nothing" } }),
  },
  // No provider is set here.
  "POST /v1/sessions/oidc": {
    open: true,
    inside: 404,
    call: () => ({ path: "/v1/sessions/oidc", body: { idToken: "a.b.c" } }),
  },
  "GET /v1/sessions/current": { inside: 200, call: () => ({ path: "/v1/sessions/current" }) },
  "DELETE /v1/sessions/current": { inside: 204, call: () => ({ path: "/v1/sessions/current" }) },
  "GET /v1/credentials": {
    permission: "account:read",
    inside: 200,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/credentials?account=${neighbour(region)}` }),
  },
  "DELETE /v1/credentials": {
    permission: "account:write",
    inside: 204,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/credentials?account=${neighbour(region)}` }),
  },
  // Somebody else's is not there for who keeps no accounts, as if it did not exist.
  "DELETE /v1/credentials/{credential}": {
    inside: 404,
    call: () => ({ path: "/v1/credentials/0000" }),
  },
  "POST /v1/keys": {
    inside: 201,
    call: () => ({ path: "/v1/keys", body: { name: "试验", expiresAt: new Date(Date.now() + 60_000).toISOString() } }),
  },
  "POST /v1/principals/{account}/codes": {
    permission: "account:write",
    inside: 201,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/principals/${neighbour(region)}/codes` }),
  },
  "PUT /v1/password": {
    inside: 422,
    call: () => ({ path: "/v1/password", body: { current: "wrong", password: "short" } }),
  },
  "POST /v1/password/reset": {
    open: true,
    inside: 401,
    call: () => ({
      path: "/v1/password/reset",
      body: { account: `nobody${tries++}`, code: "nothing", password: "maple-river-kite" },
    }),
  },
  "GET /v1/sheets": { permission: "sheet:read", inside: 200, call: () => ({ path: "/v1/sheets" }) },
  "GET /v1/sheets/{sheet}.xlsx": {
    permission: "sheet:read",
    inside: 200,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/sheets/${indicators}.xlsx?period=2014-H1&region=${region}` }),
  },
  // What comes is no workbook.
  "POST /v1/sheets/{sheet}.xlsx": {
    permission: "entry:write",
    inside: 422,
    call: ({ region }) => ({ path: `/v1/sheets/${indicators}.xlsx?period=2014-H1&region=${region}` }),
  },
  "GET /v1/sheets/{sheet}": {
    permission: "sheet:read",
    inside: 200,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/sheets/${indicators}?period=2014-H1&region=${region}` }),
  },
  "PATCH /v1/sheets/{sheet}": {
    permission: "entry:write",
    inside: 200,
    outside: 404,
    call: (place) => ({
      path: `/v1/sheets/${indicators}`,
      body: { period: "2014-H1", region: place.region, rows: [row(place)] },
    }),
  },
  "GET /v1/sheets/{sheet}/rows/{id}/history": {
    permission: "sheet:read",
    inside: 200,
    outside: 404,
    call: ({ organization }) => ({ path: `/v1/sheets/${indicators}/rows/${organization}/history?period=2014-H1` }),
  },
  "POST /v1/imports": {
    permission: "entry:write",
    inside: 200,
    outside: 404,
    call: ({ region }) => ({ path: "/v1/imports", body: formOf(oldTable, { ...intoMarks, region }) }),
  },
  // The table has nothing in it that could be saved.
  "POST /v1/imports/push": {
    permission: "entry:write",
    inside: 422,
    outside: 404,
    call: ({ region }) => ({ path: "/v1/imports/push", body: formOf(oldTable, { ...intoMarks, region, seen: "1" }) }),
  },
  "GET /v1/pushes": { permission: "sheet:read", inside: 200, call: () => ({ path: "/v1/pushes" }) },
  "GET /v1/pushes/{push}": {
    permission: "sheet:read",
    inside: 200,
    outside: 404,
    call: ({ organization }) => ({ path: `/v1/pushes/${pushes.get(organization) ?? 999_999}` }),
  },
  "POST /v1/pushes/{push}/undo": {
    permission: "entry:write",
    heard: ["self:write"],
    inside: 200,
    outside: 404,
    call: ({ organization }) => ({ path: `/v1/pushes/${pushes.get(organization) ?? 999_999}/undo`, body: {} }),
  },
  "GET /v1/systems": { permission: "policy:read", inside: 200, call: () => ({ path: "/v1/systems" }) },
  "GET /v1/policies": { permission: "policy:read", inside: 200, call: () => ({ path: "/v1/policies" }) },
  "GET /v1/policies/schema": { permission: "policy:read", inside: 200, call: () => ({ path: "/v1/policies/schema" }) },
  "GET /v1/policies/{policy}": {
    permission: "policy:read",
    inside: 200,
    call: () => ({ path: `/v1/policies/${star}` }),
  },
  "POST /v1/policies/{policy}/simulate": {
    permission: "policy:simulate",
    inside: 200,
    outside: 404,
    call: ({ region }) => ({
      path: `/v1/policies/${star}/simulate`,
      body: { round: roundOf(region), values: [{ name: "/grade/cuts", value: { "5": 95, "4": 85, "3": 75 } }] },
    }),
  },
  "POST /v1/policies": {
    permission: "policy:write",
    inside: 422,
    call: () => ({ path: "/v1/policies", body: { document: { id: star } } }),
  },
  "GET /v1/policies/{policy}/versions": {
    permission: "policy:read",
    inside: 200,
    call: () => ({ path: `/v1/policies/${star}/versions` }),
  },
  "GET /v1/policies/{policy}/versions/{version}": {
    permission: "policy:read",
    inside: 200,
    call: () => ({ path: `/v1/policies/${star}/versions/1` }),
  },
  "POST /v1/policies/{policy}/versions/{version}/activate": {
    permission: "policy:activate",
    inside: 409,
    call: () => ({ path: `/v1/policies/${star}/versions/1/activate` }),
  },
  "GET /v1/jobs": { permission: "job:read", inside: 200, call: () => ({ path: "/v1/jobs" }) },
  "POST /v1/jobs/{job}/run": {
    permission: "job:run",
    inside: 200,
    call: () => ({ path: "/v1/jobs/housekeeping/run" }),
  },
  "GET /v1/rounds": { permission: "round:read", inside: 200, call: () => ({ path: "/v1/rounds" }) },
  "POST /v1/rounds": {
    permission: "round:create",
    inside: 409,
    outside: 404,
    call: ({ region }) => ({
      path: "/v1/rounds",
      body: { policyId: star, period: "2014-H1", regionCode: region },
    }),
  },
  "GET /v1/rounds/{round}": {
    permission: "round:read",
    inside: 200,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/rounds/${roundOf(region)}` }),
  },
  "POST /v1/rounds/{round}/compute": {
    permission: "round:compute",
    inside: 200,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/rounds/${roundOf(region)}/compute` }),
  },
  // Of a round that asks for some, over the prefecture; another prefecture has none.
  "GET /v1/rounds/{round}/submissions": {
    permission: "round:read",
    inside: 200,
    call: () => ({ path: `/v1/rounds/${star}.2014-H2.${prefecture}/submissions` }),
  },
  "GET /v1/rounds/{round}/submissions/{region}": {
    permission: "round:read",
    inside: 200,
    outside: 404,
    call: (place) => ({ path: submissionOf(place) }),
  },
  // Submitted once: the next township finds it done.
  "POST /v1/rounds/{round}/submissions/{region}": {
    permission: "submission:submit",
    inside: 200,
    again: 409,
    outside: 404,
    call: (place) => ({ path: submissionOf(place), body: { action: "submit" } }),
  },
  "GET /v1/rounds/{round}/steps": {
    permission: "round:read",
    inside: 200,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/rounds/${roundOf(region)}/steps` }),
  },
  // No round here is a draft.
  "POST /v1/rounds/{round}/steps": {
    permission: "round:create",
    inside: 409,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/rounds/${roundOf(region)}/steps`, body: { action: "open" } }),
  },
  // Nobody acknowledges what its policy assumes.
  "POST /v1/rounds/{round}/publish": {
    permission: "round:publish",
    inside: 409,
    outside: 404,
    call: ({ region }) => ({
      path: `/v1/rounds/${roundOf(region)}/publish`,
      body: { audience: ["intranet"], opensOn: "2114-08-01", closesOn: "2114-08-07", telephone: "0000" },
    }),
  },
  "GET /v1/rounds/{round}/notices": {
    permission: "round:read",
    inside: 200,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/rounds/${roundOf(region)}/notices` }),
  },
  // There is no notice, and so no objection, for anybody.
  "POST /v1/notices/{notice}/objections": {
    permission: "objection:write",
    inside: 404,
    call: () => ({
      path: "/v1/notices/99/objections",
      body: { subjectId: "990101001001", text: "有误", receivedOn: "2014-08-02" },
    }),
  },
  "GET /v1/notices/{notice}/objections": {
    permission: "objection:read",
    inside: 404,
    call: () => ({ path: "/v1/notices/99/objections" }),
  },
  "POST /v1/objections/{objection}/answer": {
    permission: "objection:answer",
    inside: 404,
    call: () => ({ path: "/v1/objections/99/answer", body: { answer: "属实", effect: "upheld" } }),
  },
  "GET /v1/notices/{notice}/clearance": {
    permission: "objection:read",
    inside: 404,
    call: () => ({ path: "/v1/notices/99/clearance" }),
  },
  // No round is final yet.
  "POST /v1/rounds/{round}/archive": {
    permission: "round:archive",
    inside: 409,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/rounds/${roundOf(region)}/archive` }),
  },
  "GET /v1/rounds/{round}/archive": {
    permission: "round:read",
    inside: 404,
    call: ({ region }) => ({ path: `/v1/rounds/${roundOf(region)}/archive` }),
  },
  "GET /v1/rounds/{round}/archive/file": {
    permission: "archive:read",
    inside: 404,
    call: ({ region }) => ({ path: `/v1/rounds/${roundOf(region)}/archive/file` }),
  },
  "POST /v1/rounds/{round}/next": {
    permission: "round:create",
    inside: 409,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/rounds/${roundOf(region)}/next` }),
  },
  // It is done once: the next account that may, and the routes after this one, find the round final.
  "POST /v1/rounds/{round}/finalise": {
    permission: "round:finalise",
    inside: 200,
    again: 409,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/rounds/${roundOf(region)}/finalise` }),
  },
  "GET /v1/rounds/{round}/runs": {
    permission: "round:read",
    inside: 200,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/rounds/${roundOf(region)}/runs` }),
  },
  "GET /v1/rounds/{round}/outcomes": {
    permission: "outcome:read",
    inside: 200,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/rounds/${roundOf(prefecture)}/outcomes?region=${region}` }),
  },
  "GET /v1/rounds/{round}/outcomes/{subject}": {
    permission: "outcome:read",
    inside: 200,
    outside: 404,
    call: ({ organization }) => ({ path: `/v1/rounds/${roundOf(prefecture)}/outcomes/${organization}` }),
  },
  "GET /v1/rounds/{round}/compare": {
    permission: "outcome:read",
    inside: 200,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/rounds/${roundOf(prefecture)}/compare?region=${region}` }),
  },
  "POST /v1/rounds/{round}/comparison": {
    permission: "outcome:read",
    inside: 200,
    outside: 404,
    call: ({ region }) => ({
      path: `/v1/rounds/${roundOf(prefecture)}/comparison`,
      body: formOf("村名,得分\n无此村,1\n", { region }),
    }),
  },
  "GET /v1/rounds/{round}/stability": {
    permission: "stability:read",
    inside: 200,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/rounds/${roundOf(prefecture)}/stability?draws=10&region=${region}` }),
  },
  // The round is no backward list.
  "POST /v1/rounds/{round}/cases": {
    permission: "case:review",
    inside: 422,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/rounds/${roundOf(region)}/cases`, body: { deadline: "2014-12-31" } }),
  },
  "GET /v1/cases": {
    permission: "case:read",
    inside: 200,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/cases?region=${region}` }),
  },
  "GET /v1/cases/{case}": {
    permission: "case:read",
    inside: 200,
    outside: 404,
    call: ({ organization }) => ({ path: `/v1/cases/${caseOf(organization)}` }),
  },
  // No measures are listed.
  "POST /v1/cases/{case}": {
    permission: "case:work",
    inside: 409,
    outside: 404,
    call: ({ organization }) => ({ path: `/v1/cases/${caseOf(organization)}`, body: { action: "plan" } }),
  },
  // What is no subsidy is not paid; it is refused to those who may prepare, after it has been found.
  "POST /v1/rounds/{round}/payments": {
    permission: "payment:prepare",
    inside: 422,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/rounds/${roundOf(region)}/payments` }),
  },
  "GET /v1/rounds/{round}/payments": {
    permission: "payment:read",
    inside: 200,
    call: () => ({ path: `/v1/rounds/${subsidy}/payments` }),
  },
  "GET /v1/payments/{batch}": {
    permission: "payment:read",
    inside: 200,
    call: () => ({ path: `/v1/payments/${subsidy}.1` }),
  },
  // Approved once, by somebody else than who prepared it.
  "POST /v1/payments/{batch}/steps": {
    permission: "payment:approve",
    inside: 200,
    again: 409,
    call: () => ({ path: `/v1/payments/${subsidy}.1/steps`, body: { action: "approve" } }),
  },
  "GET /v1/funds": { permission: "payment:read", inside: 200, call: () => ({ path: "/v1/funds?period=2014" }) },
  "GET /v1/prints/{file}": {
    permission: "payment:read",
    inside: 200,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/prints/payroll.html?round=${subsidy}&region=${region}` }),
  },
  "GET /v1/audit": {
    permission: "audit:read",
    inside: 200,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/audit?region=${region}` }),
  },
  "GET /v1/audit/exceptions": {
    permission: "audit:read",
    inside: 200,
    outside: 404,
    call: ({ region }) => ({ path: `/v1/audit/exceptions?region=${region}` }),
  },
  // What is out of reach has no value, like what is not there: see values.test.ts.
  "POST /v1/values": {
    permission: "payment:read",
    inside: 200,
    call: ({ organization }) => ({
      path: "/v1/values",
      body: { asked: [{ of: "stars", subjectId: organization, period: "2014-H1" }] },
    }),
  },
  "POST /v1/calculate": {
    permission: "calculate",
    inside: 200,
    call: () => ({
      path: "/v1/calculate",
      body: { policyId: star, period: "2014-H1", subjects: [{ id: "a", inputs: {} }] },
    }),
  },
};

const routes = Object.entries(
  makeApp().getOpenAPI31Document({ openapi: "3.1.0", info: { title: "", version: "" } }).paths ?? {},
).flatMap(([path, methods]) => Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`));

/** Who holds what, written down by itself: a role that gains or loses a permission is to be changed here too. */
const everybody = "admin prefecture county township village approver finance viewer auditor tool";
const holders: Record<Permission, string> = {
  "sheet:read": everybody,
  "policy:read": everybody,
  "round:read": everybody,
  "payment:read": everybody,
  calculate: everybody,
  "outcome:read": "admin prefecture county township village approver viewer auditor tool",
  "personal:read": "admin county finance",
  "tally:read": "admin prefecture county township approver",
  "tally:sign": "admin prefecture county township approver",
  "entry:write": "admin prefecture county township tool",
  "self:write": "admin prefecture county township village",
  "roster:write": "admin prefecture county",
  "policy:write": "admin prefecture county",
  "policy:simulate": "admin prefecture county approver",
  "policy:activate": "admin approver",
  "round:create": "admin prefecture county",
  "round:compute": "admin prefecture county",
  "round:publish": "admin prefecture county",
  "round:finalise": "admin approver",
  "round:archive": "admin prefecture county",
  "archive:read": "admin prefecture county approver",
  "objection:read": "admin prefecture county approver auditor",
  "objection:write": "admin prefecture county township",
  "objection:answer": "admin prefecture county",
  "submission:submit": "admin township",
  "submission:review": "admin prefecture county",
  "case:read": "admin prefecture county township village approver viewer auditor tool",
  "case:work": "admin township",
  "case:review": "admin prefecture county",
  "case:close": "admin prefecture county approver",
  "payment:prepare": "admin prefecture county",
  "payment:approve": "admin approver",
  "payment:pay": "admin finance",
  "stability:read": "admin prefecture county",
  "account:read": "admin auditor",
  "account:write": "admin",
  "audit:read": "admin auditor",
  "job:read": "admin prefecture county auditor",
  "job:run": "admin",
};
const holds = (account: string, permission: Permission) => holders[permission].split(" ").includes(account);

/** Tokens that were good once, or never: each of an administrator of the prefecture. */
const ended = {
  "an expired session": { kind: "session", expiresAt: "2014-01-01T00:00:00.000Z" },
  "a revoked session": { kind: "session", revokedAt: "2014-01-01T00:00:00.000Z" },
  "a session of a locked account": { kind: "session", locked: true },
  "an expired key": { kind: "key", expiresAt: "2014-01-01T00:00:00.000Z" },
  "a revoked key": { kind: "key", revokedAt: "2014-01-01T00:00:00.000Z" },
  "a key of a locked account": { kind: "key", locked: true },
  "a one-time code": { kind: "code" },
} as const;
const tokenOf = (name: string) => `xp_${name.replaceAll(" ", "_")}`;

async function makeEnded() {
  const grants = [{ role: "admin", regionCode: prefecture }];
  for (const [name, state] of Object.entries(ended)) {
    const {
      kind,
      expiresAt,
      revokedAt,
      locked = false,
    } = { expiresAt: undefined, revokedAt: null, ...state } as {
      kind: "session" | "key" | "code";
      expiresAt: string | undefined;
      revokedAt: string | null;
      locked?: boolean;
    };
    const id = tokenOf(name);
    const times = { at: "2014-01-01T00:00:00.000Z", expiresAt: expiresAt ?? "9999-12-31T00:00:00.000Z" };
    await commit(office.db, [
      ...insertPrincipal(office.db, { id, account: id, name, password: null, locked, demo: true }, grants),
      insertCredential(office.db, { id, hash: await sha256(id), principal: id, kind, ...times }),
    ]);
    await office.d1.prepare("update credential set revokedAt = ? where id = ?").bind(revokedAt, id).run();
  }
}

/** A key of the administrator that may do no more than another role may in a county. */
async function narrowKey(role: Role): Promise<Client> {
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const grants = [{ role, regionCode: "990101000000" }];
  const { body } = await office.as.admin("POST", "/v1/keys", { name: `like a ${role}`, expiresAt, grants });
  return client(body.token);
}
let narrow: Record<"viewer" | "county", Client>;

/** By organization, a push that changed it alone. */
const pushes = new Map<string, number>();
let office: Office;
beforeAll(async () => {
  office = await openOffice();
  await makeEnded();
  narrow = { viewer: await narrowKey("viewer"), county: await narrowKey("county") };
  subsidy = await finalSubsidy(office);
  expect((await office.as.prefecture("POST", `/v1/rounds/${subsidy}/payments`)).status).toBe(201);
  const regions = new Set([prefecture, ...demoAccounts.map(({ regionCode }) => regionCode), "990102000000"]);
  for (const regionCode of regions) {
    const head = { id: neighbour(regionCode), account: neighbour(regionCode), name: "邻居", password: null };
    await commit(
      office.db,
      insertPrincipal(office.db, { ...head, locked: false, demo: true }, [{ role: "viewer", regionCode }]),
    );
    await office.as.prefecture("POST", "/v1/rounds", { policyId: star, period: "2014-H1", regionCode });
    await office.as.prefecture("POST", `/v1/rounds/${roundOf(regionCode)}/compute`);
  }
  const listed = ["990101001001", "990102001001"].map(caseValues);
  await commit(office.db, insertCases(office.db, [rangeOf(prefecture)], listed));
  const asking = { policyId: star, period: "2014-H2", regionCode: prefecture, deadline: "2014-12-31" };
  await office.as.prefecture("POST", "/v1/rounds", asking);
  // A second run over other entries, to be compared with the first.
  for (const id of ["990101001001", "990101002001", "990102001001"]) {
    const rows = [{ id, baseVersion: 1, cells: { serviceTeam: 0, servicePersonnel: 0, serviceCapability: 0 } }];
    await office.as.prefecture("PATCH", `/v1/sheets/${indicators}`, { period: "2014-H1", rows });
    const later = { period: "2015-H1", rows: [{ id, baseVersion: 0, cells: { serviceTeam: 1 } }] };
    pushes.set(id, (await office.as.prefecture("PATCH", `/v1/sheets/${indicators}`, later)).body.push);
  }
  await office.as.prefecture("POST", `/v1/rounds/${roundOf(prefecture)}/compute`);
});

/** A place inside an account's region, and one outside it: another county, or another prefecture. */
function placesOf(regionCode: string): { inside: Place; outside: Place } {
  const far = { region: "990201000000", organization: "990201001001" };
  const beside = { region: "990102000000", organization: "990102001001" };
  return {
    inside: { region: regionCode, organization: "990101001001" },
    outside: covers([rangeOf(regionCode)], beside.region) ? far : beside,
  };
}

const send = (who: Client, route: string, place: Place) => {
  const { path, body } = placements[route]!.call(place);
  return who(route.split(" ")[0]!, path, body);
};

test("the ten roles hold what is written here, no more and no less", () => {
  for (const [role, held] of Object.entries(roles))
    expect(
      Object.keys(holders)
        .filter((permission) => holds(role, permission as Permission))
        .sort(),
      role,
    ).toEqual([...held].sort());
});

test("every route of the API is placed here, and nothing else is", () => {
  expect(Object.keys(placements).sort()).toEqual([...routes].sort());
});

describe.each(routes.filter((route) => placements[route]))("%s", (route) => {
  const { permission, heard = [], open, inside, again, outside } = placements[route]!;
  let done = false;

  test("without a token, and with a bad one", async () => {
    const { inside: place } = placesOf(prefecture);
    for (const who of [client(undefined), client("xp_bad"), client("")]) {
      const answer = await send(who, route, place);
      expect(answer.status).toBe(open ? inside : 401);
      if (!open) expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    }
  });

  test.each(Object.keys(ended))("with %s", async (name) => {
    const answer = await send(client(tokenOf(name)), route, placesOf(prefecture).inside);
    expect(answer.status).toBe(open ? inside : 401);
  });

  // What ends a credential would end the one that is used on.
  const isEnding = route.startsWith("DELETE /v1/");
  test.each(isEnding ? [] : (["viewer", "county"] as const))(
    "with a key of an administrator that is narrowed to a %s's",
    async (role) => {
      // Whoever has a key instead of a password makes no keys and sets no password, whatever else it may do.
      const isForSessions = ["POST /v1/keys", "PUT /v1/password"].includes(route);
      const permitted = permission === undefined || holds(role, permission);
      const within = await send(narrow[role], route, { region: "990101000000", organization: "990101001001" });
      expect(within.status).toBe(permitted && !isForSessions ? (done && again) || inside : 403);
      done ||= permitted;
      if (outside === undefined || isForSessions) return;
      const beyond = await send(narrow[role], route, { region: "990102000000", organization: "990102001001" });
      expect(beyond.status).toBe(permitted || heard.some((one) => holds(role, one)) ? outside : 403);
    },
  );

  test.each(demoAccounts)("as $account", async ({ account, regionCode }) => {
    const who = isEnding ? await office.signIn(account) : office.as[account];
    const permitted = permission === undefined || holds(account, permission);
    const places = placesOf(regionCode);
    const within = await send(who, route, places.inside);
    expect(within.status).toBe(permitted ? (done && again) || inside : 403);
    done ||= permitted;
    // Whatever a call inside answers, it names no village beyond the account's region.
    const villages = within.text.match(/\b9901\d{5}(?!000)\d{3}\b/g) ?? [];
    expect(villages.filter((code) => !covers([rangeOf(regionCode)], code))).toEqual([]);
    if (outside !== undefined) {
      const beyond = await send(who, route, places.outside);
      const listens = permitted || heard.some((one) => holds(account, one));
      expect(beyond.status).toBe(listens ? outside : 403);
      expect(beyond.text).not.toContain("城关镇");
    }
  });
});

test("an expired, a revoked and a locked account's token are worth nothing", async () => {
  const who = await office.signIn("viewer");
  expect((await who("GET", "/v1/sheets")).status).toBe(200);
  await office.d1.prepare("update principal set locked = 1 where account = 'viewer'").run();
  expect((await who("GET", "/v1/sheets")).status).toBe(401);
  expect((await office.nobody("POST", "/v1/sessions", { account: "viewer", password: "xingping-demo" })).status).toBe(
    401,
  );
  await office.d1.prepare("update principal set locked = 0 where account = 'viewer'").run();
  expect((await who("DELETE", "/v1/sessions/current")).status).toBe(204);
  expect((await who("GET", "/v1/sheets")).status).toBe(401);
  const late = await office.signIn("viewer");
  await office.d1
    .prepare("update credential set expiresAt = '2014-01-01T00:00:00.000Z' where principal = 'demo-viewer'")
    .run();
  expect((await late("GET", "/v1/sheets")).status).toBe(401);
});

test("tokens and passwords are nowhere in the database", async () => {
  const answer = await office.nobody("POST", "/v1/sessions", { account: "county", password: "xingping-demo" });
  const dump = JSON.stringify([
    await office.d1.prepare("select * from credential").all(),
    await office.d1.prepare("select * from principal").all(),
  ]);
  expect(dump).not.toContain(answer.body.token);
  expect(dump).not.toContain("xingping-demo");
});

test("a path that is no route is 404 in problem+json", async () => {
  const answer = await office.as.prefecture("GET", "/v1/nothing");
  expect(answer).toMatchObject({ status: 404, body: { code: "notFound" } });
  expect((await office.nobody("GET", "/v1/nothing")).status).toBe(401);
});
