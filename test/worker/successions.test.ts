/** Villages merged, split, renamed and abolished in the middle of 2014, through the API: old periods keep the old map. */
import { beforeAll, describe, expect, test } from "vitest";
import type { TraceStep } from "../../schema/trace.ts";
import {
  type Answer,
  type Client,
  indicators,
  type Office,
  openOffice,
  policies,
  prefecture,
  rowsOf,
  township,
} from "./office.ts";

const star = "xinhui-star-organization";
const county = "990101000000";
const roundOf = (period: string, region = prefecture, policyId = star) => `${policyId}.${period}.${region}`;
const [first, second] = [roundOf("2014-H1"), roundOf("2014-H2")];
/** Villages of the first township: 003 and 004 become one, 005 and 006 another, later one; the rest as the tests say. */
const village = (number: number) => `9901010010${String(number).padStart(2, "0")}`;
const [a, b, c] = [village(3), village(4), "H2014-1"];
const [p, q, r] = [village(5), village(6), "H2014-2"];
const [renamed, abolished, whole, part] = [village(7), village(8), village(9), "H2014-3"];

let office: Office;
let clerk: Client;
let approver: Client;
/** The last push before the map changed. */
let before: number;

const open = (period: string, regionCode = prefecture, policyId = star) =>
  clerk("POST", "/v1/rounds", { policyId, period, regionCode });
const compute = async (round: string) => (await clerk("POST", `/v1/rounds/${round}/compute`)).body;
const explain = async (round: string, subject: string, query = "") =>
  (await clerk("GET", `/v1/rounds/${round}/outcomes/${subject}${query}`)).body;
const listOf = async (round: string) => {
  const { body } = await clerk("GET", `/v1/rounds/${round}/outcomes?limit=1000`);
  return new Map(
    [...body.outcomes, ...body.unscored].map((one: { subjectId: string; name: string; stars?: number }) => [
      one.subjectId,
      one,
    ]),
  );
};
const pull = (sheet: string, period: string, query = "") =>
  clerk("GET", `/v1/sheets/${sheet}?period=${period}&region=${prefecture}${query}`);
const idsOf = (answer: Answer) => rowsOf(answer).map(({ id }) => id);
const push = async (sheet: string, period: string, rows: object[]) =>
  (await clerk("PATCH", `/v1/sheets/${sheet}`, { period, rows })).body;
const add = (sheet: string, ...rows: { code: string }[]) =>
  push(
    sheet,
    "",
    rows.map((cells) => ({ newKey: cells.code, cells })),
  );
const found = (code: string, name: string, regionCode: string) =>
  add("organizations", { code, ...{ name, regionCode, kind: "village" } });
const flat = (steps: TraceStep[]): TraceStep[] => steps.flatMap((step) => [step, ...flat(step.steps ?? [])]);
const stepOf = (body: { trace: TraceStep[] }, shape: string) => flat(body.trace).find((one) => one.shape === shape)!;

let old: Awaited<ReturnType<typeof listOf>>;
let finalBytes: string;

beforeAll(async () => {
  office = await openOffice();
  clerk = office.as.prefecture;
  approver = office.as.approver;
  for (const period of ["2014-H1", "2014-H2"]) await open(period);
  for (const round of [first, second]) await compute(round);
  old = await listOf(first);
  await open("2014-H1", county);
  await compute(roundOf("2014-H1", county));
  await approver("POST", `/v1/rounds/${roundOf("2014-H1", county)}/finalise`);
  finalBytes = (await clerk("GET", `/v1/rounds/${roundOf("2014-H1", county)}/outcomes/${a}`)).text;
  before = (await pull(indicators, "2014-H2")).body.push;
});

