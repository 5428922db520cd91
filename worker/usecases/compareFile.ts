/** Compares a file with the results of a round's last run; no result is written. */

import type { Language } from "../../schema/fault.ts";
import type { Outcome, Unscored } from "../../schema/outcome.ts";
import { narrow, type RegionScope } from "../../schema/region.ts";
import { type ComparedRow, comparedKeys, comparedStates, compareOutcomes } from "../core/imports/compareOutcomes.ts";
import { refuse } from "../refusal.ts";
import { auditStatement } from "../store/audit.ts";
import { commit } from "../store/database.ts";
import { lastRun, outcomesOf } from "../store/rounds.ts";
import type { Catalogue } from "./catalogue.ts";
import { tellRead } from "./importRows.ts";
import { type ImportAsked, readImport } from "./readImport.ts";
import { requireRound } from "./requireRound.ts";
import type { Work } from "./work.ts";

/**
 * @param hash the SHA-256 of the file, which the audit names
 * @throws Refusal notFound for a round that is not computed; invalid for a file without any column of results
 */
export async function compareFile(
  work: Work,
  scope: RegionScope,
  catalogue: Catalogue,
  id: string,
  { region, hash, ...asked }: Omit<ImportAsked, "seen"> & { region?: string | undefined; hash: string },
  language: Language,
) {
  const { db } = work;
  const round = await requireRound(db, scope, id);
  const run = await lastRun(db, scope, round.id);
  if (!run) throw refuse("notFound", "/round", "notComputed");
  const sheet = catalogue.sheet(`outcomes.${round.policyId}`)!;
  const inside = narrow(region === undefined ? scope : narrow(scope, region), round.regionCode);
  const read = await readImport(db, inside, inside, catalogue, sheet, { ...asked, seen: catalogue.push });
  const mapped = new Set(read.table.columns.flatMap(({ key }) => key ?? []));
  const columns = sheet.columns.filter(({ key }) => mapped.has(key) && comparedKeys.includes(key));
  if (columns.length === 0) {
    const choices = sheet.columns.flatMap(({ key, title }) => (comparedKeys.includes(key) ? `${title}(${key})` : []));
    throw refuse("invalid", "/columns", "noResults", { choices: choices.join("、") });
  }
  const found = await outcomesOf(db, inside, round.id, run.id);
  const bodies = <T>(scored: boolean) =>
    found.filter((one) => one.scored === scored).map(({ body }) => JSON.parse(body) as T);
  const compared = compareOutcomes(columns, read.rows, bodies<Outcome>(true), bodies<Unscored>(false));
  const summary = Object.fromEntries(
    comparedStates.map((state) => [state, compared.rows.filter(({ status }: ComparedRow) => status === state).length]),
  ) as Record<(typeof comparedStates)[number], number>;
  const detail = JSON.stringify({ file: hash, run: run.id, ...summary, unmatched: read.unmatched.length });
  await commit(db, [
    auditStatement(work, { action: "round.check", target: round.id, regionCode: region ?? round.regionCode, detail }),
  ]);
  return {
    round: round.id,
    run: run.id,
    ...tellRead(asked.file, read, read.unmatched, language),
    summary,
    ...compared,
  };
}
