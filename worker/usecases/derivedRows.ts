/** Rows of a ledger with derived columns: what they say depends on all entries of their subject in the period. */
import { parsePeriod } from "../../schema/period.ts";
import type { RegionScope } from "../../schema/region.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { takenCells, withDerived } from "../core/derive.ts";
import { entriesOnly, type Records } from "../core/indicators/records.ts";
import type { Database } from "../store/database.ts";
import { entriesAsOf } from "../store/past.ts";
import type { Catalogue } from "./catalogue.ts";
import type { FoundRow, PullQuery } from "./pullRows.ts";
import { reachOf } from "./reach.ts";

/**
 * One page of rows with their derived cells. With `since`, rows of every subject that was touched come, too: another
 * row of it may have changed what they derive.
 * @param find finds rows without the derived cells
 */
export async function derivedRows(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  query: PullQuery,
  find: (query: PullQuery) => Promise<FoundRow[]>,
): Promise<FoundRow[]> {
  const derived = sheet.derived ?? [];
  const { asOf = Number.MAX_SAFE_INTEGER } = query;
  const reach = await reachOf(db, scope, catalogue, sheet, asOf);
  const [entries] = await entriesAsOf(db, reach, [{ id: sheet.id, periods: [query.period] }], asOf);
  const bySubject = Map.groupBy(entries!, ({ subjectId }) => subjectId);
  const period = parsePeriod(query.period)!;
  const recordsOf = (subject: string): Records => ({
    of: (id) => (id === sheet.id ? (bySubject.get(subject) ?? []) : []),
    own: (id) => (id === sheet.id ? (bySubject.get(subject) ?? []) : []),
    ...entriesOnly,
    periodsOf: () => [query.period],
    period,
  });
  const taken = new Map<string, Cells>();
  const rows = query.since === undefined ? await find(query) : await touched(query, find);
  return rows.map((row) => {
    const subject = String(row.cells.subject);
    const known = taken.get(subject) ?? takenCells(derived, sheet.columns, recordsOf(subject));
    taken.set(subject, known);
    return { ...row, cells: withDerived(derived, row.cells, known) };
  });
}

async function touched(query: PullQuery, find: (query: PullQuery) => Promise<FoundRow[]>): Promise<FoundRow[]> {
  const whole = { ...query, after: undefined, since: undefined, limit: -1 };
  const changed = await find({ ...whole, since: query.since });
  const subjects = new Set(changed.map(({ cells }) => cells.subject));
  const living = (await find(whole)).filter(({ cells }) => subjects.has(cells.subject ?? null));
  const rows = [...living, ...changed.filter(({ deleted }) => deleted)];
  const placeOf = ({ regionCode, id }: { regionCode: string; id: string }) => `${regionCode} ${id}`;
  return rows
    .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
    .filter((row) => query.after === undefined || placeOf(row) > placeOf(query.after))
    .slice(0, query.limit);
}
