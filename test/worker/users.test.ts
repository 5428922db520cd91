/** Accounts and grants as sheets: pulled, edited and pushed like any other, the row and what it means in one batch. */
import { beforeAll, describe, expect, test } from "vitest";
import { type Client, client, type Office, openOffice, otherCounty, prefecture, rowsOf, township } from "./office.ts";

const county = "990101000000";
const secret = "maple-river-kite-41";

let office: Office;
let as: Office["as"];
beforeAll(async () => {
  office = await openOffice();
  as = office.as;
});

const push = async (who: Client, sheet: "users" | "grants", ...rows: object[]) => {
  const { status, body } = await who("PATCH", `/v1/sheets/${sheet}`, { rows });
  return status === 200 ? body.results : status;
};
const said = ([first]: { status: string; errors?: { key: string; code: string }[] }[]) => {
  const { status, errors } = first!;
  return [status, errors?.[0]?.key, errors?.[0]?.code].filter((one) => one !== undefined).join(" ");
};
const account = (name: string, region = township) => ({
  newKey: "a",
  cells: { account: name, name: "新来的", region },
});
const grant = (name: string, role: string, region = township) => ({
  newKey: "g",
  cells: { subject: name, role, region },
});
const rowOf = async (sheet: "users" | "grants", who: Client, fits: (row: Record<string, unknown>) => boolean) =>
  rowsOf(await who("GET", `/v1/sheets/${sheet}`)).find(fits)!;
const user = (name: string) => rowOf("users", as.admin, ({ account: one }) => one === name);
const granted = (name: string, role: string) =>
  rowOf("grants", as.admin, (row) => row.subject === name && row.role === role);

/** Lets an account in, by a code and a password of its own. */
async function signIn(name: string, by: Client = as.admin): Promise<Client> {
  const { body } = await by("POST", `/v1/principals/${name}/codes`);
  expect(
    (await office.nobody("POST", "/v1/password/reset", { account: name, code: body.code, password: secret })).status,
  ).toBe(204);
  return again(name);
}
const again = async (name: string) =>
  client((await office.nobody("POST", "/v1/sessions", { account: name, password: secret })).body.token);

