/** The office killed in mid-push, again and again: acknowledged pushes are whole, the others whole or absent. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { codeOf, type Office, openOffice, path, pullAll } from "./office.ts";

const kills = 20;
const rows = 600;

let office: Office;
beforeAll(async () => {
  office = await openOffice();
  await office.start();
});
afterAll(() => office.close());

/** A push that gives every row the same word in two cells. */
const bodyOf = (word: string, version: number) => ({
  rows: Array.from({ length: rows }, (_, n) => ({ id: codeOf(n), baseVersion: version, cells: { a: word, b: word } })),
});

/** What stands: one version and one word, the same in every row, or it throws. */
async function standing(): Promise<{ version: number; word: unknown }> {
  const all = [...(await pullAll(office)).values()];
  expect(all).toHaveLength(rows);
  expect(new Set(all.map(({ version, cells }) => JSON.stringify([version, cells[1], cells[2]])))).toHaveProperty(
    "size",
    1,
  );
  expect(all[0]!.cells[1]).toBe(all[0]!.cells[2]);
  return { version: all[0]!.version, word: all[0]!.cells[1] };
}

test(`the whole process group killed ${kills} times in mid-push: acknowledged pushes whole, the others whole or absent, retried with the same key they land once`, async () => {
  const fresh = Array.from({ length: rows }, (_, n) => ({
    newKey: String(n),
    cells: { code: codeOf(n), a: "w0", b: "w0" },
  }));
  expect((await office.call("PATCH", path, { rows: fresh })).body.summary.saved).toBe(rows);
  let [version, word] = [1, "w0"];
  const told = { acknowledged: 0, landed: 0, absent: 0 };
  for (let n = 1; n <= kills; n++) {
    // One push is acknowledged and timed; the next is cut off, each time at another part of that time.
    const begin = performance.now();
    const first = await office.call("PATCH", path, bodyOf(`w${n}`, version), `k${n}`);
    expect(first.body.summary.saved).toBe(rows);
    [version, word] = [version + 1, `w${n}`];
    const part = (performance.now() - begin) * (0.2 + (n % 10) / 10);
    const dies = new Promise<void>((done) => setTimeout(() => office.kill().then(done), part));
    const sent = { word: `w${n}.cut`, version, key: `k${n}.cut` };
    const cut = await office.call("PATCH", path, bodyOf(sent.word, version), sent.key).catch(() => undefined);
    await dies;
    await office.start();
    const now = await standing();
    const landed = now.word === sent.word;
    told[cut ? "acknowledged" : landed ? "landed" : "absent"]++;
    if (cut) expect(landed).toBe(true);
    expect(now).toEqual(landed ? { version: version + 1, word: sent.word } : { version, word });
    // The same again, with its key: it lands once, whatever had become of it.
    for (const _ of [1, 2]) {
      const again = await office.call("PATCH", path, bodyOf(sent.word, sent.version), sent.key);
      expect(again).toMatchObject({ status: 200, body: { summary: { saved: rows } } });
    }
    [version, word] = [version + 1, sent.word];
    expect(await standing()).toEqual({ version, word });
  }
  console.log(
    `killed ${kills} times: ${told.acknowledged} pushes were acknowledged just before, ${told.landed} had landed without a word, ` +
      `${told.absent} had not`,
  );
});
