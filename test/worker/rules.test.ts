/** Rules of registers through the whole worker: the library's own, two clerks at the same moment, ballots as they are typed. */
import { beforeAll, describe, expect, test } from "vitest";
import type { AppraisalPolicy, Policy, RatingPolicy } from "../../schema/policy/policy.ts";
import { rangeOf } from "../../schema/region.ts";
import { type Register, register } from "../../schema/register.ts";
import { checkDigitOf } from "../../schema/sheet/cells/idNumber.ts";
import { open } from "../../worker/store/database.ts";
import { readCatalogue } from "../../worker/usecases/catalogue.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";
import { pushRows } from "../../worker/usecases/pushRows.ts";
import { danglingReferences } from "../../worker/usecases/references.ts";
import { type Client, type Office, openOffice, policies, prefecture, registers, rowsOf, village } from "./office.ts";

const other = "990101001002";
const elsewhere = "990102001001";

/** A ledger in which a village may not spend more than 1,000 yuan a month. */
const spending: Register = register.parse({
  ...{ id: "spending", title: "支出登记簿", group: "台账", assumed: "试验", subject: "organization" },
  ...{ period: "month", rows: "many" },
  columns: [
    { key: "yuan", title: "支出", type: "money", min: 0 },
    { key: "voucher", title: "凭证号", type: "code" },
  ],
  rules: [
    { code: "most", title: "全月支出", check: { total: { of: "yuan", by: ["subject"], op: "<=", to: 1000 } } },
    { code: "once", title: "一张凭证记一次", check: { unique: ["voucher"] } },
  ],
});
/** All villages together may not spend more than 5,000 yuan. */
const pooled: Register = register.parse({
  ...spending,
  ...{ id: "pooled", title: "统筹支出" },
  rules: [{ code: "most", title: "统筹支出", check: { total: { of: "yuan", by: [], op: "<=", to: 5000 } } }],
});

let office: Office;
let clerk: Client;
beforeAll(async () => {
  office = await openOffice();
  clerk = office.as.prefecture;
  await loadLibrary(office.db, { policies, registers: [...registers, spending, pooled] }, "2014-01-02T00:00:00.000Z");
});

interface Result {
  id: string;
  status: string;
  version: number;
  errors?: { key: string; code: string; message: string }[];
  notices?: { key: string; code: string; message: string }[];
}
const push = async (who: Client, sheet: string, rows: object[], period?: string): Promise<Result[]> => {
  const { body } = await who("PATCH", `/v1/sheets/${sheet}`, { rows, ...(period && { period }) });
  return body.results;
};
let keys = 0;
const fresh = (cells: object) => ({ newKey: `n${++keys}`, cells });
const said = ({ status, errors = [], notices = [] }: Result) =>
  [status, ...[...errors, ...notices].map(({ key, code }) => `${key} ${code}`)].join(" ");
const idOf = (order: number) => {
  const digits = `51092119800101${String(order).padStart(3, "0")}`;
  return `${digits}${checkDigitOf(digits)}`;
};
const person = (code: string, more: object = {}) => fresh({ code, name: "某人", organization: village, ...more });

