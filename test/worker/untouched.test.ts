/** Rows that nobody has touched are saved without being read: as they would have been after reading them, or not at all. */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type Register, register } from "../../schema/register.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";
import {
  type Answer,
  type Client,
  type Office,
  openOffice,
  policies,
  registers,
  rowsOf,
  township,
  village,
} from "./office.ts";
import { watched } from "./watched.ts";

const columns: Register["columns"] = [
  { key: "code", title: "编码", type: "code", required: true },
  { key: "name", title: "名称", type: "text", required: true },
  { key: "organization", title: "党组织", type: "code", required: true, refers: "organizations" },
  { key: "home", title: "户籍", type: "code", refers: "regions" },
  { key: "members", title: "人数", type: "integer", min: 0 },
  { key: "area", title: "面积", type: "decimal", lowerBound: true },
  { key: "open", title: "开放", type: "flag" },
  {
    key: "state",
    title: "状况",
    type: "option",
    options: [
      ["good", "完好"],
      ["poor", "破旧"],
    ],
  },
  { key: "on", title: "日期", type: "date" },
];
const head = { title: "场地", group: "名册", assumed: "试验", period: "none", rows: "roster", key: "code" } as const;
/** Rows that pass to another organization move to its region. */
const moving: Register = { ...head, id: "moving", region: "organization", columns };
/** Rows that stay in the region that they name. */
const staying: Register = { ...head, id: "staying", region: "home", columns };
/** The same roster with a rule that looks at every column and finds nothing in any row: so each row is read. */
const read = (one: Register): Register => ({
  ...one,
  id: `${one.id}-read`,
  rules: [
    {
      code: "never",
      title: "无",
      severity: "warn",
      where: { column: "name", op: "=", value: "没有叫这个名字的" },
      check: { blank: one.columns.flatMap(({ key }) => (key === "code" || key === "name" ? [] : key)) },
    },
  ],
});
const load = (...rosters: Register[]) => {
  const own = rosters.flatMap((one) => [one, read(one)]).map((one) => register.parse(one));
  return loadLibrary(office.db, { policies, registers: [...registers, ...own] }, "2014-01-02T00:00:00.000Z");
};

let office: Office;
let clerk: Client;
let queries: string[];
beforeAll(async () => {
  office = await openOffice();
  await load(moving, staying);
  ({ who: clerk, queries } = await watched("county"));
});
/** Whether the last push was written without reading its rows. */
const wasAtOnce = () => !queries.some((query) => /^select .*"entry"\."cells".* from "entry" where/s.test(query));
const sheet = (id: string) => `/v1/sheets/${id}`;
const there = [village, "990101001002", "990101002001"];
const elsewhere = "990102001001";

/** The free cells of a row, canonical as a pull has them. */
const free = {
  name: fc.constantFrom("甲场地", '乙"场\\地', "丙'场 地", "𠮷", "<丁>", " 戊\n"),
  members: fc.option(fc.nat(1_000_000)),
  area: fc.option(fc.constantFrom<string | number>(0.1, 7, 12_345_678_901.25, "30+", -2.5)),
  open: fc.option(fc.boolean()),
  state: fc.option(fc.constantFrom("good", "poor")),
  on: fc.option(fc.constantFrom("2014-09-01", "2014-09")),
};
const mostly = <T>(usual: T, ...seldom: T[]) =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...seldom) });
const standing = fc.record({
  place: fc.oneof({ weight: 12, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.constant(3) }),
  cells: fc.record(free),
  /** What another has changed since the row was there: at once, or after it was pulled. */
  before: fc.array(fc.record(free, { requiredKeys: [] }), { maxLength: 2 }),
  meanwhile: fc.oneof(
    { weight: 8, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.record(free, { requiredKeys: [] }) },
  ),
  deleted: mostly(false, true),
});
const sent = fc.record({
  cells: fc.oneof(fc.record(free), fc.record(free, { requiredKeys: [] })),
  /** The cells that are sent as they stand. */
  same: fc.constantFrom<string[]>([], ["organization", "home"], ["code", "organization", "home"], ["code"], ["home"]),
});

