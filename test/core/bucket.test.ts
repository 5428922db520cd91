/** The bucket by which calls are counted. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Bucket, take } from "../../worker/edge/bucket.ts";

const rates = fc.record({ perMinute: fc.integer({ min: 1, max: 10_000 }), burst: fc.integer({ min: 1, max: 1000 }) });

test("a full bucket gives as many tokens as it holds, then one after each part of a minute", () => {
  const rate = { perMinute: 60, burst: 3 };
  let bucket: Bucket | undefined;
  const waits = [0, 0, 0, 0, 500, 1000, 1000].map((now) => {
    const taken = take(bucket, rate, now);
    bucket = taken.bucket;
    return taken.wait;
  });
  expect(waits).toEqual([0, 0, 0, 1000, 500, 0, 1000]);
});

test("never more calls go through in a time than burst and rate allow, whatever their moments", () => {
  fc.assert(
    fc.property(rates, fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 300 }), (rate, gaps) => {
      let [bucket, now, through]: [Bucket | undefined, number, number] = [undefined, 0, 0];
      for (const gap of gaps) {
        now += gap;
        const taken = take(bucket, rate, now);
        bucket = taken.bucket;
        if (taken.wait === 0) through++;
      }
      expect(through).toBeLessThanOrEqual(rate.burst + (now * rate.perMinute) / 60_000 + 1e-6);
    }),
  );
});

test("who waits as long as it is told gets through, and a clock that goes back gives nothing", () => {
  fc.assert(
    fc.property(rates, fc.integer({ min: 0, max: 10_000 }), (rate, back) => {
      let bucket: Bucket | undefined;
      for (;;) {
        const taken = take(bucket, rate, 1_000_000);
        bucket = taken.bucket;
        if (taken.wait > 0) {
          expect(take(bucket, rate, 1_000_000 - back).wait).toBeGreaterThan(0);
          expect(take(bucket, rate, 1_000_000 + Math.ceil(taken.wait) + 1).wait).toBe(0);
          return;
        }
      }
    }),
  );
});
