import { beforeAll, describe, expect, test } from "vitest";
import type { AppraisalPolicy } from "../../schema/policy/policy.ts";
import { hashPassword } from "../../worker/auth/secret.ts";
import { demoPassword } from "../../worker/cli/demo/load.ts";
import { commit } from "../../worker/store/database.ts";
import { insertPrincipal } from "../../worker/store/principals.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";
import {
  type Answer,
  type Client,
  type Office,
  openOffice,
  otherTownship,
  policies,
  prefecture,
  registers,
  rowsOf,
  township,
  village,
} from "./office.ts";

const [double, signing] = ["double-ballots", "signed-ballots"];
const county = "990101000000";
const period = "2014";
const teamOf = (number: number) => `B9901010010${String(number).padStart(2, "0")}`;
const roundOf = (policyId: string) => `${policyId}.${period}.${prefecture}`;

let office: Office;
/** Two clerks of one township, one of the township beside it, the office of their county, and who checks. */
const as = {} as Record<"one" | "two" | "third" | "beside" | "county" | "approver" | "village" | "prefecture", Client>;
const accounts = [
  { account: "one", name: "城关镇甲", role: "township", regionCode: township },
  { account: "two", name: "城关镇乙", role: "township", regionCode: township },
  { account: "third", name: "城关镇丙", role: "township", regionCode: township },
  { account: "beside", name: "邻镇", role: "township", regionCode: otherTownship },
] as const;

beforeAll(async () => {
  office = await openOffice();
  const document = policies.find(({ id }) => id === "xinhui-three-ballots") as AppraisalPolicy;
  const typedBy = (id: string, entry: "double" | "reviewSignoff") => ({
    ...{ ...document, id, title: `${document.title}(${entry})`, counts: { ...document.counts, entry } },
  });
  const added = [typedBy(double, "double"), typedBy(signing, "reviewSignoff")];
  await loadLibrary(office.db, { policies: [...policies, ...added], registers }, "2014-01-02T00:00:00.000Z");
  const password = await hashPassword(demoPassword);
  await commit(
    office.db,
    accounts.flatMap(({ account, name, role, regionCode }) =>
      insertPrincipal(office.db, { id: account, account, name, password, locked: false, demo: true }, [
        { role, regionCode },
      ]),
    ),
  );
  for (const { account } of accounts) as[account] = await office.signIn(account);
  Object.assign(as, { county: office.as.county, approver: office.as.approver, village: office.as.village });
  as.prefecture = office.as.prefecture;
  for (const policyId of [double, signing])
    await as.prefecture("POST", "/v1/rounds", { policyId, period, regionCode: prefecture });
});

/** 30 to 5 of 80 ballots; every number is its own, so that one that leaks is found. */
const masses = {
  "masses.returned": 383,
  "masses.excellent": 311,
  "masses.competent": 41,
  "masses.basic": 17,
  "masses.incompetent": 14,
};
/** What the rows of a pull say. */
const numbersIn = ({ body }: Answer) => JSON.stringify(body.rows.map(({ cells }: { cells: unknown[] }) => cells));
const leaks = /\b(383|311|312|41|17|14)\b/;

const pull = (who: Client, sheet: string, more = "") => who("GET", `/v1/sheets/${sheet}?period=${period}${more}`);
const rowOf = async (who: Client, sheet: string, id: string) =>
  rowsOf(await pull(who, sheet)).find((row) => row.id === id)!;
const cellsOf = (row: object) =>
  Object.fromEntries(Object.entries(row).filter(([key, cell]) => key.includes(".") && cell !== null));
/** Pushes one row as it was pulled just now, or as of another version. */
async function put(who: Client, sheet: string, id: string, change: object, baseVersion?: number) {
  const base = baseVersion ?? (await rowOf(who, sheet, id)).version;
  const { body } = await who("PATCH", `/v1/sheets/${sheet}`, { period, rows: [{ id, baseVersion: base, ...change }] });
  return body.results[0];
}
const type = (who: Client, sheet: string, id: string, cells: object) => put(who, sheet, id, { cells });
const compute = async (policyId: string) =>
  (await as.prefecture("POST", `/v1/rounds/${roundOf(policyId)}/compute`)).body;
