/** What the cron of wrangler.toml calls: the audit is sealed. */
import type { Bindings } from "../env.ts";
import { latestSeal } from "../store/audit.ts";
import { open } from "../store/database.ts";
import { sealAudit } from "../usecases/sealAudit.ts";

/** One tick of the cron. The last seal goes to the log too, where who can write to the database cannot reach it. */
export async function scheduled(_: unknown, { DB, AUDIT_SECRET }: Bindings): Promise<void> {
  if (!AUDIT_SECRET) {
    console.error(JSON.stringify({ job: "sealAudit", error: "AUDIT_SECRET is not set: nothing is sealed" }));
    return;
  }
  const db = open(DB);
  const sealed = await sealAudit(db, AUDIT_SECRET);
  if (sealed > 0) console.log(JSON.stringify({ job: "sealAudit", sealed, last: await latestSeal(db) }));
}
