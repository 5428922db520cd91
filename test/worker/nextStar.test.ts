/** What the next star needs, and how stable ranks and lists are, through the whole worker. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Policy } from "../../schema/policy/policy.ts";
import { sha256 } from "../../worker/hash.ts";
import { hashOfAll, pack, unpack } from "../../worker/usecases/evidence.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";
import {
  type Client,
  indicators,
  type Office,
  openOffice,
  otherCounty,
  policies,
  prefecture,
  registers,
  rowsOf,
  village,
} from "./office.ts";

const [star, backward, ballots] = ["xinhui-star-organization", "chuxiong-backward", "xinhui-three-ballots"] as const;
const county = "990101000000";
const roundOf = (policyId: string, period: string, regionCode = prefecture) => `${policyId}.${period}.${regionCode}`;
const first = roundOf(star, "2014-H1");
const list = roundOf(backward, "2014");

let office: Office;
let clerk: Client;
const compute = async (round: string, who = clerk) => (await who("POST", `/v1/rounds/${round}/compute`)).body;
async function openRound(policyId: string, period: string, regionCode = prefecture) {
  const opened = await clerk("POST", "/v1/rounds", { policyId, period, regionCode });
  expect(opened.status).toBe(201);
  return compute(opened.body.id);
}
const outcomesOf = async (round: string) => (await clerk("GET", `/v1/rounds/${round}/outcomes`)).body.outcomes;
const explain = async (round: string, subject: string, who = clerk) =>
  (await who("GET", `/v1/rounds/${round}/outcomes/${subject}`)).body;
const stability = (round: string, query = "", who = clerk) => who("GET", `/v1/rounds/${round}/stability?${query}`);
const fault = ({ status, body }: Awaited<ReturnType<Client>>) => `${status} ${body.code} ${body.errors?.[0].code}`;

/** Changes cells of a subject's indicators. */
async function edit(id: string, cells: object, period = "2014-H1") {
  const row = rowsOf(await clerk("GET", `/v1/sheets/${indicators}?period=${period}`)).find((one) => one.id === id)!;
  const rows = [{ id, baseVersion: row.version, cells }];
  expect((await clerk("PATCH", `/v1/sheets/${indicators}`, { period, rows })).body.summary.saved).toBe(1);
}

/** A policy of the library, changed, as one of its own. */
async function adopt(id: string, as: string, change: (document: Policy) => object) {
  const document = structuredClone(policies.find((one) => one.id === id)!);
  const mine = { ...document, ...change(document), id: as } as Policy;
  const others = policies.filter((one) => one.id !== as);
  await loadLibrary(office.db, { policies: [...others, mine], registers }, "2014-02-01T00:00:00.000Z");
}

beforeAll(async () => {
  office = await openOffice();
  clerk = office.as.prefecture;
  await openRound(star, "2014-H1");
  await openRound(backward, "2014");
  await openRound(ballots, "2014");
});