describe("two villages that were merged on 1 July 2014", () => {
  beforeAll(async () => {
    expect((await found(c, "联合村党总支", a)).summary.saved).toBe(1);
    const lines = [a, b].map((predecessor, i) => ({
      code: `Y2014-0${i + 1}`,
      ...{ kind: "merge", predecessor, successor: c, on: "2014-07-01" },
    }));
    expect((await add("successions", ...lines)).summary.saved).toBe(2);
  });

  test("stand on the sheets of the first half-year, and the new one on those of the second", async () => {
    for (const [sheet, earlier, later] of [
      [indicators, "2014-H1", "2014-H2"],
      ["register.service-cases", "2014-06", "2014-07"],
    ] as const) {
      const [was, is] = [idsOf(await pull(sheet, earlier)), idsOf(await pull(sheet, later))];
      expect([a, b, c].map((id) => was.includes(id))).toEqual([true, true, false]);
      expect([a, b, c].map((id) => is.includes(id))).toEqual([false, false, true]);
      expect([was.length, is.length]).toEqual([48, 47]);
    }
  });

  test("their teams and members end with them; households, venues and persons stay", async () => {
    const tallies = idsOf(await pull("tallies.xinhui-three-ballots", "2014"));
    expect([`B${a}`, `C${a}-1`, `B${village(1)}`].map((id) => tallies.includes(id))).toEqual([false, false, true]);
    expect(idsOf(await pull("tallies.xinhui-three-ballots", "2013"))).toContain(`B${a}`);
    expect(idsOf(await pull("indicators.dongyang-venue-reward", "2014"))).toContain(`V${a}`);
    expect(idsOf(await pull("indicators.xinhui-ten-star-household", "2014"))).toContain(`${a}-01`);
    expect(idsOf(await pull("indicators.chuxiong-base-allowance", "2014"))).toHaveLength(96);
  });

  test("a team that passes to the new village is listed with the old one in the years before, and with the new one since", async () => {
    const id = `B${a}`;
    const [row] = rowsOf(await clerk("GET", "/v1/sheets/leadership-teams")).filter((one) => one.id === id);
    const moved = { id, baseVersion: row!.version, cells: { organization: c } };
    expect((await push("leadership-teams", "", [moved])).summary.saved).toBe(1);
    const listed = async (period: string) => idsOf(await pull("tallies.xinhui-three-ballots", period)).includes(id);
    expect([await listed("2013"), await listed("2014"), await listed("2015")]).toEqual([true, true, true]);
    // A team that was with the new village from the start is none of the years before.
    await add("leadership-teams", { code: "B-new", ...{ name: "联合村监督班子", organization: c } });
    const fresh = async (period: string) => idsOf(await pull("tallies.xinhui-three-ballots", period)).includes("B-new");
    expect([await fresh("2013"), await fresh("2014")]).toEqual([false, true]);

    // The same of rounds, with a merger of 2017 and the ballots of 2014.
    const [one, other, later] = ["990101002005", "990101002006", "H2017-1"];
    await found(later, "联心村党总支", one);
    await add(
      "successions",
      { code: "Y2017-01", ...{ kind: "merge", predecessor: one, successor: later, on: "2017-03-01" } },
      { code: "Y2017-02", ...{ kind: "merge", predecessor: other, successor: later, on: "2017-03-01" } },
    );
    const [team] = rowsOf(await clerk("GET", "/v1/sheets/leadership-teams")).filter((its) => its.id === `B${one}`);
    await push("leadership-teams", "", [{ id: team!.id, baseVersion: team!.version, cells: { organization: later } }]);
    await open("2014", prefecture, "xinhui-three-ballots");
    const ballots = roundOf("2014", prefecture, "xinhui-three-ballots");
    await compute(ballots);
    expect((await listOf(ballots)).has(`B${one}`)).toBe(true);
    expect((await explain(ballots, `B${one}`)).equal).toBe(true);
  });

  test("a client that pulls what is new learns who is gone and who has come", async () => {
    const { body } = await pull(indicators, "2014-H2", `&since=${before}`);
    const rows = body.rows.map(({ id, deleted }: { id: string; deleted?: true }) => [id, deleted === true]);
    expect(Object.fromEntries(rows)).toMatchObject({ [a]: true, [b]: true, [c]: false });
    const unmoved = (await pull(indicators, "2014-H2", `&since=${body.push}`)).body.rows;
    expect(unmoved).toEqual([]);
  });

  test("a row of one that does not stand in a period is refused with the reason; an unchanged one is no matter", async () => {
    const [row] = rowsOf(await pull(indicators, "2014-H1")).filter(({ id }) => id === a);
    const change = (id: string, baseVersion: number, cells: object) => ({ id, baseVersion, cells });
    const late = await push(indicators, "2014-H2", [change(a, 1, { serviceTeam: 1 }), change(village(1), 1, {})]);
    expect(late.results[0]).toMatchObject({
      status: "invalid",
      errors: [
        {
          key: "id",
          code: "organizationEnded",
          message: `该组织于2014-07-01并入联合村党总支(${c}),本期不再单列`,
        },
      ],
    });
    const early = await push(indicators, "2014-H1", [change(c, 0, { serviceTeam: 1 })]);
    expect(early.results[0].errors[0]).toMatchObject({ code: "organizationComes" });
    expect(early.results[0].errors[0].message).toContain(`由城关镇03村党总支(${a})、城关镇04村党总支(${b})合并而来`);
    expect((await push(indicators, "2014-H1", [change(a, row!.version, {})])).results[0].status).toBe("unchanged");
    // A ledger with many rows takes those of any day on which the village stood.
    const visit = async (period: string, subject: string) =>
      (await push("register.visits", period, [{ newKey: "n", cells: { subject, on: `${period}-01` } }])).results[0];
    expect((await visit("2014-06", a)).status).toBe("saved");
    expect((await visit("2014-07", a)).errors[0].code).toBe("organizationEnded");
    expect((await visit("2014-06", c)).errors[0].code).toBe("organizationComes");
  });

  test("they cannot be deleted: old periods list them", async () => {
    const rows = rowsOf(await clerk("GET", "/v1/sheets/organizations"));
    const remove = (id: string) => ({ id, baseVersion: rows.find((one) => one.id === id)!.version, delete: true });
    const { results } = await push("organizations", "", [remove(a), remove(c)]);
    expect(results.map(({ errors }: { errors: { code: string; message: string }[] }) => errors[0]!.code)).toEqual([
      ...["inSuccession", "inSuccession"],
    ]);
    expect(results[0].errors[0].message).toContain("沿革Y2014-01");
  });

  test("the first half-year computed again has both under their names and not the new one; nothing of it has moved", async () => {
    expect(await compute(first)).toMatchObject({ written: 0, unchanged: 48 });
    const now = await listOf(first);
    expect([now.get(a)?.name, now.get(b)?.name, now.get(c)]).toEqual([
      "城关镇03村党总支",
      "城关镇04村党总支",
      undefined,
    ]);
  });

  test("the second has the new one instead; what was filled in for the old ones is told of and counts for nobody", async () => {
    await push(indicators, "2014-H2", [
      {
        id: c,
        baseVersion: 0,
        cells: {
          serviceTeam: 20,
          servicePersonnel: 20,
          serviceCapability: 20,
          serviceSupport: 10,
          serviceMechanism: 10,
        },
      },
    ]);
    await push("register.service-cases", "2014-09", [
      { id: c, baseVersion: 0, cells: { accepted: 100, closed: 100, asked: 100, satisfied: 99 } },
    ]);
    const { warnings } = await compute(second);
    expect(warnings).toEqual([
      expect.objectContaining({ code: "unjudgedEntries", message: expect.stringContaining(`城关镇03村党总支(${a})`) }),
    ]);
    const now = await listOf(second);
    expect([now.has(a), now.has(b), now.get(c)?.name]).toEqual([false, false, "联合村党总支"]);
  });

  test("its stars go on from the better of the two, and the trace leads to the old village's result and the line of the roster", async () => {
    const body = await explain(second, c);
    const [starsA, starsB] = [old.get(a)!.stars!, old.get(b)!.stars!];
    const [better, name] = starsA >= starsB ? [a, "城关镇03村党总支"] : [b, "城关镇04村党总支"];
    const last = Math.max(starsA, starsB);
    const movement = stepOf(body, "movement");
    expect(movement.value).toBe(Math.min(5, last + 1));
    expect(movement.text).toContain(`承接${name}(${better})2014年上半年${last}星,本期实得5星`);
    expect(movement.inputs![0]!.from).toEqual([{ sheet: `outcomes.${star}`, period: "2014-H1", id: better }]);
    const step = stepOf(body, "succession");
    expect(step.text).toBe(
      `2014-07-01由城关镇03村党总支(${a})、城关镇04村党总支(${b})合并而成;承接以往结果:${name}(${better})2014年上半年${last}星`,
    );
    expect(step.inputs![0]!.from).toEqual(
      ["Y2014-01", "Y2014-02"].map((id) => ({
        ...{ sheet: "successions", period: "", id, version: 1, push: expect.any(Number) },
      })),
    );
    expect(step.inputs![1]!.from![0]).toMatchObject({ period: "2014-H1", id: better, of: better, run: 1 });
    expect(step.parameters![0]).toMatchObject({ name: "/successors", assumed: expect.stringContaining("文件未写") });
    expect(body.equal).toBe(true);
  });

  test("the run before is explained as it was, with both of them; the comparison names the succession", async () => {
    const { runs } = (await clerk("GET", `/v1/rounds/${second}/runs`)).body;
    const [now, earlier] = [runs[0].id, runs.at(-1).id];
    expect(await explain(second, a, `?run=${earlier}`)).toMatchObject({ equal: true, name: "城关镇03村党总支" });
    const { body } = await clerk("GET", `/v1/rounds/${second}/compare?run=${now}&withRun=${earlier}`);
    const moveOf = (id: string) => body.moved.find(({ subjectId }: { subjectId: string }) => subjectId === id);
    expect(moveOf(a)).toMatchObject({ causes: ["left", "successions"], after: null });
    expect(moveOf(a).text).toContain(`不再是评价对象;2014-07-01并入联合村党总支(${c})`);
    expect(moveOf(c).causes).toEqual(["joined", "successions"]);
    const halves = (await clerk("GET", `/v1/rounds/${second}/compare?with=${first}`)).body.moved;
    const left = halves.find(({ subjectId }: { subjectId: string }) => subjectId === b);
    expect(left.causes).toEqual(["left", "successions"]);
  });

  test("what was made final before keeps its bytes", async () => {
    const now = await clerk("GET", `/v1/rounds/${roundOf("2014-H1", county)}/outcomes/${a}`);
    expect(now.text).toBe(finalBytes);
  });

  test("persons of the old village keep their pay; funds go to the villages of the end of the year", async () => {
    await open("2014", prefecture, "chuxiong-base-allowance");
    const allowance = roundOf("2014", prefecture, "chuxiong-base-allowance");
    expect(await compute(allowance)).toMatchObject({ scored: 96 });
    const persons = rowsOf(await clerk("GET", "/v1/sheets/persons")).filter(({ organization }) => organization === a);
    expect(persons).toHaveLength(2);
    for (const { id } of persons) expect((await explain(allowance, id)).amountFen).toBeGreaterThanOrEqual(12 * 54000);
    await open("2016", prefecture, "benxi-village-funds");
    const funds = roundOf("2016", prefecture, "benxi-village-funds");
    expect(await compute(funds)).toMatchObject({ scored: 47 });
    const paid = await listOf(funds);
    expect([a, b, c].map((id) => paid.has(id))).toEqual([false, false, true]);
  });
});

