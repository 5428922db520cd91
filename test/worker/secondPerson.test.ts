/** What wants another person than the first: all accounts of a person count as one. */
import { beforeAll, describe, expect, test } from "vitest";
import { type Client, client, type Office, openOffice, prefecture, rowsOf } from "./office.ts";

let office: Office;
/** Two accounts of one person, who may prepare by one and approve by the other; and somebody else who may approve. */
let desk: Client;
let seal: Client;
let other: Client;
let person: string;

beforeAll(async () => {
  office = await openOffice();
  const { admin } = office.as;
  person = rowsOf(await admin("GET", "/v1/sheets/persons"))[0]!.id;
  await tie("prefecture", person);
  await tie("approver", person);
  for (const [role, region] of [["approver", prefecture]])
    await admin("PATCH", "/v1/sheets/grants", {
      rows: [{ newKey: role, cells: { subject: "county", role, region } }],
    });
  [desk, seal, other] = [office.as.prefecture, office.as.approver, await office.signIn("county")];
});

/** Says on the sheet of accounts whose an account is. */
async function tie(account: string, to: string | null) {
  const row = rowsOf(await office.as.admin("GET", "/v1/sheets/users")).find(({ id }) => id === account)!;
  const { body } = await office.as.admin("PATCH", "/v1/sheets/users", {
    rows: [{ id: account, baseVersion: row.version, cells: { person: to } }],
  });
  expect(body.results[0].status, JSON.stringify(body)).toBe("saved");
}
const fault = ({ status, body }: Awaited<ReturnType<Client>>) =>
  [status, body.code, body.errors?.[0]?.code].filter((one) => one !== undefined).join(" ");

async function round(policyId: string, period: string, opener: Client, computer: Client) {
  const { body } = await opener("POST", "/v1/rounds", { policyId, period, regionCode: prefecture });
  expect((await computer("POST", `/v1/rounds/${body.id}/compute`)).status).toBe(200);
  return `/v1/rounds/${body.id}/finalise`;
}

describe("activation of a policy", () => {
  test("is refused to the drafter's other account, and goes through for somebody else", async () => {
    const path = "/v1/sheets/parameters.chuxiong-backward";
    const row = rowsOf(await desk("GET", path))[0]!;
    const { body } = await desk("PATCH", path, {
      rows: [{ id: row.id, baseVersion: row.version, cells: { quote: `${row.quote ?? ""} 核` } }],
    });
    const version = body.draft?.version;
    expect(version, JSON.stringify(body)).toBeGreaterThan(1);
    const activate = (who: Client) => who("POST", `/v1/policies/chuxiong-backward/versions/${version}/activate`);
    expect(fault(await activate(seal))).toBe("403 secondPerson ownDraft");
    expect((await activate(other)).status).toBe(200);
  });
});

describe("approval of a round", () => {
  test("is refused to the other account of who computed it", async () => {
    const finalise = await round("xinhui-star-organization", "2014-H1", desk, desk);
    const refused = await seal("POST", finalise);
    expect(fault(refused)).toBe("403 secondPerson ownRun");
    expect(refused.body.errors[0].message).toContain("同一人的几个账号按一人算");
    expect((await other("POST", finalise)).status).toBe(200);
  });

  test("of a subsidy is refused to who opened the round, too, though somebody else computed it", async () => {
    const finalise = await round("chuxiong-base-allowance", "2014", desk, office.as.admin);
    expect(fault(await seal("POST", finalise))).toBe("403 secondPerson ownSubsidy");
    expect(fault(await office.as.admin("POST", finalise))).toBe("403 secondPerson ownSubsidy");
    expect((await other("POST", finalise)).status).toBe(200);
  });

  test("whose last run is the clock's is refused to who ran it before, or opened it", async () => {
    const finalise = await round("xinhui-ten-star-household", "2014", desk, desk);
    await office.d1
      .prepare(
        `insert into run (round, policyVersion, engine, push, basedOn, facts, previous, principal, at, scored, unscored, written, unchanged, guard)
         select round, policyVersion, engine, push, basedOn, facts, id, 'system', at, scored, unscored, 0, unchanged, 1
         from run order by id desc limit 1`,
      )
      .run();
    expect(fault(await seal("POST", finalise))).toBe("403 secondPerson ownRun");
    expect((await other("POST", finalise)).status).toBe(200);
  });

  test("by a key of the same account or person is the same person's", async () => {
    const finalise = await round("dongyang-venue-reward", "2014", desk, desk);
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const { body } = await seal("POST", "/v1/keys", { name: "钥匙", expiresAt });
    expect(fault(await client(body.token)("POST", finalise))).toBe("403 secondPerson ownSubsidy");
  });
});

test("whoever is tied to nobody is only themselves: two accounts without a person are two", async () => {
  await tie("approver", null);
  const finalise = await round("xinhui-star-organization", "2014-H2", desk, desk);
  const answer = await seal("POST", finalise);
  expect(answer.status, answer.text).toBe(200);
  await tie("approver", person);
});

test("nobody ties their own account to somebody else but an administrator", async () => {
  const row = rowsOf(await office.as.admin("GET", "/v1/sheets/users")).find(({ id }) => id === "approver")!;
  const rows = [{ id: "approver", baseVersion: row.version, cells: { person: null } }];
  expect((await seal("PATCH", "/v1/sheets/users", { rows })).status).toBe(403);
});
