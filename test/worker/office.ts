/** An office to test in: the whole worker on a fresh D1 with the library and a small demo, and its accounts signed in. */
import { applyD1Migrations } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { scryptSync } from "node:crypto";
import { unzipSync } from "fflate";
import type { Policy } from "../../schema/policy/policy.ts";
import type { Register } from "../../schema/register.ts";
import { demoAccounts, demoPassword, loadDemo } from "../../worker/cli/demo/load.ts";
import type { DemoSize } from "../../worker/cli/demo/places.ts";
import { type Database, open } from "../../worker/store/database.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";

const documents = <T>(found: Record<string, unknown>) => Object.values(found) as T[];
/** The whole library: what an office has. */
export const wholeLibrary = {
  policies: documents<Policy>(import.meta.glob("../../schema/policies/*.json", { eager: true, import: "default" })),
  registers: documents<Register>(import.meta.glob("../../schema/registers/*.json", { eager: true, import: "default" })),
};

/** A ledger with many rows a month, which the library does not have yet. */
const visits: Register = {
  id: "visits",
  title: "走访登记簿",
  group: "台账",
  assumed: "试验",
  subject: "organization",
  period: "month",
  rows: "many",
  columns: [{ key: "on", title: "日期", type: "date", required: true }],
};

const usual = new Set([
  ...["benxi-village-funds", "chuxiong-backward", "chuxiong-base-allowance", "dongyang-venue-reward"],
  ...["xinhui-star-organization", "xinhui-ten-star-household", "xinhui-three-ballots"],
  ...["admonitions", "appointments", "appraisal-feedback", "appraisal-sessions", "committee-members", "households"],
  ...["leadership-teams", "organizations", "persons", "rectification-people", "rectification-plan"],
  ...["rectification-progress", "regions", "remote-education-sessions", "service-cases", "successions"],
  ...["venue-funds", "venues"],
]);
/** The documents that most tests speak of: every one more is a few sheets more to walk over. */
export const policies = wholeLibrary.policies.filter(({ id }) => usual.has(id));
export const registers = wholeLibrary.registers.filter(({ id }) => usual.has(id));

const usualLibrary = { policies, registers: [...registers, visits] };

export const smallSize: DemoSize = {
  counties: 2,
  townships: 4,
  villages: 44,
  communities: 4,
  householdsPerVillage: 1,
  personsPerVillage: 2,
};

export const indicators = "indicators.xinhui-star-organization";
export const prefecture = "990100000000";
export const township = "990101001000";
export const village = "990101001001";
export const otherTownship = "990101002000";
export const otherCounty = "990102000000";

export interface Answer {
  status: number;
  headers: Headers;
  bytes: Uint8Array;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as a tool in any language would read them
  body: any;
}

export type Client = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

