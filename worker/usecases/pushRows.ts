/** Pushes rows of a sheet: read what stands, decide every row, write all that is to be saved in one batch. */
import { keptColumns } from "../../schema/sheet/layout.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { auditStatement } from "../store/audit.ts";
import { commit } from "../store/database.ts";
import { answerStatements, type RequestKey } from "../store/idempotency.ts";
import { pushStatements, thisPush } from "../store/pushes.ts";
import type { Catalogue } from "./catalogue.ts";
import { decidePush, type Push } from "./decidePush.ts";
import { pushDocument } from "./documentSheets.ts";
import { once } from "./once.ts";
import { type PushAccess, type PushAnswer, presentPush } from "./presentPush.ts";
import type { Work } from "./work.ts";

/**
 * Pushes rows. Good rows are saved though others are not (`partial`), or none is (`atomic`). A push that changes
 * nothing writes nothing, not even its key.
 * @param access where the principal may read and write, and in which language rows are answered
 * @throws Refusal busy when versions keep moving; keyReused; atomicRefused with the rows that stand in the way
 */
export function pushRows(
  work: Work,
  catalogue: Catalogue,
  sheet: Sheet,
  push: Push,
  access: PushAccess,
  request?: RequestKey,
): Promise<PushAnswer> {
  if (sheet.keptBy !== undefined) return pushDocument(work, sheet, push, access, request);
  return once(work, request, ["versionsMoved", "failed: entry."], async () => {
    const { decisions, standing, guards } = await decidePush(work, catalogue, sheet, push, access);
    const answer = presentPush(decisions, push.mode, access.language);
    const changes = decisions.flatMap(({ change }) => change ?? []);
    if (changes.length === 0) return { ...answer, push: null };
    const made = { principal: work.principal.id, at: work.now };
    const head = { sheet: sheet.id, period: push.period, kept: keptColumns(sheet), ...made, note: push.note ?? null };
    const line = { ...made, action: "sheet.push", target: sheet.id, push: thisPush, requestId: work.requestId };
    const written = await commit(work.db, [
      ...(await pushStatements(work.db, access.writable, head, changes, standing, guards)),
      auditStatement(work.db, line),
      ...(request ? answerStatements(work.db, { ...request, ...made }, answer, thisPush) : []),
    ]);
    return { ...answer, push: (written[0] as D1Result).meta.last_row_id };
  });
}
