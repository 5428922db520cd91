/** The add-in's way to the server: the token, the words of failures, what is sent again and what is not. */
import { describe, expect, test, vi } from "vitest";
import { Api, newKey } from "../../addin/api/api.ts";
import { ApiError, SignInNeeded } from "../../addin/api/failure.ts";
import { wait } from "../../addin/api/send.ts";
import { type SessionStorage, Tokens } from "../../addin/api/tokens.ts";

function storage(): SessionStorage & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
    removeItem: (name) => kept.delete(name),
  };
}
const later = "2999-01-01T00:00:00.000Z";
const session = { token: "xp_1", expiresAt: later, grants: [] };
const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
const problem = (status: number, code: string, more: object = {}, headers: Record<string, string> = {}) =>
  json({ type: "about:blank", title: `题 ${code}`, status, code, requestId: "r", ...more }, status, {
    ...headers,
    "content-type": "application/problem+json; charset=utf-8",
  });

/** A pane in front of a server that gives these answers, one after the other; a string is a network that fails. */
function pane(...answers: (Response | string)[]) {
  const sent: { url: string; init: RequestInit & { headers: Record<string, string> } }[] = [];
  const waits: number[] = [];
  const store = storage();
  const fetch = async (url: unknown, init: unknown) => {
    sent.push({ url: String(url), init: init as never });
    const next = answers.shift();
    if (next === undefined) throw new Error("asked once too often");
    if (typeof next === "string") throw new TypeError(next);
    return next;
  };
  const waiting = async (milliseconds: number) => {
    waits.push(milliseconds);
  };
  const tokens = new Tokens(() => store);
  tokens.keep({ token: "xp_0", expiresAt: later, account: "county" });
  return { api: new Api({ fetch, wait: waiting, tokens }), sent, waits, store };
}
const failure = async (work: Promise<unknown>): Promise<ApiError> => {
  const error = await work.then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error;
};
const push = { period: "2014-H1", rows: [{ id: "a", baseVersion: 1, cells: { score: "1" } }] };

describe("the token", () => {
  test("is kept while the pane is open and its time is not over, also when the pane is loaded anew", async () => {
    const { api, sent, store } = pane(json(session), json({ sheets: [] }));
    await api.signIn("county", "secret");
    await api.listSheets();
    expect(sent[1]!.init.headers.authorization).toBe("Bearer xp_1");
    expect(new Tokens(() => store).current()).toEqual({ token: "xp_1", expiresAt: later, account: "county" });
    expect(new Tokens(() => store).current(Date.parse(later))).toBeUndefined();
  });

  test("is kept in memory where a browser allows no storage, and nothing else is kept of a sign-in", async () => {
    const refusing = new Tokens(() => {
      throw new DOMException("denied", "SecurityError");
    });
    refusing.keep({ token: "xp_1", expiresAt: later, account: "county" });
    expect(refusing.current()?.token).toBe("xp_1");
    const { api, store } = pane(json(session));
    await api.signIn("county", "a-secret-word");
    expect([...store.kept.values()].join()).not.toContain("a-secret-word");
  });

  test("is given up when the server does not know it any more, and that is told apart from all other failures", async () => {
    const { api } = pane(problem(401, "unauthenticated"));
    const error = await failure(api.pushSheet("persons", push, newKey()));
    expect(error).toBeInstanceOf(SignInNeeded);
    expect(api.signedIn()).toBeUndefined();
    const wrong = pane(problem(401, "wrongPassword"));
    expect(await failure(wrong.api.signIn("county", "x"))).not.toBeInstanceOf(SignInNeeded);
  });

  test("is forgotten by who signs out, also where the server cannot be reached", async () => {
    const { api, store } = pane("no network");
    expect((await failure(api.signOut())).code).toBe("offline");
    expect(api.signedIn()).toBeUndefined();
    expect(store.kept.size).toBe(0);
  });

  test("of something else that lies in the storage is not taken", () => {
    const store = storage();
    for (const text of ["{", "null", "7", '{"token":"x"}']) {
      store.setItem("xingping.session", text);
      expect(new Tokens(() => store).current()).toBeUndefined();
    }
  });
});

