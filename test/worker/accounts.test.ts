/** Sessions, keys, codes and passwords: who makes them, what they let in, when they end. */
import { beforeAll, describe, expect, test } from "vitest";
import { demoPassword } from "../../worker/cli/demo/load.ts";
import { type Client, client, type Office, openOffice, otherCounty, prefecture, township } from "./office.ts";

const fresh = "maple-river-kite-41";
const soon = () => new Date(Date.now() + 3_600_000).toISOString();

let office: Office;
let as: Office["as"];
beforeAll(async () => {
  office = await openOffice();
  as = office.as;
});

const fault = ({ status, body }: Awaited<ReturnType<Client>>) =>
  [status, body.code, body.errors?.[0]?.pointer, body.errors?.[0]?.code].filter((one) => one !== undefined).join(" ");
const sql = (text: string, ...values: unknown[]) =>
  office.d1
    .prepare(text)
    .bind(...values)
    .run();
const signIn = (account: string, password: string) => office.nobody("POST", "/v1/sessions", { account, password });
const codeFor = async (account: string, who = as.admin): Promise<string> =>
  (await who("POST", `/v1/principals/${account}/codes`)).body.code;
const reset = (account: string, code: string, password = fresh) =>
  office.nobody("POST", "/v1/password/reset", { account, code, password });
const mine = async (who: Client) => (await who("GET", "/v1/credentials")).body.credentials;