interface Row {
  id: string;
  baseVersion: number;
  cells: Record<string, unknown>;
}
/** What makes a push one that cannot be saved without looking at its rows; `own` are the cells as they were pulled. */
const spoilers: Record<string, (row: Row, own: Record<string, unknown>) => object | object[]> = {
  older: (row) => ({ ...row, baseVersion: row.baseVersion - 1 }),
  newer: (row) => ({ ...row, baseVersion: row.baseVersion + 1 }),
  unknown: (row) => ({ ...row, id: `${row.id}-9` }),
  "with a sign that nobody sees": (row) => ({ ...row, id: `${row.id}\u0000` }),
  twice: (row) => [row, { ...row, cells: { members: 3 } }],
  deleted: ({ id, baseVersion }) => ({ id, baseVersion, delete: true }),
  restored: ({ id, baseVersion }) => ({ id, baseVersion, restore: true }),
  "a new one": ({ id, cells }) => ({
    newKey: "n",
    cells: { ...cells, code: `${id}-8`, name: "新", organization: village },
  }),
  "of another code": (row) => ({ ...row, cells: { ...row.cells, code: `${row.id}-7` } }),
  "of the code of another": (row) => ({ ...row, cells: { ...row.cells, code: `${row.id.split("-")[0]}-0` } }),
  "of another organization": (row) => ({ ...row, cells: { ...row.cells, organization: there[1] } }),
  "of another place": (row) => ({ ...row, cells: { ...row.cells, home: there[1] } }),
  "of an organization elsewhere": (row) => ({ ...row, cells: { ...row.cells, organization: elsewhere } }),
  "of an organization that is not there": (row) => ({ ...row, cells: { ...row.cells, organization: "X" } }),
  unchanged: (row, own) => ({
    ...row,
    cells: Object.fromEntries(Object.keys(row.cells).map((key) => [key, own[key]])),
  }),
  empty: (row) => ({ ...row, cells: {} }),
  "read otherwise than typed": (row) => ({ ...row, cells: { ...row.cells, members: "１,２３４人" } }),
  wrong: (row) => ({ ...row, cells: { ...row.cells, members: "不知道" } }),
  "of an unknown column": (row) => ({ ...row, cells: { ...row.cells, constructor: 1 } }),
  "without what is required": (row) => ({ ...row, cells: { ...row.cells, name: null } }),
  blank: (row) => ({ ...row, cells: { ...row.cells, state: "" } }),
};

let run = 0;
/** Pushes the same rows to a roster and to its equal whose rows are read, and expects the same to come of it. */
async function pushBoth(
  id: string,
  states: readonly Standing[],
  rowsOfPush: (seen: readonly Seen[]) => object[],
  more = {},
) {
  run++;
  const [first, second] = [id, `${id}-read`];
  const [seen, same] = [await standAs(first, states), await standAs(second, states)];
  expect(same).toEqual(seen);
  const [one, other] = [await pushTo(first, rowsOfPush(seen), more), await pushTo(second, rowsOfPush(seen), more)];
  expect(one.left).toEqual(other.left);
  expect(other.atOnce).toBe(false);
  return one;
}

async function pushTo(name: string, rows: object[], more: object) {
  const before = await office.count("push");
  const { status, body } = await clerk("PATCH", sheet(name), { rows, ...more });
  const atOnce = wasAtOnce();
  expect(await office.count("push"), "no other push").toBe(before + (typeof body.push === "number" ? 1 : 0));
  const answer = { status, ...body, push: typeof body.push, requestId: "" };
  return { atOnce, left: { answer, ...(await kept(name, body.push)) } };
}