describe("a failure", () => {
  test("says in Chinese what is wrong, where and how to put it right, and keeps what the server said", async () => {
    const errors = [{ pointer: "/rows/0", code: "required", message: "缺编码", fix: "填上编码" }];
    const error = await failure(pane(problem(422, "invalid", { errors })).api.listSheets());
    expect(error).toMatchObject({ code: "invalid", status: 422, message: "题 invalid\n缺编码(填上编码)" });
    expect(error.problem?.errors).toEqual(errors);
  });

  test("of the network, and an answer of somebody else in between, keeps the edits and says so", async () => {
    const lost = pane("1", "2", "3", "4");
    const error = await failure(lost.api.listSheets());
    expect(error).toMatchObject({ code: "offline", status: 0 });
    expect(error.message).toContain("连不上服务器");
    expect(lost.waits).toEqual([500, 1000, 2000]);
    const gateway = pane(new Response("<html>", { status: 404, headers: { "content-type": "text/html" } }));
    expect(await failure(gateway.api.listSheets())).toMatchObject({ code: "strange", status: 404 });
    const portal = pane(new Response("<html>", { status: 200, headers: { "content-type": "text/html" } }));
    expect(await failure(portal.api.listSheets())).toMatchObject({ code: "strange", status: 200 });
  });
});

describe("sent again", () => {
  test("is what only reads, after as many seconds as the server says", async () => {
    const { api, sent, waits } = pane(
      problem(429, "tooFast", {}, { "retry-after": "7" }),
      new Response("", { status: 503 }),
      json({ sheets: [] }),
    );
    expect(await api.listSheets()).toEqual({ sheets: [] });
    expect(sent).toHaveLength(3);
    expect(waits).toEqual([7000, 1000]);
  });

  test("is a push, with the key that it had, so that it is done once", async () => {
    const { api, sent } = pane("cut off", json({ push: 9 }));
    const key = newKey();
    expect(await api.pushSheet("persons", push, key)).toEqual({ push: 9 });
    expect(sent.map(({ init }) => init.headers["idempotency-key"])).toEqual([key, key]);
    expect(sent[0]!.init.body).toBe(sent[1]!.init.body);
  });

  test.each([
    ["a write without a key", "cut off", (api: Api) => api.computeRound("r")],
    ["what was refused", problem(409, "roundFinal"), (api: Api) => api.pushSheet("persons", push, newKey())],
    [
      "what has to wait too long",
      problem(429, "tooFast", {}, { "retry-after": "600" }),
      (api: Api) => api.listSheets(),
    ],
  ])("is not %s", async (_, answer, ask) => {
    const { api, sent } = pane(answer);
    await failure(ask(api));
    expect(sent).toHaveLength(1);
  });

  test("is nothing that was given up, and giving up is no failure of the server", async () => {
    const controller = new AbortController();
    const { tokens, fetch } = {
      tokens: new Tokens(storage),
      fetch: vi.fn(async () => new Response("", { status: 503 })),
    };
    const api = new Api({ tokens, fetch, wait });
    const asked = api.listSheets(controller.signal);
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledOnce());
    controller.abort(new Error("不取了"));
    await expect(asked).rejects.toThrow("不取了");
    expect(fetch).toHaveBeenCalledOnce();
    await expect(api.listSheets(controller.signal)).rejects.toThrow();
  });
});

test("what is asked is put into the address as it is, whatever is in it", async () => {
  const { api, sent } = pane(json({}), json({}));
  await api.pullSheet("register.a b", { period: "2014-H1", filter: ["kind:村", "name:"], limit: 5 });
  await api.explainOutcome("p.2014.990100000000", "甲/乙?");
  expect(sent.map(({ url }) => url)).toEqual([
    "/v1/sheets/register.a%20b?period=2014-H1&filter=kind%3A%E6%9D%91&filter=name%3A&limit=5",
    "/v1/rounds/p.2014.990100000000/outcomes/%E7%94%B2%2F%E4%B9%99%3F",
  ]);
});
