/** Single values for formulas: from which round and policy each comes, why there is none, and who sees which. */
import { beforeAll, describe, expect, test } from "vitest";
import type { AskedValue, FoundValue } from "../../schema/valuesWire.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";
import {
  type Client,
  finalSubsidy,
  type Office,
  openOffice,
  policies,
  prefecture,
  registers,
  village,
} from "./office.ts";

const star = "xinhui-star-organization";
const county = "990101000000";
const elsewhere = "990102001001";
let office: Office;
let outcomes: { subjectId: string; stars: number; score: number; rank: number }[];
let missing: { subjectId: string; message: string }[];
/** A subject of the subsidy round with what it gets. */
let paid: { subjectId: string; amountFen: number; items: { code: string; title: string; amountFen: number }[] };
let subsidy: string;

const compute = async (policyId: string, period: string, regionCode = prefecture) => {
  const { body } = await office.as.prefecture("POST", "/v1/rounds", { policyId, period, regionCode });
  expect((await office.as.prefecture("POST", `/v1/rounds/${body.id}/compute`)).status).toBe(200);
  return body.id as string;
};
const ask = async (who: Client, ...asked: AskedValue[]): Promise<FoundValue[]> => {
  const { status, body } = await who("POST", "/v1/values", { asked });
  expect(status).toBe(200);
  expect(body.values).toHaveLength(asked.length);
  return body.values;
};
const of = (kind: AskedValue["of"], subjectId: string, period = "2014-H1", more: Partial<AskedValue> = {}) => ({
  ...{ of: kind, subjectId, period },
  ...more,
});
const resultsOf = async (round: string) => (await office.as.prefecture("GET", `/v1/rounds/${round}/outcomes`)).body;

beforeAll(async () => {
  office = await openOffice();
  const other = { ...policies.find(({ id }) => id === star)!, id: "second-star", title: "另一个办法" };
  await loadLibrary(office.db, { policies: [...policies, other], registers }, "2014-01-01T00:00:00.000Z");
  ({ outcomes, unscored: missing } = await resultsOf(await compute(star, "2014-H1")));
  await compute(star, "2014-H2");
  await compute("chuxiong-backward", "2014");
  subsidy = await finalSubsidy(office);
  paid = (await resultsOf(subsidy)).outcomes.find(({ amountFen }: { amountFen: number }) => amountFen > 0);
});

describe("a value", () => {
  test("is what the round has found, each in the place of its question", async () => {
    const some = outcomes.slice(0, 20);
    const asked = some.flatMap(({ subjectId }) => [
      of("stars", subjectId),
      of("score", subjectId),
      of("rank", subjectId),
    ]);
    const values = await ask(office.as.viewer, ...asked);
    expect(values.map(({ value }) => value)).toEqual(some.flatMap(({ stars, score, rank }) => [stars, score, rank]));
    const round = `${star}.2014-H1.${prefecture}`;
    expect(values[0]).toEqual({ value: some[0]!.stars, policyId: star, round, state: "computed" });
  });

  test("of money is in yuan, whole or of one item by its code or its name", async () => {
    const [part] = paid.items;
    const values = await ask(
      office.as.viewer,
      of("amount", paid.subjectId, "2016"),
      of("amount", paid.subjectId, "2016", { item: part!.code }),
      of("amount", paid.subjectId, "2016", { item: part!.title }),
      of("amount", paid.subjectId, "2016", { item: "没有的" }),
    );
    expect(values.map(({ value }) => value)).toEqual([
      ...[paid.amountFen / 100, part!.amountFen / 100, part!.amountFen / 100, null],
    ]);
    expect(values[3]!.reason).toMatchObject({ code: "noItem", message: expect.stringContaining(part!.title) });
  });

  test("of a rank is the list's where there is one, and else the rating's", async () => {
    const list = (await resultsOf(`chuxiong-backward.2014.${prefecture}`)).outcomes[0];
    const [listed] = await ask(office.as.viewer, of("rank", list.subjectId, "2014"));
    expect(listed).toMatchObject({ value: list.rank, policyId: "chuxiong-backward" });
  });
});

describe("there is no value, and it is said why,", () => {
  test("of what could not be scored", async () => {
    const [found] = await ask(office.as.viewer, of("stars", missing[0]!.subjectId));
    expect(found).toMatchObject({ value: null, policyId: star, reason: { code: "unscored" } });
    expect(found!.reason!.message).toContain(missing[0]!.message);
  });

  test("of what the named policy does not give", async () => {
    const named = { policyId: "chuxiong-backward" };
    const [found] = await ask(office.as.viewer, of("stars", village, "2014", named));
    expect(found).toMatchObject({ value: null, reason: { code: "notGiven" } });
  });

  test("of a period that nobody has computed", async () => {
    const [found] = await ask(office.as.viewer, of("stars", village, "2013-H1"));
    expect(found).toMatchObject({ value: null, reason: { code: "none" } });
    expect(found!.reason!.message).toContain("2013年上半年");
  });
});

