/** What each of the ten roles sees and may change, sheet by sheet: listed, pulled and pushed through HTTP. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../schema/roles.ts";
import { type Office, openOffice, otherTownship, prefecture, rowsOf, township, village } from "./office.ts";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
  for (const [policyId, period] of [
    ["xinhui-star-organization", "2014-H1"],
    ["chuxiong-base-allowance", "2014"],
  ]) {
    const { body } = await office.as.prefecture("POST", "/v1/rounds", { policyId, period, regionCode: prefecture });
    expect((await office.as.prefecture("POST", `/v1/rounds/${body.id}/compute`)).status).toBe(200);
  }
});

const rosters =
  "appointments committee-members households leadership-teams organizations persons regions successions venues";
const policyIds = [
  ...["benxi-village-funds", "chuxiong-backward", "chuxiong-base-allowance", "dongyang-venue-reward"],
  ...["xinhui-star-organization", "xinhui-ten-star-household", "xinhui-three-ballots"],
];
const payments = ["benxi-village-funds", "chuxiong-base-allowance", "dongyang-venue-reward"];
const named = (kind: string, ids: readonly string[]) => ids.map((id) => `${kind}.${id}`);

const kinds = {
  rosters: rosters.split(" "),
  indicators: named("indicators", [...payments.slice(1), "xinhui-star-organization", "xinhui-ten-star-household"]),
  ballots: ["register.appraisal-sessions", "tallies.xinhui-three-ballots"],
  ledgers: named("register", [
    ...["admonitions", "appraisal-feedback", "rectification-people", "rectification-plan", "rectification-progress"],
    ...["remote-education-sessions", "venue-funds", "visits"],
  ]),
  selfAssessment: ["register.service-cases"],
  payments: [...named("outcomes", payments), ...named("payments", payments)],
  submissions: named("submissions", policyIds),
  results: [
    ...named(
      "outcomes",
      policyIds.filter((id) => !payments.includes(id)),
    ),
    ...named("plaques", ["xinhui-star-organization", "xinhui-ten-star-household"]),
  ],
  policies: [...named("parameters", policyIds), ...named("cases", policyIds)],
  accounts: ["users", "grants"],
};
type Kind = keyof typeof kinds;

/** `w` writes, `r` reads, `-` does not know that there is such a sheet's content. */
const rights: Record<Kind, Record<Role, "w" | "r" | "-">> = (() => {
  const table = `
                 admin prefecture county township village approver finance viewer auditor tool
    rosters        w       w        w       r        r       r        r      r       r      r
    indicators     w       w        w       w        r       r        r      r       r      w
    ballots        w       w        w       w        -       r        -      -       -      -
    ledgers        w       w        w       w        r       r        r      r       r      w
    selfAssessment w       w        w       w        w       r        r      r       r      w
    payments       r       r        r       r        r       r        r      r       r      r
    submissions    r       r        r      r        r       r        r       r      r       r
    results        r       r        r       r        r       r        -      r       r      r
    policies       w       w        r       r        r       r        r      r       r      r
    accounts       w       -        -       -        -       -        -      -       r      -`;
  const [head, ...lines] = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  return Object.fromEntries(
    lines.map(([kind, ...marks]) => [kind, Object.fromEntries(head!.map((role, i) => [role, marks[i]]))]),
  );
})() as never;
const allRoles = Object.keys(rights.rosters) as Role[];

