/** What a push of ballots must know beyond its own sheet: the other typing, or the tally and its signature. */
import { everywhere } from "../../schema/region.ts";
import { decideSignoff, decideTyping } from "../../schema/sheet/decideBallots.ts";
import { type BallotReader, typistOf } from "../../schema/sheet/doubleEntry.ts";
import type { Decision, PushRow, readCells, Standing } from "../../schema/sheet/push.ts";
import { signoffState } from "../../schema/sheet/signoff.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { ballotColumns, ballotPair } from "../../schema/sheet/tallySheets.ts";
import { accountsOfPerson } from "../store/principals.ts";
import { principalsOfPushes } from "../store/pushes.ts";
import { stillAt, tallyRowsById, typistsOf } from "../store/tallies.ts";
import type { Work } from "./work.ts";

/** How rows of a sheet are decided that rows of another sheet decide too. */
export interface BallotRules {
  /** Decides a row; `ordinary` decides it as on any other sheet. */
  decide(
    row: Extract<PushRow, { id: string }>,
    standing: Standing,
    sent: ReturnType<typeof readCells>,
    ordinary: () => Decision,
  ): Decision;
  /** What must still hold when the decisions are written. */
  guards(): ReturnType<typeof stillAt>;
}

/**
 * The rules of a sheet of ballots that two accounts share; other sheets have none.
 * @param standing what stands at the rows of the push; their subjects say that the principal may see them
 */
export async function ballotRules(
  { db, principal }: Pick<Work, "db" | "principal">,
  sheet: Sheet,
  period: string,
  standing: ReadonlyMap<string, Standing>,
  reader: BallotReader,
): Promise<BallotRules | undefined> {
  const pair = ballotPair(sheet);
  if (!pair) return undefined;
  const ids = [...standing.keys()];
  const columns = ballotColumns(sheet);
  const other = sheet.id === pair[0] ? pair[1] : pair[0];
  const own = await accountsOfPerson(db, principal.id);
  /** Whoever types or signs by another account of theirs is the same one. */
  const selfOf = (id: string | undefined) => (id !== undefined && own.has(id) ? principal.id : id);
  const beside = await tallyRowsById(db, everywhere, other, period, ids);
  const seen: [string, string, number][] = [];
  const guards = () => stillAt(period, seen);
  /** A decision that holds only while the row of the other sheet is as it was read. */
  const guarded = (id: string, decision: Decision): Decision => {
    if (decision.change) seen.push([other, id, beside.get(id)?.version ?? 0]);
    return decision;
  };

  if (sheet.ballots === "toSign")
    return {
      guards,
      decide({ id }, found, _, ordinary) {
        const decision = ordinary();
        const signed = signoffState(columns, found, beside.get(id)?.cells ?? {}) === "signed";
        return decision.change && signed ? withNotice(decision) : decision;
      },
    };
  if (sheet.ballots === "signoffs") {
    // The tally is read before its history: what is in neither is refused by the guard.
    const typists = await typistsOf(db, everywhere, other, period, ids);
    return {
      guards,
      decide(row, found, sent, ordinary) {
        if (!("cells" in row)) return ordinary();
        const tally = beside.get(row.id);
        const signable = tally && {
          ...tally,
          typists: new Set([...(typists.get(row.id) ?? [])].map((id) => selfOf(id)!)),
        };
        return guarded(row.id, decideSignoff(columns, signable, found, row, sent, principal.id));
      },
    };
  }
  const principals = await principalsOfPushes(
    db,
    [...standing.values()].map(({ push = 0 }) => push),
  );
  return {
    guards,
    decide(row, found, _, ordinary) {
      const mine = { ...found, typist: principals.get(found.push ?? 0) };
      const typists = {
        typist: selfOf(typistOf(columns, mine)),
        otherTypist: selfOf(typistOf(columns, beside.get(row.id))),
      };
      return guarded(row.id, decideTyping(found, row, typists, reader) ?? ordinary());
    },
  };
}

function withNotice({ result, change }: Decision): Decision {
  const notice = { key: "id", code: "signatureVoided" as const, params: {} };
  return { result: { ...result, notices: [...(result.notices ?? []), notice] }, ...(change && { change }) };
}