const explain = async (policyId: string, id: string, who = as.village): Promise<Answer> =>
  who("GET", `/v1/rounds/${roundOf(policyId)}/outcomes/${id}`);
const simulate = (policyId: string, asked: object, who = as.approver) =>
  who("POST", `/v1/policies/${policyId}/simulate`, { round: roundOf(policyId), ...asked });
const compare = async (policyId: string) =>
  (await as.prefecture("GET", `/v1/rounds/${roundOf(policyId)}/compare`)).body;

describe("double entry", () => {
  const [compared, first, second] = [`tallies.${double}`, `tallies.${double}.first`, `tallies.${double}.second`];
  const team = teamOf(1);

  test("there are three sheets: two to type, and their comparison that nobody edits", async () => {
    const listed = async (who: Client) =>
      (await who("GET", "/v1/sheets")).body.sheets
        .filter(({ id }: { id: string }) => id.startsWith(compared))
        .map(({ id, editable }: { id: string; editable: boolean }) => [id, editable]);
    expect(await listed(as.one)).toEqual([
      [compared, false],
      [first, true],
      [second, true],
    ]);
    expect((await listed(as.approver)).map(([, editable]: [string, boolean]) => editable)).toEqual([
      false,
      false,
      false,
    ]);
    expect(await listed(as.village)).toEqual([]);
    const answer = await as.one("PATCH", `/v1/sheets/${compared}`, {
      ...{ period, rows: [{ id: team, baseVersion: 0, cells: { "masses.excellent": 1 } }] },
    });
    expect(answer).toMatchObject({ status: 403, body: { errors: [{ code: "comparedSheet" }] } });
    expect((await pull(as.prefecture, compared)).body.rows).toHaveLength(3 * 48);
    expect(await rowOf(as.one, first, team)).toMatchObject({ state: "未录", typist: null, version: 0 });
  });

  test("what one has typed, another who may type sees as typed, by whom, and no number of it; who only checks sees it", async () => {
    expect(await type(as.one, first, team, masses)).toMatchObject({ status: "saved", version: 1 });
    for (const who of [as.two, as.county, as.prefecture]) {
      const answer = await pull(who, first);
      const row = rowsOf(answer).find(({ id }) => id === team)!;
      expect(row).toMatchObject({ state: "已录", typist: "城关镇甲", version: 1 });
      expect(cellsOf(row)).toEqual({});
      expect(numbersIn(answer)).not.toMatch(leaks);
      expect(numbersIn(await pull(who, compared))).not.toMatch(leaks);
    }
    for (const who of [as.one, as.approver]) expect(cellsOf(await rowOf(who, first, team))).toEqual(masses);
    expect(await rowOf(as.two, compared, team)).toMatchObject({ state: "只有一录", differences: null, version: 1 });
  });

  test("another's push to a typed row is refused, also one that guesses right, and tells no value", async () => {
    for (const cells of [{ "masses.excellent": 1 }, { "masses.excellent": 311 }])
      for (const base of [0, 1]) {
        const result = await put(as.two, first, team, { cells }, base);
        expect(result).toEqual({
          ...{ id: team, status: "forbidden", version: 1 },
          errors: [expect.objectContaining({ key: "id", code: "typedByOther" })],
        });
      }
  });

  test("nobody types both typings of a row", async () => {
    expect(await type(as.one, second, team, masses)).toMatchObject({
      status: "forbidden",
      errors: [{ code: "secondTypist", message: expect.stringMatching(/同一人/) }],
    });
    expect(await type(as.one, second, teamOf(2), { "masses.excellent": 5 })).toMatchObject({ status: "saved" });
    expect(await type(as.one, first, teamOf(2), { "masses.excellent": 5 })).toMatchObject({ status: "forbidden" });
    expect(await put(as.one, second, teamOf(2), { delete: true })).toMatchObject({ status: "saved" });
    expect(await type(as.one, first, teamOf(2), { "masses.excellent": 5 })).toMatchObject({ status: "saved" });
    expect(await put(as.one, first, teamOf(2), { delete: true })).toMatchObject({ status: "saved" });
  });

  test("a row with one typing is not judged, by its own reason; one with none has no tally", async () => {
    expect(await compute(double)).toMatchObject({ scored: 0, unscored: 144 });
    expect((await explain(double, team)).body).toMatchObject({
      code: "unconfirmed",
      message: "计票未经确认,不评分。只有一录,还没有二录",
    });
    expect((await explain(double, teamOf(2), as.prefecture)).body).toMatchObject({ code: "missingData" });
  });

  test("typed twice, the cells that differ are named: to both typists with both values, to others who may type without", async () => {
    const { "masses.basic": _, ...mine } = { ...masses, "masses.excellent": 312 };
    expect(await type(as.two, second, team, mine)).toMatchObject({ status: "saved" });
    const seen = async (who: Client) => {
      const { state, differences, ...row } = await rowOf(who, compared, team);
      expect(state).toBe("不符");
      return { differences, cells: cellsOf(row) };
    };
    const { "masses.excellent": __, "masses.basic": ___, ...agreed } = masses;
    const excellent = "群众票优秀:一录311,二录312";
    expect(await seen(as.one)).toEqual({ differences: `${excellent};群众票基本称职:一录17,二录空`, cells: agreed });
    // Whoever left a cell blank is not told what the other one has typed there.
    expect(await seen(as.two)).toEqual({ differences: `${excellent};群众票基本称职:一录已填,二录空`, cells: agreed });
    expect(await seen(as.approver)).toEqual({
      differences: `${excellent};群众票基本称职:一录17,二录空`,
      cells: agreed,
    });
    for (const who of [as.third, as.county])
      expect(await seen(who)).toEqual({ differences: "群众票优秀;群众票基本称职", cells: {} });
    expect(numbersIn(await pull(as.two, first))).not.toMatch(leaks);
  });

  test("what differs is not judged: the reason and the trace name cells and entries, and no number", async () => {
    await compute(double);
    const { body } = await explain(double, team);
    expect(body).toMatchObject({
      code: "unconfirmed",
      message: "计票未经确认,不评分。一录、二录不符:群众票优秀、群众票基本称职",
      trace: [{ shape: "confirmation", value: "不符", parameters: [{ name: "/counts/entry", value: "double" }] }],
    });
    const [excellent] = body.trace[0].inputs;
    expect(excellent).toMatchObject({ code: "masses.excellent", value: null, text: "取自2014年的填报,不符" });
    expect(excellent.from).toEqual(
      [first, second].map((sheet) => ({ sheet, period, id: team, version: 1, push: expect.any(Number) })),
    );
    expect(JSON.stringify(body.trace)).not.toMatch(leaks);
    const { unscored } = (await as.village("GET", `/v1/rounds/${roundOf(double)}/outcomes`)).body;
    expect(unscored.find(({ subjectId }: { subjectId: string }) => subjectId === team).message).not.toMatch(/\d/);
  });

  test("a simulation reads nothing of it either, and judges only ballots that it is given whole", async () => {
    const answer = await simulate(double, { values: [{ name: "/options/0/coefficient", value: 50 }], all: true });
    expect(answer.body).toMatchObject({ moved: [], counts: { scored: { before: 0, after: 0 } } });
    const fields = [
      "entitled",
      "present",
      "issued",
      "returned",
      "invalid",
      "abstained",
      "excellent",
      "competent",
      "basic",
      "incompetent",
    ];
    const whole = (group: string) => Object.fromEntries(fields.map((field) => [`${group}.${field}`, null]));
    const given = { ...whole("masses"), "masses.excellent": 20 };
    const part = await simulate(double, { inputs: [{ subjectId: team, inputs: given }] });
    expect(part.body).toMatchObject({ moved: [], counts: { scored: { after: 0 } } });
    const all = { ...given, ...whole("members"), ...whole("organization") };
    const { body } = await simulate(double, { inputs: [{ subjectId: team, inputs: all }] });
    expect(body.moved).toMatchObject([{ subjectId: team, after: { score: 100 } }]);
  });

  test("a version that asks for one typing only does not open what two have not confirmed", async () => {
    const { document } = (await as.prefecture("GET", `/v1/policies/${double}`)).body;
    const single = { ...document, counts: { ...document.counts, entry: "single" } };
    const drafted = await as.prefecture("POST", "/v1/policies", { document: single, baseVersion: 1 });
    expect(drafted).toMatchObject({ status: 201, body: { version: 2, failed: [] } });
    const answer = await simulate(double, { version: 2 });
    expect(answer.body).toMatchObject({ moved: [], counts: { scored: { before: 0, after: 0 } } });
  });

  test("corrected, both agree: the tally is for all to read, is judged, and the trace names both entries", async () => {
    const { push: before } = (await pull(as.county, compared)).body;
    const fixed = await type(as.two, second, team, { "masses.excellent": 311, "masses.basic": 17 });
    expect(fixed).toMatchObject({ status: "saved", version: 2 });
    const { body } = await pull(as.county, compared, `&since=${before}`);
    expect(body.rows.map(({ id }: { id: string }) => id)).toEqual([team]);
    for (const who of [as.one, as.two, as.third, as.county, as.approver]) {
      const row = await rowOf(who, compared, team);
      expect(row).toMatchObject({ state: "相符", differences: null, version: 3 });
      expect(cellsOf(row)).toEqual(masses);
    }
    expect(await compute(double)).toMatchObject({ scored: 1, unscored: 143 });
    const { trace, score, equal } = (await explain(double, team)).body;
    expect(equal).toBe(true);
    expect(trace[0]).toMatchObject({ shape: "confirmation", value: "相符", text: "一录、二录逐格相符" });
    const composite = trace.find(({ shape }: { shape: string }) => shape === "composite");
    expect(composite.value).toBe(score);
    const excellent = composite.steps[0].inputs.find(({ code }: { code: string }) => code === "masses.excellent");
    const cells = { "masses.excellent": 311 };
    expect(excellent).toMatchObject({ value: 311, text: "取自2014年的填报,相符" });
    expect(excellent.from).toEqual([
      { sheet: first, period, id: team, version: 1, push: expect.any(Number), cells },
      { sheet: second, period, id: team, version: 2, push: body.push, cells },
    ]);
    const { moved } = await compare(double);
    expect(moved).toMatchObject([{ subjectId: team, causes: ["entries"], entries: [{ code: "masses" }] }]);
    expect(moved[0].text).toMatch(/群众票计票变动$/);
  });

  test("one of them changes it again: it is judged no more, and the earlier run is explained as it was", async () => {
    const { run } = (await explain(double, team)).body;
    await type(as.one, first, team, { "masses.excellent": 310, "masses.competent": 42 });
    await compute(double);
    expect((await explain(double, team)).body).toMatchObject({ code: "unconfirmed" });
    const earlier = (await as.village("GET", `/v1/rounds/${roundOf(double)}/outcomes/${team}?run=${run}`)).body;
    expect(earlier).toMatchObject({ equal: true, score: expect.any(Number) });
  });

  test("a typist who is away: a clerk beside cannot clear the row, the county can, blind; then somebody else types it", async () => {
    expect(await put(as.two, first, team, { delete: true })).toMatchObject({ status: "forbidden" });
    const stale = await put(as.county, first, team, { delete: true }, 1);
    expect(stale).toEqual({ id: team, status: "conflict", version: 2, conflicts: [] });
    expect(await put(as.county, first, team, { delete: true })).toEqual({ id: team, status: "saved", version: 3 });
    expect(await rowOf(as.third, first, team)).toMatchObject({ state: "未录", typist: null, version: 3 });
    expect(await rowOf(as.third, compared, team)).toMatchObject({ state: "只有二录", version: 5 });
    const kept = await office.d1
      .prepare(
        "select cells, keys from past join layout on layout.id = past.layout where sheet = ? and past.id = ? and version = 2",
      )
      .bind(first, team)
      .first<{ cells: string; keys: string }>();
    const typed = { ...masses, "masses.excellent": 310, "masses.competent": 42 };
    const keys: string[] = JSON.parse(kept!.keys);
    expect(JSON.parse(kept!.cells)).toEqual(keys.map((key) => (typed as Record<string, number>)[key] ?? null));
    expect(await type(as.two, first, team, masses)).toMatchObject({ errors: [{ code: "secondTypist" }] });
    expect(await type(as.third, first, team, masses)).toMatchObject({ status: "saved", version: 4 });
    expect(await rowOf(as.one, compared, team)).toMatchObject({ state: "相符" });
    expect(await put(as.third, first, team, { restore: true })).toMatchObject({ errors: [{ code: "noDelete" }] });
  });

  test("a bad cell is named as on any sheet; a row elsewhere is gone; one of another region is nobody's to clear", async () => {
    expect(await type(as.two, second, team, { "masses.excellent": "许多" })).toMatchObject({
      status: "invalid",
      errors: [{ key: "masses.excellent", code: "notNumber" }],
    });
    expect(await put(as.beside, first, team, { cells: masses }, 0)).toMatchObject({ status: "gone" });
    expect(await put(as.county, first, "B990102001001", { delete: true }, 0)).toMatchObject({ status: "gone" });
  });

  test("both typings pushed by one account at the same moment: one of them gets through", async () => {
    const teams = [3, 4, 5, 6, 7, 8].map(teamOf);
    const answers = await Promise.all(
      teams.flatMap((id) => [first, second].map((sheet) => put(as.one, sheet, id, { cells: masses }, 0))),
    );
    teams.forEach((_, i) => {
      const pair = answers.slice(2 * i, 2 * i + 2);
      expect(pair.map(({ status }) => status).sort()).toEqual(["forbidden", "saved"]);
      expect(pair.find(({ status }) => status === "forbidden").errors[0].code).toBe("secondTypist");
    });
  });

  test("one typing of a row pushed by two accounts at the same moment is one's, and the other is told no value", async () => {
    const rows = [9, 10].map(teamOf);
    for (const id of rows) {
      const answers = await Promise.all(
        [as.one, as.two].map((who, i) => put(who, first, id, { cells: { "masses.excellent": 700 + i } }, 0)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual(["forbidden", "saved"]);
      expect(JSON.stringify(answers.find(({ status }) => status === "forbidden"))).not.toMatch(/70\d/);
    }
  });

  test("a final round keeps as evidence who was not confirmed, and why the others were", async () => {
    await compute(double);
    expect((await as.approver("POST", `/v1/rounds/${roundOf(double)}/finalise`)).status).toBe(200);
    expect((await explain(double, team)).body).toMatchObject({
      equal: true,
      trace: [{ shape: "confirmation", value: "相符" }, {}, {}, {}, {}, {}, {}],
    });
    const waiting = (await explain(double, teamOf(3), as.prefecture)).body;
    expect(waiting).toMatchObject({ equal: true, code: "unconfirmed", trace: [{ shape: "confirmation" }] });
  });

  test("a policy cannot take what only one has typed, nor whether two agree", async () => {
    const reads = (sheet: string, column: string) => ({
      ...{ title: "群众票优秀", type: "integer", min: 0, from: { shape: "latest", sheet, column } },
    });
    const document = policies.find(({ id }) => id === "chuxiong-backward")!;
    for (const [sheet, column] of [
      [first, "masses.excellent"],
      [compared, "state"],
    ] as const) {
      const taking = {
        ...document,
        id: "taking-ballots",
        inputs: { ...("inputs" in document && document.inputs), ballots: reads(sheet, column) },
      };
      const answer = await as.prefecture("POST", "/v1/policies", { document: taking });
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ code: "invalidValue" }] } });
      expect(answer.text).toContain(sheet);
    }
  });

  test("two accounts of one person are one: neither types the other's second typing", async () => {
    const row = rowsOf(await pull(as.one, compared)).find(({ state }) => state === "未录")!.id;
    expect(await type(as.one, first, row, masses)).toMatchObject({ status: "saved" });
    await office.d1.prepare("update principal set person = 'P1' where account in ('one', 'third')").run();
    expect(await type(as.third, second, row, masses)).toMatchObject({
      status: "forbidden",
      errors: [{ code: "secondTypist" }],
    });
    // It is their own row, by whichever account.
    expect(await type(as.third, first, row, { "masses.excellent": 312 })).toMatchObject({
      status: "saved",
      version: 2,
    });
    expect(await type(as.two, second, row, masses)).toMatchObject({ status: "saved" });
    await office.d1.prepare("update principal set person = null").run();
  });
});