describe("the library's registers", () => {
  test("an appointment begins before it ends", async () => {
    const [before, after] = ["2013-12-31", "2014-06"].map((to, i) =>
      fresh({ code: `R-${i}`, person: "G000001", post: "clerk", from: "2014-01-01", to }),
    );
    expect((await push(clerk, "appointments", [before!, after!])).map(said)).toEqual([
      "invalid to wrongOrder",
      "saved to readAs",
    ]);
  });

  test("of cases no more are closed than accepted, nor satisfied than asked, also when two clerks type the parts", async () => {
    const sheet = "register.service-cases";
    const row = (cells: object) => ({ id: other, baseVersion: 0, cells });
    expect((await push(clerk, sheet, [row({ accepted: 10, asked: 5 })], "2014-01")).map(said)).toEqual(["saved"]);
    const [result] = await push(office.as.township, sheet, [row({ closed: 12, satisfied: 6 })], "2014-01");
    expect(said(result!)).toBe("invalid closed sumMismatch satisfied sumMismatch");
    expect(result!.errors![0]!.message).toBe("办结不多于受理:须办结件数≤受理件数,现为12和10");
  });

  test("a session of remote education lies in its month, and what its ledgers still lack is said", async () => {
    const sheet = "register.remote-education-sessions";
    const session = (heldOn: string, more: object = {}) =>
      fresh({ subject: village, heldOn, topic: "养猪技术", attendance: "30余人", ...more });
    const rows = [session("2014-03-05", { ledgers: "播放收看登记簿、点名册" }), session("2014-04-02")];
    expect((await push(office.as.township, sheet, rows, "2014-03")).map(said)).toEqual([
      "saved attendance readAs ledgers notCovered",
      "invalid heldOn outsidePeriod",
    ]);
    const rest = [session("2014-03-19", { ledgers: "学习讨论记录簿、学用情况记录簿、意见信息反馈簿" })];
    expect((await push(office.as.township, sheet, rest, "2014-03")).map(said)).toEqual(["saved attendance readAs"]);
  });

  test("S0: 270 + 860 + 493.7 + 145.3 = 1769 万元; short of it a warning, beyond it a refusal", async () => {
    const sheet = "register.venue-funds";
    const part = (source: string, amount: unknown, more: object = {}) =>
      fresh({ subject: village, source, amount, ...more });
    const first = [part("上级拨款", 270, { total: 1769, activities: "200多场" }), part("县级补助", "8600000元")];
    const typed = await push(clerk, sheet, first, "2011");
    expect(typed.map(said)).toEqual([
      "saved activities readAs",
      "saved amount readAs amount totalMismatch source notCovered",
    ]);
    expect(typed[1]!.notices!.map(({ message }) => message)).toEqual([
      "“金额”:“8600000元”读作860万元",
      "各来源之和等于总投入:各行合计须金额=总投入,现为1130万元和1769万元",
      "四个来源填齐:“资金来源”还缺乡村自筹、其它渠道",
    ]);
    const rest = [part("乡村自筹", 493.7), part("其它渠道", 145.3)];
    expect((await push(clerk, sheet, rest, "2011")).map(said)).toEqual(["saved", "saved"]);
    const [beyond] = await push(clerk, sheet, [part("其它渠道", "0.01元")], "2011");
    expect(said(beyond!)).toBe("invalid amount totalMismatch");
    expect(beyond!.errors![0]!.message).toContain("现为1769.000001万元和1769万元");
  });
});

