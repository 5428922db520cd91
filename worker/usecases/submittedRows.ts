/** What townships have submitted they may not edit any more, until it is returned; the county still may. */
import type { SQL } from "drizzle-orm";
import { parsePeriod, periodsFor, periodTitle } from "../../schema/period.ts";
import { ancestorAt, covers, everywhere, holdsAllOf, levelOf } from "../../schema/region.ts";
import { isSettled } from "../../schema/round.ts";
import type { RowError } from "../../schema/sheet/push.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { isWithTownship } from "../../schema/submission.ts";
import type { Database } from "../store/database.ts";
import { findPolicy } from "../store/documents.ts";
import { countSubmissionSteps, latestSubmissionSteps, stillSubmissionSteps } from "../store/submissions.ts";
import type { Catalogue } from "./catalogue.ts";
import type { PushAccess } from "./presentPush.ts";
import { sheetsBehind } from "./sheetsBehind.ts";

/** What is closed to a pusher. */
export interface Closed {
  /** Whether anything is. */
  any: boolean;
  /** Why a row of the region may not be changed; nothing where it may. */
  faultOf(regionCode: string): RowError | undefined;
  /** Holds when the push is written, unless a submission has moved since. */
  guards: SQL<number>[];
}

const open: Closed = { any: false, faultOf: () => undefined, guards: [] };
const isBelowCounty = (code: string) => ["township", "village"].includes(levelOf(code));

/**
 * What of a sheet and period is closed to who pushes. Signatures stay open: to sign is to check. A sheet without a
 * period is closed only until the round is final.
 * @param access where the push may write; where the pusher types entries at all says whether it is the county
 */
export async function closedTo(
  db: Database,
  catalogue: Catalogue,
  sheet: Sheet,
  period: string,
  { writable, reader }: Pick<PushAccess, "writable" | "reader">,
): Promise<Closed> {
  const asCounty = reader.types.filter(({ from }) => !isBelowCounty(from));
  if (sheet.accounts || sheet.ballots === "signoffs" || holdsAllOf(asCounty, writable)) return open;
  // Counted first: what comes between is seen by the guard.
  const [{ count } = { count: 0 }] = await countSubmissionSteps(db);
  const steps = count === 0 ? [] : await latestSubmissionSteps(db, writable);
  const faults = new Map<string, RowError>();
  for (const { regionCode, state, policyId, policyVersion, period: its, roundState } of steps) {
    if (isWithTownship(state) || (period === "" && isSettled(roundState))) continue;
    if (!periodsFor(parsePeriod(its)!, sheet.period).includes(period)) continue;
    const document = (await findPolicy(db, everywhere, policyId, policyVersion))?.document;
    if (!document || !sheetsBehind(catalogue, document).some(({ id }) => id === sheet.id)) continue;
    const params = { period: periodTitle(its), title: document.title };
    faults.set(regionCode, { key: "id", code: "rowSubmitted", params });
  }
  return {
    any: faults.size > 0,
    faultOf: (regionCode) =>
      covers(asCounty, regionCode) ? undefined : faults.get(ancestorAt(regionCode, "township")),
    guards: [stillSubmissionSteps(count)],
  };
}