describe("one types, another signs", () => {
  const [tallies, signoffs] = [`tallies.${signing}`, `signoffs.${signing}`];
  const team = teamOf(1);
  const sign = (who: Client, id = team, baseVersion?: number) =>
    put(who, signoffs, id, { cells: { signed: "是" } }, baseVersion);

  test("the sheet of signatures shows the tally beside; those who count and those who check may sign, others see nothing", async () => {
    expect(await type(as.one, tallies, team, masses)).toMatchObject({ status: "saved" });
    const row = await rowOf(as.approver, signoffs, team);
    expect(row).toMatchObject({ state: "未签核", signed: null, signer: null, typist: "城关镇甲", version: 1 });
    expect(cellsOf(row)).toEqual(masses);
    expect(await rowOf(as.approver, signoffs, teamOf(2))).toMatchObject({ state: "未录", typist: null, version: 0 });
    expect(await pull(as.village, signoffs)).toMatchObject({ status: 403 });
    expect(await put(as.beside, signoffs, team, { cells: { signed: true } }, 1)).toMatchObject({ status: "gone" });
    const readOnly = await put(as.approver, signoffs, team, { cells: { "masses.excellent": 1 } });
    expect(readOnly).toMatchObject({ errors: [{ code: "readOnlyColumn" }] });
    const { sheets } = (await as.approver("GET", "/v1/sheets")).body;
    expect(sheets.find(({ id }: { id: string }) => id === signoffs)).toMatchObject({ editable: true, group: "计票" });
  });

  test("unsigned it is not judged; its typist cannot sign it, nor can anybody sign what is not there", async () => {
    await compute(signing);
    expect((await explain(signing, team)).body).toMatchObject({
      code: "unconfirmed",
      message: "计票未经确认,不评分。计票还没有签核",
      trace: [{ shape: "confirmation", value: "未签核" }],
    });
    expect(await sign(as.one)).toMatchObject({ status: "forbidden", errors: [{ key: "signed", code: "ownTally" }] });
    expect(await sign(as.approver, teamOf(2))).toMatchObject({
      status: "invalid",
      errors: [{ code: "nothingToSign" }],
    });
  });

  test("signed by another it is judged, and the trace names the tally and the signature of that version", async () => {
    expect(await sign(as.two)).toMatchObject({ status: "saved", version: 2, cells: { signed: true } });
    expect(await rowOf(as.approver, signoffs, team)).toMatchObject({
      state: "已签核",
      signed: true,
      signer: "城关镇乙",
    });
    expect(await compute(signing)).toMatchObject({ scored: 1, unscored: 143 });
    const { trace, equal } = (await explain(signing, team)).body;
    expect(equal).toBe(true);
    const composite = trace.find(({ shape }: { shape: string }) => shape === "composite");
    const excellent = composite.steps[0].inputs.find(({ code }: { code: string }) => code === "masses.excellent");
    expect(excellent).toMatchObject({ value: 311, text: "取自2014年的填报,已签核" });
    expect(excellent.from).toMatchObject([
      { sheet: tallies, id: team, version: 1, cells: { "masses.excellent": 311 } },
      { sheet: signoffs, id: team, version: 1, cells: { signed: true, tallyVersion: 1 } },
    ]);
  });

  test("a change of the tally voids the signature by itself, says so, and who had not seen it signs nothing", async () => {
    const { push: before } = (await pull(as.two, signoffs)).body;
    const changed = await type(as.one, tallies, team, { "masses.excellent": 310, "masses.competent": 42 });
    expect(changed).toMatchObject({ status: "saved", notices: [{ code: "signatureVoided" }] });
    expect(await rowOf(as.two, signoffs, team)).toMatchObject({ state: "签核后有改动", signed: null, version: 3 });
    expect((await pull(as.two, signoffs, `&since=${before}`)).body.rows).toHaveLength(1);
    const blind = await sign(as.two, team, 2);
    expect(blind).toMatchObject({
      status: "conflict",
      version: 3,
      cells: { "masses.excellent": 310 },
      conflicts: [{ key: "signed", theirs: null, mine: true }],
      errors: [{ code: "movedBeforeSigning" }],
    });
    await compute(signing);
    expect((await explain(signing, team)).body).toMatchObject({
      code: "unconfirmed",
      message: "计票未经确认,不评分。签核以后计票有改动,须重新签核",
    });
    expect(await sign(as.approver)).toMatchObject({ status: "saved", version: 4 });
    expect(await compute(signing)).toMatchObject({ scored: 1 });
    const back = await type(as.one, tallies, team, { "masses.excellent": 311 });
    // 311 + 42 + 17 + 14 are one more than the 383 that came back.
    expect(back.notices.map(({ code }: { code: string }) => code)).toEqual(["signatureVoided", "tallyMismatch"]);
    const last = await type(as.one, tallies, team, { "masses.excellent": 310 });
    expect(last).toMatchObject({ status: "saved" });
    expect(last.notices).toBeUndefined();
    expect(await rowOf(as.two, signoffs, team)).toMatchObject({ state: "签核后有改动" });
  });

  test("whoever changed or emptied any standing cell is a typist too", async () => {
    const id = teamOf(11);
    await type(as.one, tallies, id, masses);
    await type(as.two, tallies, id, { "masses.basic": null });
    await type(as.third, tallies, id, { "masses.incompetent": 99 });
    await type(as.one, tallies, id, { "masses.incompetent": 14 });
    expect(await sign(as.one, id)).toMatchObject({ errors: [{ code: "ownTally" }] });
    expect(await sign(as.two, id)).toMatchObject({ errors: [{ code: "ownTally" }] });
    // What the third had typed no longer stands.
    expect(await sign(as.third, id)).toMatchObject({ status: "saved" });
  });

  test("a note beside leaves the signature; a signature is withdrawn, and nothing is judged any more", async () => {
    const id = teamOf(10);
    await type(as.one, tallies, id, masses);
    await sign(as.two, id);
    expect(await put(as.approver, signoffs, id, { cells: { note: "已核对票面" } })).toMatchObject({ status: "saved" });
    expect(await rowOf(as.one, signoffs, id)).toMatchObject({
      state: "已签核",
      signer: "城关镇乙",
      note: "已核对票面",
    });
    expect(await sign(as.approver, id)).toMatchObject({ status: "unchanged" });
    expect(await put(as.approver, signoffs, id, { cells: { signed: "否" } })).toMatchObject({ status: "saved" });
    expect(await rowOf(as.one, signoffs, id)).toMatchObject({ state: "未签核", signer: null, note: "已核对票面" });
    expect(await put(as.approver, signoffs, id, { delete: true })).toMatchObject({ errors: [{ code: "noDelete" }] });
  });

  test("a signature and a correction at the same moment: what is signed in the end is what was seen", async () => {
    for (const number of [3, 4, 5, 6]) {
      const id = teamOf(number);
      await type(as.one, tallies, id, masses);
      const [signed] = await Promise.all([
        sign(as.approver, id, 1),
        put(as.one, tallies, id, { cells: { "masses.excellent": 312 } }, 1),
      ]);
      const row = await rowOf(as.approver, signoffs, id);
      expect(row).toMatchObject({ "masses.excellent": 312, signed: null });
      expect([`saved 签核后有改动`, `conflict 未签核`]).toContain(`${signed.status} ${row.state}`);
    }
  });

  test("a version without signing does not open what is unsigned", async () => {
    const { document } = (await as.prefecture("GET", `/v1/policies/${signing}`)).body;
    const single = { ...document, counts: { ...document.counts, entry: "single" } };
    await as.prefecture("POST", "/v1/policies", { document: single, baseVersion: 1 });
    await compute(signing);
    const { scored } = (await simulate(signing, { version: 2, all: true })).body.counts;
    expect(scored.after).toBe(scored.before);
  });
});

