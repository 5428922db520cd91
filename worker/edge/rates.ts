/** How often one may call: by credential, and before that is known by address. Kept in memory, for one worker each. */
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../env.ts";
import { Refusal } from "../refusal.ts";
import { type Bucket, take } from "./bucket.ts";

/** What is set where nothing is said: far more than a clerk or a tool needs, far less than would be in the others' way. */
const usual = { credential: 6000, address: 12_000 };
/** A quarter of a minute's calls may come at once. */
const burst = 1 / 4;

const buckets = new Map<string, Bucket>();
/** Of so many callers it is known; whoever has not called for the longest is forgotten first. */
const mostKnown = 10_000;

/** @throws Refusal tooFast with the seconds to wait */
function count(c: Context<AppEnv>, name: string, given: string | undefined, otherwise: number) {
  const perMinute = Number(given ?? otherwise);
  const { bucket, wait } = take(
    buckets.get(name),
    { perMinute, burst: Math.max(1, perMinute * burst) },
    Date.parse(c.get("now")),
  );
  buckets.delete(name);
  buckets.set(name, bucket);
  if (buckets.size > mostKnown) buckets.delete(buckets.keys().next().value!);
  if (wait > 0) throw new Refusal("tooFast", [], { retryAfter: Math.ceil(wait / 1000) });
}

/** Counts every call of an address, whoever it says it is. */
export const addressRate = createMiddleware<AppEnv>(async (c, next) => {
  const address = c.req.header("cf-connecting-ip");
  if (address !== undefined) count(c, `address ${address}`, c.env.RATE_PER_ADDRESS, usual.address);
  await next();
});

/** Counts every call of a session or key. */
export const credentialRate = createMiddleware<AppEnv>(async (c, next) => {
  count(c, `credential ${c.get("principal").credential}`, c.env.RATE_PER_CREDENTIAL, usual.credential);
  await next();
});
