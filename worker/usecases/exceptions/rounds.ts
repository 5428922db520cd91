/** Exceptions of rounds: what was changed after one was final, and who was paid after leaving. */
import type { Exception } from "../../../schema/exceptions.ts";
import type { Outcome } from "../../../schema/outcome.ts";
import { parsePeriod, periodsFor } from "../../../schema/period.ts";
import type { Policy, SubsidyPolicy } from "../../../schema/policy/policy.ts";
import { common, everywhere, narrow, rangeOf } from "../../../schema/region.ts";
import { isSettled } from "../../../schema/round.ts";
import { differing } from "../../../schema/sheet/difference.ts";
import { isAccepted } from "../../../schema/submission.ts";
import { type Edit, lateEdits } from "../../core/exceptions/lateEdit.ts";
import { payAfterLeaving, type Term } from "../../core/exceptions/payAfterLeaving.ts";
import { findPolicy } from "../../store/documents.ts";
import type { Entry } from "../../store/entries.ts";
import { pushesSince } from "../../store/examined.ts";
import { linesOfPush } from "../../store/lines.ts";
import { entriesAsOf } from "../../store/past.ts";
import { lastPush } from "../../store/pushes.ts";
import { lastRun, listRounds, outcomesOf, type Round } from "../../store/rounds.ts";
import { submissionStepsOf } from "../../store/submissions.ts";
import { sheetsBehind } from "../sheetsBehind.ts";
import type { Look } from "./look.ts";

async function documentOf({ db }: Look, round: Round): Promise<Policy | undefined> {
  return (await findPolicy(db, everywhere, round.policyId, round.policyVersion))?.document;
}

const inside = ({ scope }: Look, { regionCode }: Round) => common(scope, [rangeOf(regionCode)]);

export async function findLateEdits(look: Look): Promise<Exception[]> {
  const found: Exception[] = [];
  for (const round of await listRounds(look.db, look.scope, {})) {
    const closings = await closingsOf(look, round);
    const document = closings.length === 0 ? undefined : await documentOf(look, round);
    if (!document) continue;
    const sheets = sheetsBehind(look.catalogue, document);
    const period = parsePeriod(round.period)!;
    const periods = [...new Set(sheets.flatMap((sheet) => periodsFor(period, sheet.period)))];
    const ids = sheets.map(({ id }) => id);
    for (const { scope, ...closing } of closings) {
      const edits: Edit[] = [];
      for (const push of await pushesSince(look.db, ids, periods, closing.since))
        for (const line of await linesOfPush(look.db, scope, push, false))
          edits.push({
            ...{ sheet: push.sheet, period: push.period, push: push.push, at: push.at },
            ...{ id: line.id, regionCode: line.regionCode },
            columns: differing(line.before?.cells ?? {}, line.after.cells),
          });
      found.push(...lateEdits({ round: round.id, title: document.title, period: round.period, ...closing }, edits));
    }
  }
  return found;
}

/** From when on edits of a round come late, and where: everywhere since it is final, before that in accepted townships. */
async function closingsOf(look: Look, round: Round) {
  const where = inside(look, round);
  const { finalAt } = round;
  const steps = round.deadline === null ? [] : await submissionStepsOf(look.db, where, round.id);
  const accepted = [...Map.groupBy(steps, ({ regionCode }) => regionCode)].flatMap(([regionCode, its]) => {
    const at = isAccepted(its.at(-1)!.state) && its.findLast(({ state }) => state === "accepted")?.at;
    return at ? [{ by: "acceptance" as const, since: at, until: finalAt, scope: narrow(where, regionCode) }] : [];
  });
  return [
    ...accepted,
    ...(finalAt === null ? [] : [{ by: "final" as const, since: finalAt, until: null, scope: where }]),
  ];
}

export async function findPayAfterLeaving(look: Look): Promise<Exception[]> {
  const found: Exception[] = [];
  for (const round of await listRounds(look.db, look.scope, {})) {
    const document = await documentOf(look, round);
    if (document?.kind !== "subsidy" || !document.appointments) continue;
    const run = await lastRun(look.db, look.scope, round.id);
    if (!run) continue;
    const where = inside(look, round);
    const rule = document.appointments;
    const [{ id: now } = { id: 0 }] = await lastPush(look.db);
    const wanted = [{ id: rule.sheet, periods: [""] }];
    const [[were = []], [are = []], outcomes] = await Promise.all([
      entriesAsOf(look.db, where, wanted, run.push),
      entriesAsOf(look.db, where, wanted, now),
      outcomesOf(look.db, where, round.id, run.id),
    ]);
    found.push(
      ...payAfterLeaving({
        ...{ round: round.id, policyId: document.id, title: document.title, period: parsePeriod(round.period)! },
        ...{ isFinal: isSettled(round.state), sheet: rule.sheet, toColumn: rule.to },
        paid: outcomes
          .filter(({ scored }) => scored)
          .map(({ subjectId, regionCode, body }) => ({
            ...{ person: subjectId, regionCode },
            amountFen: (JSON.parse(body) as Outcome).amountFen ?? 0,
          })),
        were: termsOf(rule, were),
        are: termsOf(rule, are),
      }),
    );
  }
  return found;
}

function termsOf(rule: NonNullable<SubsidyPolicy["appointments"]>, entries: readonly Entry[]): Term[] {
  return entries.flatMap(({ id, regionCode, push, cells }): Term[] => {
    const { [rule.from]: from, [rule.to]: to = null, [rule.person]: person } = cells;
    if (typeof from !== "string") return [];
    return [{ id, regionCode, push, from, to: typeof to === "string" ? to : undefined, person: String(person) }];
  });
}