test("a township pulls its own rows and no others on these sheets too; the county those of its county", async () => {
  const sheets: string[] = (await as.one("GET", "/v1/sheets")).body.sheets
    .map(({ id }: { id: string }) => id)
    .filter((id: string) => /^(tallies|signoffs)\.(double|signed)/.test(id));
  expect(sheets).toHaveLength(5);
  for (const sheet of sheets) {
    const codes = [...(await pull(as.one, sheet)).text.matchAll(/\b[BM]?(99\d{10})/g)].map(([, code]) => code!);
    expect(codes.length).toBeGreaterThan(10);
    expect(
      codes.filter((code) => !code.startsWith("990101001")),
      sheet,
    ).toEqual([]);
    expect((await pull(as.one, sheet, `&region=${otherTownship}`)).status).toBe(404);
    expect((await pull(as.county, sheet, `&region=${county}`)).body.rows).toHaveLength(3 * 24);
    const pages = await pull(as.one, sheet, "&limit=5");
    expect(pages.body.next).not.toBeNull();
    const next = await pull(as.one, sheet, `&limit=5&cursor=${pages.body.next}`);
    expect([...pages.body.rows, ...next.body.rows]).toEqual((await pull(as.one, sheet)).body.rows.slice(0, 10));
  }
  expect(village.startsWith("990101001")).toBe(true);
});