/** A client that sends the given token, or none, to the worker. */
export function client(
  token: string | undefined,
  worker: { fetch(request: Request): Response | Promise<Response> } = exports.default,
): Client {
  return async (method, path, body, headers = {}) => {
    const isPlain = body instanceof Uint8Array || body instanceof FormData || typeof body === "string";
    const request = new Request(`http://xingping.test${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined || body instanceof FormData ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isPlain ? (body as BodyInit) : JSON.stringify(body) }),
    });
    const answer = await worker.fetch(request);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    const isJson = /json$/.test(answer.headers.get("content-type")?.split(";")[0] ?? "");
    return { status: answer.status, headers: answer.headers, bytes, text, body: isJson ? JSON.parse(text) : undefined };
  };
}

/** A form with a file and what is said of it. */
export function formOf(file: Uint8Array | string, said: Record<string, string> = {}): FormData {
  const form = new FormData();
  form.set("file", new Blob([file as string]), "old");
  for (const [name, value] of Object.entries(said)) form.set(name, value);
  return form;
}

/** The demo's password as it is stored, by a scrypt that takes no time: what the real one costs, the throttle's tests show. */
const cheaply = `scrypt$2$8$1$c2FsdA==$${scryptSync(demoPassword, "salt", 32, { N: 2, r: 8, p: 1 }).toString("base64")}`;

/** Says a name in SQL. */
const named = (name: string) => `"${name}"`;

/** What stands in the schema of the database and is ours; what depends on a table goes before it. */
async function schemaOf(): Promise<{ type: string; name: string; sql: string }[]> {
  const { results } = await env.DB.prepare(
    `select type, name, sql from sqlite_master where sql is not null and name not like 'sqlite%'
      and name not like '\\_cf%' escape '\\' order by type desc`,
  ).all<{ type: string; name: string; sql: string }>();
  return results;
}

/** Drops what the file before left: files that share a worker share its database. */
async function dropAll() {
  const found = (await schemaOf()).filter(({ type }) => type !== "index");
  return found.map(({ type, name }) => env.DB.prepare(`drop ${type} ${named(name)}`));
}

/** What makes the database again as it stands now, by SQL alone. */
async function copyOf(): Promise<D1PreparedStatement[]> {
  const schema = await schemaOf();
  const make = (wanted: string) => schema.filter(({ type }) => type === wanted).map(({ sql }) => env.DB.prepare(sql));
  const rows: D1PreparedStatement[] = [];
  for (const { name } of schema.filter(({ type }) => type === "table")) {
    const [columns = [], ...cells] = await env.DB.prepare(`select * from ${named(name)}`).raw({ columnNames: true });
    if (cells.flat().some((cell) => typeof cell === "object" && cell !== null)) throw new Error(`${name} has bytes`);
    const values = columns.map((_, i) => `value->>${i}`).join(", ");
    const into = `insert into ${named(name)} (${columns.map(named).join(", ")}) select ${values} from json_each(?)`;
    if (cells.length > 0) rows.push(env.DB.prepare(into).bind(JSON.stringify(cells)));
  }
  return [...make("table"), ...rows, ...make("index"), ...make("trigger")];
}

type Account = (typeof demoAccounts)[number]["account"];

async function fillOffice(size: DemoSize, library: typeof wholeLibrary): Promise<Record<Account, Client>> {
  await env.DB.batch([env.DB.prepare("select 1"), ...(await dropAll())]);
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  const db: Database = open(env.DB);
  await loadLibrary(db, library, "2014-01-01T00:00:00.000Z");
  await loadDemo(db, size, "2014-01-01T00:00:00.000Z");
  await env.DB.prepare("update principal set password = ?").bind(cheaply).run();
  const clients = await Promise.all(demoAccounts.map(async ({ account }) => [account, await signIn(account)] as const));
  return Object.fromEntries(clients) as Record<Account, Client>;
}

async function signIn(account: string): Promise<Client> {
  const { body } = await client(undefined)("POST", "/v1/sessions", { account, password: demoPassword });
  return client(body.token);
}

/** Offices as they were when they were first opened here, by their size and library: to fill one takes a second. */
const kept = new Map<string, { copy: D1PreparedStatement[]; as: Record<Account, Client> }>();

/** Opens the office: a fresh database with the library and the demo, every account signed in. */
export async function openOffice(size: DemoSize = smallSize, library = usualLibrary) {
  const key = JSON.stringify([size, library === usualLibrary ? "usual" : library]);
  const known = kept.get(key);
  if (known) await env.DB.batch([...(await dropAll()), ...known.copy]);
  else kept.set(key, { as: await fillOffice(size, library), copy: await copyOf() });
  const { as } = kept.get(key)!;
  /** How many rows a table has. */
  const count = async (table: string) =>
    (await env.DB.prepare(`select count(*) as rows from ${named(table)}`).first<{ rows: number }>())!.rows;
  return { db: open(env.DB), d1: env.DB, as: { ...as }, nobody: client(undefined), signIn, count };
}

export type Office = Awaited<ReturnType<typeof openOffice>>;

/** A final subsidy round over the prefecture, computed by one and made final by another; answers its id. */
export async function finalSubsidy({ as }: Office, policyId = "benxi-village-funds", period = "2016"): Promise<string> {
  const { body } = await as.prefecture("POST", "/v1/rounds", { policyId, period, regionCode: prefecture });
  await as.prefecture("POST", `/v1/rounds/${body.id}/compute`);
  await as.approver("POST", `/v1/rounds/${body.id}/finalise`);
  return body.id;
}

/** The files of a zip as text, by path. */
export const unzipped = (zip: Uint8Array): Map<string, string> =>
  new Map(Object.entries(unzipSync(zip)).map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]));

/** The rows of a pulled sheet as objects by column. */
export function rowsOf(answer: Answer): { id: string; version: number; [column: string]: unknown }[] {
  const keys: string[] = answer.body.definition.columns.map(({ key }: { key: string }) => key);
  return answer.body.rows.map(({ id, version, cells }: { id: string; version: number; cells: unknown[] }) => ({
    ...Object.fromEntries(keys.map((key, i) => [key, cells[i]])),
    id,
    version,
  }));
}
