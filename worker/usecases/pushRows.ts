/** Pushes rows of a sheet: at once where nobody has touched them, else each decided against what stands. */
import { readRows } from "../../schema/sheet/push.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import type { RequestKey } from "../store/idempotency.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Push } from "./decidePush.ts";
import { pushDocument } from "./documentSheets.ts";
import { once } from "./once.ts";
import { type PushAccess, type PushAnswer, shownAgain } from "./presentPush.ts";
import { pushMoved, savePush } from "./savePush.ts";
import { saveUntouched } from "./saveUntouched.ts";
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
  let read: ReturnType<typeof readRows> | undefined;
  const attempt = async () => {
    const answer = await saveUntouched(work, catalogue, sheet, push, access, request);
    if (answer) return answer;
    read ??= readRows(sheet, push.rows);
    return savePush(work, catalogue, sheet, push, read, access, request);
  };
  return once(work, request, pushMoved, attempt, shownAgain(sheet, access));
}