describe("the past of ballots", () => {
  const [compared, first, second] = [`tallies.${double}`, `tallies.${double}.first`, `tallies.${double}.second`];
  const [tally, signoffs] = [`tallies.${signing}`, `signoffs.${signing}`];
  const sheets = [compared, first, second, tally, signoffs];
  const readers = ["one", "two", "approver"] as const;
  const views = (more = "") =>
    Promise.all(
      sheets.flatMap((sheet) =>
        readers.map(async (reader) => {
          const { status, body } = await pull(as[reader], sheet, `&region=990101001009${more}`);
          expect(status).toBe(200);
          return body.rows;
        }),
      ),
    );
  const historyOf = async (who: Client, sheet: string, id: string) =>
    (await who("GET", `/v1/sheets/${sheet}/rows/${id}/history?period=${period}`)).body.history;

  test("as of a push every sheet shows every reader what it showed then", async () => {
    const team = teamOf(9);
    const recorded = new Map<number, unknown>();
    const record = async () => recorded.set((await pull(as.one, first, "&limit=1")).body.push, await views());
    await record();
    const steps = [
      () => type(as.one, first, team, masses),
      () => type(as.two, second, team, { ...masses, "masses.excellent": 312 }),
      () => type(as.one, first, team, { "masses.excellent": 312 }),
      () => put(as.county, second, team, { delete: true }),
      () => type(as.one, tally, team, masses),
      () => type(as.approver, signoffs, team, { signed: true, note: "与票面一致" }),
      () => type(as.one, tally, team, { "masses.basic": 18 }),
    ];
    for (const step of steps) {
      expect(await step()).toMatchObject({ status: "saved" });
      await record();
    }
    expect(recorded.size).toBe(steps.length + 1);
    for (const [push, then] of recorded) expect(await views(`&asOf=${push}`), `as of ${push}`).toEqual(then);
  }, 60_000);

  test("of a typing only its typist, and who may not type there, is told what was typed", async () => {
    const team = teamOf(11);
    await type(as.one, first, team, masses);
    const { push } = (await pull(as.one, first, "&limit=1")).body;
    const told = { key: "masses.returned", title: expect.any(String), from: null, to: masses["masses.returned"] };
    expect((await historyOf(as.one, first, team))[0].cells).toContainEqual(told);
    expect((await historyOf(as.approver, first, team))[0].cells).toContainEqual(told);
    const [line] = await historyOf(as.two, first, team);
    expect(line).toMatchObject({ version: 1, principal: { account: "one" }, cells: [] });
    const rowsFor = async (who: Client) => (await who("GET", `/v1/pushes/${push}`)).body.rows;
    expect((await rowsFor(as.one))[0].cells).toContainEqual(told);
    expect(await rowsFor(as.two)).toMatchObject([{ id: team, kind: "new", cells: [] }]);
    const answer = await as.one("GET", `/v1/sheets/${compared}/rows/${team}/history?period=${period}`);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ code: "pastCompared" }] } });
  });

  test("nobody types or signs for another by undoing; a tally that is undone loses its signature", async () => {
    const team = teamOf(7);
    const last = async (sheet: string) => (await as.prefecture("GET", `/v1/pushes?sheet=${sheet}`)).body.pushes[0].push;
    const undo = async (sheet: string) => as.prefecture("POST", `/v1/pushes/${await last(sheet)}/undo`, {});
    await type(as.one, tally, team, masses);
    await type(as.approver, signoffs, team, { signed: true });
    for (const sheet of [first, signoffs])
      expect(await undo(sheet)).toMatchObject({ status: 409, body: { errors: [{ code: "typedInPerson" }] } });
    expect((await historyOf(as.one, signoffs, team))[0].cells).toMatchObject([{ key: "signed", to: true }]);
    const { body } = await undo(tally);
    expect(body.results).toMatchObject([{ id: team, status: "saved", notices: [{ code: "signatureVoided" }] }]);
    expect(cellsOf(await rowOf(as.one, tally, team))).toEqual({});
    expect(await rowOf(as.approver, signoffs, team)).toMatchObject({ signed: null });
  });
});
