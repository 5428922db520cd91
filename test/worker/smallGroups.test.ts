/** An attack on the ballots of small voter groups by everybody who may read results and not tallies, with all that they can get. */
import { beforeAll, describe, expect, test } from "vitest";
import type { AppraisalPolicy } from "../../schema/policy/policy.ts";
import { makeApp } from "../../worker/app.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";
import { type Office, openOffice, policies, prefecture, registers, rowsOf, township } from "./office.ts";

const base = policies.find(({ id }) => id === "xinhui-three-ballots") as AppraisalPolicy;
const dated = <T>(value: T) => [{ from: "2014-01", value, assumed: "试验" }];
const groups = base.groups.map(({ code }) => code);
/** An appraisal that speaks of heads and shares wherever a policy can. */
const document: AppraisalPolicy = {
  ...base,
  id: "attacked",
  title: "评议·攻击",
  tests: base.tests.slice(0, 1),
  quorums: [
    {
      ...{ title: "到会", groups, count: "present", of: "entitled", test: "moreThan", unknown: "pass" },
      ...{ share: dated<[number, number]>([1, 2]), effect: "omitGroup", assumed: "试验" },
    },
  ],
  grade: {
    ...base.grade!,
    rules: [
      {
        ...{ code: "0", title: "不称职过半", grade: "incompetent" },
        when: dated({
          rate: { options: ["incompetent"], groups, base: "entitled" as const },
          op: ">=" as const,
          share: [1, 2] as [number, number],
        }),
      },
      ...base.grade!.rules,
    ],
  },
};

const tally = (group: string, marks: number[], [entitled, present, issued, returned, invalid]: number[]) =>
  Object.fromEntries(
    Object.entries({
      ...{ entitled, present, issued, returned, invalid, abstained: 0 },
      ...{ excellent: marks[0], competent: marks[1], basic: marks[2], incompetent: marks[3] },
    }).map(([field, value]) => [`${group}.${field}`, value!]),
  );
const large = {
  ...tally("masses", [70_000, 20_000, 0, 10_000], [131_011, 120_011, 110_017, 100_003, 3]),
  ...tally("members", [300, 200, 50, 7], [701, 661, 613, 569, 12]),
};
/** Heads and ballots of small groups that occur nowhere else, so that they are known again wherever they appear. */
const few = {
  one: tally("organization", [3, 0, 0, 0], [74_941, 73_939, 72_923, 71_993, 71_990]),
  two: tally("organization", [0, 1, 1, 2], [84_317, 83_311, 82_301, 81_241, 81_237]),
  later: tally("organization", [0, 0, 0, 1], [94_331, 93_323, 92_317, 91_303, 91_302]),
  empty: tally("organization", [2, 1, 0, 0], [164_327, 73_951, 72_931, 71_999, 71_996]),
  emptier: tally("organization", [0, 0, 4, 0], [284_329, 83_339, 82_307, 81_283, 81_279]),
  wrong: tally("organization", [1, 1, 0, 0], [74_959, 73_943, 72_937, 72_019, 31_013]),
  wronger: tally("organization", [0, 0, 1, 1], [84_319, 83_341, 82_339, 81_293, 39_019]),
};
type Few = keyof typeof few;
const fewCounts = (one: Few) => Object.values(few[one]).filter((count) => count > 1000);
const secrets = new Set((Object.keys(few) as Few[]).flatMap(fewCounts));
for (const cells of [few.wrong, few.wronger])
  secrets.add(cells["organization.returned"]! - cells["organization.invalid"]! - 2);

/** Two teams each whose other ballots are the same: nobody may tell them apart. */
const twins: Record<string, readonly [Few, Few]> = {
  "below the threshold": ["one", "two"],
  "below the threshold and without quorum": ["empty", "emptier"],
  "below the threshold, and not adding up": ["wrong", "wronger"],
};
const teamOf = (few: Few) => `B99010100100${["one", "two", "empty", "emptier", "wrong", "wronger"].indexOf(few) + 1}`;
/** A village reads what a viewer reads, of itself alone. */
const readers = ["viewer", "auditor", "tool"] as const;
const rounds = ["2016", "2017"].map((period) => `attacked.${period}.${prefecture}`);

let office: Office;
/** Over all that the rounds were judged by: whoever knew one would find a few ballots by trying what they could be. */
let hashes: string[];
const versions = new Map<string, number>();
const type = async (period: string, rows: [Few, Few][]) => {
  const { body } = await office.as.prefecture("PATCH", "/v1/sheets/tallies.attacked", {
    period,
    rows: rows.map(([whose, says]) => {
      const id = teamOf(whose);
      return { id, baseVersion: versions.get(`${period} ${id}`) ?? 0, cells: { ...large, ...few[says] } };
    }),
  });
  for (const { id, version } of body.results) versions.set(`${period} ${id}`, version);
  return body.results as { status: string }[];
};
const compute = async (round: string) => (await office.as.prefecture("POST", `/v1/rounds/${round}/compute`)).body;