describe("out of reach", () => {
  test("a subject is answered like one that is not there", async () => {
    const kinds = ["stars", "score", "rank", "why"] as const;
    for (const kind of kinds) {
      const [beyond, nowhere] = await ask(office.as.township, of(kind, elsewhere), of(kind, "000000000000"));
      expect(JSON.stringify(beyond).replace(elsewhere, "")).toBe(JSON.stringify(nowhere).replace("000000000000", ""));
      expect(beyond).toMatchObject({ value: null, reason: { code: "none" } });
    }
    const [own] = await ask(office.as.township, of("stars", village));
    expect(own!.value).not.toBeNull();
    const [money] = await ask(office.as.township, of("amount", elsewhere, "2016"));
    expect(money!.reason!.code).toBe("none");
  });

  test("is every result but what is paid, for finance", async () => {
    const [stars, score, why, amount, reason] = await ask(
      office.as.finance,
      of("stars", village),
      of("score", village),
      of("why", village),
      of("amount", paid.subjectId, "2016"),
      of("why", paid.subjectId, "2016"),
    );
    expect([stars, score].map((one) => one!.reason?.code)).toEqual(["forbidden", "forbidden"]);
    expect(why).toMatchObject({ value: null, reason: { code: "none" } });
    expect(amount!.value).toBe(paid.amountFen / 100);
    expect(reason!.value).toMatch(/元/);
  });
});

describe("why", () => {
  const texts = (steps: { title: string; text: string; steps?: [] }[]): string[] =>
    steps.flatMap(({ title, text, steps: below = [] }) => [`${title}:${text}`, ...texts(below)]);

  test.each(["computed", "final"])("says what the trace of a round says, line by line: %s", async (state) => {
    const [subjectId, period, round] =
      state === "final" ? [paid.subjectId, "2016", subsidy] : [village, "2014-H2", `${star}.2014-H2.${prefecture}`];
    const [found] = await ask(office.as.viewer, of("why", subjectId, period));
    expect(found).toMatchObject({ round, state });
    const { trace } = (await office.as.viewer("GET", `/v1/rounds/${round}/outcomes/${subjectId}`)).body;
    expect(trace.length).toBeGreaterThan(0);
    expect(
      String(found!.value)
        .split("\n")
        .map((line) => line.trim()),
    ).toEqual(
      texts(trace)
        .join("\n")
        .split("\n")
        .map((line) => line.trim()),
    );
  });

  test("is told of a subject without a result, too", async () => {
    const [found] = await ask(office.as.viewer, of("why", missing[0]!.subjectId));
    expect(String(found!.value).length).toBeGreaterThan(5);
  });
});

describe("which policy and round", () => {
  test("of several rounds of a policy the furthest on its way, and of those the smallest", async () => {
    await office.as.prefecture("PATCH", `/v1/sheets/indicators.${star}`, {
      period: "2014-H2",
      rows: [{ id: village, baseVersion: 1, cells: { serviceTeam: 0 } }],
    });
    const small = await compute(star, "2014-H2", county);
    const [near] = await ask(office.as.viewer, of("score", village, "2014-H2"));
    expect(near).toMatchObject({ round: small, state: "computed" });
    const large = `${star}.2014-H2.${prefecture}`;
    expect((await office.as.prefecture("POST", `/v1/rounds/${large}/compute`)).status).toBe(200);
    expect((await office.as.approver("POST", `/v1/rounds/${large}/finalise`)).status).toBe(200);
    const [far] = await ask(office.as.viewer, of("score", village, "2014-H2"));
    expect(far).toMatchObject({ round: large, state: "final" });
  });

  test("of several policies is asked back, naming them, unless one is said", async () => {
    await compute("second-star", "2014-H1");
    const [open, named] = await ask(
      office.as.viewer,
      of("stars", village),
      of("stars", village, "2014-H1", { policyId: star }),
    );
    expect(open).toEqual({
      value: null,
      reason: {
        code: "ambiguous",
        message: `2个办法都有星级,请写明是哪一个:second-star、${star}`,
        policies: ["second-star", star],
      },
    });
    expect(named).toMatchObject({ policyId: star, value: expect.any(Number) });
  });
});

test.each([
  ["more than 500 questions", Array(501).fill(of("stars", village))],
  ["more than 50 reasons", Array(51).fill(of("why", village))],
  ["no question", []],
  ["a kind that there is not", [{ ...of("stars", village), of: "name" }]],
])("%s are refused, with the place", async (_, asked) => {
  const { status, body } = await office.as.viewer("POST", "/v1/values", { asked });
  expect(status).toBe(422);
  expect(body.errors[0].pointer).toMatch(/^\/asked/);
});