describe("the sheet of accounts", () => {
  test("is for administrators and auditors, and holds neither passwords nor tokens", async () => {
    for (const who of [
      as.prefecture,
      as.county,
      as.township,
      as.village,
      as.approver,
      as.finance,
      as.viewer,
      as.tool,
    ]) {
      expect((await who("GET", "/v1/sheets/users")).status).toBe(403);
      expect((await who("GET", "/v1/sheets/grants")).status).toBe(403);
      const ids = (await who("GET", "/v1/sheets")).body.sheets.map(({ id }: { id: string }) => id);
      expect(ids).not.toContain("users");
    }
    expect((await as.auditor("GET", "/v1/sheets/users")).status).toBe(200);
    expect(await push(as.auditor, "users", account("by-auditor"))).toBe(403);
    const { body, text } = await as.admin("GET", "/v1/sheets/users");
    expect(body.rows).toHaveLength(10);
    expect(body.definition).toMatchObject({ title: "账号", group: "账号", editable: true });
    expect(text).not.toMatch(/scrypt|xp_|password/);
  });

  test("makes an account that can do nothing until it has a grant and a password", async () => {
    const [{ status, version }] = await push(as.admin, "users", account("wang"));
    expect([status, version]).toEqual(["saved", 1]);
    expect((await office.nobody("POST", "/v1/sessions", { account: "wang", password: secret })).status).toBe(401);
    const wang = await signIn("wang");
    expect((await wang("GET", "/v1/sheets")).status).toBe(403);
    expect((await wang("GET", "/v1/credentials")).status).toBe(200);
    expect(said(await push(as.admin, "grants", grant("wang", "township")))).toBe("saved");
    expect((await wang("GET", "/v1/sheets/organizations")).status).toBe(200);
    expect(said(await push(as.admin, "users", account("wang")))).toBe("invalid account keyTaken");
  });

  test("gives an account another name, and no other account or region", async () => {
    const { id, version } = await user("wang");
    const change = (cells: object) => push(as.admin, "users", { id, baseVersion: version, cells });
    expect(said(await change({ account: "li" }))).toBe("invalid account keyFixed");
    expect(said(await change({ region: county }))).toBe("invalid region regionFixed");
    expect(said(await change({ name: "王干事" }))).toBe("saved");
    const name = await office.d1.prepare("select name from principal where account = 'wang'").first("name");
    expect(name).toBe("王干事");
  });

  test("locks an account: what let it in is worth nothing, also when it is unlocked", async () => {
    const wang = await again("wang");
    const key = client(
      (await wang("POST", "/v1/keys", { name: "k", expiresAt: new Date(Date.now() + 60_000).toISOString() })).body
        .token,
    );
    const lock = async (locked: boolean | null) => {
      const { id, version } = await user("wang");
      return said(await push(as.admin, "users", { id, baseVersion: version, cells: { locked } }));
    };
    expect(await lock(true)).toBe("saved");
    for (const who of [wang, key]) expect((await who("GET", "/v1/sheets")).status).toBe(401);
    expect((await office.nobody("POST", "/v1/sessions", { account: "wang", password: secret })).status).toBe(401);
    expect(await lock(null)).toBe("saved");
    for (const who of [wang, key]) expect((await who("GET", "/v1/sheets")).status).toBe(401);
    expect((await (await again("wang"))("GET", "/v1/sheets")).status).toBe(200);
  });

  test("locks an account by deleting its row, and unlocks it by restoring it", async () => {
    const { id, version } = await user("wang");
    expect(said(await push(as.admin, "users", { id, baseVersion: version, delete: true }))).toBe("saved");
    expect((await office.nobody("POST", "/v1/sessions", { account: "wang", password: secret })).status).toBe(401);
    expect(said(await push(as.admin, "users", { id, baseVersion: version + 1, restore: true }))).toBe("saved");
    expect((await (await again("wang"))("GET", "/v1/sheets")).status).toBe(200);
  });

  test("keeps its history, and a push is undone with what it meant", async () => {
    const { id, version } = await user("wang");
    const { body } = await as.admin("PATCH", "/v1/sheets/users", {
      rows: [{ id, baseVersion: version, cells: { locked: true } }],
    });
    expect((await as.auditor("GET", `/v1/pushes/${body.push}`)).body.rows[0].id).toBe("wang");
    expect((await as.prefecture("GET", `/v1/pushes/${body.push}`)).status).toBe(404);
    const listed = (await as.prefecture("GET", "/v1/pushes?limit=1000")).body.pushes.map(
      ({ sheet }: { sheet: string }) => sheet,
    );
    expect(listed).not.toContain("users");
    expect(listed).not.toContain("grants");
    expect((await as.admin("POST", `/v1/pushes/${body.push}/undo`, {})).body.summary.saved).toBe(1);
    expect((await (await again("wang"))("GET", "/v1/sheets")).status).toBe(200);
    const { history } = (await as.admin("GET", `/v1/sheets/users/rows/${id}/history`)).body;
    expect(history.length).toBeGreaterThan(4);
    expect((await as.viewer("GET", `/v1/sheets/users/rows/${id}/history`)).status).toBe(403);
  });
});

describe("the sheet of grants", () => {
  test("gives and takes what an account may, in the batch of the row", async () => {
    await push(as.admin, "users", account("zhao"));
    const zhao = await signIn("zhao");
    expect(said(await push(as.admin, "grants", grant("zhao", "viewer")))).toBe("saved");
    expect((await zhao("GET", "/v1/sheets")).status).toBe(200);
    expect(said(await push(as.admin, "grants", grant("zhao", "viewer")))).toBe("invalid subject duplicateValue");
    const { id, version } = await granted("zhao", "viewer");
    expect(said(await push(as.admin, "grants", { id, baseVersion: version, cells: { role: "township" } }))).toBe(
      "saved",
    );
    const held = (
      await office.d1
        .prepare(`select role from "grant" join principal on principal.id = "grant".principal where account = 'zhao'`)
        .all()
    ).results;
    expect(held).toEqual([{ role: "township" }]);
    expect(said(await push(as.admin, "grants", { id, baseVersion: version + 1, delete: true }))).toBe("saved");
    expect((await zhao("GET", "/v1/sheets")).status).toBe(403);
    expect(said(await push(as.admin, "grants", { id, baseVersion: version + 2, restore: true }))).toBe("saved");
    expect((await zhao("GET", "/v1/sheets")).status).toBe(200);
  });

  test("names only roles, accounts and regions that there are", async () => {
    expect(said(await push(as.admin, "grants", grant("zhao", "emperor")))).toBe("invalid role notOption");
    expect(said(await push(as.admin, "grants", grant("nobody", "viewer")))).toBe("invalid subject unknownReference");
    expect(said(await push(as.admin, "grants", grant("zhao", "viewer", "110101001001")))).toBe(
      "invalid region unknownReference",
    );
  });
});

