/** One request to the server: with the token, sent again where that is safe, its failures told in one way. */
import { ApiError, failureOf, type Language, offline, SignInNeeded } from "./failure.ts";
import type { Tokens } from "./tokens.ts";

export interface Request {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  /** Parts of the query; what is undefined is left out. */
  query?: Record<string, string | number | readonly string[] | undefined> | undefined;
  body?: unknown;
  /** The Idempotency-Key: with it a write is sent again, and done once. */
  key?: string | undefined;
  /** That a POST only asks, and may be sent again like a GET. */
  reads?: true;
  signal?: AbortSignal | undefined;
}

/** What a request needs of the world. */
export interface Sending {
  /** Where the server is; nothing for where the pane comes from. */
  origin: string;
  tokens: Tokens;
  language: Language;
  fetch: typeof fetch;
  /** Waits so many milliseconds, or rejects when the signal says so. */
  wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
}

/** So often a request is sent altogether. */
const mostTries = 4;
/** Without Retry-After the waits are 0.5, 1, 2 s; nobody waits for longer than this, milliseconds. */
const longestWait = 30_000;
const firstWait = 500;
/** Statuses after which the same request may do better. */
const passing = new Set([429, 502, 503, 504]);

/**
 * Sends a request and reads its answer.
 * What only reads, or a write with a key, is sent again after no answer and after 429, 502, 503, 504, as Retry-After says.
 * @returns the body of the answer; undefined for 204
 * @throws ApiError; SignInNeeded, after which nobody is signed in; what the signal was aborted with
 */
export async function send<Answer>(sending: Sending, request: Request): Promise<Answer> {
  const tries = request.method === "GET" || request.reads || request.key !== undefined ? mostTries : 1;
  for (let tried = 1; ; tried++) {
    const answer = await ask(sending, request);
    if (answer?.ok) return read(answer, sending.language);
    const isLast = tried === tries || (answer !== undefined && !passing.has(answer.status));
    const wait = waitOf(answer, tried);
    if (isLast || wait > longestWait) throw answer ? await failed(sending, answer) : offline(sending.language);
    await sending.wait(wait, request.signal);
  }
}

/** The answer; undefined where none came. */
async function ask(sending: Sending, request: Request): Promise<Response | undefined> {
  const { method, path, query = {}, body, key, signal } = request;
  const token = sending.tokens.current()?.token;
  try {
    const asked = {
      method,
      headers: {
        accept: "application/json",
        "accept-language": sending.language,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(key !== undefined && { "idempotency-key": key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
      credentials: "omit",
    } as const;
    return await sending.fetch(`${sending.origin}${path}${queryOf(query)}`, asked);
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

async function read<Answer>(answer: Response, language: Language): Promise<Answer> {
  if (answer.status === 204) return undefined as Answer;
  try {
    return (await answer.json()) as Answer;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError("strange", answer.status, (await failureOf(answer, language)).message);
  }
}

async function failed({ tokens, language }: Sending, answer: Response): Promise<ApiError> {
  const failure = await failureOf(answer, language);
  if (failure instanceof SignInNeeded) tokens.clear();
  return failure;
}

function waitOf(answer: Response | undefined, tried: number): number {
  const seconds = Number(answer?.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : firstWait * 2 ** (tried - 1);
}

function queryOf(query: NonNullable<Request["query"]>): string {
  const parts = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one) => [name, String(one)]),
  );
  return parts.length > 0 ? `?${new URLSearchParams(parts)}` : "";
}

/** Waits as a pane does. */
export const wait: Sending["wait"] = (milliseconds, signal) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(done, milliseconds);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    function done() {
      signal?.removeEventListener("abort", stop);
      resolve();
    }
    signal?.addEventListener("abort", stop, { once: true });
  });
