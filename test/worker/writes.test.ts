/** How many rows of the database a push writes: what is billed, and what a bad line repeats. */
import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { rangeOf } from "../../schema/region.ts";
import type { Register } from "../../schema/register.ts";
import type { PushRow } from "../../schema/sheet/push.ts";
import { open } from "../../worker/store/database.ts";
import { readCatalogue } from "../../worker/usecases/catalogue.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";
import { pushRows } from "../../worker/usecases/pushRows.ts";
import { openOffice, prefecture } from "./office.ts";

const rows = 10_000;
const register: Register = {
  id: "many-rows",
  title: "大名册",
  group: "名册",
  assumed: "试验",
  period: "none",
  rows: "roster",
  key: "code",
  region: "code",
  columns: [
    { key: "code", title: "编码", type: "code", required: true },
    { key: "name", title: "名称", type: "text" },
    { key: "members", title: "党员数", type: "integer" },
  ],
};

/** The database, telling the rows that its batches have written. */
let written = 0;
const counting = new Proxy(env.DB, {
  get(target, name) {
    if (name !== "batch") return Reflect.get(target, name).bind?.(target);
    return async (statements: D1PreparedStatement[]) => {
      const results = await target.batch(statements);
      for (const { meta } of results) written += meta.rows_written;
      return results;
    };
  },
});

beforeAll(async () => {
  const office = await openOffice();
  await loadLibrary(office.db, { policies: [], registers: [register] }, "2014-01-01T00:00:00.000Z");
});

/** Pushes and tells how many rows were written in all; a push by itself writes some, whatever its size. */
async function push(list: PushRow[]) {
  const scope = [rangeOf(prefecture)];
  const db = open(counting);
  const catalogue = await readCatalogue(db, scope);
  const work = { db, principal: { id: "demo-prefecture" }, now: "2014-07-01T00:00:00.000Z", requestId: "test" };
  const reader = { id: "demo-prefecture", types: scope, clears: scope, personal: scope };
  written = 0;
  const answer = await pushRows(
    work,
    catalogue,
    catalogue.sheet("many-rows")!,
    { mode: "partial", period: "", rows: list },
    { scope, writable: scope, grants: [], language: "zh", reader },
  );
  return { summary: answer.summary, written };
}

const ofPush = 10;
const codeOf = (i: number) => String(990_110_000_000 + i);

test(`${rows} new rows write at most 5 rows each, ${rows} changed ones at most 3, the same push again none`, async () => {
  const added = await push(
    Array.from({ length: rows }, (_, i) => ({ newKey: String(i), cells: { code: codeOf(i), name: `第${i}村` } })),
  );
  expect(added.summary.saved).toBe(rows);
  expect(added.written).toBeGreaterThan(rows);
  expect(added.written).toBeLessThanOrEqual(5 * rows + ofPush);
  const changes = Array.from({ length: rows }, (_, i) => ({ id: codeOf(i), baseVersion: 1, cells: { members: i } }));
  const changed = await push(changes);
  expect(changed.summary.saved).toBe(rows);
  expect(changed.written).toBeGreaterThan(rows);
  expect(changed.written).toBeLessThanOrEqual(3 * rows + ofPush);
  expect(await push(changes)).toEqual({ summary: { ...changed.summary, saved: 0, unchanged: rows }, written: 0 });
});
