/** Personal data over every way out: whole for who may see it where the row is, a mask for everybody else; and the mask on its way back. */
import { exports } from "cloudflare:workers";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { policy } from "../../schema/policy/policy.ts";
import { rangeOf } from "../../schema/region.ts";
import { register } from "../../schema/register.ts";
import { type Role, roles } from "../../schema/roles.ts";
import { checkDigitOf } from "../../schema/sheet/cells/idNumber.ts";
import { maskText } from "../../schema/sheet/mask.ts";
import { makeApp } from "../../worker/app.ts";
import { plantExceptions } from "../../worker/cli/demo/exceptions.ts";
import { demoPassword } from "../../worker/cli/demo/load.ts";
import { commit } from "../../worker/store/database.ts";
import { insertNotice } from "../../worker/store/notices.ts";
import { insertPrincipal } from "../../worker/store/principals.ts";
import { insertCases } from "../../worker/store/rectifications.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";
import { danglingReferences } from "../../worker/usecases/references.ts";
import { change, persons, push, rowOf, undo } from "./desk.ts";
import {
  type Answer,
  type Client,
  client,
  finalSubsidy,
  type Office,
  openOffice,
  otherCounty,
  policies,
  prefecture,
  registers,
  rowsOf,
  smallSize,
  township,
  unzipped,
  village,
} from "./office.ts";

/** A ledger of helpers with their numbers, how many there are, and a policy that counts them. */
const helpers = register.parse({
  ...{ id: "helpers", title: "帮扶登记簿", group: "台账", assumed: "试验" },
  ...{ subject: "organization", period: "year", rows: "many" },
  columns: [
    { key: "helper", title: "帮扶人", type: "text", required: true },
    { key: "idNumber", title: "身份证号", type: "code", format: "idNumber", sensitive: "idNumber" },
    { key: "phone", title: "电话", type: "text", sensitive: "phone" },
  ],
  derived: [
    {
      ...{ key: "people", title: "人数", type: "integer" },
      from: { shape: "distinct", register: "helpers", column: "idNumber", empty: "zero" },
    },
  ],
  rules: [{ code: "once", title: "一人一行", check: { unique: ["idNumber"] } }],
});
const always = <T>(value: T) => [{ from: "2000-01", value, assumed: "试验" }];
const rated = policy.parse({
  ...{ id: "helped", kind: "rating", title: "帮扶", issuer: "试验", region: prefecture },
  ...{ source: { document: "试验", quote: "试验" }, effective: { from: "2000-01" } },
  ...{ subject: "organization", period: "year" },
  inputs: { people: { title: "人数", type: "integer", from: helpers.derived![0] && countOf("idNumber") } },
  score: {
    ...{ shape: "sum", title: "总分", round: { to: "centi", mode: "halfAwayFromZero" }, missing: { rule: "block" } },
    of: [{ shape: "given", title: "人数", input: "people", max: always(100) }],
  },
  grade: { shape: "stars", cuts: always({ "1": 1 }), peers: "county", vetoes: [] },
  dynamics: {
    ...{ firstStars: "earned", maxUp: 5, maxDown: 5, assumed: "试验" },
    withdraw: { rounds: 1, when: ["unscored"] },
  },
  tests: [{ name: "无", period: "2014", subjects: [{ id: "a", inputs: {} }], expect: [{ id: "a", unscored: true }] }],
});
function countOf(column: string) {
  return { shape: "distinct", register: "helpers", column, empty: "zero" };
}
const ledger = "/v1/sheets/register.helpers";
const year = { period: "2014" };

let made = 0;
/** An identity number that nobody else has. */
const newNumber = () => {
  const digits = `99010119800229${String(++made).padStart(3, "0")}`;
  return digits + checkDigitOf(digits);
};
const maskOf = (number: unknown) => maskText("idNumber", String(number));

/** A person of the demo in the first village, and one in another county. */
const [person, far] = ["G000001", "G000096"];
const blind = (Object.keys(roles) as Role[]).filter(
  (role) => !(roles[role] as readonly string[]).includes("personal:read"),
);
const seeing = (Object.keys(roles) as Role[]).filter((role) => !blind.includes(role));