beforeAll(async () => {
  office = await openOffice();
  await loadLibrary(office.db, { policies: [...policies, document], registers }, "2014-01-02T00:00:00.000Z");
  const all = Object.values(twins).flat();
  for (const [i, round] of rounds.entries()) {
    const period = round.split(".")[1]!;
    // What does not add up keeps a round from being published; it stands in the other one.
    const rows = all.filter((one) => i === 1 || !one.startsWith("wrong"));
    for (const { status } of await type(
      period,
      rows.map((one) => [one, one]),
    ))
      expect(status).toBe("saved");
    await office.as.prefecture("POST", "/v1/rounds", { policyId: "attacked", period, regionCode: prefecture });
    expect(await compute(round)).toMatchObject({ scored: 4 });
  }
  const runs = await office.d1.prepare("select facts from run").all<{ facts: string }>();
  hashes = runs.results.map(({ facts }) => facts);
  expect(new Set(hashes).size).toBe(2);
  const session = {
    ...{ subject: "990101001001", meeting: "测评会", voterGroup: "组织票", method: "会议投票", heldOn: "2016-12-10" },
    ...{ entitled: 74_941, present: 73_939, issued: 72_923, returned: 71_993, valid: 3, invalid: 71_990 },
    ...{ scrutineer: "甲", caller: "乙", teller: "丙", countedOn: "2016-12-10" },
  };
  const sessions = { period: "2016", rows: [{ newKey: "s", cells: session }] };
  const { body } = await office.as.township("PATCH", "/v1/sheets/register.appraisal-sessions", sessions);
  expect(body.summary.saved).toBe(1);
  const simulated = await office.as.prefecture("POST", "/v1/policies/attacked/simulate", {
    round: rounds[0],
    inputs: [{ subjectId: teamOf("one"), inputs: few.one }],
  });
  expect(simulated.status).toBe(200);
});

const routes = Object.entries(
  makeApp().getOpenAPI31Document({ openapi: "3.1.0", info: { title: "", version: "" } }).paths ?? {},
).flatMap(([path, methods]) => (Object.hasOwn(methods as object, "get") ? [path] : []));

/** Every path of a GET route, with all that its places can be filled with here. */
async function pathsOf(route: string): Promise<string[]> {
  const { sheets } = (await office.as.admin("GET", "/v1/sheets")).body as { sheets: { id: string; period: string }[] };
  const pushes = await Promise.all(
    ["tallies.attacked", "register.appraisal-sessions"].map(
      async (sheet) => (await office.as.admin("GET", `/v1/pushes?sheet=${sheet}`)).body.pushes,
    ),
  );
  const subjects = Object.values(twins).flat().map(teamOf);
  const fillings: Record<string, string[]> = {
    round: rounds,
    subject: subjects,
    id: subjects.slice(0, 1),
    policy: ["attacked"],
    version: ["1"],
    region: [township],
    push: pushes.flat().map(({ push }: { push: number }) => String(push)),
    sheet: sheets.map(({ id }) => id),
  };
  const paths = [...route.matchAll(/\{(\w+)\}/g)].reduce(
    (list, [place, name]) => list.flatMap((path) => (fillings[name!] ?? ["1"]).map((one) => path.replace(place, one))),
    [route],
  );
  const periodOf = new Map(sheets.map(({ id, period }) => [id, period]));
  const queries: Record<string, (path: string) => string[]> = {
    "/v1/sheets/{sheet}": (path) => {
      const sheet = path.split("/").at(-1)!;
      if (sheet.includes("attacked")) return ["?period=2016", "?period=2017", "?period=2016&since=1"];
      const codes = { none: "", year: "2016", "half-year": "2016-H2", quarter: "2016-Q4", month: "2016-12" };
      return [`?limit=60&period=${codes[periodOf.get(sheet) as keyof typeof codes]}`];
    },
    "/v1/sheets/{sheet}/rows/{id}/history": (path) => (/attacked|appraisal/.test(path) ? ["?period=2016"] : []),
    "/v1/rounds/{round}/compare": () => ["", `?with=${rounds[0]}`],
    "/v1/funds": () => ["?period=2016"],
  };
  return paths.flatMap((path) => (queries[route]?.(path) ?? [""]).map((query) => `${path}${query}`));
}

const numbersIn = (text: string) =>
  new Set((text.match(/\b\d+(\.\d+)?\b/g) ?? []).map(Number).filter((one) => one > 4));

