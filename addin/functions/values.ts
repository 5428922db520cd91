/** The values that formulas ask for: those of a moment in one request, each kept for a while. */
import type { AskedValue, FoundValue } from "../../schema/valuesWire.ts";

/** The part of the server that is asked. */
export interface Answerer {
  /** Who is signed in: another one is told nothing of what was kept. */
  signedIn(): { token: string } | undefined;
  askValues(asked: readonly AskedValue[]): Promise<{ values: FoundValue[] }>;
}

/** How long a moment is, and how long a value is kept, milliseconds. */
const moment = 30;
const longestKept = 60_000;
/** What the server takes at once: `mostAsked` and `mostWhys` of schema/valuesWire.ts, which would bring its whole checker. */
export const mostAtOnce = { all: 500, why: 50 };

interface Waiting {
  question: AskedValue;
  resolve(found: FoundValue): void;
  reject(error: unknown): void;
}

export class Values {
  readonly #server: Answerer;
  readonly #now: () => number;
  readonly #kept = new Map<string, { answer: Promise<FoundValue>; at: number }>();
  #waiting: Waiting[] = [];
  #token: string | undefined;

  constructor(server: Answerer, now: () => number = Date.now) {
    [this.#server, this.#now] = [server, now];
  }

  /**
   * One value; the same question within a minute is not asked again.
   * @throws whatever the request failed with, which is not kept
   */
  ask(question: AskedValue): Promise<FoundValue> {
    const token = this.#server.signedIn()?.token;
    if (token !== this.#token) this.forget();
    this.#token = token;
    const key = JSON.stringify(question);
    const known = this.#kept.get(key);
    if (known && this.#now() - known.at < longestKept) return known.answer;
    const answer = new Promise<FoundValue>((resolve, reject) => this.#waiting.push({ question, resolve, reject }));
    this.#kept.set(key, { answer, at: this.#now() });
    answer.catch(() => this.#kept.delete(key));
    if (this.#waiting.length === 1) setTimeout(() => this.#send(), moment);
    return answer;
  }

  /** Forgets what is kept: the round has been computed again. */
  forget() {
    this.#kept.clear();
  }

  async #send() {
    const parts = partsOf(this.#waiting);
    this.#waiting = [];
    for (const part of parts) {
      try {
        const { values } = await this.#server.askValues(part.map(({ question }) => question));
        for (const [i, { resolve }] of part.entries()) resolve(values[i]!);
      } catch (error) {
        for (const { reject } of part) reject(error);
      }
    }
  }
}

/** The questions in parts that the server takes. */
function partsOf(waiting: readonly Waiting[]): Waiting[][] {
  const parts: Waiting[][] = [[]];
  for (const one of waiting) {
    const last = parts.at(-1)!;
    const whys = last.filter(({ question }) => question.of === "why").length;
    const isFull = last.length === mostAtOnce.all || (one.question.of === "why" && whys === mostAtOnce.why);
    if (isFull) parts.push([one]);
    else last.push(one);
  }
  return parts;
}
