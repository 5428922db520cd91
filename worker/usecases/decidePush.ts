/** Decides a push against the database: what stands, what the cells refer to, where each row belongs. */
import { covers, everywhere, type RegionScope, regionPattern } from "../../schema/region.ts";
import type { Cells, Column } from "../../schema/sheet/definition.ts";
import {
  type Change,
  type Decision,
  decideCells,
  decideDeletion,
  decideNew,
  type PushRow,
  type RowResult,
  type RowStatus,
  readCells,
  type Standing,
} from "../../schema/sheet/push.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { type Entry, entriesById } from "../store/entries.ts";
import { cellsBefore } from "../store/history.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Work } from "./work.ts";

export interface Push {
  mode: "partial" | "atomic";
  period: string;
  note?: string | undefined;
  rows: readonly PushRow[];
}

/**
 * Reads what stands and decides every row, in the order in which they were sent.
 * @param scope where the principal may read: outside it a row is `gone`; @param writable where it may write this
 *   sheet: outside it, but inside the scope, a row is `forbidden`
 */
export async function decidePush(
  work: Work,
  catalogue: Catalogue,
  sheet: Sheet,
  push: Push,
  { scope, writable }: { scope: RegionScope; writable: RegionScope },
): Promise<{ decisions: Decision[]; standing: Map<string, Standing> }> {
  const columns = new Map(sheet.columns.map((column) => [column.key, column]));
  const fresh = push.rows.map((row) => ("newKey" in row ? readCells(columns, row.cells) : undefined));
  const freshIds = fresh.map((read) => read && newId(sheet, read.cells));
  const ids = push.rows.map((row, i) => ("id" in row ? row.id : freshIds[i]!));
  const standing = await readStanding(work, catalogue, sheet, push, ids, scope);
  const places = await readPlaces(work, catalogue, sheet, push, scope);
  const taken = new Set<string>();

  const decisions = push.rows.map((row, i): Decision => {
    const id = ids[i]!;
    const found = standing.get(id);
    const named = "newKey" in row ? { id, newKey: row.newKey } : { id };
    const answer = (status: RowStatus, errors?: RowResult["errors"]): Decision => ({
      result: { ...named, status, version: found?.version ?? 0, ...(errors && { errors }) },
    });
    if (taken.has(id)) return answer("invalid", [{ key: sheet.key, code: "duplicate", params: { value: id } }]);
    taken.add(id);
    if ("newKey" in row) return decideFresh(row.newKey, fresh[i]!, id, found);
    if (!found) return answer("gone", [{ key: "id", code: "gone", params: {} }]);
    if (!covers(writable, found.regionCode))
      return answer("forbidden", [{ key: "id", code: "rowForbidden", params: {} }]);
    if (!("cells" in row)) return decideDeletion(found, row, "delete" in row);
    const key = identifying(sheet);
    if (key !== undefined && row.cells[key] !== undefined && row.cells[key] !== found.cells[key])
      return answer("invalid", [{ key, code: "keyFixed", params: { title: columns.get(key)!.title } }]);
    return placed(decideCells(found, row, columns), found.regionCode);
  });
  return { decisions, standing };

  function decideFresh(newKey: string, read: ReturnType<typeof readCells>, id: string, found?: Standing): Decision {
    const invalid = (errors: RowResult["errors"]): Decision => ({
      result: { id, newKey, status: "invalid", version: 0, errors: errors! },
    });
    if (sheet.rows === "one") return invalid([{ key: sheet.key, code: "noNewRows", params: {} }]);
    const missing = sheet.columns
      .filter(({ key, required }) => required && (read.cells[key] ?? null) === null)
      .filter(({ key }) => !read.errors.some((error) => error.key === key))
      .map(({ key, title }) => ({ key, code: "required" as const, params: { title } }));
    if (read.errors.length + missing.length > 0) return invalid([...read.errors, ...missing]);
    const subjectId = sheet.rows === "many" ? String(read.cells.subject) : id;
    return placed(decideNew({ id, newKey, regionCode: "", subjectId, cells: read.cells }, found), undefined);
  }

  /** Checks what a change refers to, and puts it into the region that its cells name. */
  function placed(decision: Decision, regionCode: string | undefined): Decision {
    const { change } = decision;
    if (!change) return decision;
    const errors: NonNullable<RowResult["errors"]> = [];
    for (const [key, value] of Object.entries(change.to)) {
      const refers = references(sheet, columns.get(key)!, catalogue);
      if (refers && value !== null && !places.has(`${refers.id} ${value}`))
        errors.push({
          key,
          code: "unknownReference",
          params: { title: columns.get(key)!.title, value: String(value), sheet: refers.title },
        });
    }
    const place = placeOf(change) ?? regionCode;
    if (place === undefined && errors.length === 0)
      errors.push({
        key: sheet.region ?? sheet.key,
        code: "unknown",
        params: { what: "region", value: String(change.cells[sheet.region ?? ""] ?? "") },
      });
    const version = decision.result.version - 1;
    if (errors.length > 0) return { result: { ...decision.result, status: "invalid", version, errors } };
    if (!covers(writable, place!)) return { result: { ...decision.result, status: "forbidden", version } };
    return { ...decision, change: { ...change, regionCode: place! } };
  }

  function placeOf(change: Change): string | undefined {
    const key = sheet.rows === "many" ? "subject" : sheet.region;
    if (key === undefined) return undefined;
    const value = String(change.cells[key] ?? "");
    const refers = references(sheet, columns.get(key)!, catalogue);
    if (refers) return places.get(`${refers.id} ${value}`);
    return regionPattern.test(value) ? value : undefined;
  }
}

