/** The two workloads that the engine is measured by come out as the hand-written solutions do, to the last digit. */
import { describe, expect, test } from "vitest";
import { readyCadres } from "../bench/cadres.ts";
import * as w1 from "../bench/floor/w1.mjs";
import * as w2 from "../bench/floor/w2.mjs";
import { readyOrganizations } from "../bench/organizations.ts";

// The figures of WORKLOADS.md.
const organizations = {
  1098: { sum: 5462389, stars: [936, 136, 24, 2, 0, 0], flagged: 108, fnv: "bc8a0673", ranks: 60815 },
  10000: { sum: 49922846, stars: [8526, 1261, 203, 10, 0, 0], flagged: 1000, fnv: "24b6cbf3", ranks: 5003540 },
};
const cadres = {
  5000: { total: 2801277772, levels: [1120511609, 1120510606, 560255557], fnv: "9406f8ff" },
  50000: { total: 28133189361, levels: [11253280774, 11253270773, 5626637814], fnv: "7dace761" },
};

describe.each([1098, 10_000] as const)("%i organizations of ten counties", (n) => {
  const data = w1.generate(n);

  test("have the scores, stars, ranks and backward lists of the workload", () => {
    expect(w1.checksum(readyOrganizations(data)())).toEqual(organizations[n]);
    expect(w1.checksum(w1.floor(data))).toEqual(organizations[n]);
  });

  test("have the same results run after run", () => {
    const run = readyOrganizations(data);
    run();
    expect(w1.checksum(run())).toEqual(organizations[n]);
  });
});

describe.each([5000, 50_000] as const)("%i cadres of villages of five", (n) => {
  const data = w2.generate(n);

  test("are due the amounts of the workload, and who pays them adds up", () => {
    expect(w2.checksum(readyCadres(data)())).toEqual(cadres[n]);
    expect(w2.checksum(w2.floor(data) as Parameters<typeof w2.checksum>[0])).toEqual(cadres[n]);
  });

  test("are due the same run after run", () => {
    const run = readyCadres(data);
    run();
    expect(w2.checksum(run())).toEqual(cadres[n]);
  });
});