let office: Office;
let county: Client;
/** Keeps rosters, and sees no numbers. */
let clerk: Client;
/** What stands in every cell of personal data, now or before. */
const numbers = async () => {
  const { results } = await office.d1
    .prepare("select cells from entry where sheet in ('persons', 'register.helpers') union all select cells from past")
    .all<{ cells: string }>();
  return [...new Set(results.flatMap(({ cells }) => cells.match(/\d{17}[\dX]|\d{19}|1[35]\d{9}/g) ?? []))];
};
/** Opens an account with some grants. */
async function accountOf(name: string, ...grants: { role: string; regionCode: string }[]): Promise<Client> {
  const { password } = (await office.d1
    .prepare("select password from principal where account = 'viewer'")
    .first<{ password: string }>())!;
  const head = { id: name, account: name, name, password, locked: false, demo: true };
  await commit(office.db, insertPrincipal(office.db, head, grants));
  const { body } = await office.nobody("POST", "/v1/sessions", { account: name, password: demoPassword });
  return client(body.token);
}

beforeAll(async () => {
  office = await openOffice();
  const documents = { policies: [...policies, rated], registers: [...registers, helpers] };
  await loadLibrary(office.db, documents, "2014-01-02T00:00:00.000Z");
  [county, clerk] = [office.as.county, office.as.prefecture];
});

test("a county office, finance and an administrator see numbers; nobody else does", () => {
  expect(seeing).toEqual(["admin", "county", "finance"]);
});

describe("a roster that is pulled", () => {
  test.each(blind)("as %s has masks, in the order and at the versions of the rows", async (role) => {
    const answer = await office.as[role]("GET", persons);
    expect(answer.body.definition.masked).toBe(true);
    const rows = rowsOf(answer);
    const whole = new Map(rowsOf(await office.as.finance("GET", persons)).map((row) => [row.id, row]));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      const { idNumber, bankAccount } = whole.get(row.id)!;
      const masks = { idNumber: maskOf(idNumber), bankAccount: maskText("bankAccount", String(bankAccount)) };
      expect(row).toEqual({ ...whole.get(row.id), ...masks });
    }
  });

  test.each(seeing)("as %s has the numbers as they stand", async (role) => {
    const answer = await office.as[role]("GET", persons);
    expect(answer.body.definition.masked).toBeUndefined();
    const { cells } = (await office.d1
      .prepare("select cells from entry where sheet = 'persons' and id = ?")
      .bind(person)
      .first<{ cells: string }>())!;
    expect(answer.body.rows.find(({ id }: { id: string }) => id === person).cells).toEqual(JSON.parse(cells));
    expect(answer.text).not.toContain("*");
  });

  test("page by page, since a push and as of one, in the same way", async () => {
    const { idNumber } = rowsOf(await county("GET", persons))[0]!;
    const before = (await county("GET", persons)).body.push;
    const number = newNumber();
    await change(county, persons, person, { idNumber: number });
    const queries = ["limit=1", `since=${before}`, `asOf=${before}`, `asOf=${before + 1}`];
    const seen = async (who: Client) =>
      Promise.all(queries.map(async (query) => rowsOf(await who("GET", `${persons}?${query}`))[0]!.idNumber));
    expect(await seen(county)).toEqual([number, number, idNumber, number]);
    expect(await seen(clerk)).toEqual([number, number, idNumber, number].map(maskOf));
  });

  test("is whole in the county of one grant and masked where another lets only look", async () => {
    const two = await accountOf(
      "two",
      { role: "county", regionCode: "990101000000" },
      { role: "viewer", regionCode: prefecture },
    );
    const answer = await two("GET", persons);
    expect(answer.body.definition.masked).toBe(true);
    const [near, there] = [person, far].map((id) => rowsOf(answer).find((row) => row.id === id)!);
    expect(String(near!.idNumber)).not.toContain("*");
    expect(String(there!.idNumber)).toContain("*");
    expect((await two("GET", `${persons}?region=990101000000`)).body.definition.masked).toBeUndefined();
  });
});