describe("whoever reads results, and no tallies", () => {
  test.each(routes)("is told no head and no ballot of a small group by GET %s", async (route) => {
    let answers = 0;
    for (const path of await pathsOf(route)) {
      const told = await Promise.all(readers.map((role) => office.as[role]("GET", path)));
      for (const [i, { text }] of told.entries()) {
        answers++;
        const found = [...numbersIn(text)].filter((one) => secrets.has(one));
        expect(found, `${readers[i]} ${path}`).toEqual([]);
        for (const hash of hashes) expect(text.includes(hash), `${readers[i]} ${path}`).toBe(false);
      }
    }
    expect(answers).toBeGreaterThan(0);
  });

  test("cannot tell two teams apart that differ in a small group only, whatever else is wrong with it", async () => {
    for (const [what, [a, b]] of Object.entries(twins)) {
      const told = await Promise.all(
        [a, b].map(async (one) => {
          const id = teamOf(one);
          const { status, text } = await office.as.viewer("GET", `/v1/rounds/${rounds[1]}/outcomes/${id}`);
          expect(status).toBe(200);
          const list = (await office.as.viewer("GET", `/v1/rounds/${rounds[1]}/outcomes`)).body;
          const listed = [...list.outcomes, ...list.unscored].find(({ subjectId }) => subjectId === id);
          const sheet = rowsOf(await office.as.viewer("GET", "/v1/sheets/outcomes.attacked?period=2017"));
          const row = sheet.find((found) => found.id === id);
          return JSON.stringify([JSON.parse(text), listed, row])
            .replaceAll(id, "B")
            .replaceAll(id.slice(1), "V")
            .replace(/0\d村班子/g, "班子");
        }),
      );
      expect(told[0], what).toBe(told[1]);
      expect(told[0]).toContain("131011");
    }
  });

  test("cannot work a small group's counts back from sums and differences of what it is told, nor its points from the composite", async () => {
    for (const few of ["one", "two", "empty", "emptier"] as const) {
      const { text, body } = await office.as.viewer("GET", `/v1/rounds/${rounds[0]}/outcomes/${teamOf(few)}`);
      const { trace: _, ...result } = body;
      const known = [...numbersIn(text)];
      expect(known.length).toBeGreaterThan(40);
      const own = fewCounts(few);
      const shown = ["entitled", "present", "issued", "returned", "invalid"].map(
        (field) => large[`masses.${field}`]! + large[`members.${field}`]!,
      );
      const worked = known.flatMap((a) => [...known.flatMap((b) => [a + b, a - b]), ...shown.map((sum) => a - sum)]);
      expect(worked.filter((one) => own.includes(one))).toEqual([]);
      // The score is what the two other groups come to by themselves.
      const items = body.trace.find(({ shape }: { shape: string }) => shape === "composite").steps;
      const [masses, members, organization] = items.map(({ value }: { value: number | null }) => value);
      expect(organization).toBeNull();
      expect(result.score).toBe(Math.round(((masses * 40 + members * 30) / 70) * 100) / 100);
      expect(result.rates).toHaveLength(2);
      expect(text).toContain("群众票、党员票、组织票中不称职占应到(组织票不计)10007/131712");
    }
  });

  test("does not even learn that a small group's ballots were changed: nothing is written, nobody has moved", async () => {
    const path = `/v1/rounds/${rounds[0]}`;
    const read = async () => (await office.as.viewer("GET", `${path}/outcomes`)).body.outcomes;
    const before = await read();
    expect(await type("2016", [["one", "later"]])).toMatchObject([{ status: "saved" }]);
    expect(await compute(rounds[0]!)).toMatchObject({ scored: 4, written: 0 });
    expect(await read()).toEqual(before);
    const { counts, moved } = (await office.as.viewer("GET", `${path}/compare`)).body;
    expect([counts.moved, counts.scoreMoved, counts.rankMoved, moved]).toEqual([0, 0, 0, []]);
  });

  test("is told nothing by a notice and by the evidence either", async () => {
    const notice = {
      ...{ audience: ["villageBoard"], opensOn: "2116-12-20", closesOn: "2116-12-27", telephone: "0000-0000000" },
      acknowledgeAssumed: true,
    };
    const published = await office.as.prefecture("POST", `/v1/rounds/${rounds[0]}/publish`, notice);
    expect(published.status).toBe(201);
    expect((await office.as.approver("POST", `/v1/rounds/${rounds[1]}/finalise`)).status).toBe(200);
    const paths = [
      `/v1/rounds/${rounds[0]}/notices`,
      ...Object.values(twins)
        .flat()
        .map((one) => `/v1/rounds/${rounds[1]}/outcomes/${teamOf(one)}`),
    ];
    for (const path of paths) {
      const { status, text } = await office.as.viewer("GET", path);
      expect([status, [...numbersIn(text)].filter((one) => secrets.has(one))], path).toEqual([200, []]);
    }
  });

  test("can neither type ballots to see what stands there, nor simulate", async () => {
    const rows = [{ id: teamOf("one"), baseVersion: 1, cells: few.two }];
    for (const role of readers) {
      const who = office.as[role];
      const typed = await who("PATCH", "/v1/sheets/tallies.attacked", { period: "2016", rows });
      const asked = await who("POST", "/v1/policies/attacked/simulate", { round: rounds[0], version: 1 });
      expect([typed.status, asked.status], role).toEqual([403, 403]);
    }
  });
});
