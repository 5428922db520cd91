/** Where the caller may read the results of a round: all results, or of subsidies only. */
import type { Context } from "hono";
import { everywhere, type RegionScope } from "../../../schema/region.ts";
import { scopeOf } from "../../auth/permissions.ts";
import type { AppEnv } from "../../env.ts";
import { Refusal } from "../../refusal.ts";
import { findPolicy } from "../../store/documents.ts";
import { requireRound } from "../../usecases/requireRound.ts";
import { authorise } from "../endpoint.ts";

/** @throws Refusal forbidden for results of a kind that the caller reads nowhere; notFound as for any round */
export async function outcomeScope(c: Context<AppEnv>, id: string): Promise<RegionScope> {
  const [db, all, payments] = [c.get("db"), scopeOf(c.get("principal"), "outcome:read"), authorise(c, "payment:read")];
  // Who reads all results wherever they read payments is asked no further.
  if (all.length === payments.length) return all;
  const { policyId, policyVersion } = await requireRound(db, payments, id);
  const policy = await findPolicy(db, everywhere, policyId, policyVersion);
  if (policy?.document.kind === "subsidy") return payments;
  if (all.length === 0) throw new Refusal("forbidden");
  return all;
}