describe("a filter by a number", () => {
  const query = (value: unknown, more = "") => `${persons}?filter=idNumber:${value}${more}`;

  test("is for who sees the numbers, wherever rows are asked for", async () => {
    const { idNumber } = (await rowOf(county, persons, person))!;
    expect(rowsOf(await county("GET", query(idNumber))).map(({ id }) => id)).toEqual([person]);
    for (const role of blind) {
      const { status, body } = await office.as[role]("GET", query(idNumber));
      expect(status).toBe(403);
      expect(body.errors).toMatchObject([{ pointer: "/filter", code: "personalFilter" }]);
      expect(body.errors[0].message).toMatch(/“身份证号”是个人信息/);
    }
    const three = await accountOf(
      "three",
      { role: "county", regionCode: otherCounty },
      { role: "viewer", regionCode: prefecture },
    );
    expect((await three("GET", query(idNumber))).status).toBe(403);
    expect((await three("GET", query(idNumber, `&region=${otherCounty}`))).body.rows).toEqual([]);
  });

  test("for empty cells is for everybody: a mask shows that, too", async () => {
    await change(county, persons, "G000004", { bankAccount: null });
    const { status, body } = await clerk("GET", `${persons}?filter=bankAccount:`);
    expect([status, body.rows.map(({ id }: { id: string }) => id)]).toEqual([200, ["G000004"]]);
  });

  test("of a mask is no filter at all", async () => {
    const { body } = await county("GET", query("990***********0011"));
    expect(body.errors).toMatchObject([{ pointer: "/filter", code: "maskedValue" }]);
  });
});

describe("what is told of a change", () => {
  test("in the history of the row and of the push: who may sees both numbers, others two masks", async () => {
    const first = (await rowOf(county, persons, "G000002"))!.idNumber;
    const second = newNumber();
    const { push: number } = await change(county, persons, "G000002", { idNumber: second });
    const paths = [`${persons}/rows/G000002/history?column=idNumber`, `/v1/pushes/${number}`];
    const cellsOf = ({ body }: Answer) => (body.history ?? body.rows)[0].cells;
    for (const path of paths) {
      const told = { key: "idNumber", title: "身份证号" };
      expect(cellsOf(await county("GET", path))).toEqual([{ ...told, from: first, to: second }]);
      for (const who of [clerk, office.as.auditor, office.as.township])
        expect(cellsOf(await who("GET", path))).toEqual([{ ...told, from: maskOf(first), to: maskOf(second) }]);
    }
  });

  test("two numbers with one mask are told as a change all the same", async () => {
    await change(county, persons, "G000002", { bankAccount: "6228480000000007777" });
    await change(county, persons, "G000002", { bankAccount: "6228480000000017777" });
    const { body } = await clerk("GET", `${persons}/rows/G000002/history?column=bankAccount`);
    const mask = "***************7777";
    expect(body.history[0].cells).toMatchObject([{ key: "bankAccount", from: mask, to: mask }]);
  });
});

