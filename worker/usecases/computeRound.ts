/** Computes a round over the data as it stands, and writes only the results that differ from the last run. */

import type { FundState, Warning } from "../../schema/outcome.ts";
import { rangeOf } from "../../schema/region.ts";
import { engineVersion } from "../core/judge.ts";
import { auditStatement } from "../store/audit.ts";
import { commit } from "../store/database.ts";
import { lastPush } from "../store/pushes.ts";
import { lastRun, lastRunOfAll, type OutcomeRow, outcomesOf, type Round, runStatements } from "../store/rounds.ts";
import { judgeRound } from "./judgeRound.ts";
import { once } from "./once.ts";
import { requireRound, requireWorking } from "./requireRound.ts";
import type { Work } from "./work.ts";

export interface Computed {
  run: number;
  scored: number;
  unscored: number;
  written: number;
  unchanged: number;
  funds: FundState[];
  warnings: Warning[];
}

/**
 * Computes a round over the data as it stands; writes only the results that differ from the last run, and nothing at
 * all when the facts are the same.
 * @throws Refusal roundFinal when it was finalised, roundState when it is a draft or published
 */
export async function computeRound(work: Work, { id, regionCode }: Round): Promise<Computed> {
  return once(work, undefined, ["runsMoved"], async () => {
    const scope = [rangeOf(regionCode)];
    const round = await requireRound(work.db, scope, id);
    requireWorking(round, "重算");
    const before = await lastRun(work.db, scope, round.id);
    const [{ id: push } = { id: 0 }] = await lastPush(work.db);
    const [{ id: basedOn } = { id: 0 }] = await lastRunOfAll(work.db);
    const { judgement, warnings, facts } = await judgeRound(work, round, { push, run: basedOn });
    const { outcomes, unscored } = judgement;
    if (outcomes.length === 0) warnings.push({ code: "nothingScored", message: "没有一个对象有足够的数据,全部未评分" });

    const old = new Map(
      (before ? await outcomesOf(work.db, scope, round.id, before.id) : []).map((row) => [row.subjectId, row]),
    );
    const results = [...outcomes, ...unscored].map((result) => ({ result, body: JSON.stringify(result) }));
    const rows: OutcomeRow[] = [];
    for (const { result, body } of results) {
      const { subjectId, regionCode = "" } = result;
      const was = old.get(subjectId);
      old.delete(subjectId);
      if (was?.body === body) continue;
      if (was && was.regionCode !== regionCode) rows.push([was.regionCode, subjectId, 0, 1, was.body]);
      rows.push([regionCode, subjectId, "code" in result ? 0 : 1, 0, body]);
    }
    const unchanged = results.length - rows.filter(([, , , gone]) => gone === 0).length;
    for (const { regionCode, subjectId, body } of old.values()) rows.push([regionCode, subjectId, 0, 1, body]);

    const counts = { scored: outcomes.length, unscored: unscored.length, written: rows.length, unchanged };
    const told = { ...counts, funds: judgement.funds, warnings };
    const isSame = before?.facts === facts && before.engine === engineVersion;
    if (isSame && before.policyVersion === round.policyVersion && rows.length === 0) return { run: before.id, ...told };
    const written = await commit(work.db, [
      ...runStatements(
        work.db,
        scope,
        {
          round: round.id,
          policyVersion: round.policyVersion,
          engine: engineVersion,
          push,
          basedOn,
          facts,
          previous: before?.id ?? null,
          principal: work.principal.id,
          at: work.now,
          ...counts,
        },
        rows,
      ),
      auditStatement(work, { action: "round.compute", target: round.id, regionCode: round.regionCode }),
    ]);
    return { run: (written[0] as D1Result).meta.last_row_id, ...told };
  });
}