describe("two villages that were merged in the middle of a half-year", () => {
  test("their ledgers up to the day count for the new one, each entry named with whose it is", async () => {
    const cases = (period: string, id: string) =>
      rowsOf({ ...monthly[period]! }).find((one) => one.id === id) as
        | { asked?: number; satisfied?: number }
        | undefined;
    const monthly: Record<string, Answer> = {
      "2014-09": await pull("register.service-cases", "2014-09"),
      "2014-12": await pull("register.service-cases", "2014-12"),
    };
    const [ofP, ofQ] = [cases("2014-09", p)!, cases("2014-09", q)!];
    await found(r, "合心村党总支", p);
    await add(
      "successions",
      { code: "Y2014-03", ...{ kind: "merge", predecessor: p, successor: r, on: "2014-10-01" } },
      { code: "Y2014-04", ...{ kind: "merge", predecessor: q, successor: r, on: "2014-10-01" } },
    );
    await push(indicators, "2014-H2", [
      {
        id: r,
        baseVersion: 0,
        cells: { serviceTeam: 15, servicePersonnel: 15, serviceCapability: 15, serviceSupport: 7 },
      },
    ]);
    await push("register.service-cases", "2014-12", [
      { id: r, baseVersion: 0, cells: { accepted: 10, closed: 10, asked: 10, satisfied: 10 } },
    ]);
    await compute(second);
    const body = await explain(second, r);
    const satisfaction = stepOf(body, "bands").inputs![0]!;
    const [satisfied, asked] = [ofP.satisfied! + ofQ.satisfied! + 10, ofP.asked! + ofQ.asked! + 10];
    expect(satisfaction.value).toBe(Math.round((satisfied / asked) * 1e4) / 100);
    expect(satisfaction.text).toContain(`其中承接城关镇05村党总支(${p})1条、城关镇06村党总支(${q})1条`);
    expect(satisfaction.from!.map(({ period, id, of }) => [period, id, of])).toEqual([
      ["2014-09", p, p],
      ["2014-09", q, q],
      ["2014-12", r, undefined],
    ]);
    const step = stepOf(body, "succession");
    expect(step.text).toContain(`计入原组织的记录:城关镇05村党总支(${p})1条、城关镇06村党总支(${q})1条`);
    expect(step.inputs!.at(-1)!.from![0]).toMatchObject({ sheet: "register.service-cases", id: q, version: 1 });
    // In the first half-year nothing of it is seen.
    expect((await listOf(first)).has(r)).toBe(false);
    expect(await compute(first)).toMatchObject({ written: 0 });
  });
});