describe("credentials", () => {
  test("are listed without what they are, with the one in use, and end when they are revoked", async () => {
    const one = await office.signIn("viewer");
    const other = await office.signIn("viewer");
    const found = await mine(one);
    expect(found.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
    expect(found[0]).toMatchObject({ account: "viewer", kind: "session", revokedAt: null, usedAt: expect.any(String) });
    expect(JSON.stringify(found)).not.toMatch(/xp_|hash/);
    const { id } = (await mine(other)).find(({ current }: { current: boolean }) => current);
    expect((await one("DELETE", `/v1/credentials/${id}`)).status).toBe(204);
    expect((await other("GET", "/v1/sheets")).status).toBe(401);
    expect((await one("GET", "/v1/sheets")).status).toBe(200);
    expect((await one("DELETE", `/v1/credentials/${id}`)).status).toBe(204);
    expect((await one("DELETE", "/v1/credentials")).status).toBe(204);
    expect((await one("GET", "/v1/sheets")).status).toBe(401);
    as.viewer = await office.signIn("viewer");
  });

  test("of others are for who keeps accounts, inside their region", async () => {
    expect((await as.admin("GET", "/v1/credentials?account=county")).body.credentials[0].account).toBe("county");
    expect((await as.auditor("GET", "/v1/credentials?account=county")).status).toBe(200);
    expect((await as.prefecture("GET", "/v1/credentials?account=county")).status).toBe(403);
    expect(fault(await as.admin("GET", "/v1/credentials?account=nobody"))).toBe("404 notFound /account unknown");
    const session = await office.signIn("village");
    const { id } = (await mine(session))[0];
    expect(fault(await as.viewer("DELETE", `/v1/credentials/${id}`))).toBe("404 notFound /credential unknown");
    expect((await as.auditor("DELETE", "/v1/credentials?account=village")).status).toBe(403);
    expect((await as.admin("DELETE", "/v1/credentials?account=village")).status).toBe(204);
    expect((await session("GET", "/v1/sheets")).status).toBe(401);
    as.village = await office.signIn("village");
  });

  test("note when they were last of use, once an hour", async () => {
    const who = await office.signIn("tool");
    const used = async () => (await mine(who)).find(({ current }: { current: boolean }) => current).usedAt;
    const first = await used();
    expect(await used()).toBe(first);
    const before = new Date(Date.now() - 2 * 3_600_000).toISOString();
    await sql("update credential set usedAt = ?1 where principal = 'demo-tool'", before);
    expect(await used()).not.toBe(before);
  });

  test("are in the audit by their public name", async () => {
    const who = await office.signIn("county");
    const { id } = (await mine(who)).find(({ current }: { current: boolean }) => current);
    await who("POST", "/v1/keys", { name: "试验", expiresAt: soon() });
    const line = await office.d1.prepare("select * from audit order by id desc limit 1").first();
    expect(line).toMatchObject({ action: "key.create", principal: "demo-county", credential: id });
  });
});

describe("a key", () => {
  const make = async (who: Client, body: object) =>
    who("POST", "/v1/keys", { name: "工资系统", expiresAt: soon(), ...body });

  test("may what its account may, or less, and never more", async () => {
    const whole = await make(as.county, {});
    expect(whole.status).toBe(201);
    expect((await client(whole.body.token)("GET", "/v1/sheets")).status).toBe(200);
    const narrow = await make(as.county, { grants: [{ role: "viewer", regionCode: township }] });
    const key = client(narrow.body.token);
    const { body } = await key("GET", "/v1/sheets/organizations");
    expect(new Set(body.rows.map(({ id }: { id: string }) => id.slice(0, 9)))).toEqual(new Set([township.slice(0, 9)]));
    expect(
      (await key("PATCH", "/v1/sheets/organizations", { rows: [{ id: "990101001001", baseVersion: 1, cells: {} }] }))
        .status,
    ).toBe(403);
    for (const grant of [
      { role: "viewer", regionCode: otherCounty },
      { role: "viewer", regionCode: prefecture },
      { role: "approver", regionCode: township },
      { role: "admin", regionCode: township },
    ])
      expect(fault(await make(as.county, { grants: [grant] }))).toBe("403 forbidden /grants/0 moreThanOwn");
  });

  test("loses what its account loses", async () => {
    const { body } = await make(as.county, { grants: [{ role: "viewer", regionCode: township }] });
    const key = client(body.token);
    expect((await key("GET", "/v1/sheets")).status).toBe(200);
    await sql("update grant set regionCode = ?1 where principal = 'demo-county'", otherCounty);
    expect((await key("GET", "/v1/sheets")).status).toBe(403);
    await sql("update grant set regionCode = '990101000000' where principal = 'demo-county'");
    expect((await key("GET", "/v1/sheets")).status).toBe(200);
  });

  test("ends when it says, and makes no keys, codes or passwords", async () => {
    expect(fault(await make(as.admin, { expiresAt: "2020-01-01T00:00:00Z" }))).toBe("422 invalid /expiresAt notLater");
    expect(fault(await make(as.admin, { expiresAt: "2099-01-01T00:00:00Z" }))).toBe("422 invalid /expiresAt notLater");
    const { body } = await make(as.admin, {});
    const key = client(body.token);
    expect(fault(await make(key, {}))).toBe("403 forbidden  notInPerson");
    expect(fault(await key("POST", "/v1/principals/village/codes"))).toBe("403 forbidden  notInPerson");
    const change = { current: demoPassword, password: fresh };
    expect(fault(await key("PUT", "/v1/password", change))).toBe("403 forbidden  notInPerson");
    await sql("update credential set expiresAt = '2020-01-01T00:00:00.000Z' where id = ?1", body.id);
    expect((await key("GET", "/v1/sheets")).status).toBe(401);
  });
});

describe("a password", () => {
  test("is changed by the old one, and the other sessions end", async () => {
    const [one, other] = [await office.signIn("approver"), await office.signIn("approver")];
    const { body: key } = await one("POST", "/v1/keys", { name: "留着", expiresAt: soon() });
    const change = (current: string, password: string) => one("PUT", "/v1/password", { current, password });
    expect((await change("wrong", fresh)).body.code).toBe("wrongPassword");
    expect((await change(demoPassword, fresh)).status).toBe(204);
    expect((await one("GET", "/v1/sheets")).status).toBe(200);
    expect((await client(key.token)("GET", "/v1/sheets")).status).toBe(200);
    expect((await other("GET", "/v1/sheets")).status).toBe(401);
    expect((await signIn("approver", demoPassword)).status).toBe(401);
    expect((await signIn("approver", fresh)).status).toBe(201);
    as.approver = one;
  });

  test.each([
    ["short", "tooFew"],
    ["x".repeat(129), "tooMany"],
    ["password1234", "commonPassword"],
    ["Admin@2024!!!!", "commonPassword"],
    ["qwertyuiop12", "commonPassword"],
    ["123456789012", "commonPassword"],
    ["aaaaaaaaaaaaaaaa", "commonPassword"],
    ["xingping-demo", "commonPassword"],
    ["viewer-viewer-2026", "commonPassword"],
  ])("%s is refused as %s", async (password, code) => {
    const answer = await as.viewer("PUT", "/v1/password", { current: demoPassword, password });
    expect(fault(answer)).toBe(`422 invalid /password ${code}`);
  });

  test("needs no capitals, digits or signs, and may be Chinese", async () => {
    for (const password of ["correct horse battery staple", "月亮照着老槐树下的石磨盘转"]) {
      expect((await reset("viewer", await codeFor("viewer"), password)).status).toBe(204);
      expect((await signIn("viewer", password)).status).toBe(201);
    }
    as.viewer = client((await signIn("viewer", "月亮照着老槐树下的石磨盘转")).body.token);
  });
});

describe("a one-time code", () => {
  test("sets a password once, ends what was signed in, and is no token", async () => {
    const session = await office.signIn("tool");
    const code = await codeFor("tool");
    expect(code).toMatch(/^([0-9A-Z]{5}-){3}[0-9A-Z]{5}$/);
    expect((await client(code)("GET", "/v1/sheets")).status).toBe(401);
    expect((await reset("tool", "WRONG-WRONG-WRONG-WRONG")).body.code).toBe("wrongCode");
    expect((await reset("county", code)).body.code).toBe("wrongCode");
    const answers = await Promise.all([1, 2, 3].map(() => reset("tool", code.toLowerCase().replaceAll("-", " "))));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 401, 401]);
    expect((await session("GET", "/v1/sheets")).status).toBe(401);
    expect((await signIn("tool", fresh)).status).toBe(201);
  });

  test("is worth nothing when a later one was made, or it has expired", async () => {
    const earlier = await codeFor("tool");
    const later = await codeFor("tool");
    expect((await reset("tool", earlier)).status).toBe(401);
    await sql("update credential set expiresAt = '2020-01-01T00:00:00.000Z' where kind = 'code'");
    expect((await reset("tool", later)).status).toBe(401);
  });

  test("is made by who keeps accounts, for nobody that may do more", async () => {
    expect((await as.prefecture("POST", "/v1/principals/village/codes")).status).toBe(403);
    expect(fault(await as.admin("POST", "/v1/principals/nobody/codes"))).toBe("404 notFound /account unknown");
    await sql("insert into grant values ('demo-county', 'admin', '990101000000')");
    const county = await office.signIn("county");
    expect((await county("POST", "/v1/principals/township/codes")).status).toBe(201);
    expect((await county("POST", "/v1/principals/prefecture/codes")).status).toBe(404);
    // An account of the county may have been given more from above.
    await sql("insert into grant values ('demo-township', 'viewer', ?1)", prefecture);
    expect(fault(await county("POST", "/v1/principals/township/codes"))).toBe("403 forbidden /account higherAccount");
    expect(fault(await county("DELETE", "/v1/credentials?account=township"))).toBe(
      "403 forbidden /account higherAccount",
    );
    await sql("delete from grant where principal = 'demo-township' and role = 'viewer'");
    await sql("delete from grant where principal = 'demo-county' and role = 'admin'");
  });
});

test("an account without a password signs in by none", async () => {
  await sql("update principal set password = null where account = 'finance'");
  for (const password of ["", " ", "null", demoPassword])
    expect((await signIn("finance", password)).status).toBeGreaterThan(400);
});

test("tokens, codes and passwords are nowhere in the database", async () => {
  const { body: key } = await as.county("POST", "/v1/keys", { name: "钥匙", expiresAt: soon() });
  const code = await codeFor("village");
  const tables = (
    await office.d1
      .prepare(
        "select name from sqlite_master where type = 'table' and name not like '\\_cf%' escape '\\' and name not like 'sqlite%'",
      )
      .all<{ name: string }>()
  ).results;
  for (const { name } of tables) {
    const dump = JSON.stringify((await office.d1.prepare(`select * from "${name}"`).all()).results);
    for (const secret of [key.token, code, code.replaceAll("-", ""), fresh, demoPassword])
      expect(dump.includes(secret), `${name}: ${secret}`).toBe(false);
  }
});
