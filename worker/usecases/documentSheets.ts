/** Sheets of a policy's document: pulled from its working version, pushed as the next draft. */
import { covers, type RegionScope } from "../../schema/region.ts";
import { decideDocument } from "../../schema/sheet/documentPush.ts";
import { parameterView } from "../../schema/sheet/parameterView.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { caseView } from "../core/caseView.ts";
import { failedCases } from "../core/policyTests.ts";
import { sha256 } from "../hash.ts";
import { refuse } from "../refusal.ts";
import { auditStatement } from "../store/audit.ts";
import { commit, type Database } from "../store/database.ts";
import { answerStatements, type RequestKey } from "../store/idempotency.ts";
import { thisPush } from "../store/pushes.ts";
import { draftStatements, versionsByNumber, versionUpTo, workingVersion } from "../store/versions.ts";
import type { Push } from "./decidePush.ts";
import { once } from "./once.ts";
import { rowsAfter } from "./page.ts";
import { type PushAccess, type PushAnswer, presentPush } from "./presentPush.ts";
import type { FoundRow, PullQuery } from "./pullRows.ts";
import type { Work } from "./work.ts";

export const viewOf = ({ rows }: Sheet) => (rows === "cases" ? caseView : parameterView);

const stateTitles = { draft: "草案", active: "现行", superseded: "已代替" };

/** The working version of a sheet's policy. */
async function workingOf(db: Database, scope: RegionScope, { policyId = "" }: Sheet) {
  const working = await workingVersion(db, scope, policyId);
  if (!working) throw refuse("notFound", "/sheet", "unknown", { what: "policy", value: policyId });
  return working;
}

/**
 * One page of the rows of the working version. With `since`: none where it was known then, else all of them, for each
 * has a new version, and those that are no longer there.
 */
export async function documentRows(
  db: Database,
  scope: RegionScope,
  sheet: Sheet,
  { since, ...page }: PullQuery,
): Promise<FoundRow[]> {
  const view = viewOf(sheet);
  const working = await workingOf(db, scope, sheet);
  if (since !== undefined && working.push <= since) return [];
  const present = view.rows(working.document);
  const earlier = since === undefined ? undefined : await versionUpTo(db, scope, working.id, since);
  const ids = new Set(present.map(({ id }) => id));
  const gone = earlier ? view.rows(earlier.document).filter(({ id }) => !ids.has(id)) : [];
  const rows = [...present, ...gone].map(({ id, cells }, i): FoundRow => {
    const place = { id, regionCode: working.regionCode, version: working.version, deleted: i >= present.length };
    return { ...place, cells: { ...cells, state: stateTitles[working.state] } };
  });
  return rowsAfter(rows, page);
}

/**
 * Pushes rows of a document: all that can be saved makes one new draft.
 * @throws Refusal forbidden where the policy also governs what the pusher does not cover; busy, keyReused, atomicRefused
 *   as for any push
 */
export function pushDocument(
  work: Work,
  sheet: Sheet,
  push: Push,
  { scope, writable, language }: PushAccess,
  request?: RequestKey,
): Promise<PushAnswer> {
  const view = viewOf(sheet);
  return once(work, request, ["policyMoved"], async () => {
    const working = await workingOf(work.db, scope, sheet);
    const { regionCode, version: base } = working;
    if (!covers(writable, regionCode)) throw refuse("forbidden", "/sheet", "beyondPolicy", { region: regionCode });
    const named = push.rows.flatMap((row) => ("id" in row && row.baseVersion < base ? [row.baseVersion] : []));
    const older = await versionsByNumber(work.db, scope, working.id, [...new Set(named)]);
    const { decisions, document } = decideDocument(view, sheet.columns, working, older, push.rows);
    const decided = presentPush(decisions, push.mode, language);
    const rows = decisions.filter(({ change }) => change).length;
    if (rows === 0) return { ...decided, push: null };
    const answer = { ...decided, draft: { version: base + 1, failed: failedCases(document).length } };
    const made = { principal: work.principal.id, at: work.now };
    const hash = await sha256(JSON.stringify(document));
    const draft = { document, hash, base, regionCode, ...made, note: push.note ?? null };
    const written = await commit(work.db, [
      ...draftStatements(work.db, writable, draft, { sheet: sheet.id, rows }),
      auditStatement(work, { action: "sheet.push", target: sheet.id, regionCode, push: thisPush }),
      ...(request ? answerStatements(work.db, { ...request, ...made }, answer, thisPush) : []),
    ]);
    return { ...answer, push: (written[0] as D1Result).meta.last_row_id };
  });
}