describe("other changes of the map", () => {
  test("a renamed village has its old name in the periods before, on sheets and in results", async () => {
    const [row] = rowsOf(await clerk("GET", "/v1/sheets/organizations")).filter(({ id }) => id === renamed);
    await push("organizations", "", [{ id: renamed, baseVersion: row!.version, cells: { name: "新风村党总支" } }]);
    await add("successions", {
      code: "Y2014-05",
      ...{ kind: "rename", predecessor: renamed, successor: renamed, on: "2014-09-01", oldName: "城关镇07村党总支" },
    });
    const nameOn = async (sheet: string, period: string) =>
      rowsOf(await pull(sheet, period)).find(({ id }) => id === renamed)!.name;
    expect(await nameOn(indicators, "2014-H1")).toBe("城关镇07村党总支");
    expect(await nameOn(indicators, "2014-H2")).toBe("新风村党总支");
    await push("register.visits", "2014-06", [{ newKey: "n", cells: { subject: renamed, on: "2014-06-01" } }]);
    const visits = rowsOf(await pull("register.visits", "2014-06"));
    expect(visits.find(({ subject }) => subject === renamed)!.name).toBe("城关镇07村党总支");
    await compute(first);
    await compute(second);
    expect((await listOf(first)).get(renamed)!.name).toBe("城关镇07村党总支");
    expect((await listOf(second)).get(renamed)!.name).toBe("新风村党总支");
    expect(stepOf(await explain(second, renamed), "succession")).toBeUndefined();
  });

  test("an abolished village without a successor is judged to the half-year before; nobody needs to take over", async () => {
    const answer = await add("successions", {
      code: "Y2014-06",
      ...{ kind: "abolish", predecessor: abolished, on: "2014-08-01" },
    });
    expect(answer.summary.saved).toBe(1);
    await compute(second);
    expect([(await listOf(first)).has(abolished), (await listOf(second)).has(abolished)]).toEqual([true, false]);
    const refused = await push(indicators, "2014-H2", [{ id: abolished, baseVersion: 1, cells: { serviceTeam: 3 } }]);
    expect(refused.results[0].errors[0].message).toBe("该组织于2014-08-01撤销,本期不再单列");
  });

  test("a village that was split off has the stars of the whole, and not its ledgers", async () => {
    await found(part, "分水村党总支", whole);
    await add(
      "successions",
      { code: "Y2014-07", ...{ kind: "split", predecessor: whole, successor: whole, on: "2014-10-01" } },
      { code: "Y2014-08", ...{ kind: "split", predecessor: whole, successor: part, on: "2014-10-01" } },
    );
    await push(indicators, "2014-H2", [
      {
        id: part,
        baseVersion: 0,
        cells: {
          serviceTeam: 20,
          servicePersonnel: 20,
          serviceCapability: 20,
          serviceSupport: 10,
          serviceMechanism: 10,
        },
      },
    ]);
    await compute(second);
    const body = await explain(second, part);
    const before = old.get(whole)!.stars!;
    expect(stepOf(body, "movement").text).toContain(`承接城关镇09村党总支(${whole})2014年上半年${before}星`);
    expect(stepOf(body, "bands").inputs![0]).toMatchObject({ value: null, from: [] });
    const rest = await explain(second, whole);
    expect(stepOf(rest, "movement").text).toMatch(/^上期/);
    expect(stepOf(rest, "bands").inputs![0]!.from!.every(({ of }) => of === undefined)).toBe(true);
  });

  test("one taken in from another township brings its past along, though the round is over the one township only", async () => {
    const starsIn = (where: string) =>
      [...old.values()].filter(({ subjectId, stars }) => subjectId.startsWith(where) && stars !== undefined);
    const [best] = starsIn("990101002").sort((x, y) => y.stars! - x.stars!);
    const poorer = starsIn("990101001").find(({ subjectId, stars }) => subjectId > whole && stars! < best!.stars!);
    const [taker, abroad] = [poorer!.subjectId, best!.subjectId];
    await add(
      "successions",
      { code: "Y2014-09", ...{ kind: "merge", predecessor: taker, successor: taker, on: "2014-07-01" } },
      { code: "Y2014-10", ...{ kind: "merge", predecessor: abroad, successor: taker, on: "2014-07-01" } },
    );
    await open("2014-H2", township);
    await compute(roundOf("2014-H2", township));
    const body = await explain(roundOf("2014-H2", township), taker);
    const title = `${best!.name}(${abroad})`;
    expect(stepOf(body, "succession").text).toBe(
      `2014-07-01由${title}并入;承接以往结果:${title}2014年上半年${best!.stars}星`,
    );
    expect(stepOf(body, "movement").text).toMatch(`承接${title}2014年上半年${best!.stars}星`);
    expect(body.equal).toBe(true);
    await open("2014-H2", "990101002000");
    await compute(roundOf("2014-H2", "990101002000"));
    expect((await listOf(roundOf("2014-H2", "990101002000"))).has(abroad)).toBe(false);
  });

  test("a policy that judges by the map of the first day keeps the old villages to the end of the half-year", async () => {
    const { successors, ...document } = policies.find(({ id }) => id === star)!;
    const { records: _, ...rules } = successors!;
    const { version } = (
      await clerk("POST", "/v1/policies", {
        document: { ...document, successors: { ...rules, asOf: "start" } },
        baseVersion: 1,
      })
    ).body;
    expect((await approver("POST", `/v1/policies/${star}/versions/${version}/activate`)).status).toBe(200);
    const listed = idsOf(await pull(indicators, "2014-H2"));
    expect([p, q, r, a, c].map((id) => listed.includes(id))).toEqual([true, true, false, false, true]);

    const [autumn, spring] = [roundOf("2014-H2", county), roundOf("2015-H1", county)];
    await open("2014-H2", county);
    await compute(autumn);
    const now = await listOf(autumn);
    expect([p, q, r].map((id) => now.has(id))).toEqual([true, true, false]);
    await open("2015-H1", county);
    await push(indicators, "2015-H1", [
      {
        id: r,
        baseVersion: 0,
        cells: { serviceTeam: 15, servicePersonnel: 15, serviceCapability: 15, serviceSupport: 7 },
      },
    ]);
    await compute(spring);
    const best = Math.max(now.get(p)!.stars!, now.get(q)!.stars!);
    expect(stepOf(await explain(spring, r), "movement").text).toContain(`2014年下半年${best}星`);
    // The round of the prefecture goes on by its own version.
    expect((await listOf(second)).has(r)).toBe(true);
  });

  test("a line without the organization that came out of it is refused, but for what was abolished", async () => {
    const line = { code: "Y2014-12", kind: "merge", predecessor: village(1), on: "2014-11-01" };
    const { results } = await add("successions", line);
    expect(results[0]).toMatchObject({ status: "invalid", errors: [{ key: "successor" }] });
  });

  test("lines that contradict each other are told of with the round, and change nothing silently", async () => {
    await add("successions", { code: "Y2014-11", ...{ kind: "abolish", predecessor: a, on: "2014-11-01" } });
    const { warnings } = await compute(second);
    expect(warnings).toContainEqual({
      code: "successionConflict",
      message: `沿革Y2014-11:${a}已于2014-07-01终止,不能再撤销;该行未采用`,
    });
  });
});
