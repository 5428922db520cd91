/** The database: every table, as drizzle sees it. The SQL that makes them is in `migrations/`; a test compares both. */
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { ArchiveContents } from "./archive.ts";
import { credentialKinds } from "./credential.ts";
import { jobNames, jobStates, shardStates } from "./job.ts";
import { type Part, paymentKinds, paymentStates } from "./payment.ts";
import { policyStates } from "./policy/policy.ts";
import { type Audience, effectNames } from "./publication.ts";
import { caseActionNames, caseStates } from "./rectification.ts";
import type { Grant } from "./roles.ts";
import { roundStates, roundStepNames } from "./round.ts";
import { submissionStates } from "./submission.ts";

const at = (name: string) => text(name).notNull();

/** All that clerks edit: rosters, indicators, ledgers. Clustered in the order in which sheets are read. */
export const entry = sqliteTable(
  "entry",
  {
    sheet: text("sheet").notNull(),
    period: text("period").notNull(),
    regionCode: text("regionCode").notNull(),
    id: text("id").notNull(),
    subjectId: text("subjectId").notNull(),
    /** JSON: an array in the order of the layout, or an object where there is none. */
    cells: text("cells").notNull(),
    version: integer("version").notNull(),
    push: integer("push").notNull(),
    deleted: integer("deleted", { mode: "boolean" }).notNull(),
    layout: integer("layout"),
    /** The code that the row had before or has since, where its push gave it a new one. */
    other: text("other"),
  },
  (t) => [
    primaryKey({ columns: [t.sheet, t.period, t.regionCode, t.id] }),
    uniqueIndex("entryById").on(t.sheet, t.period, t.id),
  ],
);

/**
 * Every version of an entry that another has replaced: it stood from `push` until the push `until`. A trigger of the
 * database writes it, so that no change goes without. The version before is the one whose `until` is this `push`. The
 * table `history`, which it replaced, is no longer used.
 */
export const past = sqliteTable(
  "past",
  {
    sheet: text("sheet").notNull(),
    period: text("period").notNull(),
    until: integer("until").notNull(),
    id: text("id").notNull(),
    version: integer("version").notNull(),
    push: integer("push").notNull(),
    regionCode: text("regionCode").notNull(),
    subjectId: text("subjectId").notNull(),
    cells: text("cells").notNull(),
    deleted: integer("deleted", { mode: "boolean" }).notNull(),
    layout: integer("layout"),
    other: text("other"),
    /** The region in which the next version stands, where that is another one. */
    movedTo: text("movedTo"),
  },
  (t) => [primaryKey({ columns: [t.sheet, t.period, t.until, t.id] })],
);

/** The columns, in order, of cells that are kept as arrays; the id is the hash of them. */
export const layout = sqliteTable("layout", {
  id: integer("id").primaryKey(),
  keys: text("keys", { mode: "json" }).$type<string[]>().notNull(),
});

/**
 * One push is one revision of the data. `guard` is 0, and refused, when what was read has moved since; `undoes` is the
 * push that it takes back.
 */
export const push = sqliteTable("push", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  sheet: text("sheet").notNull(),
  period: text("period").notNull(),
  principal: text("principal").notNull(),
  at: at("at"),
  note: text("note"),
  rows: integer("rows").notNull(),
  guard: integer("guard").notNull(),
  undoes: integer("undoes"),
});

/** The versions of a policy. `push` is the push that made it, or the first one after it; `guard` as for a push. */
export const policy = sqliteTable(
  "policy",
  {
    id: text("id").notNull(),
    version: integer("version").notNull(),
    hash: text("hash").notNull(),
    state: text("state", { enum: policyStates }).notNull(),
    regionCode: text("regionCode").notNull(),
    body: text("body").notNull(),
    at: at("at"),
    principal: text("principal").notNull(),
    note: text("note"),
    activatedBy: text("activatedBy"),
    activatedAt: text("activatedAt"),
    push: integer("push").notNull(),
    guard: integer("guard").notNull(),
  },
  (t) => [primaryKey({ columns: [t.id, t.version] })],
);

export const register = sqliteTable("register", {
  id: text("id").primaryKey(),
  hash: text("hash").notNull(),
  body: text("body").notNull(),
});

/**
 * `(policyId, period, regionCode)` names a round once; its id is made of them. The last five are set together when it
 * is finalised; `finalGuard` is 0, and refused, when the round was computed or finalised since it was read.
 */
