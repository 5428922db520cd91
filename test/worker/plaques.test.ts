/** Stars that rise and fall over three final rounds, through HTTP, and the plaques that are hung and taken down after each. */
import { beforeAll, describe, expect, test } from "vitest";
import { policy } from "../../schema/policy/policy.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";
import { push, rowOf } from "./desk.ts";
import { type Office, openOffice, policies, prefecture, registers, rowsOf, township } from "./office.ts";

const id = "rise-and-fall";
const assumed = "试验";
const always = <T>(value: T) => [{ from: "2014-01", value, assumed }];
const taken = { from: { shape: "latest", sheet: `indicators.${id}` } };

/**
 * First at most 3 stars; 2 up, 2 down; held while the score stays; withdrawn after two rounds without a result or
 * stars; barred for one round; five stars only after two rounds with three.
 */
const document = () =>
  policy.parse({
    ...{ id, kind: "rating", title: "升降试验办法", issuer: "试验机关", region: prefecture, period: "half-year" },
    ...{ source: { document: "试验", quote: "试验" }, effective: { from: "2014-01" }, subject: "organization" },
    inputs: {
      mark: { title: "得分", type: "decimal", min: 0, max: 100, ...taken },
      out: { title: "弄虚作假", type: "flag", default: false, ...taken },
    },
    score: {
      ...{ shape: "sum", title: "总分", round: { to: "centi", mode: "halfAwayFromZero" } },
      missing: { rule: "block" },
      of: [{ shape: "given", code: "1", title: "得分", input: "mark", max: always(100) }],
    },
    grade: {
      ...{ shape: "stars", cuts: always({ 5: 90, 4: 80, 3: 70, 2: 60, 1: 50 }), peers: "round" },
      required: [{ title: "连续两期三星", atLeast: 5, when: { streak: { stars: 3, atLeast: 2 } }, assumed }],
      vetoes: [
        {
          ...{ code: "V1", title: "弄虚作假", when: { input: "out", op: "=", value: true } },
          ...{ effect: { disqualify: true }, assumed },
        },
      ],
    },
    dynamics: {
      ...{ firstStars: { atMost: 3 }, maxUp: 2, maxDown: 2, hold: "untilScoreChanges", barredRounds: 1, assumed },
      withdraw: { rounds: 2, when: ["zeroStars", "unscored"] },
    },
    successors: { asOf: "end", inherits: { what: "all", several: "highest" }, assumed },
    tests: [
      {
        ...{ name: "首次最高三星", period: "2014-H1", subjects: [{ id: "a", inputs: { mark: 95 } }] },
        expect: [{ id: "a", stars: 3 }],
      },
    ],
  });

const village = (n: number) => `99010100100${n}`;
const [riser, faller, absent, liar, weak] = [village(1), village(2), village(3), village(4), village(5)];
const [mergedA, mergedB, whole] = [village(6), village(7), "H2015-1"];
const indicators = `/v1/sheets/indicators.${id}`;
const roundOf = (period: string) => `${id}.${period}.${prefecture}`;

let office: Office;

/** Fills in what is known of a period; others have nothing. */
async function fill(period: string, cells: Record<string, object>) {
  const rows = [];
  for (const [subject, values] of Object.entries(cells)) {
    const { version } = (await rowOf(office.as.prefecture, indicators, subject, `period=${period}`))!;
    rows.push({ id: subject, baseVersion: version, cells: values });
  }
  await push(office.as.prefecture, indicators, rows, { period });
}
async function compute(period: string) {
  await office.as.prefecture("POST", "/v1/rounds", { policyId: id, period, regionCode: prefecture });
  expect((await office.as.prefecture("POST", `/v1/rounds/${roundOf(period)}/compute`)).status).toBe(200);
}
const finalise = async (period: string) =>
  expect((await office.as.approver("POST", `/v1/rounds/${roundOf(period)}/finalise`)).status).toBe(200);