describe("what a push is answered", () => {
  test("a conflict and a merged row have masks for who sees no numbers", async () => {
    const seen = (await rowOf(clerk, persons, "G000003"))!;
    const [theirs, mine] = [newNumber(), newNumber()];
    await change(county, persons, "G000003", { idNumber: theirs });
    const old = (await county("GET", `${persons}?asOf=1`)).body;
    expect(old.rows.length).toBe(0);
    const stale = (cells: object) => [{ id: "G000003", baseVersion: seen.version, cells }];
    for (const [who, shown] of [
      [clerk, maskOf],
      [county, String],
    ] as const) {
      const { results } = await push(who, persons, stale({ idNumber: mine }));
      const [conflict] = results[0].conflicts;
      expect(results[0].status).toBe("conflict");
      expect(conflict).toMatchObject({ key: "idNumber", theirs: shown(theirs), mine: shown(mine) });
      expect(results[0].cells.idNumber).toBe(shown(theirs));
      const refused = await who("PATCH", persons, { mode: "atomic", rows: stale({ idNumber: mine }) });
      expect(refused).toMatchObject({ status: 409, body: { code: "atomicRefused" } });
      expect(refused.body.results[0].conflicts).toEqual([conflict]);
    }
    const { results } = await push(clerk, persons, stale({ sex: "female", name: "改名" }));
    expect(results[0]).toMatchObject({ status: "merged", cells: { idNumber: maskOf(theirs), name: "改名" } });
  });

  test("where the number was changed since, a guess is a conflict, right or wrong", async () => {
    const { version, idNumber } = (await rowOf(county, persons, "G000005"))!;
    const now = newNumber();
    await change(county, persons, "G000005", { idNumber: now });
    const guess = async (cell: unknown) =>
      (await push(clerk, persons, [{ id: "G000005", baseVersion: version, cells: { idNumber: cell } }])).results[0]
        .status;
    expect([await guess(now), await guess(idNumber), await guess(newNumber())]).toEqual([
      "conflict",
      "conflict",
      "conflict",
    ]);
  });

  test("a number that stands elsewhere is refused without saying where and whose", async () => {
    const { idNumber } = (await rowOf(office.as.finance, persons, far))!;
    const { version } = (await rowOf(county, persons, person))!;
    const { results } = await push(county, persons, [{ id: person, baseVersion: version, cells: { idNumber } }]);
    expect(results[0]).toMatchObject({ status: "invalid", errors: [{ code: "duplicateValue" }] });
    expect(JSON.stringify(results)).not.toMatch(new RegExp(`${idNumber}|${far}|990102`));
  });

  test("who sends numbers to learn which stand, and sees none, is told of to the auditor, though nothing is saved", async () => {
    const { idNumber } = (await rowOf(office.as.finance, persons, far))!;
    const lines = async () =>
      (await office.as.auditor("GET", "/v1/audit?action=personal.compare")).body.lines as Record<string, unknown>[];
    const guesses = [newNumber(), idNumber, newNumber()].map((guess, i) => ({
      newKey: `n${i}`,
      cells: { code: `G80000${i}`, name: "猜", organization: village, idNumber: guess },
    }));
    const wrong = { newKey: "w", cells: { code: "G800009", organization: village } };
    const known = (await lines()).length;
    const send = (who: Client) => who("PATCH", persons, { mode: "atomic", rows: [...guesses, wrong] });
    expect((await send(clerk)).body.code).toBe("atomicRefused");
    const [line, ...earlier] = await lines();
    expect(earlier).toHaveLength(known);
    expect(line).toMatchObject({
      ...{ target: "persons", principal: { account: "prefecture" }, push: null, detail: { rows: 3, same: 1 } },
    });
    // Who sees the numbers has nothing to guess.
    expect((await send(office.as.admin)).body.code).toBe("atomicRefused");
    expect(await lines()).toHaveLength(known + 1);
  });

  test("an undo that comes too late tells its conflict in masks", async () => {
    const { push: number } = await change(clerk, persons, "G000006", { idNumber: newNumber() });
    const last = newNumber();
    await change(county, persons, "G000006", { idNumber: last });
    const { body } = await undo(clerk, number);
    expect(body.results[0]).toMatchObject({ status: "conflict", conflicts: [{ theirs: maskOf(last) }] });
    for (const known of await numbers()) expect(JSON.stringify(body)).not.toContain(known);
  });

  test("a keyed answer that comes again comes in masks to a key that sees less than who asked first", async () => {
    const { version } = (await rowOf(county, persons, "G000007"))!;
    const theirs = newNumber();
    await change(county, persons, "G000007", { idNumber: theirs });
    const rows = [
      { id: "G000007", baseVersion: version, cells: { idNumber: newNumber() } },
      { id: "G000008", baseVersion: 1, cells: { name: "同一次" } },
    ];
    const send = (who: Client) => who("PATCH", persons, { rows }, { "idempotency-key": "once" });
    const first = await send(county);
    expect(first.body.results[0].conflicts[0].theirs).toBe(theirs);
    const narrowed = await county("POST", "/v1/keys", {
      ...{ name: "程序", expiresAt: new Date(Date.now() + 3_600_000).toISOString() },
      grants: [{ role: "prefecture", regionCode: "990101000000" }],
    });
    expect(narrowed.status).toBe(201);
    const again = await send(client(narrowed.body.token));
    expect(again.body.results[0].conflicts[0].theirs).toBe(maskOf(theirs));
    expect(again.body.push).toBe(first.body.push);
    expect((await send(county)).body).toEqual(first.body);
  });
});

