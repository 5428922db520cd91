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
  type ReadCells,
  type RowError,
  type RowStatus,
  readCells,
  type Standing,
  takeBack,
} from "../../schema/sheet/push.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { entriesById } from "../store/entries.ts";
import { stillFree } from "../store/ruled.ts";
import type { Catalogue } from "./catalogue.ts";
import { ballotRules } from "./decideBallots.ts";
import type { PushAccess } from "./presentPush.ts";
import { readStanding } from "./readStanding.ts";
import { absenceFaults, readNamed, readPeriodMap } from "./readSuccessions.ts";
import { type Ruling, ruleRows } from "./ruleRows.ts";
import type { Work } from "./work.ts";

export interface Push {
  mode: "partial" | "atomic";
  period: string;
  note?: string | undefined;
  rows: readonly PushRow[];
}

/**
 * Reads what stands and decides every row, in the order in which they were sent; then the rules of the sheet, if any.
 * @param scope where the principal may read: outside it a row is `gone`; @param writable where it may write this
 *   sheet: outside it, but inside the scope, a row is `forbidden`
 */
export async function decidePush(
  work: Work,
  catalogue: Catalogue,
  sheet: Sheet,
  push: Push,
  { scope, writable, reader }: Pick<PushAccess, "scope" | "writable" | "reader">,
): Promise<Ruling & { standing: Map<string, Standing> }> {
  const columns = new Map(sheet.columns.map((column) => [column.key, column]));
  const sent = push.rows.map((row) => readCells(columns, "cells" in row ? row.cells : {}));
  const ids = push.rows.map((row, i) => ("newKey" in row ? newId(sheet, sent[i]!.cells) : row.id));
  const isNew = ids.filter((_, i) => "newKey" in push.rows[i]!);
  const [standing, taken, map, named, places] = await Promise.all([
    readStanding(work.db, scope, catalogue, sheet, push),
    // A new row's code may be taken where this account cannot look; it is refused all the same.
    Promise.all(
      catalogue.sharingCodes(sheet).map(({ id }) => entriesById(work.db, everywhere, id, push.period, isNew)),
    ),
    readPeriodMap(work.db, scope, catalogue, sheet, push.period),
    push.rows.some((row) => "delete" in row) ? readNamed(work.db, catalogue, sheet) : undefined,
    readPlaces(
      work,
      catalogue,
      sheet,
      sent.map(({ cells }) => cells),
      scope,
    ),
  ]);
  const ballots = await ballotRules(work, sheet, push.period, standing, reader);
  const absenceOf = map && (await absenceFaults(work.db, catalogue, map.absent));
  const seen = new Set<string>();

  const decisions = push.rows.map((row, i): Decision => {
    const id = ids[i]!;
    if ("newKey" in row) return decideFresh(row.newKey, sent[i]!, id);
    const found = standing.get(id);
    const answer = (status: RowStatus, error: RowError): Decision => ({
      result: { id, status, version: found?.version ?? 0, errors: [error] },
    });
    if (seen.has(id)) return answer("invalid", { key: sheet.key, code: "duplicate", params: { value: id } });
    seen.add(id);
    if (!found) return answer("gone", { key: "id", code: "gone", params: {} });
    if (!covers(writable, found.regionCode))
      return answer("forbidden", { key: "id", code: "rowForbidden", params: {} });
    const ordinary = (): Decision => {
      if (!("cells" in row)) {
        if (sheet.rows === "one") return answer("invalid", { key: "id", code: "noDelete", params: {} });
        const by = "delete" in row && named?.get(id);
        if (by) return answer("invalid", { key: "id", code: "inSuccession", params: { value: by } });
        return decideDeletion(found, row, "delete" in row);
      }
      const fixed = fixedColumns(sheet).find(({ key }) => {
        const cell = sent[i]!.cells[key];
        return cell !== undefined && cell !== found.cells[key];
      });
      if (fixed) return answer("invalid", { ...fixed, params: { title: columns.get(fixed.key)!.title } });
      return placed(decideCells(found, row, sent[i]!), found.regionCode);
    };
    return listed(ballots ? ballots.decide(row, found, sent[i]!, ordinary) : ordinary());
  });
  const ruling = await ruleRows(work.db, catalogue, sheet, push.period, scope, decisions, standing);
  const guards = [...(ballots?.guards() ?? []), ...ruling.guards, ...codesStillFree(ruling.decisions)];
  return { decisions: ruling.decisions, standing, guards };

  /** New codes must still be free elsewhere when their rows are written; in the sheet itself a code that is taken fails. */
  function codesStillFree(decided: readonly Decision[]): Ruling["guards"] {
    const codes = decided.flatMap(({ result, change }) => (change && result.newKey !== undefined ? [change.id] : []));
    const others = codes.length > 0 ? catalogue.sharingCodes(sheet).filter(({ id }) => id !== sheet.id) : [];
    return others.flatMap(({ id }) => stillFree({ sheet: id, period: push.period }, codes));
  }

  function decideFresh(newKey: string, read: Required<ReadCells>, id: string): Decision {
    const invalid = (errors: RowError[]): Decision => ({
      result: { id, newKey, status: "invalid", version: 0, errors },
    });
    if (sheet.rows === "one") return invalid([{ key: sheet.key, code: "noNewRows", params: {} }]);
    const missing = sheet.columns
      .filter(({ key, required }) => required && (read.cells[key] ?? null) === null)
      .filter(({ key }) => !read.errors.some((error) => error.key === key))
      .map(({ key, title }): RowError => ({ key, code: "required", params: { title } }));
    if (read.errors.length + missing.length > 0) return invalid([...read.errors, ...missing]);
    if (seen.has(id)) return invalid([{ key: sheet.key, code: "duplicate", params: { value: id } }]);
    seen.add(id);
    if (taken.some((found) => found.has(id)))
      return invalid([{ key: sheet.key, code: "keyTaken", params: { value: id } }]);
    const subjectId = sheet.rows === "many" ? String(read.cells.subject) : id;
    const fresh = decideNew({ id, newKey, regionCode: "", subjectId, cells: read.cells, notices: read.notices });
    return listed(placed(fresh, undefined));
  }

  /** Refuses to change what is about an organization that does not stand in the period; to delete it is well. */
  function listed(decision: Decision): Decision {
    const { change } = decision;
    const fault = change && !change.deleted && absenceOf?.(change.subjectId);
    return fault ? takeBack(decision, "invalid", [{ key: "id", ...fault }]) : decision;
  }

  /** Checks what a change refers to, and puts it into the region that its cells name. */
  function placed(decision: Decision, regionCode: string | undefined): Decision {
    const { change } = decision;
    if (!change) return decision;
    const errors: RowError[] = [];
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
    const regionKey = sheet.region ?? sheet.key;
    if (place === undefined && errors.length === 0)
      errors.push({ key: regionKey, code: "badFormat", params: { format: String(regionPattern) } });
    if (errors.length > 0) return takeBack(decision, "invalid", errors);
    if (!covers(writable, place!))
      return takeBack(decision, "forbidden", [{ key: regionKey, code: "rowForbidden", params: {} }]);
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

/** The columns that say which row this is and where it belongs: they cannot change afterwards. */
function fixedColumns(sheet: Sheet): { key: string; code: "keyFixed" | "regionFixed" }[] {
  if (sheet.rows === "many") return [{ key: "subject", code: "keyFixed" }];
  if (sheet.rows !== "roster") return [];
  return [
    { key: sheet.key, code: "keyFixed" },
    { key: sheet.region!, code: "regionFixed" },
  ];
}

const newId = (sheet: Sheet, cells: Cells) =>
  sheet.rows === "roster" ? String(cells[sheet.key] ?? "") : crypto.randomUUID();

/** The roster in which a column's value must stand. */
function references(sheet: Sheet, column: Column, catalogue: Catalogue): Sheet | undefined {
  if (column.refers !== undefined) return catalogue.sheet(column.refers);
  return sheet.rows === "many" && column.key === "subject" ? catalogue.rostersOf(sheet.subjects)[0] : undefined;
}

/** The regions of everything that the pushed cells refer to, by sheet and id; what is outside the scope is not there. */
async function readPlaces(
  work: Work,
  catalogue: Catalogue,
  sheet: Sheet,
  sent: readonly Cells[],
  scope: RegionScope,
): Promise<Map<string, string>> {
  const places = new Map<string, string>();
  for (const column of sheet.columns) {
    const refers = references(sheet, column, catalogue);
    if (!refers) continue;
    const values = sent.flatMap((cells) => (typeof cells[column.key] === "string" ? [String(cells[column.key])] : []));
    const found = await entriesById(work.db, scope, refers.id, "", [...new Set(values)]);
    for (const { id, regionCode, deleted } of found.values())
      if (!deleted) places.set(`${refers.id} ${id}`, regionCode);
  }
  return places;
}