/** The outcomes of some subjects, with what settled their stars, or why they have none. */
async function outcomes(period: string, ...subjects: string[]) {
  const { body } = await office.as.viewer("GET", `/v1/rounds/${roundOf(period)}/outcomes`);
  const all = [...body.outcomes, ...body.unscored] as {
    subjectId: string;
    stars?: number;
    bound?: string;
    code?: string;
  }[];
  return subjects.map((subject) => {
    const { stars, bound, code } = all.find((one) => one.subjectId === subject)!;
    return code ?? [stars, bound];
  });
}
const plaques = async (period: string, who = office.as.viewer) =>
  rowsOf(await who("GET", `/v1/sheets/plaques.${id}?period=${period}`));
const plaqueOf = async (period: string, subject: string) => {
  const { action, before, after, reason } = (await plaques(period)).find((row) => row.id === subject)!;
  return { action, before, after, reason };
};

beforeAll(async () => {
  office = await openOffice();
  await loadLibrary(office.db, { policies: [...policies, document()], registers }, "2014-01-02T00:00:00.000Z");
  const first = { [riser]: 95, [faller]: 95, [absent]: 72, [liar]: 72, [weak]: 55, [mergedA]: 72, [mergedB]: 62 };
  await fill("2014-H1", Object.fromEntries(Object.entries(first).map(([subject, mark]) => [subject, { mark }])));
  await compute("2014-H1");
});

describe("the first round", () => {
  test("gives at most the first stars", async () => {
    expect(await outcomes("2014-H1", riser, absent, weak)).toEqual([
      ...[
        [3, "movement"],
        [3, "cuts"],
        [1, "cuts"],
      ],
    ]);
  });

  test("shows which plaques to hang, and that they may not be while it is not final", async () => {
    const row = (await plaques("2014-H1")).find((one) => one.id === riser);
    expect(row).toMatchObject({ action: "hang", before: 0, after: 3, stars: 3, score: 95, final: false });
    await finalise("2014-H1");
    const rows = await plaques("2014-H1");
    expect(rows.filter(({ action }) => action === "hang")).toHaveLength(7);
    expect(rows.every(({ final }) => final)).toBe(true);
    expect(rows.map(({ action }) => action).slice(6, 8)).toEqual(["hang", "none"]);
  });
});

describe("the second round", () => {
  beforeAll(async () => {
    await fill("2014-H2", {
      ...{ [riser]: { mark: 94 }, [faller]: { mark: 20 }, [liar]: { mark: 72, out: true }, [weak]: { mark: 20 } },
      ...{ [mergedA]: { mark: 72 }, [mergedB]: { mark: 62.5 } },
    });
    await compute("2014-H2");
    await finalise("2014-H2");
  });

  test("moves stars within the limits, holds them while the score stays, and wants a streak for five", async () => {
    expect(await outcomes("2014-H2", riser, faller, absent, liar, weak, mergedA, mergedB)).toEqual([
      ...[[4, "required"], [1, "movement"], "missingData", "disqualified", [0, "cuts"], [3, "hold"], [2, "cuts"]],
    ]);
  });

  test("changes and takes down plaques against the first; who has no result keeps its plaque, with the reason", async () => {
    expect(await plaqueOf("2014-H2", riser)).toMatchObject({ action: "replace", after: 4, reason: "必备条件" });
    expect(await plaqueOf("2014-H2", mergedA)).toMatchObject({ action: "keep", after: 3, reason: "得分未变,沿用" });
    expect(await plaqueOf("2014-H2", faller)).toEqual({ action: "replace", before: 3, after: 1, reason: "升降幅度" });
    expect(await plaqueOf("2014-H2", weak)).toEqual({ action: "takeDown", before: 1, after: 0, reason: "分数线" });
    expect(await plaqueOf("2014-H2", absent)).toMatchObject({ action: "keep", before: 3, after: 3 });
    expect(await plaqueOf("2014-H2", liar)).toEqual({
      ...{ action: "keep", before: 3, after: 3 },
      reason: "弄虚作假,取消参评资格,不评分;本期没有定星,原有3星保留",
    });
  });
});