describe.each(["moving", "staying"])("a push to a roster, rows %s,", (id) => {
  test("is answered, kept and told alike, whether its rows were read or not", async () => {
    const property = fc.asyncProperty(
      fc.array(fc.tuple(standing, sent), { minLength: 1, maxLength: 5 }),
      fc.array(fc.tuple(fc.nat(4), fc.constantFrom(...Object.keys(spoilers))), { maxLength: 1 }),
      fc.record({
        mode: mostly("partial", "atomic"),
        region: mostly(undefined, township),
        note: mostly(undefined, "改"),
      }),
      async (rows, spoilt, more) => {
        const states = rows.map(([state]) => state);
        await pushBoth(id, states, (seen) => pushed(seen, rows, spoilt), more);
      },
    );
    // That some are written at once is shown below.
    await fc.assert(property, { numRuns: 5 });
  });

  const empty: Standing = {
    ...{ place: 0, before: [], meanwhile: {}, deleted: false },
    cells: { name: "甲场地", members: 1, area: null, open: null, state: null, on: null },
  };
  const plain = ({ id, baseVersion }: Seen): Row => ({ id, baseVersion, cells: { members: 2, state: "good" } });

  test("that is sent again while it is on its way is answered as the first time, whatever came after it", async () => {
    for (const mode of ["partial", "atomic"]) {
      run++;
      const [row] = await standAs(id, [empty]);
      const path = sheet(id);
      const body = { mode, rows: [{ id: row!.id, baseVersion: 1, cells: { members: 2 } }] };
      const key = { "idempotency-key": `${id}-${run}` };
      let first: Answer | undefined;
      const { who } = await watched("county", async () => {
        first = await clerk("PATCH", path, body, key);
        const more = mode === "atomic" ? [{ id: row!.id, baseVersion: 2, cells: { members: 3 } }] : [];
        await push(office.as.prefecture, id, more);
      });
      const again = await who("PATCH", path, body, key);
      expect(first!.body).toMatchObject({ push: expect.any(Number), summary: { saved: 1 } });
      expect(again).toMatchObject({ status: 200, body: first!.body });
    }
  });

  test("is written without its rows being read, where nobody has touched them", async () => {
    const states = [empty, { ...empty, before: [{ members: 3 }] }, { ...empty, place: 2 }];
    const whole = ({ id, baseVersion, own }: Seen) => ({ id, baseVersion, cells: { ...own, members: 9 } });
    for (const rowOf of [plain, whole]) {
      const { atOnce, left } = await pushBoth(id, states, (seen) => seen.map(rowOf));
      expect(atOnce).toBe(true);
      expect(left.answer.summary).toMatchObject({ saved: 3 });
    }
  });

  const touched: [string, Partial<Standing>][] = [
    ["changed meanwhile", { meanwhile: { open: true } }],
    ["deleted meanwhile", { deleted: true }],
    ["out of reach", { place: 3 }],
  ];
  const placing = Object.entries(spoilers).filter(([name]) => id === "moving" || /place|organization/.test(name));
  test.each([
    ...touched.map(([name, state]) => [name, state, plain] as const),
    ["deleted, and seen so", { deleted: true }, (row: Seen) => ({ ...plain(row), baseVersion: 2 })] as const,
    ...placing.map(([name, spoil]) => [name, {}, (row: Seen) => spoil(plain(row), row.own)] as const),
  ])("is decided row by row where one is %s", async (_, state, rowOf) => {
    const { atOnce } = await pushBoth(id, [empty, { ...empty, ...state }, empty], ([first, second, third]) =>
      [plain(first!), rowOf(second!), plain(third!)].flat(),
    );
    expect(atOnce).toBe(false);
  });
});

test("a row that keeps its cells in the order of former columns is read once more, and then no longer", async () => {
  run++;
  const [state] = fc.sample(
    standing.map((one) => ({ ...one, place: 0, before: [], meanwhile: {}, deleted: false })),
    1,
  );
  for (const name of ["moving", "moving-read"]) await standAs(name, [state!]);
  await load({
    ...moving,
    columns: [...columns.slice(0, 4), { key: "floors", title: "层数", type: "integer" }, ...columns.slice(4)],
  });
  const row = { id: `T${run}-0`, cells: { members: 1_000_001, floors: 2 } };
  const first = await pushTo("moving", [{ ...row, baseVersion: 1 }], {});
  expect(first.left).toEqual((await pushTo("moving-read", [{ ...row, baseVersion: 1 }], {})).left);
  row.cells.floors++;
  const second = await pushTo("moving", [{ ...row, baseVersion: 2 }], {});
  expect(second.left).toEqual((await pushTo("moving-read", [{ ...row, baseVersion: 2 }], {})).left);
  expect([first.atOnce, second.atOnce]).toEqual([false, true]);
  expect(second.left.rows).toMatchObject([{ floors: 3, members: 1_000_001, name: state!.cells.name }]);
});

test("no row stands in no region, and every push has all its rows", async () => {
  const { results } = await office.d1.prepare("select id from entry where regionCode = ''").all();
  expect(results).toEqual([]);
  const found = await office.d1
    .prepare(
      `select id, rows, (select count(*) from entry where push = push.id) + (select count(*) from past where push = push.id) as kept
        from push where (sheet like 'moving%' or sheet like 'staying%') and rows <> kept`,
    )
    .all();
  expect(found.results).toEqual([]);
});