export const round = sqliteTable(
  "round",
  {
    id: text("id").primaryKey(),
    policyId: text("policyId").notNull(),
    policyVersion: integer("policyVersion").notNull(),
    period: text("period").notNull(),
    regionCode: text("regionCode").notNull(),
    state: text("state", { enum: roundStates }).notNull(),
    principal: text("principal").notNull(),
    at: at("at"),
    finalRun: integer("finalRun"),
    finalBy: text("finalBy"),
    finalAt: text("finalAt"),
    evidenceHash: text("evidenceHash"),
    finalGuard: integer("finalGuard"),
    /** The last day for submissions, in Beijing; a round without one asks for none. */
    deadline: text("deadline"),
  },
  (t) => [uniqueIndex("roundOnce").on(t.policyId, t.period, t.regionCode)],
);

/** The steps of submissions, append-only: the last one tells the state. `guard` is 0, and refused, once the round is final. */
export const submission = sqliteTable(
  "submission",
  {
    round: text("round").notNull(),
    regionCode: text("regionCode").notNull(),
    step: integer("step").notNull(),
    state: text("state", { enum: submissionStates }).notNull(),
    principal: text("principal").notNull(),
    at: at("at"),
    reason: text("reason"),
    guard: integer("guard").notNull(),
  },
  (t) => [primaryKey({ columns: [t.round, t.regionCode, t.step] })],
);

/** Cases of rectification; one for each organization on a round's final list, its id made of both. They never change. */
export const rectification = sqliteTable(
  "rectification",
  {
    id: text("id").primaryKey(),
    round: text("round").notNull(),
    subjectId: text("subjectId").notNull(),
    regionCode: text("regionCode").notNull(),
    period: text("period").notNull(),
    /** As it was given first; a step may put it off. */
    deadline: text("deadline").notNull(),
    principal: text("principal").notNull(),
    at: at("at"),
  },
  (t) => [index("rectificationBySubject").on(t.subjectId)],
);

/** The steps of cases, append-only: the last one tells the state. `guard` is 0, and refused, when what it went by has moved. */
export const rectificationStep = sqliteTable(
  "rectificationStep",
  {
    rectification: text("rectification").notNull(),
    step: integer("step").notNull(),
    action: text("action", { enum: caseActionNames }).notNull(),
    state: text("state", { enum: caseStates }).notNull(),
    /** The new deadline, where the step puts it off. */
    deadline: text("deadline"),
    principal: text("principal").notNull(),
    at: at("at"),
    reason: text("reason"),
    guard: integer("guard").notNull(),
  },
  (t) => [primaryKey({ columns: [t.rectification, t.step] })],
);

/** One computing of a round, over the entries up to `push` and the outcomes up to the run `basedOn`; `facts` is their hash. */
export const run = sqliteTable(
  "run",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    round: text("round").notNull(),
    policyVersion: integer("policyVersion").notNull(),
    engine: text("engine").notNull(),
    push: integer("push").notNull(),
    basedOn: integer("basedOn").notNull(),
    facts: text("facts").notNull(),
    previous: integer("previous"),
    principal: text("principal").notNull(),
    at: at("at"),
    scored: integer("scored").notNull(),
    unscored: integer("unscored").notNull(),
    written: integer("written").notNull(),
    unchanged: integer("unchanged").notNull(),
    guard: integer("guard").notNull(),
  },
  (t) => [index("runByRound").on(t.round, t.id)],
);

/** Results, append-only: a run writes only what differs from the run before. `gone` ends a subject's results. */
export const outcome = sqliteTable(
  "outcome",
  {
    round: text("round").notNull(),
    regionCode: text("regionCode").notNull(),
    subjectId: text("subjectId").notNull(),
    run: integer("run").notNull(),
    scored: integer("scored", { mode: "boolean" }).notNull(),
    gone: integer("gone", { mode: "boolean" }).notNull(),
    body: text("body").notNull(),
  },
  (t) => [primaryKey({ columns: [t.round, t.regionCode, t.subjectId, t.run] })],
);

/** Why each result of a final round is what it is, as it stood then: gzip in base64, and the SHA-256 of what is in it. */
export const evidence = sqliteTable(
  "runEvidence",
  {
    round: text("round").notNull(),
    run: integer("run").notNull(),
    regionCode: text("regionCode").notNull(),
    subjectId: text("subjectId").notNull(),
    hash: text("hash").notNull(),
    body: text("body").notNull(),
  },
  (t) => [primaryKey({ columns: [t.round, t.run, t.regionCode, t.subjectId] })],
);

/** What a round goes through beside being computed and finalised, append-only; `guard` is 0, and refused, once it has moved. */
export const roundStep = sqliteTable(
  "roundStep",
  {
    round: text("round").notNull(),
    step: integer("step").notNull(),
    action: text("action", { enum: roundStepNames }).notNull(),
    state: text("state", { enum: roundStates }).notNull(),
    principal: text("principal").notNull(),
    at: at("at"),
    reason: text("reason"),
    /** What is kept of what was, as JSON. */
    detail: text("detail", { mode: "json" }).$type<Record<string, unknown>>(),
    guard: integer("guard").notNull(),
  },
  (t) => [primaryKey({ columns: [t.round, t.step] })],
);