describe("nobody gives more than they have, nor outside their region", () => {
  let local: Client;
  beforeAll(async () => {
    await push(as.admin, "users", account("county-admin", county));
    await push(as.admin, "grants", grant("county-admin", "admin", county));
    local = await signIn("county-admin");
  });

  test("an administrator of a county sees and keeps the accounts of the county", async () => {
    const names = rowsOf(await local("GET", "/v1/sheets/users")).map(({ account: name }) => name);
    expect(names).toContain("township");
    expect(names).not.toContain("prefecture");
    expect(said(await push(local, "users", account("qian", county)))).toBe("saved");
    expect(said(await push(local, "users", account("sun", otherCounty)))).toMatch(/^invalid region|^forbidden region/);
    expect(said(await push(local, "users", { id: "prefecture", baseVersion: 1, cells: { name: "x" } }))).toBe(
      "gone id gone",
    );
    expect(said(await push(local, "grants", grant("qian", "county", county)))).toBe("saved");
    for (const region of [prefecture, otherCounty])
      expect(said(await push(local, "grants", grant("qian", "viewer", region)))).toMatch(
        /^(invalid|forbidden) (region|role) (unknownReference|moreThanOwn)/,
      );
    expect(said(await push(local, "grants", grant("prefecture", "viewer", county)))).toBe(
      "invalid subject unknownReference",
    );
  });

  test("an account that was given more from above is changed by nobody below", async () => {
    await push(as.admin, "grants", grant("qian", "viewer", prefecture));
    const version = Number((await user("qian")).version);
    expect(said(await push(local, "users", { id: "qian", baseVersion: version, cells: { locked: true } }))).toBe(
      "forbidden account higherAccount",
    );
    const { id } = await granted("qian", "viewer");
    expect(said(await push(local, "grants", { id, baseVersion: 1, delete: true }))).toBe("forbidden role moreThanOwn");
    expect((await local("POST", "/v1/principals/qian/codes")).status).toBe(403);
  });

  test("a key that was narrowed gives no more than it holds", async () => {
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const { body } = await as.admin("POST", "/v1/keys", {
      name: "k",
      expiresAt,
      grants: [{ role: "admin", regionCode: county }],
    });
    const key = client(body.token);
    expect(said(await push(key, "grants", grant("zhao", "viewer", county)))).toBe("saved");
    expect(said(await push(key, "grants", grant("zhao", "viewer", prefecture)))).not.toBe("saved");
  });
});

describe("the last administrator", () => {
  const codes = "invalid locked lastAdministrator";
  const lock = async (name: string) => {
    const { id, version } = await user(name);
    return said(await push(as.admin, "users", { id, baseVersion: version, cells: { locked: true } }));
  };

  test("is neither locked nor deleted, nor loses the grant, though a county has one of its own", async () => {
    expect(await lock("admin")).toBe(codes);
    const { id, version } = await user("admin");
    expect(said(await push(as.admin, "users", { id, baseVersion: version, delete: true }))).toBe(codes);
    const held = await granted("admin", "admin");
    const row = { id: held.id, baseVersion: held.version };
    expect(said(await push(as.admin, "grants", { ...row, delete: true }))).toBe("invalid role lastAdministrator");
    expect(said(await push(as.admin, "grants", { ...row, cells: { role: "viewer" } }))).toBe(
      "invalid role lastAdministrator",
    );
    expect(said(await push(as.admin, "grants", { ...row, cells: { region: county } }))).toBe(
      "invalid role lastAdministrator",
    );
    expect(await lock("county-admin")).toBe("saved");
  });

  test("is who can sign in: one without a password does not count", async () => {
    await push(as.admin, "users", account("second", prefecture));
    await push(as.admin, "grants", grant("second", "admin", prefecture));
    expect(await lock("admin")).toBe(codes);
    await signIn("second");
    // Both at once are one too many.
    const rows = await Promise.all(["admin", "second"].map(user));
    const results = await push(
      as.admin,
      "users",
      ...rows.map(({ id, version }) => ({ id, baseVersion: version, cells: { locked: true } })),
    );
    expect(results.map(({ status }: { status: string }) => status)).toEqual(["saved", "invalid"]);
  });

  test("stays where two lock each other at the same time", async () => {
    const second = await again("second");
    const { id, version } = await rowOf("users", second, ({ account: one }) => one === "admin");
    await push(second, "users", { id, baseVersion: version, cells: { locked: null } });
    as.admin = await office.signIn("admin");
    const other = await user("second");
    const attempts = await Promise.all([
      push(as.admin, "users", { id: other.id, baseVersion: other.version, cells: { locked: true } }),
      push(second, "users", { id, baseVersion: version + 1, cells: { locked: true } }),
    ]);
    const live = (await office.d1
      .prepare(
        `select count(*) as live from principal join "grant" on "grant".principal = principal.id where role = 'admin' and locked = 0 and password is not null and "grant".regionCode = ?1`,
      )
      .bind(prefecture)
      .first<{ live: number }>())!.live;
    expect([attempts.length, live]).toEqual([2, 1]);
  });
});