describe("appraisals, as they are held and followed up", () => {
  const meetings = "register.appraisal-sessions";
  const feedback = "register.appraisal-feedback";
  const team = `B${village}`;
  const meeting = (cells: object) =>
    fresh({
      ...{ subject: village, meeting: "年度测评会", voterGroup: "群众票", method: "会议投票", heldOn: "2014-12-10" },
      ...{ entitled: 90, present: 60, ...cells },
    });
  const counted = { scrutineer: "甲", caller: "乙", teller: "丙", countedOn: "2014-12-10" };
  const opinion = (cells: object) =>
    fresh({ subject: team, opinion: "公开栏更新慢", raisedOn: "2014-12-10", ...cells });

  test("of a meeting no more are present than entitled, no more ballots come back than went out, and all are accounted for", async () => {
    const rows = [
      meeting({ present: 91 }),
      meeting({ issued: 61 }),
      meeting({ issued: 60, returned: 58, valid: 55, invalid: 2, ...counted }),
      meeting({ issued: 60, returned: 61, ...counted }),
      meeting({ issued: 60, returned: 58, valid: 55, invalid: 3 }),
      meeting({ ...counted, countedOn: "2014-12-09" }),
      meeting({ heldOn: "2015-01-03" }),
    ];
    expect((await push(office.as.township, meetings, rows, "2014")).map(said)).toEqual([
      "invalid present sumMismatch",
      "invalid issued sumMismatch",
      "invalid returned sumMismatch",
      "invalid returned sumMismatch",
      "invalid scrutineer requiredWhere caller requiredWhere teller requiredWhere countedOn requiredWhere",
      "invalid countedOn wrongOrder",
      "invalid heldOn outsidePeriod",
    ]);
  });

  test("two thirds of the villagers are a quorum, of the members more than half; a house-to-house vote has none", async () => {
    const rows = [
      meeting({ issued: 60, returned: 58, valid: 55, invalid: 3, ...counted, announcedOn: "2014-12-11" }),
      meeting({ voterGroup: "党员票", entitled: 20, present: 10 }),
      meeting({ voterGroup: "组织票", entitled: 20, present: 11 }),
      meeting({ method: "入户投票", entitled: 30, present: null, issued: 30 }),
    ];
    const results = await push(office.as.township, meetings, rows, "2014");
    expect(results.map(({ status }) => status)).toEqual(Array(4).fill("saved"));
    const pulled = rowsOf(await clerk("GET", `/v1/sheets/${meetings}?period=2014`));
    expect(results.map((one) => pulled.find(({ id }) => id === one.id)!.quorumMet)).toEqual([true, false, true, null]);
    expect(pulled[0]).toMatchObject({ subject: village, turnout: 62.3 });
    const again = await push(office.as.township, meetings, [meeting({ entitled: 10, present: 10 })], "2014");
    expect(said(again[0]!)).toContain("duplicate");
  });

  test("how many ballots a meeting counted is told to whoever sees tallies, and no policy may draw on it", async () => {
    for (const account of ["village", "viewer", "auditor", "tool", "finance"] as const) {
      expect((await office.as[account]("GET", `/v1/sheets/${meetings}?period=2014`)).status, account).toBe(403);
      expect((await office.as[account]("GET", `/v1/pushes?sheet=${meetings}`)).body.pushes ?? [], account).toEqual([]);
    }
    expect(rowsOf(await office.as.approver("GET", `/v1/sheets/${meetings}?period=2014`))).toHaveLength(4);
    const stars = policies.find(({ id }) => id === "xinhui-star-organization") as RatingPolicy;
    const drawing = (sheet: object, column: string): Policy => ({
      ...stars,
      inputs: { serviceTeam: { ...stars.inputs.serviceTeam!, from: { shape: "latest", ...sheet, column } as never } },
    });
    const reasons = [
      drawing({ sheet: meetings }, "valid"),
      drawing({ sheet: "tallies.xinhui-three-ballots" }, "organization.excellent"),
    ].flatMap((one) => danglingReferences({ policies: [...policies, one], registers }));
    expect(reasons.filter((text) => text.includes("记有票数"))).toHaveLength(2);
  });

  test("an opinion on a team or a member leads to a measure, a date and a result; what is done is counted for each", async () => {
    const told = { toldOn: "2014-12-20", measure: "每月更新", dueOn: "2015-01-31" };
    const done = { ...told, result: "已更新" };
    const rows = [
      opinion({ ...done, finishedOn: "2015-01-30" }),
      opinion({ ...told }),
      opinion({ subject: `${village}-1`, ...done, finishedOn: "2015-02-01", voterGroup: "群众" }),
      opinion({ toldOn: "2014-12-09" }),
      opinion({ dueOn: "2015-01-31" }),
      opinion({ ...told, finishedOn: "2015-01-30" }),
      opinion({ subject: village }),
    ];
    const member = rowsOf(await clerk("GET", "/v1/sheets/committee-members"))[0]!.id;
    rows[2]!.cells = { ...rows[2]!.cells, subject: member };
    const results = await push(office.as.township, feedback, rows, "2014");
    expect(results.map(said)).toEqual([
      ...Array(3).fill("saved"),
      "invalid toldOn wrongOrder",
      "invalid toldOn requiredWhere measure requiredWhere",
      "invalid result requiredWhere",
      expect.stringMatching(/^(invalid|gone)/),
    ]);
    const pulled = rowsOf(await office.as.village("GET", `/v1/sheets/${feedback}?period=2014`));
    const row = (i: number) => pulled.find(({ id }) => id === results[i]!.id);
    expect(row(0)).toMatchObject({ opinions: 2, finished: 1, allFinished: false, inTime: true });
    expect(row(1)).toMatchObject({ opinions: 2, inTime: null });
    expect(row(2)).toMatchObject({ opinions: 1, allFinished: true, inTime: false });
  });
});