describe.each(allRoles)("%s", (role) => {
  test("is listed the sheets it may read, each with whether it may write", async () => {
    const { sheets } = (await office.as[role]("GET", "/v1/sheets")).body;
    const listed = Object.fromEntries(
      sheets.map(({ id, editable }: { id: string; editable: boolean }) => [id, editable ? "w" : "r"]),
    );
    const expected = (Object.keys(kinds) as Kind[]).flatMap((kind) =>
      rights[kind][role] === "-" ? [] : kinds[kind].map((id) => [id, rights[kind][role]]),
    );
    expect(listed).toEqual(Object.fromEntries(expected));
  });

  test.each(Object.keys(kinds) as Kind[])("pulls and pushes %s as it is listed", async (kind) => {
    const right = rights[kind][role];
    // The list tells of all; two of a kind are tried.
    for (const id of kinds[kind].slice(0, 2)) {
      const who = office.as[role];
      // A query of another kind of period is refused, but after the right to read.
      const pulled = await who("GET", `/v1/sheets/${id}?period=none`);
      expect(pulled.status === 403 ? "-" : "known", id).toBe(right === "-" ? "-" : "known");
      const pushed = await who("PATCH", `/v1/sheets/${id}`, {
        period: "none",
        rows: [{ id: "x", baseVersion: 1, cells: {} }],
      });
      expect(pushed.status === 403, `${id} ${pushed.text}`).toBe(right !== "w");
    }
  });
});

test("finance sees what is paid, line by line, and neither scores nor ballots", async () => {
  const { finance } = office.as;
  const paid = await finance("GET", `/v1/rounds/chuxiong-base-allowance.2014.${prefecture}/outcomes`);
  expect(paid.status).toBe(200);
  expect(paid.body.outcomes[0].amountFen).toBeGreaterThan(0);
  expect((await finance("GET", `/v1/rounds/xinhui-star-organization.2014-H1.${prefecture}/outcomes`)).status).toBe(403);
  expect(
    (await finance("GET", `/v1/rounds/xinhui-star-organization.2014-H1.${prefecture}/outcomes/${village}`)).status,
  ).toBe(403);
  expect((await finance("GET", "/v1/sheets/tallies.xinhui-three-ballots?period=2014")).status).toBe(403);
});

test("a village writes its own self-assessment, and no other village's", async () => {
  const path = "/v1/sheets/register.service-cases";
  const clerk = rowsOf(await office.as.prefecture("GET", `${path}?period=2014-03`));
  const version = (id: string) => clerk.find((row) => row.id === id)!.version;
  const beside = "990101001002";
  const { results } = (
    await office.as.village("PATCH", path, {
      period: "2014-03",
      rows: [village, beside].map((id) => ({ id, baseVersion: version(id), cells: { accepted: 77 } })),
    })
  ).body;
  expect(results.map(({ status }: { status: string }) => status)).toEqual(["saved", "gone"]);
  const after = rowsOf(await office.as.prefecture("GET", `${path}?period=2014-03`));
  expect(after.find(({ id }) => id === village)).toMatchObject({ accepted: 77 });
  expect(after.find(({ id }) => id === beside)!.version).toBe(version(beside));
});

test("a township writes what is in it, and not what is beside it", async () => {
  const path = "/v1/sheets/indicators.xinhui-star-organization";
  const rows = rowsOf(await office.as.prefecture("GET", `${path}?period=2014-H1`));
  const inside = rows.find(({ id }) => id.startsWith(township.slice(0, 9)))!;
  const beyond = rows.find(({ id }) => id.startsWith(otherTownship.slice(0, 9)))!;
  const { results } = (
    await office.as.township("PATCH", path, {
      period: "2014-H1",
      rows: [inside, beyond].map(({ id, version }) => ({ id, baseVersion: version, cells: { serviceTeam: 0.5 } })),
    })
  ).body;
  expect(results.map(({ status }: { status: string }) => status)).toEqual(["saved", "gone"]);
});

test("an approver activates and finalises, and changes no entry; a viewer and an auditor change nothing at all", async () => {
  const round = `/v1/rounds/xinhui-star-organization.2014-H1.${prefecture}`;
  for (const role of ["viewer", "auditor", "finance", "village", "tool", "township"] as const) {
    expect((await office.as[role]("POST", `${round}/compute`)).status, role).toBe(403);
    expect((await office.as[role]("POST", `${round}/finalise`)).status, role).toBe(403);
  }
  expect((await office.as.prefecture("POST", `${round}/finalise`)).status).toBe(403);
  expect((await office.as.prefecture("POST", `${round}/compute`)).status).toBe(200);
  expect((await office.as.approver("POST", `${round}/finalise`)).status).toBe(200);
});
