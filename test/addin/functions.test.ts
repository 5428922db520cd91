/** The functions of formulas: one request for a moment's cells, what is kept, and what a cell says where there is no value. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { ApiError, SignInNeeded } from "../../addin/api/failure.ts";
import { functions } from "../../addin/functions/functions.ts";
import { type FunctionHost, register } from "../../addin/functions/register.ts";
import { mostAtOnce, Values } from "../../addin/functions/values.ts";
import { type AskedValue, type FoundValue, mostAsked, mostWhys, valuesQuestion } from "../../schema/valuesWire.ts";

class CellError extends Error {
  readonly code: string;
  constructor(code: string, message?: string) {
    super(message);
    this.code = code;
  }
}

/** An Excel that knows functions, before a server that answers every question with its number, or as it is told. */
function workbook(answer: (question: AskedValue, i: number) => FoundValue = (_, i) => ({ value: i })) {
  const known = new Map<string, (...given: unknown[]) => Promise<number | string>>();
  const host = {
    associate: (id: string, work: never) => known.set(id, work),
    Error: CellError,
    ErrorCode: { invalidValue: "#VALUE!", notAvailable: "#N/A" },
  } as unknown as FunctionHost;
  const requests: AskedValue[][] = [];
  const state = { token: "xp_1" as string | undefined, failure: undefined as Error | undefined, now: 0 };
  const values = new Values(
    {
      signedIn: () => (state.token === undefined ? undefined : { token: state.token }),
      async askValues(asked) {
        requests.push([...asked]);
        if (state.failure) throw state.failure;
        return { values: asked.map(answer) };
      },
    },
    () => state.now,
  );
  register(host, values);
  /** What a cell with a formula shows. */
  async function cell(id: string, ...given: unknown[]): Promise<unknown> {
    const shown = known.get(id)!(...given).catch((error: CellError) => `${error.code} ${error.message}`);
    await vi.runAllTimersAsync();
    return shown;
  }
  return { known, requests, state, values, cell };
}
beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

test("every function of the table is there, and asks what the table says", async () => {
  const { known, requests, cell } = workbook();
  expect([...known.keys()]).toEqual(functions.map(({ id }) => id));
  for (const { id } of functions) await cell(id, "a", "2014");
  expect(requests.flat().map(({ of }) => of)).toEqual(["stars", "score", "rank", "amount", "why"]);
});

describe("cells of one moment", () => {
  test("are asked for in one request, and each gets its own", async () => {
    const { requests, known } = workbook((question) => ({ value: `${question.of} ${question.subjectId}` }));
    const cells = Array.from({ length: 300 }, (_, i) => known.get(i % 2 ? "STARS" : "SCORE")!(`v${i}`, "2014-H1"));
    await vi.runAllTimersAsync();
    expect(requests).toHaveLength(1);
    expect(await Promise.all(cells)).toEqual(cells.map((_, i) => `${i % 2 ? "stars" : "score"} v${i}`));
  });

  test("that ask the same are one question", async () => {
    const { requests, known } = workbook();
    const cells = Array.from({ length: 40 }, () => known.get("STARS")!("v", "2014-H1"));
    await vi.runAllTimersAsync();
    expect(requests).toEqual([[{ of: "stars", subjectId: "v", period: "2014-H1" }]]);
    expect(new Set(await Promise.all(cells)).size).toBe(1);
  });

  test("are parted where the server takes no more, and each part is one that it takes", async () => {
    const { requests, known } = workbook();
    const cells = Array.from({ length: 1200 }, (_, i) => known.get(i % 10 ? "STARS" : "WHY")!(`v${i}`, "2014-H1"));
    await vi.runAllTimersAsync();
    await Promise.all(cells);
    expect(requests.flat()).toHaveLength(1200);
    for (const asked of requests) expect(valuesQuestion.safeParse({ asked }).success).toBe(true);
    expect(mostAtOnce).toEqual({ all: mostAsked, why: mostWhys });
  });
});

describe("a value is kept", () => {
  test("for a minute, until it is forgotten, and for nobody else who signs in", async () => {
    const { requests, state, values, cell } = workbook();
    await cell("STARS", "v", "2014-H1");
    state.now = 59_999;
    await cell("STARS", "v", "2014-H1");
    expect(requests).toHaveLength(1);
    state.now = 60_000;
    await cell("STARS", "v", "2014-H1");
    expect(requests).toHaveLength(2);
    values.forget();
    await cell("STARS", "v", "2014-H1");
    expect(requests).toHaveLength(3);
    state.token = "xp_2";
    await cell("STARS", "v", "2014-H1");
    expect(requests).toHaveLength(4);
  });

  test("not where the request failed: it is asked again as soon as somebody calculates", async () => {
    const { requests, state, cell } = workbook();
    state.failure = new SignInNeeded("unauthenticated", 401, "请先登录");
    expect(await cell("STARS", "v", "2014-H1")).toBe("#N/A 请先在星评面板登录,再按 Ctrl+Alt+F9 重新计算");
    state.failure = new ApiError("offline", 0, "连不上服务器");
    expect(await cell("STARS", "v", "2014-H1")).toBe("#N/A 连不上服务器");
    state.failure = undefined;
    expect(await cell("STARS", "v", "2014-H1")).toBe(0);
    expect(requests).toHaveLength(3);
  });
});

describe("a cell without a value says why", () => {
  test.each([
    ["none", "#N/A"],
    ["unscored", "#N/A"],
    ["forbidden", "#N/A"],
    ["notGiven", "#N/A"],
    ["ambiguous", "#VALUE!"],
    ["noItem", "#VALUE!"],
  ] as const)("%s: %s", async (code, error) => {
    const { cell } = workbook(() => ({ value: null, reason: { code, message: "为什么" } }));
    expect(await cell("STARS", "v", "2014-H1")).toBe(`${error} 为什么`);
  });

  test.each([
    ["no code", "STARS", ["", "2014"], "编码"],
    ["a period that is none", "STARS", ["v", "2014年"], "期须写成"],
    ["no period", "STARS", ["v", null], "期须写成"],
    ["a policy by its title", "STARS", ["v", "2014", "星级评定"], "编号"],
    ["a name without end", "SUBSIDY", ["v", "2014", "甲".repeat(101)], "太长"],
  ])("%s is told at once, and asked of nobody", async (_, id, given, words) => {
    const { requests, cell } = workbook();
    expect(await cell(id, ...given)).toContain(words);
    expect(await cell(id, ...given)).toMatch(/^#VALUE! /);
    expect(requests).toEqual([]);
  });
});

test("zero stars are a value, and what Excel gives as a number is read as a code", async () => {
  const { requests, cell } = workbook(() => ({ value: 0 }));
  expect(await cell("STARS", 990101001001, 2014)).toBe(0);
  expect(await cell("SUBSIDY", "p", "2014-03", " 基本补贴 ", null)).toBe(0);
  expect(requests.flat()).toEqual([
    { of: "stars", subjectId: "990101001001", period: "2014" },
    { of: "amount", subjectId: "p", period: "2014-03", item: "基本补贴" },
  ]);
});