describe("one person is registered once", () => {
  test("whoever it is: also against rows that the pusher cannot see, and without a word about them", async () => {
    expect(
      (await push(clerk, "persons", [person("P-1", { organization: elsewhere, idNumber: idOf(1) })])).map(said),
    ).toEqual(["saved"]);
    const [hidden] = await push(office.as.county, "persons", [person("P-2", { idNumber: idOf(1) })]);
    expect(said(hidden!)).toBe("invalid idNumber duplicateValue");
    expect(JSON.stringify(hidden)).not.toMatch(/P-1|990102|510921/);
    const pair = [person("P-3", { idNumber: idOf(2) }), person("P-4", { idNumber: idOf(2) })];
    expect((await push(clerk, "persons", pair)).map(said)).toEqual(["saved", "invalid idNumber duplicateValue"]);
  });

  test("a number that was given up is free; a row that was deleted with it comes back only while it is", async () => {
    const remove = { id: "P-3", baseVersion: 1, delete: true };
    const taken = person("P-5", { idNumber: idOf(2) });
    expect((await push(clerk, "persons", [remove, taken])).map(said)).toEqual(["saved", "saved"]);
    const restore = { id: "P-3", baseVersion: 2, restore: true };
    expect((await push(clerk, "persons", [restore])).map(said)).toEqual(["invalid idNumber duplicateValue"]);
    const corrected = { id: "P-5", baseVersion: 1, cells: { idNumber: idOf(3) } };
    expect((await push(clerk, "persons", [corrected, restore])).map(said)).toEqual(["saved", "saved"]);
  });

  test("however the other row is kept: as it was before cells had an order, or in the order of an earlier register", async () => {
    await office.d1.batch([
      office.d1
        .prepare(
          `insert into entry (sheet, period, regionCode, id, subjectId, cells, version, push, deleted)
            select sheet, period, regionCode, 'P-6', 'P-6', ?, 1, push, 0 from entry where id = 'P-5'`,
        )
        .bind(JSON.stringify({ code: "P-6", name: "某人", organization: village, idNumber: idOf(6) })),
    ]);
    expect((await push(clerk, "persons", [person("P-7", { idNumber: idOf(6) })])).map(said)).toEqual([
      "invalid idNumber duplicateValue",
    ]);
    const persons = registers.find(({ id }) => id === "persons")!;
    const reordered = { ...persons, columns: persons.columns.toReversed() };
    const reload = (document: Register) =>
      loadLibrary(office.db, { policies, registers: [...registers, document] }, "2014-01-05T00:00:00.000Z");
    await reload(reordered);
    expect((await push(clerk, "persons", [person("P-7", { idNumber: idOf(7) })])).map(said)).toEqual(["saved"]);
    await reload(persons);
    const both = [person("P-8", { idNumber: idOf(7) }), person("P-9", { idNumber: idOf(8) })];
    expect((await push(clerk, "persons", both)).map(said)).toEqual(["invalid idNumber duplicateValue", "saved"]);
  });

  test("at the same moment: of several pushes with one number exactly one is saved", async () => {
    for (const order of [11, 12, 13]) {
      const answers = await Promise.all(
        ["a", "b", "c"].map((name) => push(clerk, "persons", [person(`P-${order}${name}`, { idNumber: idOf(order) })])),
      );
      expect(answers.flat().map(said).sort()).toEqual([
        "invalid idNumber duplicateValue",
        "invalid idNumber duplicateValue",
        "saved",
      ]);
      const held = rowsOf(await office.as.admin("GET", "/v1/sheets/persons")).filter(
        ({ idNumber }) => idNumber === idOf(order),
      );
      expect(held).toHaveLength(1);
    }
  });
});

test("one code for a team and a member, pushed at the same moment: one of them is saved", async () => {
  for (const code of ["X-1", "X-2", "X-3"]) {
    const answers = await Promise.all([
      push(clerk, "leadership-teams", [fresh({ code, name: "班子", organization: village })]),
      push(clerk, "committee-members", [fresh({ code, name: "某人", organization: village, body: "partyBranch" })]),
    ]);
    expect(answers.flat().map(said).sort()).toEqual(["invalid code keyTaken", "saved"]);
  }
});

describe("a limit holds while several clerks spend at the same moment", () => {
  const total = async (sheet: string) =>
    rowsOf(await clerk("GET", `/v1/sheets/${sheet}?period=2014-03`)).reduce((sum, { yuan }) => sum + Number(yuan), 0);

  test("of one village", async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(() => push(clerk, "register.spending", [fresh({ subject: village, yuan: 400 })], "2014-03")),
    );
    expect(answers.flat().map(said).sort()).toEqual(["invalid yuan totalMismatch", "saved", "saved"]);
    expect(await total("register.spending")).toBe(800);
  });

  test("of villages that do not see each other, whose figures are not told", async () => {
    const hidden = await push(clerk, "register.pooled", [fresh({ subject: elsewhere, yuan: 4321 })], "2014-03");
    expect(hidden.map(said)).toEqual(["saved"]);
    const [refused] = await push(
      office.as.township,
      "register.pooled",
      [fresh({ subject: village, yuan: 680 })],
      "2014-03",
    );
    expect(said(refused!)).toBe("invalid yuan totalMismatch");
    expect(refused!.errors![0]!.message).toBe("统筹支出:各行合计须支出≤5000");
    const answers = await Promise.all(
      [village, other].map((subject) => push(clerk, "register.pooled", [fresh({ subject, yuan: 400 })], "2014-03")),
    );
    expect(answers.flat().map(said).sort()).toEqual(["invalid yuan totalMismatch", "saved"]);
    expect(await total("register.pooled")).toBe(4721);
  });

  test("villages that have nothing to do with each other do not wait for each other", async () => {
    const rows = rowsOf(await clerk("GET", "/v1/sheets/organizations")).slice(2, 10);
    const answers = await Promise.all(
      rows.map(({ id }) => push(clerk, "register.spending", [fresh({ subject: id, yuan: 900 })], "2014-03")),
    );
    expect(answers.flat().map(said)).toEqual(rows.map(() => "saved"));
  });
});