describe("a mask that comes back", () => {
  const tables = ["entry", "past", "push", "audit"];
  const written = () => Promise.all(tables.map(office.count));

  test("a whole roster as it was pulled is unchanged, and nothing is written", async () => {
    const before = await written();
    const rows = rowsOf(await clerk("GET", persons)).map(({ id, version, ...cells }) => ({
      id,
      baseVersion: version,
      cells,
    }));
    expect(await push(clerk, persons, rows)).toMatchObject({ push: null, summary: { unchanged: rows.length } });
    expect(await written()).toEqual(before);
  });

  test("beside another cell it leaves the number as it stands, and no line of it", async () => {
    const whole = (await rowOf(county, persons, "G000009"))!;
    const { id, version, ...cells } = (await rowOf(clerk, persons, "G000009"))!;
    const { results } = await push(clerk, persons, [{ id, baseVersion: version, cells: { ...cells, name: "新名" } }]);
    expect(results[0]).toEqual({ id, status: "saved", version: version + 1 });
    expect(await rowOf(county, persons, "G000009")).toEqual({ ...whole, name: "新名", version: version + 1 });
    const { body } = await county("GET", `${persons}/rows/G000009/history`);
    expect(body.history[0].cells.map(({ key }: { key: string }) => key)).toEqual(["name"]);
  });

  test("that was edited is refused with place, reason and fix; other rows are saved, or none where all were to be", async () => {
    const [edited, other] = (await Promise.all(["G000010", "G000011"].map((id) => rowOf(clerk, persons, id)))) as [
      { id: string; version: number; idNumber: string },
      { id: string; version: number },
    ];
    const rows = [
      { id: edited.id, baseVersion: edited.version, cells: { idNumber: `${edited.idNumber.slice(0, 17)}9` } },
      { id: other.id, baseVersion: other.version, cells: { name: "照存" } },
    ];
    const refused = await clerk("PATCH", persons, { mode: "atomic", rows });
    expect(refused).toMatchObject({ status: 409, body: { results: [{ id: edited.id, status: "invalid" }] } });
    const { results } = await push(clerk, persons, rows);
    expect(results).toMatchObject([{ status: "invalid", version: edited.version }, { status: "saved" }]);
    expect(results[0].errors).toEqual([
      {
        ...{ key: "idNumber", code: "maskedValue" },
        message: "“身份证号”填的是掩码(带 *),不是现有的值的掩码",
        fix: "要改就照原件填完整的值;不改的,不提交这一格,或重新取数后原样交回",
      },
    ]);
    expect(await rowOf(clerk, persons, edited.id)).toEqual(edited);
  });

  test("is no number of a new row", async () => {
    const cells = { code: "G900000", name: "新人", organization: village, bankAccount: "***************9901" };
    const { results } = await push(clerk, persons, [{ newKey: "n", cells }]);
    expect(results[0]).toMatchObject({ status: "invalid", errors: [{ key: "bankAccount", code: "maskedValue" }] });
  });

  test("is the same to who sees numbers, and got the file from who does not", async () => {
    const { version, bankAccount } = (await rowOf(clerk, persons, "G000012"))!;
    const { results } = await push(county, persons, [{ id: "G000012", baseVersion: version, cells: { bankAccount } }]);
    expect(results[0].status).toBe("unchanged");
  });

  test("a whole new number is taken from who may write the column, seen or not", async () => {
    const number = newNumber();
    const { version } = (await rowOf(clerk, persons, "G000013"))!;
    const wide = number.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    const { results } = await push(clerk, persons, [
      { id: "G000013", baseVersion: version, cells: { idNumber: wide } },
    ]);
    expect(results[0]).toMatchObject({ status: "saved", cells: { idNumber: maskOf(number) } });
    expect((await rowOf(county, persons, "G000013"))!.idNumber).toBe(number);
    expect((await rowOf(clerk, persons, "G000013"))!.idNumber).toBe(maskOf(number));
    // The other numbers of a row whose cells are nobody's are written at once, and answered without cells.
    const [one] = (
      await push(clerk, persons, [
        { id: "G000013", baseVersion: version + 1, cells: { bankAccount: "6228480000000004444" } },
      ])
    ).results;
    expect(one).toEqual({ id: "G000013", status: "saved", version: version + 2 });
  });
});