describe("the next star of a subject", () => {
  test("is told beside its trace, with the gap that the trace tells, and null at the highest star", async () => {
    const outcomes = await outcomesOf(first);
    let told = 0;
    for (const { subjectId, stars } of outcomes) {
      const { next, trace } = await explain(first, subjectId);
      if (stars === 5) expect(next).toBeNull();
      else expect(next.star).toBeGreaterThan(stars);
      const [, line, gap] = /距(\d)星线[\d.]+分差([\d.]+)分/.exec(trace[1].text) ?? [];
      if (Number(line) !== next?.star) continue;
      told++;
      expect(next.gap).toBe(Number(gap));
    }
    expect(told).toBeGreaterThan(10);
  });

  test("an item's room is what the total gains when the item is full", async () => {
    const outcomes = await outcomesOf(first);
    const { subjectId, score } = outcomes.find((one: { stars: number }) => one.stars < 4)!;
    const before = await explain(first, subjectId);
    expect(before.next.room.length).toBeGreaterThan(0);
    const { value, most, gap } = before.next.room[0];
    expect(gap).toBe(Math.round((most - value) * 100) / 100);
    const given = before.trace[0].steps.find((step: { title: string }) => step.title === before.next.room[0].title);
    await edit(subjectId, { [given.inputs[0].code]: most });
    await compute(first);
    const after = await explain(first, subjectId);
    expect(after.score).toBe(Math.round((score + gap) * 100) / 100);
    await edit(subjectId, { [given.inputs[0].code]: value });
    await compute(first);
  });

  test("a veto is named with what it leaves", async () => {
    await edit(village, { serviceTeam: 20, servicePersonnel: 20, serviceCapability: 20, noVenue: true });
    await compute(first);
    const { next, stars } = await explain(first, village);
    expect(next.star).toBe(stars + 1);
    expect(next.needs.map(({ rule }: { rule: string }) => rule)).toContain("veto");
    await edit(village, { noVenue: false });
    await compute(first);
  });

  test("there is none of a ranking, of an appraisal, and of who is unscored", async () => {
    for (const round of [list, roundOf(ballots, "2014")]) {
      const [{ subjectId }] = await outcomesOf(round);
      expect((await explain(round, subjectId)).next).toBeNull();
    }
    const { body } = await clerk("GET", `/v1/rounds/${first}/outcomes`);
    expect((await explain(first, body.unscored[0].subjectId)).next).toBeNull();
  });

  test("is calculated for facts that a request gives", async () => {
    const services = ["Team", "Personnel", "Capability", "Support", "Mechanism"];
    const inputs = Object.fromEntries(services.map((name) => [`service${name}`, 10]));
    const subjects = [
      { id: "a", inputs },
      { id: "b", inputs: {} },
    ];
    const { body } = await clerk("POST", "/v1/calculate", { policyId: star, period: "2014-H1", subjects });
    expect(body.outcomes[0].next).toMatchObject({ star: expect.any(Number), gap: expect.any(Number), needs: [] });
    expect(body.unscored[0]).not.toHaveProperty("next");
    const ranked = { policyId: backward, period: "2014", subjects: [{ id: "a", inputs: { score: 70 } }] };
    expect((await clerk("POST", "/v1/calculate", ranked)).body.outcomes[0].next).toBeNull();
  });

  test("stays in the evidence of a final round, whatever becomes of the entries", async () => {
    await openRound(star, "2014-H2", county);
    const round = roundOf(star, "2014-H2", county);
    const outcomes = await outcomesOf(round);
    const { subjectId } = outcomes.find((one: { stars: number }) => one.stars < 5)!;
    const before = (await explain(round, subjectId)).next;
    expect(before).not.toBeNull();
    expect((await office.as.approver("POST", `/v1/rounds/${round}/finalise`)).status).toBe(200);
    await edit(subjectId, { serviceTeam: 1 }, "2014-H2");
    expect((await explain(round, subjectId)).next).toEqual(before);

    // Evidence of the time before it was told has none, and is whole all the same.
    const { results } = await office.d1.prepare("select * from runEvidence where round = ?1").bind(round).all();
    const rows = results as { subjectId: string; hash: string; body: string }[];
    const mine = rows.find((one) => one.subjectId === subjectId)!;
    const { next: _, ...older } = JSON.parse(unpack(mine.body)!);
    mine.hash = await sha256(JSON.stringify(older));
    const set = "update runEvidence set hash = ?1, body = ?2 where round = ?3 and subjectId = ?4";
    await office.d1
      .prepare(set)
      .bind(mine.hash, pack(JSON.stringify(older)), round, subjectId)
      .run();
    const whole = "update round set evidenceHash = ?1 where id = ?2";
    await office.d1
      .prepare(whole)
      .bind(await hashOfAll(rows), round)
      .run();
    expect(await explain(round, subjectId)).toEqual({ ...older, next: null });
  });
});

describe("the stability of a rating", () => {
  test("tells of everybody scored the range of ranks, which holds the real one, with what was drawn", async () => {
    const { status, body } = await stability(first);
    expect(status).toBe(200);
    expect(body).toMatchObject({ kind: "rating", round: first, percent: 20, draws: 200, seed: 20140101, total: 47 });
    expect(body.policy).toEqual({ id: star, version: 1, title: expect.any(String) });
    expect(body.label).toBe("演示数据");
    const real = new Map(
      (await outcomesOf(first)).map((one: { subjectId: string; rank: number }) => [one.subjectId, one.rank]),
    );
    expect(body.subjects).toHaveLength(47);
    for (const { subjectId, rank, best, worst } of body.subjects) {
      expect(rank).toBe(real.get(subjectId));
      expect(best).toBeLessThanOrEqual(rank);
      expect(worst).toBeGreaterThanOrEqual(rank);
    }
    const widths = body.subjects.map(({ best, worst }: { best: number; worst: number }) => worst - best);
    expect(widths).toEqual([...widths].sort((a, b) => b - a));
    expect(widths[0]).toBeGreaterThan(0);
  });

  test("is the same for the same seed, byte for byte, and narrower for smaller changes", async () => {
    const [one, again, other] = await Promise.all(
      ["seed=5", "seed=5", "seed=6"].map((query) => stability(first, query)),
    );
    expect(one!.text).toBe(again!.text);
    expect(other!.text).not.toBe(one!.text);
    const width = ({ body }: Awaited<ReturnType<Client>>) =>
      body.subjects.reduce((all: number, { best, worst }: { best: number; worst: number }) => all + worst - best, 0);
    expect(width(await stability(first, "percent=1"))).toBeLessThan(width(await stability(first, "percent=50")));
  });

  test("takes the policy's own draws where it has them", async () => {
    const rule = { percent: 10, draws: 30, seed: 3, assumed: "试验" };
    await adopt(star, "star-stable", (one) => ({ grade: { ...(one as { grade?: object }).grade, stability: rule } }));
    await openRound("star-stable", "2014-H1");
    const { body } = await stability(roundOf("star-stable", "2014-H1"), "draws=40");
    expect(body).toMatchObject({ percent: 10, draws: 40, seed: 3 });
  });

  test("is for prefecture and county, and only of subjects inside their region", async () => {
    expect((await stability(first, "", office.as.township)).status).toBe(403);
    const { body } = await stability(first, "limit=3", office.as.county);
    expect(body.subjects).toHaveLength(3);
    expect(body.total).toBeGreaterThan(3);
    expect(body.subjects.every(({ regionCode }: { regionCode: string }) => regionCode.startsWith("990101"))).toBe(true);
    expect((await stability(first, `region=${otherCounty}`, office.as.county)).status).toBe(404);
    expect((await stability("nothing")).status).toBe(404);
    expect((await stability(first, "percent=51")).status).toBe(400);
    expect((await stability(first, "draws=9")).status).toBe(400);
  });
});