describe("the third round, after two villages were merged", () => {
  beforeAll(async () => {
    const { prefecture: clerk } = office.as;
    const add = (sheet: string, rows: { code: string }[]) =>
      push(
        clerk,
        `/v1/sheets/${sheet}`,
        rows.map((cells) => ({ newKey: cells.code, cells })),
      );
    await add("organizations", [{ code: whole, ...{ name: "联合村党总支", regionCode: mergedA, kind: "village" } }]);
    const lines = [mergedA, mergedB].map((predecessor, i) => ({
      ...{ code: `Y2015-0${i + 1}`, kind: "merge", predecessor, successor: whole, on: "2015-03-01" },
    }));
    expect((await add("successions", lines)).summary.saved).toBe(2);
    await fill("2015-H1", {
      ...{ [riser]: { mark: 96 }, [faller]: { mark: 20 }, [liar]: { mark: 95 }, [weak]: { mark: 55 } },
      [whole]: { mark: 82 },
    });
    await compute("2015-H1");
  });

  test("gives five stars after the streak, holds, bars, and lets the successor go on from the better stars", async () => {
    expect(await outcomes("2015-H1", riser, faller, absent, liar, weak, whole)).toEqual([
      ...[[5, "cuts"], [1, "hold"], "missingData", "barred", [1, "cuts"], [4, "cuts"]],
    ]);
  });

  test("compares with the last final round, also before it is final itself", async () => {
    expect(await plaqueOf("2015-H1", riser)).toEqual({ action: "replace", before: 4, after: 5, reason: "分数线" });
    expect(await plaqueOf("2015-H1", faller)).toMatchObject({ action: "keep", after: 1, reason: "得分未变,沿用" });
    expect(await plaqueOf("2015-H1", weak)).toMatchObject({ action: "hang", before: 0, after: 1 });
    expect((await plaques("2015-H1")).every(({ final }) => final === false)).toBe(true);
  });

  test("takes down what the policy withdraws after two rounds, and names who is barred and by which round", async () => {
    expect(await plaqueOf("2015-H1", absent)).toMatchObject({
      ...{ action: "takeDown", before: 3, after: 0 },
      reason: expect.stringMatching(/;连续2期无星或未评分,原有星级收回$/),
    });
    expect((await plaqueOf("2015-H1", liar)).reason).toBe(
      "2014年下半年取消参评资格,其后1期不得参评,不评分;连续2期无星或未评分,原有星级收回",
    );
  });

  test("hangs the successor's plaque under its own name, and takes down its predecessors'", async () => {
    expect(await plaqueOf("2015-H1", whole)).toMatchObject({
      ...{ action: "hang", before: 0, after: 4, reason: expect.stringContaining(`承接城关镇06村党总支(${mergedA})`) },
    });
    for (const [gone, before] of [
      [mergedA, 3],
      [mergedB, 2],
    ])
      expect(await plaqueOf("2015-H1", gone as string)).toEqual({
        ...{ action: "takeDown", before, after: 0, reason: `2015-03-01并入联合村党总支(${whole})` },
      });
  });

  test("is shown to a township for its own, and to finance not at all", async () => {
    const own = await plaques("2015-H1", office.as.township);
    expect(own.length).toBeGreaterThan(5);
    expect(own.every(({ id: subject }) => subject === whole || subject.startsWith(township.slice(0, 9)))).toBe(true);
    const sheet = `/v1/sheets/plaques.${id}?period=2015-H1`;
    expect((await office.as.finance("GET", sheet)).status).toBe(403);
  });

  test("was opened again: the round before it is the last final one", async () => {
    const reopen = { action: "reopen", reason: "更正" };
    expect((await office.as.approver("POST", `/v1/rounds/${roundOf("2014-H2")}/steps`, reopen)).status).toBe(200);
    expect(await plaqueOf("2015-H1", faller)).toMatchObject({ action: "replace", before: 3, after: 1 });
  });
});