describe("a ledger with numbers, and what is judged by it", () => {
  const number = newNumber();
  const phone = "13800001111、13900002222";
  let id: string;
  beforeAll(async () => {
    const rows = [{ newKey: "a", cells: { subject: village, helper: "甲", idNumber: number, phone } }];
    id = (await push(office.as.township, ledger, rows, year)).results[0].id;
  });

  test("is masked to the township that filled it in, with what is derived of it", async () => {
    const query = "period=2014";
    expect(await rowOf(office.as.township, ledger, id, query)).toMatchObject({
      ...{ helper: "甲", idNumber: maskOf(number), phone: maskText("phone", phone), people: 1 },
    });
    expect(await rowOf(county, ledger, id, query)).toMatchObject({ idNumber: number, phone, people: 1 });
  });

  test("takes its masks back in text, too", async () => {
    const { version, idNumber, phone: shown } = (await rowOf(office.as.township, ledger, id, "period=2014"))!;
    const send = async (cells: object) =>
      (await push(office.as.township, ledger, [{ id, baseVersion: version, cells }], year)).results[0];
    expect(await send({ idNumber, phone: shown })).toMatchObject({ status: "unchanged" });
    expect(await send({ phone: `${shown}、13700003333` })).toMatchObject({ errors: [{ code: "maskedValue" }] });
  });

  test("comes into traces, comparisons and evidence as a mask, for everybody", async () => {
    const { body } = await clerk("POST", "/v1/rounds", { policyId: "helped", period: "2014", regionCode: prefecture });
    const round = `/v1/rounds/${body.id}`;
    expect((await clerk("POST", `${round}/compute`)).status).toBe(200);
    const another = { subject: village, helper: "乙", idNumber: newNumber() };
    await push(office.as.township, ledger, [{ newKey: "b", cells: another }], year);
    expect((await clerk("POST", `${round}/compute`)).body.written).toBe(1);
    const open = await county("GET", `${round}/outcomes/${village}`);
    const lines = open.body.trace[0].steps[0].inputs[0].from;
    expect(lines.map(({ cells }: { cells: { idNumber: string } }) => cells.idNumber).sort()).toEqual(
      [number, another.idNumber].map(maskOf).sort(),
    );
    expect((await office.as.approver("POST", `${round}/finalise`)).status).toBe(200);
    const answers = [
      open,
      await county("GET", `${round}/outcomes/${village}`),
      await county("GET", `${round}/compare`),
      await county("GET", `/v1/sheets/outcomes.helped?period=2014`),
    ];
    for (const { status, text } of answers) {
      expect(status).toBe(200);
      for (const known of await numbers()) expect(text).not.toContain(known);
    }
  });

  test("is asked by policies and derived columns for nothing but how many different numbers there are", () => {
    const found = (from: object) =>
      danglingReferences({
        policies: [policy.parse({ ...rated, inputs: { people: { title: "人数", type: "integer", from } } })],
        registers: [...registers, helpers],
      });
    const told = "helped 的指标 people: register.helpers 的列 idNumber 是个人信息";
    const where = { column: "idNumber", op: "=", value: number };
    expect(found(countOf("idNumber"))).toEqual([]);
    for (const from of [
      { ...countOf("idNumber"), where },
      { shape: "countWhere", register: "helpers", where, empty: "zero" },
      { shape: "latest", sheet: "register.helpers", column: "idNumber" },
    ])
      expect(found(from)[0]).toContain(told);
  });
});

