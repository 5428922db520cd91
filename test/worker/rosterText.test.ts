/** Rosters that the database hands over as text are what they are when every row is read. */
import { beforeAll, describe, expect, test } from "vitest";
import { type Register, register } from "../../schema/register.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";
import { type Client, type Office, openOffice, policies, registers, township } from "./office.ts";
import { watched } from "./watched.ts";

const roster = (id: string, more: Register["columns"] = []): Register =>
  register.parse({
    ...{
      id,
      title: "名册",
      group: "名册",
      assumed: "试验",
      period: "none",
      rows: "roster",
      key: "code",
      region: "code",
    },
    columns: [
      { key: "code", title: "编码", type: "code", required: true },
      { key: "kind", title: "种类", type: "code" },
      { key: "name", title: "名称", type: "note" },
      { key: "members", title: "人数", type: "integer" },
      { key: "open", title: "开放", type: "flag" },
      ...more,
    ],
  });
const added: Register["columns"] = [{ key: "area", title: "面积", type: "decimal" }];
const load = (...own: Register[]) =>
  loadLibrary(office.db, { policies, registers: [...registers, ...own] }, "2014-01-02T00:00:00.000Z");

let office: Office;
let clerk: Client;
let queries: string[];
beforeAll(async () => {
  office = await openOffice();
  ({ who: clerk, queries } = await watched("prefecture"));
  await load(...["many", "grown", "long", "bare"].map((id) => roster(id)));
  await put("many", many);
});

/** More rows than the database puts into one text. */
const many = 5200;
const codeOf = (i: number) => `9901${String(1 + (i % 2)).padStart(2, "0")}${String(1_000_000 + i).slice(1)}`;
const names = ['乙"场\\地', "丙'场 地\n第二行", "𠮷", "<丁>", null];
const put = async (id: string, count: number, more: object = {}, from = 0) => {
  const rows = Array.from({ length: count }, (_, i) => ({
    newKey: String(i),
    cells: {
      ...{ code: codeOf(from + i), kind: "K", name: names[i % names.length], members: i, open: i % 3 === 0 || null },
      ...more,
    },
  }));
  const { body } = await clerk("PATCH", `/v1/sheets/${id}`, { rows });
  expect(body.summary, JSON.stringify(body).slice(0, 500)).toMatchObject({ saved: count });
};

/** What a query is answered, and whether the database made text of whole rows. */
async function pull(id: string, query = "") {
  const { status, body } = await clerk("GET", `/v1/sheets/${id}?${query}`);
  expect(status).toBe(200);
  const isText = queries.some((one) => one.includes("group_concat"));
  const isRead = queries.some((one) => /^select "entry"\."regionCode".*"entry"\."cells"/s.test(one));
  return { body, way: isText && !isRead ? "text" : isRead && !isText ? "rows" : "both" };
}

/** A filter that every row passes: then each is read. */
const each = "filter=kind:K";

async function expectSame(id: string, query: string, way: string) {
  const [text, rows] = [await pull(id, query), await pull(id, `${query}&${each}`)];
  expect(rows.way).toBe("rows");
  expect(text.way, `${id} ${query}`).toBe(way);
  expect(text.body).toEqual(rows.body);
  return text.body as { rows: { id: string; version: number; cells: unknown[] }[]; next: string | null; push: number };
}

describe("a roster", () => {
  test.each([1, 7, 2499, 2500, 2501, 5000, many - 1, many, many + 1, 10_000])(
    "is the same in pages of %i",
    async (limit) => {
      let next: string | null = "";
      const ids: string[] = [];
      for (let page = 0; next !== null && page < 3; page++) {
        const body = await expectSame("many", `limit=${limit}${next && `&cursor=${next}`}`, "text");
        expect(body.rows).toHaveLength(Math.min(limit, many - ids.length));
        ids.push(...body.rows.map((row) => row.id));
        next = body.next;
      }
      expect(next === null).toBe(ids.length === many);
      expect(ids).toEqual(
        Array.from({ length: many }, (_, i) => codeOf(i))
          .sort()
          .slice(0, ids.length),
      );
    },
  );

  test.each([township, "990102000000", "990109000000"])("is the same within %s", async (region) => {
    await expectSame("many", `region=${region}&limit=2000`, "text");
  });

  test("is the same where nobody has put a row yet, and where all of them are gone", async () => {
    expect((await expectSame("bare", "", "text")).rows).toEqual([]);
    await put("bare", 3);
    expect((await expectSame("bare", "", "text")).rows).toHaveLength(3);
    const rows = [0, 2, 1].map((i) => ({ id: codeOf(i), baseVersion: 1, delete: true }));
    await clerk("PATCH", "/v1/sheets/bare", { rows });
    expect((await expectSame("bare", "", "text")).rows).toEqual([]);
    expect((await pull("bare", "since=0")).body.rows).toMatchObject(
      rows.map(({ id }) => ({ id, version: 2, deleted: true })),
    );
  });

  test("is read row by row where it is asked for since a push, or as of one, and tells the same", async () => {
    const whole = await expectSame("many", "", "text");
    const [since, asOf] = [await pull("many", "since=0"), await pull("many", `asOf=${whole.push}`)];
    expect(since.way).toBe("rows");
    expect(since.body).toEqual(whole);
    expect(asOf.way).not.toContain("text");
    expect(asOf.body).toEqual({ ...whole, asOf: whole.push });
    expect((await pull("many", `since=${whole.push}`)).body.rows).toEqual([]);
    const some = await pull("many", "filter=members:5&filter=open:");
    expect(some.way).toBe("rows");
    expect(some.body.rows).toEqual(whole.rows.filter(({ cells }) => cells[3] === 5 && cells[4] === null));
    expect(some.body.rows).toHaveLength(1);
  });

  test("whose columns have grown since shows old rows with an empty cell; pages of new rows alone are text again", async () => {
    await put("grown", 6);
    await load(roster("grown", added));
    expect((await expectSame("grown", "", "both")).rows.map(({ cells }) => cells[5])).toEqual(Array(6).fill(null));
    await put("grown", 4, { area: 2.5 }, 6);
    const mixed = await expectSame("grown", "", "both");
    expect(mixed.rows.map(({ cells }) => cells[5] ?? null).sort()).toEqual([
      ...Array(4).fill(2.5),
      ...Array(6).fill(null),
    ]);
    const rows = mixed.rows.map(({ id, version }) => ({ id, baseVersion: version, cells: { area: 3 } }));
    const before = await pull("grown", "limit=1");
    await clerk("PATCH", "/v1/sheets/grown", { rows: rows.slice(1) });
    await expectSame("grown", "limit=1", "both");
    expect((await expectSame("grown", `cursor=${before.body.next}`, "text")).rows).toHaveLength(9);
    await clerk("PATCH", "/v1/sheets/grown", { rows: rows.slice(0, 1) });
    expect((await expectSame("grown", "", "text")).rows.map(({ cells }) => cells[5])).toEqual(Array(10).fill(3));
  });

  test("whose rows are too long for one text of the database is read row by row", async () => {
    for (let from = 0; from < 2500; from += 500) await put("long", 500, { name: "长".repeat(2000) }, from);
    await expectSame("long", "", "both");
    await expectSame("long", "limit=200", "text");
  });
});
