/** What went wrong with a request, always as one of these, with words that a clerk can read. */
import type { ProblemBody } from "../../schema/problem.ts";

/** Codes of the server, and of the way to it: no answer, and an answer that is none of ours. */
export type FailureCode = ProblemBody["code"] | "offline" | "strange";

const words = {
  zh: {
    offline: "连不上服务器。改过的内容都还在工作簿里,网络恢复后再试",
    strange: (status: number) => `服务器的答复看不懂(HTTP ${status})。改过的内容都还在,请稍后再试`,
  },
  en: {
    offline: "The server cannot be reached. Your edits are still in the workbook; try again when the network is back",
    strange: (status: number) =>
      `The server's answer cannot be read (HTTP ${status}). Your edits are kept; try again later`,
  },
};
export type Language = keyof typeof words;

/** A request that failed; `message` is what the clerk reads. */
export class ApiError extends Error {
  override readonly name: string = "ApiError";
  readonly code: FailureCode;
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;
  /** What the server said, where it did. */
  readonly problem: ProblemBody | undefined;

  constructor(code: FailureCode, status: number, message: string, problem?: ProblemBody) {
    super(message);
    [this.code, this.status, this.problem] = [code, status, problem];
  }
}

/** Nobody is signed in, or not any more: whoever sees this asks to sign in, and tries what was to be done again. */
export class SignInNeeded extends ApiError {
  override readonly name = "SignInNeeded";
}

export const offline = (language: Language) => new ApiError("offline", 0, words[language].offline);

/** The failure that an answer tells of: its title, and what is wrong where, each with how to put it right. */
export async function failureOf(answer: Response, language: Language): Promise<ApiError> {
  const isProblem = /^application\/problem\+json\b/.test(answer.headers.get("content-type") ?? "");
  const problem = isProblem ? ((await answer.json().catch(() => undefined)) as ProblemBody | undefined) : undefined;
  if (!problem) return new ApiError("strange", answer.status, words[language].strange(answer.status));
  const faults = (problem.errors ?? []).map(({ message, fix }) => (fix ? `${message}(${fix})` : message));
  const text = [problem.title, ...faults].join("\n");
  const Failure = problem.code === "unauthenticated" ? SignInNeeded : ApiError;
  return new Failure(problem.code, answer.status, text, problem);
}