describe("no number is told", () => {
  beforeAll(async () => {
    await plantExceptions(
      office.db,
      { policies: [...policies, rated], registers: [...registers, helpers] },
      smallSize,
      "2016-01-05T00:00:00.000Z",
    );
  });

  test("to an auditor who asks which stand twice: the mask and the rows are", async () => {
    const { body, text } = await office.as.auditor("GET", "/v1/audit/exceptions?kind=sameIdentity");
    expect(body.exceptions).toHaveLength(1);
    expect(body.exceptions[0].reason).toContain("银行账号 ***************9901 登记在 2 行");
    for (const known of await numbers()) expect(text).not.toContain(known);
  });

  test("by the audit", async () => {
    const { results } = await office.d1.prepare("select * from audit").all();
    const all = JSON.stringify(results);
    expect(results.length).toBeGreaterThan(20);
    for (const known of await numbers()) expect(all).not.toContain(known);
  });

  /** What there is to be asked for, of every kind. */
  async function makeAll() {
    const { sheets } = (await office.as.admin("GET", "/v1/sheets")).body as {
      sheets: { id: string; period: string; group: string }[];
    };
    const asked = await office.as.prefecture("POST", "/v1/rounds", {
      ...{ policyId: "xinhui-star-organization", period: "2014-H2", regionCode: prefecture, deadline: "2014-12-20" },
    });
    expect([201, 409]).toContain(asked.status);
    const paid = await finalSubsidy(office);
    await office.as.prefecture("POST", `/v1/rounds/${paid}/payments`);
    await office.as.prefecture("POST", `/v1/rounds/helped.2014.${prefecture}/archive`);
    const { rounds } = (await office.as.admin("GET", "/v1/rounds")).body as {
      rounds: { id: string; policyId: string }[];
    };
    const { pushes } = (await office.as.admin("GET", "/v1/pushes?limit=1000")).body as { pushes: { push: number }[] };
    return { sheets, asked: asked.body.id as string, paid, rounds, pushes };
  }
  let all: ReturnType<typeof makeAll> | undefined;

  /** Paths of a GET route with every value that there is for its parameters. */
  async function pathsOf(route: string): Promise<string[]> {
    all ??= makeAll();
    const { sheets, asked, paid, rounds, pushes } = await all;
    const submissions = `/v1/rounds/${asked}/submissions`;
    const listed = { id: "listed", round: "list.2014", subjectId: village, regionCode: village, period: "2014" };
    const filed = { ...listed, deadline: "2014-12-31", principal: "demo-county", at: "2014-03-01T00:00:00.000Z" };
    if (route === "/v1/cases/{case}") await commit(office.db, insertCases(office.db, [rangeOf(prefecture)], [filed]));
    const told = { round: paid, run: 1, regionCode: prefecture, number: route, audience: ["intranet" as const] };
    const words = { title: "公示", text: "公示", telephone: "0000", opensOn: "2014-08-01", closesOn: "2014-08-07" };
    const over = { principal: "demo-county", at: filed.at, closedAt: filed.at, closedBy: "system" };
    if (route.startsWith("/v1/notices/"))
      await commit(office.db, [insertNotice(office.db, [rangeOf(prefecture)], { ...told, ...words, ...over })]);
    const notice = await office.count("publicNotice");
    const periods: Record<string, string[]> = {
      ...{ none: [""], month: ["2014-03"], quarter: ["2014-Q1"] },
      ...{ "half-year": ["2014-H1", "2015-H1"], year: ["2014", "2015"] },
    };
    const isOfRound = (group: string) => ["结果", "报送", "发放"].includes(group);
    const sheetQueries = sheets.flatMap(({ id, period, group }) =>
      isOfRound(group)
        ? rounds.flatMap((one) => (id.endsWith(`.${one.policyId}`) ? [`/v1/sheets/${id}?round=${one.id}`] : []))
        : periods[period]!.flatMap((one, i) =>
            (i === 0 ? ["", "&since=1"] : [""]).map((more) => `/v1/sheets/${id}?period=${one}${more}`),
          ),
    );
    const values: Record<string, () => string[]> = {
      "/v1/sheets/{sheet}": () => sheetQueries,
      "/v1/sheets/{sheet}.xlsx": () =>
        sheetQueries.flatMap((one) => (/persons|helpers/.test(one) ? [one.replace("?", ".xlsx?")] : [])),
      "/v1/sheets/{sheet}/rows/{id}/history": () =>
        [...Array(13).keys()].map((i) => `${persons}/rows/G${String(i + 1).padStart(6, "0")}/history`),
      "/v1/pushes/{push}": () => pushes.map(({ push: one }) => `/v1/pushes/${one}`),
      "/v1/policies/{policy}": () => ["/v1/policies/helped"],
      "/v1/policies/{policy}/versions": () => ["/v1/policies/helped/versions"],
      "/v1/policies/{policy}/versions/{version}": () => ["/v1/policies/helped/versions/1"],
      "/v1/credentials": () => ["/v1/credentials?account=viewer", "/v1/credentials"],
      ...Object.fromEntries(
        ["", "/steps", "/notices", "/archive", "/archive/file", "/runs", "/outcomes", "/compare", "/stability"].map(
          (part) => [`/v1/rounds/{round}${part}`, () => rounds.map(({ id }) => `/v1/rounds/${id}${part}`)],
        ),
      ),
      "/v1/notices/{notice}/objections": () => [`/v1/notices/${notice}/objections`],
      "/v1/notices/{notice}/clearance": () => [`/v1/notices/${notice}/clearance`],
      "/v1/cases/{case}": () => ["/v1/cases/listed"],
      "/v1/rounds/{round}/payments": () => [`/v1/rounds/${paid}/payments`],
      "/v1/payments/{batch}": () => [`/v1/payments/${paid}.1`],
      "/v1/prints/{file}": () =>
        [
          ...["payroll", "township-summary", "notice"].flatMap((name) =>
            rounds
              .filter(({ policyId }) => policyId === "chuxiong-base-allowance" || policyId === "benxi-village-funds")
              .map(({ id }) => [name, `round=${id}`]),
          ),
          ...["ballot-form", "attendance"].map((name) => [
            name,
            `policy=xinhui-three-ballots&period=2014&region=${township}`,
          ]),
          ...[["village-file", `subject=${village}`]],
        ].flatMap(([name, query]) => ["html", "xlsx"].map((form) => `/v1/prints/${name}.${form}?${query}`)),
      "/v1/funds": () => ["/v1/funds?period=2014"],
      "/v1/rounds/{round}/submissions": () => [submissions],
      "/v1/rounds/{round}/submissions/{region}": () => [`${submissions}/${township}`],
      "/v1/rounds/{round}/outcomes/{subject}": () => [
        `/v1/rounds/helped.2014.${prefecture}/outcomes/${village}`,
        ...rounds
          .filter(({ policyId }) => policyId === "chuxiong-base-allowance")
          .map(({ id }) => `/v1/rounds/${id}/outcomes/${far}`),
      ],
    };
    return values[route]?.() ?? [route];
  }

  /** What an answer says; of a zip, what its files say; of a workbook also what it keeps and does not show. */
  const textOf = ({ headers, bytes, text }: Answer) => {
    const type = headers.get("content-type");
    if (type === "application/zip") return [...unzipped(bytes).values()].join("\n");
    if (!type?.endsWith("spreadsheetml.sheet")) return text;
    const files = unzipped(bytes);
    const last = [...files.keys()].filter((name) => name.startsWith("xl/worksheets/sheet")).at(-1)!;
    const strings = [...files.get("xl/sharedStrings.xml")!.matchAll(/<t[^>]*>([^<]*)</g)].map((match) => match[1]!);
    const kept = [...files.get(last)!.matchAll(/ t="s"><v>(\d+)</g)].map((match) => strings[Number(match[1])]!);
    // A print keeps nothing.
    if (!kept.includes("xingping-file-1")) return [...files.values()].join("\n");
    const packed = kept.filter((one) => one !== "xingping-file-1").join("");
    return [...files.values(), gunzipSync(Buffer.from(packed, "base64")).toString()].join("\n");
  };

  const routes = Object.entries(
    makeApp().getOpenAPI31Document({ openapi: "3.1.0", info: { title: "", version: "" } }).paths ?? {},
  ).flatMap(([path, methods]) => (Object.hasOwn(methods as object, "get") ? [path] : []));

  test.each(routes)(
    "to who may see none, by GET %s",
    async (route) => {
      const [paths, known] = [await pathsOf(route), await numbers()];
      expect(paths.length).toBeGreaterThan(0);
      expect(known.length).toBeGreaterThan(100);
      const signs = new RegExp(known.join("|"));
      let answered = 0;
      for (const path of paths) {
        expect(path).not.toContain("{");
        const answers = await Promise.all(blind.map((role) => office.as[role]("GET", path)));
        // Most roles are told the same: it is read once.
        const told = new Map<string, Role>();
        for (const [i, role] of blind.entries()) {
          if (answers[i]!.status === 200) answered++;
          told.set(textOf(answers[i]!), role);
        }
        for (const [text, role] of told) expect(signs.exec(text)?.[0], `${role} ${path}`).toBeUndefined();
      }
      expect(answered).toBeGreaterThan(0);
    },
    120_000,
  );

  test.each(["/", "/language"])("to anybody, by the page %s", async (path) => {
    const answer = await exports.default.fetch(`http://xingping.test${path}`);
    const text = await answer.text();
    expect(answer.status).toBe(200);
    for (const known of await numbers()) expect(text).not.toContain(known);
  });
});