describe("the stability of a list", () => {
  test("draws the rating that it ranks by, and tells how often each is listed, those at the edge first", async () => {
    const { status, body } = await stability(list, "draws=100");
    expect(status).toBe(200);
    expect(body).toMatchObject({ kind: "ranking", percent: 20, draws: 100, seed: 20140101 });
    expect(body.measuredBy).toEqual([{ round: first, run: expect.any(Number), policyVersion: 1 }]);
    const real = new Map<string, { rank: number; selected: boolean }>(
      (await outcomesOf(list)).map((one: { subjectId: string }) => [one.subjectId, one]),
    );
    expect(body.subjects).toHaveLength(real.size);
    for (const { subjectId, rank, selected, best, worst } of body.subjects) {
      expect(real.get(subjectId)).toMatchObject({ rank, selected });
      expect(best <= rank && rank <= worst).toBe(true);
    }
    const shares = body.subjects.map(({ selectedIn }: { selectedIn: number }) => selectedIn);
    const edge = shares.map((share: number) => Math.abs(share - 50));
    expect(edge).toEqual([...edge].sort((a, b) => a - b));
    // As many are listed in every draw as there are places.
    const places = [...real.values()].filter(({ selected }) => selected).length;
    expect(shares.reduce((all: number, share: number) => all + share, 0)).toBeCloseTo(places * 100, 6);
    expect(shares.some((share: number) => share > 0 && share < 100)).toBe(true);
    expect((await stability(list, "draws=100")).text).toBe((await stability(list, "draws=100")).text);
  });

  test("goes by the run that the ranking was based on, whatever was computed since", async () => {
    const before = (await stability(list, "draws=20")).text;
    await edit(village, { serviceTeam: 1, servicePersonnel: 1 });
    await compute(first);
    expect((await stability(list, "draws=20")).text).toBe(before);
  });

  test("takes measures of several rounds and periods, each subject from its own", async () => {
    await openRound(star, "2014-H2", otherCounty);
    await compute(list);
    const { status, body } = await stability(list, "draws=20");
    expect(status).toBe(200);
    expect(body.measuredBy.map(({ round }: { round: string }) => round).sort()).toEqual(
      [first, roundOf(star, "2014-H2", county), roundOf(star, "2014-H2", otherCounty)]
        .filter((round) => body.measuredBy.some((one: { round: string }) => one.round === round))
        .sort(),
    );
    expect(body.measuredBy.length).toBeGreaterThan(1);
  });

  test("is refused with a reason where the measure is no score of a rating, and for other kinds", async () => {
    await adopt(backward, "backward-stars", (one) => {
      const { inputs } = one as unknown as { inputs: Record<string, { from: object }> };
      const score = { ...inputs.score!, from: { ...inputs.score!.from, field: "stars" } };
      return { inputs: { ...inputs, score } };
    });
    await openRound("backward-stars", "2014");
    expect(fault(await stability(roundOf("backward-stars", "2014")))).toBe("422 invalid measureNotScore");
    expect(fault(await stability(roundOf(ballots, "2014")))).toBe("422 invalid noStability");
    await clerk("POST", "/v1/rounds", { policyId: star, period: "2015-H1", regionCode: county });
    expect(fault(await stability(roundOf(star, "2015-H1", county)))).toBe("404 notFound notComputed");
  });

  test("is refused where the items of the scores are not the same, one by one, so that no weights fit all", async () => {
    const services = ["Team", "Personnel", "Capability", "Support", "Mechanism"];
    const full = Object.fromEntries(services.map((name) => [`service${name}`, 10]));
    for (const id of [village, "990102001001"]) await edit(id, full, "2015-H2");
    await openRound(star, "2015-H2", otherCounty);
    await adopt(star, star, (one) => {
      const { score } = one as unknown as { score: { of: object[] } };
      return { score: { ...score, of: [...score.of].reverse() } };
    });
    await openRound(star, "2015-H2", county);
    await openRound(backward, "2015");
    expect(fault(await stability(roundOf(backward, "2015")))).toBe("422 invalid itemsDiffer");
  });

  test("is refused where the scores do not come out again as they were", async () => {
    const tampered = "update outcome set body = json_set(body, '$.score', 12.34) where round = ?1 and subjectId = ?2";
    await office.d1
      .prepare(tampered)
      .bind(roundOf(star, "2014-H2", otherCounty), "990102001001")
      .run();
    await compute(list);
    expect(fault(await stability(list))).toBe("422 invalid measureNotRedrawn");
  });
});