test("a push that touches no rule asks the database as often as on a sheet without rules", async () => {
  const asked = async (rules: Register["rules"], cells: object, id: string) => {
    let count = 0;
    const counting = new Proxy(office.d1, {
      get(target, name) {
        if (name === "prepare") count++;
        const value = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const db = open(counting);
    const scope = [rangeOf(prefecture)];
    const catalogue = await readCatalogue(office.db, scope);
    const sheet = { ...catalogue.sheet("persons")!, rules };
    const work = { db, principal: { id: "demo" }, now: "2014-02-01T00:00:00.000Z", requestId: "r" };
    const rows = [{ id, baseVersion: 1, cells: { ...cells } }];
    const reader = { id: "demo", types: scope, clears: scope, personal: scope };
    const access = { scope, writable: scope, reader, grants: [], language: "zh" as const };
    const answer = await pushRows(work, catalogue, sheet, { mode: "partial", period: "", rows }, access);
    expect(answer.summary.saved).toBe(1);
    return count;
  };
  const { rules } = registers.find(({ id }) => id === "persons")!;
  const without = await asked(undefined, { name: "甲" }, "G000002");
  expect(await asked(rules, { name: "乙" }, "G000003")).toBe(without);
  expect(await asked(rules, { idNumber: idOf(99) }, "G000004")).toBeGreaterThan(without);
});

describe("a tally as it is typed", () => {
  const sheet = "tallies.xinhui-three-ballots";
  const team = "B990101001002";
  const ballots = (group: string, valid: number, returned: number) => ({
    ...{ [`${group}.issued`]: 60, [`${group}.returned`]: returned, [`${group}.invalid`]: 0, [`${group}.abstained`]: 0 },
    ...{ [`${group}.excellent`]: valid, [`${group}.competent`]: 0, [`${group}.basic`]: 0, [`${group}.incompetent`]: 0 },
  });
  const type = (cells: object, baseVersion: number) =>
    push(office.as.township, sheet, [{ id: team, baseVersion, cells }], "2013");

  test("one that does not add up is kept, with the cell, the rule and the difference; other groups are not spoken of", async () => {
    const [result] = await type(ballots("masses", 50, 53), 0);
    expect(said(result!)).toBe("saved masses.returned tallyMismatch");
    expect(result!.notices![0]!.message).toBe("计票不符:群众票收回(masses.returned):须各项票数+弃权=有效,左边少3");
    const [beside] = await type(ballots("members", 20, 20), 1);
    expect(beside!.notices).toBeUndefined();
    const [right] = await type({ "masses.returned": 50 }, 2);
    expect(said(right!)).toBe("saved");
  });

  test("of two typings each is told of its own numbers alone", async () => {
    const document = policies.find(({ id }) => id === "xinhui-three-ballots") as AppraisalPolicy;
    const counts = { ...document.counts, entry: "double" as const };
    const twice = { ...document, id: "double-ballots", counts };
    await loadLibrary(office.db, { policies: [...policies, twice], registers }, "2014-01-03T00:00:00.000Z");
    const type = (who: Client, typing: string, cells: object) =>
      push(who, `tallies.double-ballots.${typing}`, [{ id: team, baseVersion: 0, cells }], "2014");
    const [wrong] = await type(office.as.township, "first", ballots("masses", 50, 53));
    expect(said(wrong!)).toBe("saved masses.returned tallyMismatch");
    const [right] = await type(office.as.county, "second", ballots("masses", 50, 50));
    expect(said(right!)).toBe("saved");
  });

  test("where the policy refuses it, the row is not saved, and the other rows are", async () => {
    const document = policies.find(({ id }) => id === "xinhui-three-ballots") as AppraisalPolicy;
    const strict = {
      ...document,
      id: "strict-ballots",
      reconciliation: document.reconciliation.map((rule) => ({ ...rule, onPush: "refuse" as const })),
    };
    await loadLibrary(office.db, { policies: [...policies, strict], registers }, "2014-01-03T00:00:00.000Z");
    const rows = [
      { id: team, baseVersion: 0, cells: ballots("masses", 50, 53) },
      { id: "B990101001001", baseVersion: 0, cells: ballots("masses", 50, 50) },
    ];
    const results = await push(office.as.township, "tallies.strict-ballots", rows, "2014");
    expect(results.map(said)).toEqual(["invalid masses.returned tallyMismatch", "saved"]);
    expect(results[0]).toMatchObject({ id: team, version: 0 });
  });
});