/** The column whose cell is, or decides, the identity of a row and so cannot be changed afterwards. */
const identifying = (sheet: Sheet) =>
  sheet.rows === "roster" ? sheet.key : sheet.rows === "many" ? "subject" : undefined;

const newId = (sheet: Sheet, cells: Cells) =>
  sheet.rows === "roster" ? String(cells[sheet.key] ?? "") : crypto.randomUUID();

/** The roster in which a column's value must stand. */
function references(sheet: Sheet, column: Column, catalogue: Catalogue): Sheet | undefined {
  if (column.refers !== undefined) return catalogue.sheet(column.refers);
  return sheet.rows === "many" && column.key === "subject" ? catalogue.rosterOf(sheet.subject!) : undefined;
}

/** The regions of everything that the pushed cells refer to, by sheet and id; what is outside the scope is not there. */
async function readPlaces(work: Work, catalogue: Catalogue, sheet: Sheet, push: Push, scope: RegionScope) {
  const places = new Map<string, string>();
  for (const column of sheet.columns) {
    const refers = references(sheet, column, catalogue);
    if (!refers) continue;
    const values = push.rows.flatMap((row) => {
      const value = "cells" in row ? row.cells[column.key] : undefined;
      return typeof value === "string" ? [value.trim()] : [];
    });
    const found = await entriesById(work.db, scope, refers.id, "", [...new Set(values)]);
    for (const { id, regionCode, deleted } of found.values())
      if (!deleted) places.set(`${refers.id} ${id}`, regionCode);
  }
  return places;
}

/** What stands at each id: the entry, or on a sheet with a row for every subject the subject that has none yet. */
async function readStanding(
  work: Work,
  catalogue: Catalogue,
  sheet: Sheet,
  push: Push,
  ids: readonly string[],
  scope: RegionScope,
): Promise<Map<string, Standing>> {
  const { db } = work;
  const isNew = new Set(push.rows.flatMap((row, i) => ("newKey" in row ? [ids[i]!] : [])));
  const [entries, taken] = await Promise.all([
    entriesById(db, scope, sheet.id, push.period, ids),
    // A new row's code may be taken where this account cannot look; it is refused all the same.
    entriesById(db, isNew.size > 0 ? everywhere : [], sheet.id, push.period, [...isNew]),
  ]);
  const behind = push.rows.flatMap((row) => {
    const found = "id" in row && entries.get(row.id);
    return found && "id" in row && row.baseVersion < found.version
      ? [{ id: row.id, baseVersion: row.baseVersion }]
      : [];
  });
  const before = await cellsBefore(db, scope, sheet.id, push.period, behind);
  const standing = new Map<string, Standing>(
    [...entries.values(), ...taken.values()].map((row: Entry) => [row.id, { ...row, base: before.get(row.id) ?? {} }]),
  );
  const roster = sheet.rows === "one" ? catalogue.rosterOf(sheet.subject!) : undefined;
  if (roster) {
    const subjects = await entriesById(
      db,
      scope,
      roster.id,
      "",
      ids.filter((id) => !standing.has(id)),
    );
    for (const { id, regionCode, deleted } of subjects.values())
      if (!deleted)
        standing.set(id, { id, regionCode, subjectId: id, cells: {}, version: 0, deleted: false, base: {} });
  }
  return standing;
}