/** A public notice of a round's run; `seal` is the last seal of the audit when it was made. The database lets it only be closed. */
export const publicNotice = sqliteTable(
  "publicNotice",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    round: text("round").notNull(),
    run: integer("run").notNull(),
    regionCode: text("regionCode").notNull(),
    number: text("number").notNull(),
    audience: text("audience", { mode: "json" }).$type<Audience[]>().notNull(),
    title: text("title").notNull(),
    text: text("text").notNull(),
    opensOn: text("opensOn").notNull(),
    closesOn: text("closesOn").notNull(),
    telephone: text("telephone").notNull(),
    sealLine: integer("sealLine"),
    seal: text("seal"),
    principal: text("principal").notNull(),
    at: at("at"),
    closedAt: text("closedAt"),
    closedBy: text("closedBy"),
  },
  (t) => [uniqueIndex("noticeNumber").on(t.regionCode, t.number), index("noticeByRound").on(t.round, t.id)],
);

/** An objection to a notice; it is answered once. `guard` and `answerGuard` are 0, and refused, when it may not be. */
export const objection = sqliteTable(
  "objection",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    notice: integer("notice").notNull(),
    subjectId: text("subjectId").notNull(),
    regionCode: text("regionCode").notNull(),
    objector: text("objector"),
    contact: text("contact"),
    text: text("text").notNull(),
    receivedOn: text("receivedOn").notNull(),
    principal: text("principal").notNull(),
    at: at("at"),
    answer: text("answer"),
    effect: text("effect", { enum: effectNames }),
    answeredBy: text("answeredBy"),
    answeredAt: text("answeredAt"),
    guard: integer("guard").notNull(),
    answerGuard: integer("answerGuard"),
  },
  (t) => [index("objectionByNotice").on(t.notice, t.id)],
);

/** What a round leaves behind (归档): the SHA-256 and size of its file, and what is in it. It never changes. */
export const archive = sqliteTable("archive", {
  round: text("round").primaryKey(),
  regionCode: text("regionCode").notNull(),
  hash: text("hash").notNull(),
  bytes: integer("bytes").notNull(),
  contents: text("contents", { mode: "json" }).$type<ArchiveContents>().notNull(),
});

/** The file of an archive, in parts of base64. */
export const archivePart = sqliteTable(
  "archivePart",
  {
    round: text("round").notNull(),
    part: integer("part").notNull(),
    body: text("body").notNull(),
  },
  (t) => [primaryKey({ columns: [t.round, t.part] })],
);

/** What is paid for a final round: lines that are never changed; `parts` is JSON, who bears what, adding up to the amount. */
export const payment = sqliteTable(
  "payment",
  {
    id: text("id").primaryKey(),
    round: text("round").notNull(),
    batch: text("batch").notNull(),
    subjectId: text("subjectId").notNull(),
    regionCode: text("regionCode").notNull(),
    name: text("name").notNull(),
    kind: text("kind", { enum: paymentKinds }).notNull(),
    amountFen: integer("amountFen").notNull(),
    parts: text("parts", { mode: "json" }).$type<Part[]>().notNull(),
    run: integer("run").notNull(),
    corrects: text("corrects"),
    reason: text("reason"),
  },
  (t) => [index("paymentByRound").on(t.round, t.regionCode, t.id)],
);

/** The steps of the batches of a round, and of single lines, append-only and numbered through: the last tells the state. */
export const paymentStep = sqliteTable(
  "paymentStep",
  {
    round: text("round").notNull(),
    step: integer("step").notNull(),
    batch: text("batch").notNull(),
    line: text("line"),
    state: text("state", { enum: paymentStates }).notNull(),
    principal: text("principal").notNull(),
    at: at("at"),
    reason: text("reason"),
    reference: text("reference"),
    paidOn: text("paidOn"),
    guard: integer("guard").notNull(),
  },
  (t) => [primaryKey({ columns: [t.round, t.step] })],
);

export const principal = sqliteTable("principal", {
  id: text("id").primaryKey(),
  account: text("account").notNull().unique(),
  name: text("name").notNull(),
  password: text("password"),
  locked: integer("locked", { mode: "boolean" }).notNull(),
  demo: integer("demo", { mode: "boolean" }).notNull(),
  /** Where the account belongs; what it may do is another matter. */
  regionCode: text("regionCode").notNull(),
  /** Who it is in the roster of persons; two accounts of one person are one person. */
  person: text("person"),
});

