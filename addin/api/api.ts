/** The server as the pane and the functions see it: what can be asked, with the types of schema/wire.ts. */
import type * as z from "zod";
import type * as submissionWire from "../../schema/submissionWire.ts";
import type { AskedValue, valuesAnswer } from "../../schema/valuesWire.ts";
import type * as wire from "../../schema/wire.ts";
import type { Language } from "./failure.ts";
import { type Request, type Sending, send, wait } from "./send.ts";
import { type SignedIn, Tokens } from "./tokens.ts";

type Body<T extends z.ZodType> = z.infer<T>;
type Query<T extends z.ZodType> = z.input<T>;
export type SheetList = Body<typeof wire.sheetList>;
export type SheetRows = Body<typeof wire.sheetRows>;
export type PullQuery = Omit<Query<typeof wire.pullQuery>, "since" | "asOf" | "limit"> & {
  since?: number;
  asOf?: number;
  limit?: number;
};
export type Push = Query<typeof wire.pushBody>;
export type PushAnswer = Body<typeof wire.pushAnswer>;
export type RoundList = Body<typeof wire.roundList>;
export type Computed = Body<typeof wire.computed>;
export type Calculated = Body<typeof wire.calculated>;
export type SubmissionProgress = Body<typeof submissionWire.submissionProgress>;
type SubmissionStep = Query<typeof submissionWire.submissionStep>;
type PolicyRead = Body<typeof wire.policyVersion>;
export type ExplainedOutcome = Body<typeof wire.explainedOutcome>;
type Session = Body<typeof wire.session>;

type Signal = AbortSignal | undefined;

/** A key for a write, to be kept with it until it is done: a second try with it changes nothing twice. */
export const newKey = (): string => crypto.randomUUID();

/**
 * Every call answers what the server answers, or throws ApiError, and SignInNeeded where nobody is signed in any more.
 * @param sending what to send by; of what is not given, as a pane in Excel does
 */
export class Api {
  readonly #sending: Sending;

  constructor(sending: Partial<Sending> = {}) {
    const language: Language = "zh";
    // A browser's fetch wants to be called by itself.
    const usual = { origin: "", language, fetch: (...asked: Parameters<typeof fetch>) => fetch(...asked), wait };
    this.#sending = { ...usual, ...sending, tokens: sending.tokens ?? new Tokens() };
  }

  /** Who is signed in. */
  signedIn(): SignedIn | undefined {
    return this.#sending.tokens.current();
  }

  async signIn(account: string, password: string, signal?: Signal): Promise<Session> {
    const session = await this.#ask<Session>({
      ...{ method: "POST", path: "/v1/sessions", body: { account, password }, signal },
    });
    this.#sending.tokens.keep({ token: session.token, expiresAt: session.expiresAt, account });
    return session;
  }

  /** Ends the session here, and at the server if that can be reached. */
  async signOut(signal?: Signal): Promise<void> {
    try {
      if (this.signedIn()) await this.#ask({ method: "DELETE", path: "/v1/sessions/current", signal });
    } finally {
      this.#sending.tokens.clear();
    }
  }

  listSheets(signal?: Signal): Promise<SheetList> {
    return this.#ask({ method: "GET", path: "/v1/sheets", signal });
  }

  /** One page of a sheet; `next` of the answer is the cursor of the one after it. */
  pullSheet(sheet: string, query: PullQuery, signal?: Signal): Promise<SheetRows> {
    return this.#ask({ method: "GET", path: `/v1/sheets/${encodeURIComponent(sheet)}`, query, signal });
  }

  /** @param key see newKey */
  pushSheet(sheet: string, body: Push, key: string, signal?: Signal): Promise<PushAnswer> {
    return this.#ask({ method: "PATCH", path: `/v1/sheets/${encodeURIComponent(sheet)}`, body, key, signal });
  }

  listRounds(query: Query<typeof wire.roundQuery> = {}, signal?: Signal): Promise<RoundList> {
    return this.#ask({ method: "GET", path: "/v1/rounds", query, signal });
  }

  computeRound(round: string, signal?: Signal): Promise<Computed> {
    return this.#ask({ method: "POST", path: `/v1/rounds/${encodeURIComponent(round)}/compute`, signal });
  }

  /** How far the townships of a round are. */
  listSubmissions(round: string, signal?: Signal): Promise<SubmissionProgress> {
    return this.#ask({ method: "GET", path: `/v1/rounds/${encodeURIComponent(round)}/submissions`, signal });
  }

  stepSubmission(round: string, region: string, body: SubmissionStep, signal?: Signal): Promise<unknown> {
    const path = `/v1/rounds/${encodeURIComponent(round)}/submissions/${encodeURIComponent(region)}`;
    return this.#ask({ method: "POST", path, body, signal });
  }

  readPolicy(policy: string, signal?: Signal): Promise<PolicyRead> {
    return this.#ask({ method: "GET", path: `/v1/policies/${encodeURIComponent(policy)}`, signal });
  }

  /** What a policy would give subjects whose inputs are told; nothing is stored. */
  calculate(body: Query<typeof wire.calculation>, signal?: Signal): Promise<Calculated> {
    return this.#ask({ method: "POST", path: "/v1/calculate", body, signal });
  }

  /** A result with why it is so. */
  explainOutcome(round: string, subject: string, signal?: Signal): Promise<ExplainedOutcome> {
    const path = `/v1/rounds/${encodeURIComponent(round)}/outcomes/${encodeURIComponent(subject)}`;
    return this.#ask({ method: "GET", path, signal });
  }

  /** Single values, in the order of the questions: so many as schema/valuesWire.ts says. */
  askValues(asked: readonly AskedValue[], signal?: Signal): Promise<Body<typeof valuesAnswer>> {
    return this.#ask({ method: "POST", path: "/v1/values", body: { asked }, reads: true, signal });
  }

  #ask<Answer>(request: Request): Promise<Answer> {
    return send(this.#sending, request);
  }
}
