/** Pushes rows of a sheet: read what stands, decide every row, write all that is to be saved in one batch. */
import { type Fault, faultText, type Language } from "../../schema/fault.ts";
import type { RegionScope } from "../../schema/region.ts";
import { type Decision, type RowResult, type RowStatus, rowStatuses } from "../../schema/sheet/push.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { auditStatement } from "../store/audit.ts";
import { commit, failedOn } from "../store/database.ts";
import { answerStatements, findAnswer, type RequestKey } from "../store/idempotency.ts";
import { pushStatements, thisPush } from "../store/pushes.ts";
import type { Catalogue } from "./catalogue.ts";
import { decidePush, type Push } from "./decidePush.ts";
import { Refusal, type Work } from "./work.ts";

export interface PushAnswer {
  summary: Record<RowStatus, number>;
  /** The number of this push; null when nothing was to be written. */
  push: number | null;
  results: RowAnswer[];
}
type RowAnswer = Omit<RowResult, "errors"> & { errors?: ReturnType<typeof rowErrors> };

const attempts = 5;

/**
 * Pushes rows. Good rows are saved though others are not (`partial`), or none is (`atomic`).
 * @param scope where the principal may read: outside it a row is `gone`; @param writable where it may write this
 *   sheet: outside it, but inside the scope, a row is `forbidden`
 * @throws Refusal busy when versions keep moving; keyReused; atomicRefused with the rows that stand in the way
 */
export async function pushRows(
  work: Work,
  catalogue: Catalogue,
  sheet: Sheet,
  push: Push,
  access: { scope: RegionScope; writable: RegionScope; language: Language },
  request?: RequestKey,
): Promise<PushAnswer> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const earlier = request && (await findAnswer(work.db, work.principal.id, request.key));
    if (earlier) {
      if (earlier.requestHash !== request.requestHash) throw new Refusal("keyReused");
      return { ...(earlier.answer as PushAnswer), push: earlier.push };
    }
    const { decisions, standing } = await decidePush(work, catalogue, sheet, push, access);
    const answer = present(decisions, access.language);
    const bad = answer.results.filter(({ status }) => !fine.has(status));
    if (push.mode === "atomic" && bad.length > 0) throw new Refusal("atomicRefused", [], { results: bad });
    const changes = decisions.flatMap(({ change }) => change ?? []);
    if (changes.length === 0) return { ...answer, push: null };
    try {
      const written = await commit(work.db, [
        ...pushStatements(
          work.db,
          {
            sheet: sheet.id,
            period: push.period,
            principal: work.principal.id,
            at: work.now,
            note: push.note ?? null,
          },
          changes,
          standing,
        ),
        auditStatement(work.db, {
          at: work.now,
          principal: work.principal.id,
          action: "sheet.push",
          target: sheet.id,
          push: thisPush,
          requestId: work.requestId,
        }),
        ...(request
          ? answerStatements(work.db, { ...request, principal: work.principal.id, at: work.now }, answer, thisPush)
          : []),
      ]);
      return { ...answer, push: (written[0] as D1Result).meta.last_row_id };
    } catch (error) {
      if (!failedOn(error, "versionsMoved") && !failedOn(error, "idempotency.")) throw error;
    }
  }
  throw new Refusal("busy");
}

const fine = new Set<RowStatus>(["saved", "merged", "unchanged"]);

function present(decisions: readonly Decision[], language: Language): Omit<PushAnswer, "push"> {
  const summary = Object.fromEntries(rowStatuses.map((status) => [status, 0])) as Record<RowStatus, number>;
  const results = decisions.map(({ result: { errors, ...result } }): RowAnswer => {
    summary[result.status]++;
    return errors ? { ...result, errors: rowErrors(errors, language) } : result;
  });
  return { summary, results };
}

const rowErrors = (errors: NonNullable<RowResult["errors"]>, language: Language) =>
  errors.map(({ key, ...fault }) => {
    const { pointer: _, ...words } = faultText({ pointer: "", ...fault } as Fault, language);
    return { key, ...words };
  });