test("a version that changes nothing is refused by the database itself", async () => {
  const [row] = (await office.d1.prepare("select * from entry where sheet = 'persons' limit 1").all<{ id: string }>())
    .results;
  const count = await office.count("past");
  const bump = "update entry set version = version + 1, push = push + 1";
  const change = (more: string) =>
    office.d1.prepare(`${bump} ${more} where sheet = 'persons' and id = ?`).bind(row!.id).run();
  await expect(change("")).rejects.toThrow("versionsMoved");
  await expect(change(", cells = cells, deleted = deleted, regionCode = regionCode")).rejects.toThrow("versionsMoved");
  expect(await office.count("past")).toBe(count);
  expect(
    (await office.d1.prepare("select * from entry where sheet = 'persons' and id = ?").bind(row!.id).all()).results,
  ).toEqual([row]);
  for (const more of [
    ", deleted = 1",
    ", deleted = 0",
    ", cells = json_set(cells, '$[1]', 'x')",
    ", regionCode = '990101001002'",
    ", other = 'x'",
    ", layout = null",
  ])
    await change(more);
  expect(await office.count("past")).toBe(count + 6);
});

const push = async (who: Client, name: string, rows: object[]) => {
  if (rows.length === 0) return [];
  const { status, body } = await who("PATCH", sheet(name), { rows });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.results as { id: string; status: string; version: number }[];
};

/** Puts rows into a sheet, and lets another change some of them; answers them as the clerk pulled them. */
async function standAs(name: string, rows: readonly Standing[]) {
  const who = office.as.prefecture;
  const code = (i: number) => `T${run}-${i}`;
  const places = [...there, elsewhere];
  const fresh = rows.map(({ place, cells }, i) => ({
    newKey: String(i),
    cells: { ...cells, code: code(i), organization: places[place], home: places[place] },
  }));
  const versions = (await push(who, name, fresh)).map(({ version }) => version);
  const edit = async (edits: readonly object[]) => {
    const list = edits.map((cells, i) => ({ id: code(i), baseVersion: versions[i]!, cells }));
    const results = await push(
      who,
      name,
      list.filter(({ cells }) => Object.keys(cells).length > 0),
    );
    for (const { id, version } of results) versions[Number(id.split("-")[1])] = version;
  };
  for (const n of [0, 1]) await edit(rows.map(({ before }) => before[n] ?? {}));
  const seen = (await rowsIn(name)).map(({ id, version, ...own }) => ({ id, baseVersion: version, own }));
  await edit(rows.map(({ meanwhile }) => meanwhile));
  const gone = rows.flatMap(({ deleted }, i) =>
    deleted ? [{ id: code(i), baseVersion: versions[i], delete: true }] : [],
  );
  await push(who, name, gone);
  return seen.sort((a, b) => (a.id < b.id ? -1 : 1));
}
type Standing = typeof standing extends fc.Arbitrary<infer T> ? T : never;
type Sent = typeof sent extends fc.Arbitrary<infer T> ? T : never;
type Seen = Awaited<ReturnType<typeof standAs>>[number];

const rowsIn = async (name: string) =>
  rowsOf(await office.as.prefecture("GET", sheet(name))).filter((row) => row.id.startsWith(`T${run}-`));

/** The rows of a push as the clerk sends them. */
function pushed(seen: readonly Seen[], rows: readonly [Standing, Sent][], spoilt: readonly [number, string][]) {
  const list = rows.map(([, { cells, same }], i) => {
    const { id, baseVersion, own } = seen[i]!;
    return { id, baseVersion, cells: { ...cells, ...Object.fromEntries(same.map((key) => [key, own[key]])) } };
  });
  return list.flatMap((row, i) => {
    const kind = spoilt.find(([at]) => at === i)?.[1];
    return kind === undefined ? row : spoilers[kind]!(row, seen[i]!.own);
  });
}

/** All that is left of a push, but for its number and its moment: rows, their histories, its story and its line of the audit. */
async function kept(name: string, number: unknown) {
  const who = office.as.prefecture;
  const rows = await rowsIn(name);
  const { results } = await office.d1
    .prepare(
      `select id, regionCode, subjectId, version, deleted, cells, other from entry where sheet = ? and id like ? order by id`,
    )
    .bind(name, `T${run}-%`)
    .all<{ id: string }>();
  const histories = await Promise.all(
    results.map(async (row) => {
      const { body } = await who("GET", `${sheet(name)}/rows/${row.id}/history`);
      return body.history.map(({ push: _, at: __, ...line }: { push: number; at: string }) => line);
    }),
  );
  const story = typeof number !== "number" ? null : (await who("GET", `/v1/pushes/${number}`)).body;
  const audit = await office.d1
    .prepare("select action, regionCode, principal, detail from audit where push = ?")
    .bind(typeof number === "number" ? number : -1)
    .all();
  const { push: _, sheet: __, title: ___, at: ____, ...toldOf } = story ?? {};
  return { rows, entries: results, histories, story: toldOf, audit: audit.results };
}
