/** The pages as a browser without a script asks for them: what is open to all, the session in a cookie, and forms that come from this site alone. */
import { exports } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { families } from "../../schema/policy/examples.ts";
import { demoPassword } from "../../worker/cli/demo/load.ts";
import { openOffice, policies, prefecture } from "./office.ts";

const site = "http://xingping.test";
const round = `xinhui-star-organization.2014-H1.${prefecture}`;
beforeAll(async () => {
  const { as } = await openOffice();
  await as.prefecture("POST", "/v1/rounds", {
    ...{ policyId: "xinhui-star-organization", period: "2014-H1", regionCode: prefecture, deadline: "2114-07-31" },
  });
});

const ask = (path: string, init: RequestInit = {}) =>
  exports.default.fetch(new Request(`${site}${path}`, { redirect: "manual", ...init }));
const text = async (path: string, init?: RequestInit) => (await ask(path, init)).text();
/** A form as a browser sends it from a page of an origin. */
const send = (path: string, fields: Record<string, string>, headers: Record<string, string> = { origin: site }) =>
  ask(path, { method: "POST", headers, body: new URLSearchParams(fields) });
/** The header by which a browser sends back what a sign-in has set. */
async function signedIn(account: string) {
  const answer = await send("/sign-in", { account, password: demoPassword });
  expect(answer.status).toBe(303);
  return { cookie: answer.headers.get("set-cookie")!.split(";")[0]! };
}

test("the first page carries the label and lists every policy in force with its quote", async () => {
  const html = await text("/");
  expect(html).toContain("<mark>演示数据</mark>");
  for (const { id, title } of policies) {
    expect(html).toContain(id);
    expect(html).toContain(title);
  }
  expect(html).not.toContain("&quot;Microsoft");
});

test("the reference page names every shape with its example, and every kind with a policy of the library", async () => {
  const html = await text("/language");
  const names = families.flatMap(({ examples }) => Object.keys(examples));
  for (const name of names) expect(html).toContain(`<code>${name}</code>`);
  for (const path of [
    "grade.shareRule.ties",
    "groups[].selection.rounding",
    "payers.shares",
    "fund.over",
    "dynamics.maxUp",
  ])
    expect(html).toContain(`<code>${path}</code>`);
  expect(html.match(/<p>例:/g)).toHaveLength(new Set(policies.map(({ kind }) => kind)).size);
});

describe("a session on a page", () => {
  test("is kept in a cookie that no script reads and no other site sends, and over https goes over nothing else", async () => {
    const fields = { account: "county", password: demoPassword, next: "/rounds" };
    const answer = await send("/sign-in", fields);
    expect(answer.headers.get("location")).toBe("/rounds");
    expect(answer.headers.get("set-cookie")).toMatch(
      /^xingping=xp_[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
    const secure = await exports.default.fetch(
      new Request("https://xingping.test/sign-in", {
        ...{ method: "POST", redirect: "manual", headers: { origin: "https://xingping.test" } },
        body: new URLSearchParams(fields),
      }),
    );
    expect(secure.headers.get("set-cookie")).toMatch(
      /^__Host-xingping=xp_[^;]+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  test("leads after signing in to a page of this site and nowhere else", async () => {
    for (const next of ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]) {
      const answer = await send("/sign-in", { account: "county", password: demoPassword, next });
      expect(answer.headers.get("location"), next).toBe("/");
    }
  });

  test("does not begin with a wrong password; what was typed as the account stays, the password does not", async () => {
    const answer = await send("/sign-in", { account: "viewer", password: "wrong-password" });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("set-cookie")).toBeNull();
    const html = await answer.text();
    expect(html).toContain("账号或密码不对");
    expect(html).toContain('value="viewer"');
    expect(html).not.toContain("wrong-password");
  });

  test("shows whoever has signed in what is due from them, and ends by signing out, at the server too", async () => {
    const headers = await signedIn("township");
    const html = await text("/", { headers });
    expect(html).toContain("填报任务");
    expect(html).toContain("2114-07-31");
    expect(html).toContain("示范一县城关镇党委");
    const answer = await send("/sign-out", {}, { ...headers, origin: site });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("set-cookie")).toMatch(/^xingping=; Max-Age=0/);
    expect(await text("/", { headers })).not.toContain("填报任务");
  });

  test("opens no door of the API, where a browser would send it along by itself", async () => {
    const headers = await signedIn("viewer");
    expect((await ask("/v1/rounds", { headers })).status).toBe(401);
  });

  test("is asked for where it is needed, and one comes back to where one wanted to go", async () => {
    const answer = await ask("/sheets?sheet=persons");
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(`/?next=${encodeURIComponent("/sheets?sheet=persons")}`);
    expect(await text("/?next=%2Fsheets%3Fsheet%3Dpersons")).toContain('value="/sheets?sheet=persons"');
    const over = await ask("/rounds", { headers: { cookie: "xingping=xp_over" } });
    expect(over.headers.get("location")).toBe("/?next=%2Frounds");
  });
});

test.each([
  ["another site", { origin: "https://evil.example" }],
  ["nowhere that is told", {}],
  ["a page in a frame without origin", { origin: "null" }],
  ["the same host by another protocol", { origin: "https://xingping.test" }],
])("a form from %s changes nothing", async (_, from: Record<string, string>) => {
  const headers = await signedIn("township");
  const path = `/rounds/${round}/submissions/990101001000`;
  const answer = await send(path, { action: "submit" }, { ...headers, ...from });
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain("请求不是从本站的网页发来的");
  expect((await send("/sign-out", {}, { ...headers, ...from })).status).toBe(403);
  const html = await text("/", { headers });
  expect(html).toContain("未报");
  expect(html).not.toContain("已上报");
});

test("what the API refuses is told on the page with its reason and what to do", async () => {
  const headers = { ...(await signedIn("township")), origin: site };
  const path = `/rounds/${round}/submissions`;
  const outside = await send(`${path}/990102001000`, { action: "submit" }, headers);
  expect(outside.status).toBe(404);
  expect(await outside.text()).toContain("没有找到");
  expect((await send(`${path}/990101001000`, { action: "submit" }, headers)).status).toBe(303);
  const again = await send(`${path}/990101001000`, { action: "submit" }, headers);
  expect(again.status).toBe(409);
  expect(await again.text()).toContain("已上报");
});