export const grant = sqliteTable(
  "grant",
  {
    principal: text("principal").notNull(),
    role: text("role").notNull(),
    regionCode: text("regionCode").notNull(),
  },
  (t) => [primaryKey({ columns: [t.principal, t.role, t.regionCode] })],
);

/**
 * Sessions, API keys and one-time codes: only the SHA-256 of each is kept, and the `id` by which it is told of. `grants`
 * is what a key may do, as JSON, where that is less than its account may; `usedAt` is noted once an hour.
 */
export const credential = sqliteTable("credential", {
  hash: text("hash").primaryKey(),
  principal: text("principal").notNull(),
  kind: text("kind", { enum: credentialKinds }).notNull(),
  at: at("at"),
  expiresAt: at("expiresAt"),
  revokedAt: text("revokedAt"),
  id: text("id").notNull(),
  label: text("label"),
  usedAt: text("usedAt"),
  madeBy: text("madeBy"),
  grants: text("grants", { mode: "json" }).$type<Grant[]>(),
});

/** Wrong passwords by account and by address; times in milliseconds since 1970, `until` when the next try is heard. */
export const throttle = sqliteTable("throttle", {
  key: text("key").primaryKey(),
  failures: integer("failures").notNull(),
  at: integer("at").notNull(),
  until: integer("until").notNull(),
});

/** One line per write, in the batch of the write. The database refuses to change or remove any. */
export const audit = sqliteTable("audit", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  at: at("at"),
  principal: text("principal").notNull(),
  action: text("action").notNull(),
  target: text("target").notNull(),
  regionCode: text("regionCode"),
  push: integer("push"),
  requestId: text("requestId").notNull(),
  /** What was asked for, as JSON, where the target alone does not tell it. */
  detail: text("detail"),
  /** By which session or key, by the name that may be told. */
  credential: text("credential"),
  /** From which network address. */
  address: text("address"),
  /** The HMAC by which a line that is not sealed yet shows that this program wrote it. */
  mark: text("mark"),
});

/** The seals of audit lines, in their order: HMAC-SHA256 over the seal before and over `said`, the line as text. */
export const auditSeal = sqliteTable("auditSeal", {
  line: integer("line").primaryKey(),
  said: text("said").notNull(),
  seal: text("seal").notNull(),
});

/** The answer to a keyed request, in parts that fit a value, so that a repeated key gets it again. */
export const idempotency = sqliteTable(
  "idempotency",
  {
    principal: text("principal").notNull(),
    key: text("key").notNull(),
    part: integer("part").notNull(),
    requestHash: text("requestHash").notNull(),
    push: integer("push"),
    answer: text("answer").notNull(),
    at: at("at"),
  },
  (t) => [primaryKey({ columns: [t.principal, t.key, t.part] })],
);

/** What an office has said of a table of its own: `titles` is the hash of those over its columns. */
export const mapping = sqliteTable(
  "mapping",
  {
    sheet: text("sheet").notNull(),
    titles: text("titles").notNull(),
    regionCode: text("regionCode").notNull(),
    columns: text("columns", { mode: "json" }).$type<Record<string, string | null>>().notNull(),
    names: text("names", { mode: "json" }).$type<Record<string, string>>().notNull(),
    principal: text("principal").notNull(),
    at: at("at"),
  },
  (t) => [primaryKey({ columns: [t.sheet, t.titles, t.regionCode] })],
);

/** One running of a job: by the clock, or by somebody; `push` and `run` name the state of entries and outcomes at its start. */
export const job = sqliteTable(
  "job",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    name: text("name", { enum: jobNames }).notNull(),
    state: text("state", { enum: jobStates }).notNull(),
    principal: text("principal").notNull(),
    requestId: text("requestId").notNull(),
    push: integer("push").notNull(),
    run: integer("run").notNull(),
    at: at("at"),
    finishedAt: text("finishedAt"),
  },
  (t) => [index("jobRunning").on(t.name)],
);

/** A part of a job, which one worker claims until its lease ends; `told` is the JSON of what came of it, in numbers. */
export const jobShard = sqliteTable(
  "jobShard",
  {
    job: integer("job").notNull(),
    shard: text("shard").notNull(),
    regionCode: text("regionCode"),
    position: integer("position").notNull(),
    state: text("state", { enum: shardStates }).notNull(),
    leaseUntil: text("leaseUntil"),
    attempt: integer("attempt").notNull(),
    told: text("told", { mode: "json" }).$type<Record<string, number>>(),
    error: text("error"),
  },
  (t) => [primaryKey({ columns: [t.job, t.shard] })],
);

/** Facts about this database as a whole, such as the label 演示数据. */
export const setting = sqliteTable("setting", {
  key: text("key").primaryKey(),
  value: text("value").notNull(),
});
