/** The rows of a sheet of plaques: who hangs, changes, takes down which plaque after a round, set against the last final one. */
import type { Outcome, Unscored } from "../../schema/outcome.ts";
import { parsePeriod } from "../../schema/period.ts";
import { plaqueActions } from "../../schema/plaque.ts";
import { covers, type RegionScope, rangeOf } from "../../schema/region.ts";
import { isSettled } from "../../schema/round.ts";
import { type Plaque, plaqueOf, plaqueStars } from "../core/rating/plaques.ts";
import { successionText } from "../core/succession/explain.ts";
import { heritageOf } from "../core/succession/heritage.ts";
import type { Database } from "../store/database.ts";
import { lastRun, latestOutcomes, outcomesOf, type Round } from "../store/rounds.ts";
import { readCatalogue } from "./catalogue.ts";
import { policyOfRound } from "./judgeRound.ts";
import { readResults } from "./readResults.ts";
import { readSubjects } from "./readSubjects.ts";
import type { RoundRow } from "./roundRows.ts";
import { townshipsOf } from "./townships.ts";

const latest = Number.MAX_SAFE_INTEGER;

/**
 * All rows, by what is to be done and by place: of everybody whom the round's last run judged, and of who had a plaque
 * and is judged no more. Plaques are hung by final rounds only, so what hangs is read from those.
 */
export async function plaqueRows(db: Database, scope: RegionScope, round: Round): Promise<RoundRow[]> {
  const { policyId, period, regionCode } = round;
  const version = await policyOfRound({ db }, round);
  const run = await lastRun(db, scope, round.id);
  if (!run || version.document.kind !== "rating") return [];
  const policy = version.document;
  const whole = [rangeOf(regionCode)];
  const catalogue = await readCatalogue(db, whole, version);
  const who = await readSubjects(db, catalogue, policy, period, regionCode, run.push);
  const found = await readResults(db, regionCode, policyId, { before: period, settled: true }, latest, who.abroad);
  const history = who.heritage.results(policy, found);
  const last = [...found.values()].flat().reduce((most, one) => (one.period > most ? one.period : most), "");
  const hanging = last === "" ? () => [] : heritageOf(who.map, policy, parsePeriod(last)!).results(policy, found);
  const before = (id: string) => plaqueStars(hanging(id), policy.dynamics);

  const judged = await outcomesOf(db, whole, round.id, run.id);
  const rows = judged.map(({ subjectId: id, regionCode: place, body }) => {
    const result = JSON.parse(body) as Partial<Outcome & Unscored>;
    const now = { period, ...result, unscored: result.code };
    const plaque = plaqueOf(before(id), now, history(id), policy.dynamics, who.titleOf);
    return rowOf(id, place, result.name, plaque, { score: result.score, stars: result.stars });
  });
  const seen = new Set(judged.map(({ subjectId }) => subjectId));
  const unitOf = new Map(who.listed.map(({ id, unit }) => [id, unit]));
  const earlier = await latestOutcomes(db, whole, policyId, { among: [last], settled: true }, latest);
  const gone = earlier.flatMap(({ subjectId: id, regionCode: place, body }) => {
    const stars = seen.has(id) ? 0 : before(id);
    if (stars === 0) return [];
    const unit = unitOf.get(id) ?? id;
    const absence = who.map.absence(unit, who.heritage.day);
    const reason = absence ? successionText(absence.by, unit, who.titleOf) : "本批次不再评定";
    const { name } = JSON.parse(body) as Partial<Outcome>;
    return [rowOf(id, place, name, { before: stars, after: 0, action: "takeDown", reason }, {})];
  });
  const shown = [...rows, ...gone].filter((row) => covers(scope, row.regionCode));
  const townshipOf = await townshipsOf(db, shown);
  const order = ({ cells, regionCode: place, id }: RoundRow) =>
    `${plaqueActions.indexOf(cells.action as Plaque["action"])} ${place} ${id}`;
  return shown
    .map(
      (row): RoundRow => ({
        ...row,
        cells: { ...row.cells, township: townshipOf(row), final: isSettled(round.state) },
      }),
    )
    .sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

const rowOf = (
  id: string,
  regionCode: string,
  name: string | undefined,
  { before, after, action, reason }: Plaque,
  { score, stars }: Pick<Partial<Outcome>, "score" | "stars">,
): RoundRow => ({
  ...{ id, regionCode },
  cells: { subject: id, name: name ?? null, action, before, after, reason, score: score ?? null, stars: stars ?? null },
});
