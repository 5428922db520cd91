/** Twenty clerks at once for a minute, on a bad line: nothing acknowledged is lost, nothing is written twice. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { everywhere } from "../../schema/region.ts";
import { withDatabase } from "../../worker/cli/local.ts";
import { type EntryVersion, versionsOfEntries } from "../../worker/store/past.ts";
import { codeOf, columns, type Office, openOffice, type Pushed, path, pullAll } from "./office.ts";

const clients = 20;
const seconds = 60;
const rows = 40;

let office: Office;
beforeAll(async () => {
  office = await openOffice();
  await office.start();
});
afterAll(() => office.close());

interface Acknowledged {
  id: string;
  key: string;
  value: string;
  version: number;
}

/** Whole numbers below a limit, always the same ones. */
function numbers(seed: number) {
  let state = seed;
  return (limit: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % limit;
  };
}

/** One clerk: edits some cells of what she last saw; when the line breaks, she sends the same again with its key. */
async function clerk(name: string, seed: number, until: number, acknowledged: Acknowledged[]) {
  const next = numbers(seed);
  const seen = new Map([...(await pullAll(office))].map(([id, { version }]) => [id, version]));
  const counts = { pushes: 0, conflicts: 0, busy: 0, broken: 0 };
  for (let n = 0; performance.now() < until; n++) {
    const ids = [...new Set(Array.from({ length: 1 + next(4) }, () => codeOf(next(rows))))];
    const sent = ids.map((id) => {
      const keys = [...new Set(Array.from({ length: 1 + next(3) }, () => columns[next(columns.length)]!))];
      const cells = Object.fromEntries(keys.map((key) => [key, `${name}-${n}-${id.slice(-2)}${key}`]));
      return { id, baseVersion: seen.get(id)!, cells };
    });
    const answer = await persist({ rows: sent }, `${name}-${n}`, next(5) === 0 ? next(40) : undefined, counts);
    counts.pushes++;
    if (answer === undefined) {
      counts.busy++;
      continue;
    }
    answer.results.forEach(({ id, status, version }, i) => {
      if (status === "conflict") counts.conflicts++;
      seen.set(id, version);
      if (status === "saved" || status === "merged")
        for (const [key, value] of Object.entries(sent[i]!.cells)) acknowledged.push({ id, key, value, version });
    });
  }
  return counts;
}

/** Sends until there is an answer; `undefined` when too many were at it at once. */
async function persist(body: object, key: string, breakAfter: number | undefined, counts: { broken: number }) {
  for (let attempt = 0; attempt < 20; attempt++) {
    const signal = attempt === 0 && breakAfter !== undefined ? AbortSignal.timeout(breakAfter) : undefined;
    try {
      const answer = await office.call("PATCH", path, body, key, signal);
      if (answer.status === 200) return answer.body as Pushed;
      if (answer.status === 409) return undefined;
      throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    } catch (error) {
      if (!(error instanceof Error) || error.message.startsWith("answered")) throw error;
      counts.broken++;
    }
  }
  throw new Error("no answer in twenty attempts");
}

test(`${clients} clients for ${seconds} s with overlapping cells: every acknowledged cell is final or has its successor in the history; none lost, none doubled`, async () => {
  const fresh = Array.from({ length: rows }, (_, n) => ({ newKey: String(n), cells: { code: codeOf(n), a: "0" } }));
  expect((await office.call("PATCH", path, { rows: fresh })).body.summary.saved).toBe(rows);
  const acknowledged: Acknowledged[] = [];
  const until = performance.now() + seconds * 1000;
  const counts = await Promise.all(
    Array.from({ length: clients }, (_, i) => clerk(`k${i}`, i + 1, until, acknowledged)),
  );
  const final = await pullAll(office);
  await office.kill();
  const ids = Array.from({ length: rows }, (_, n) => codeOf(n));
  const versions = await withDatabase(office.folder, (db) => versionsOfEntries(db, everywhere, "shared", "", ids));

  // What every version wrote, and in which version each value was first there.
  const written = new Map<string, number[]>();
  for (const [id, all] of versions) {
    const ordered = [...all].reverse();
    expect(ordered.map(({ version }) => version)).toEqual(ordered.map((_, i) => i + 1));
    ordered.forEach((one: EntryVersion, i) => {
      for (const key of columns) {
        const value = one.cells[key];
        if (value === undefined || value === (ordered[i - 1]?.cells[key] ?? undefined)) continue;
        const place = `${id} ${key} ${value}`;
        written.set(place, [...(written.get(place) ?? []), one.version]);
      }
    });
    expect(final.get(id)!.version).toBe(ordered.length);
    expect(final.get(id)!.cells.slice(1)).toEqual(columns.map((key) => ordered.at(-1)!.cells[key] ?? null));
  }
  // Each acknowledged cell was written once, in the version that was acknowledged: it is final, or a later version has replaced it.
  const wrong = acknowledged.filter(
    ({ id, key, value, version }) => JSON.stringify(written.get(`${id} ${key} ${value}`)) !== JSON.stringify([version]),
  );
  expect(wrong).toEqual([]);
  // And nothing stands there that nobody was acknowledged, but for the first values.
  const told = new Set(acknowledged.map(({ id, key, value }) => `${id} ${key} ${value}`));
  expect([...written.keys()].filter((place) => !told.has(place) && !place.endsWith(" a 0"))).toEqual([]);
  const sum = (of: keyof (typeof counts)[number]) => counts.reduce((all, one) => all + one[of], 0);
  console.log(
    `${sum("pushes")} pushes, ${acknowledged.length} cells acknowledged, ${sum("conflicts")} rows in conflict, ` +
      `${sum("busy")} answered busy, ${sum("broken")} broken lines`,
  );
  expect(acknowledged.length).toBeGreaterThan(100);
  expect(sum("conflicts")).toBeGreaterThan(0);
  expect(sum("broken")).toBeGreaterThan(0);
});
