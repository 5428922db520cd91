/** Decides a push against the database: what stands, what the cells refer to, where each row belongs. */
import { covers, everywhere, regionPattern } from "../../schema/region.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import { maskResult, sensitiveColumns } from "../../schema/sheet/mask.ts";
import {
  type Decision,
  decideCells,
  decideDeletion,
  decideNew,
  type PushRow,
  type ReadCells,
  type RowError,
  type RowStatus,
  type Standing,
  takeBack,
} from "../../schema/sheet/push.ts";
import { decideRekey } from "../../schema/sheet/rekey.ts";
import { withoutReturnedMasks } from "../../schema/sheet/returnedMasks.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { withStages } from "../../schema/sheet/staged.ts";
import { entriesById } from "../store/entries.ts";
import { lastPush, unmovedSince } from "../store/pushes.ts";
import { stillFree } from "../store/ruled.ts";
import type { Catalogue } from "./catalogue.ts";
import { ballotRules } from "./decideBallots.ts";
import { fixedColumns, placingColumn, readPlaces, references } from "./places.ts";
import type { PushAccess } from "./presentPush.ts";
import { readLeaving } from "./readLeaving.ts";
import { readStanding } from "./readStanding.ts";
import { absenceFaults, readNamed, readPeriodMap } from "./readSuccessions.ts";
import { type Ruling, ruleRows } from "./ruleRows.ts";
import { closedTo } from "./submittedRows.ts";
import type { Work } from "./work.ts";

export interface Push {
  mode: "partial" | "atomic";
  period: string;
  note?: string | undefined;
  rows: readonly PushRow[];
}

/**
 * Reads what stands and decides every row, in the order in which they were sent; then the rules of the sheet, if any.
 * @param sent the cells of the rows, as they were read; @param scope where the principal may read: outside it a row is `gone`; @param writable where it may write this
 *   sheet: outside it, but inside the scope, a row is `forbidden`
 */
export async function decidePush(
  work: Work,
  catalogue: Catalogue,
  sheet: Sheet,
  push: Push,
  sent: readonly Required<ReadCells>[],
  { scope, writable, reader }: Pick<PushAccess, "scope" | "writable" | "reader">,
): Promise<Ruling> {
  const columns = new Map(sheet.columns.map((column) => [column.key, column]));
  const ids = push.rows.map((row, i) => ("newKey" in row ? newId(sheet, sent[i]!.cells) : row.id));
  /** The code that a row gets, where it is another one than it has. */
  const codes = push.rows.map((row, i) => {
    const code = sheet.rows === "roster" && "id" in row ? sent[i]!.cells[sheet.key] : undefined;
    return typeof code === "string" && code !== ids[i] ? code : undefined;
  });
  const wanted = push.rows.flatMap((row, i) => ("newKey" in row ? ids[i]! : (codes[i] ?? [])));
  const [{ id: known } = { id: 0 }] = await lastPush(work.db);
  const [standing, taken, map, named, places, closed] = await Promise.all([
    readStanding(work.db, scope, catalogue, sheet, push),
    // A new row's code may be taken where this account cannot look; it is refused all the same.
    Promise.all(
      catalogue.sharingCodes(sheet).map(({ id }) => entriesById(work.db, everywhere, id, push.period, wanted)),
    ),
    readPeriodMap(work.db, scope, catalogue, sheet, push.period),
    push.rows.some((row) => "delete" in row) ? readNamed(work.db, catalogue, sheet) : undefined,
    readPlaces(
      work.db,
      scope,
      catalogue,
      sheet,
      sent.map(({ cells }) => cells),
    ),
    closedTo(work.db, catalogue, sheet, push.period, { writable, reader }),
  ]);
  const read = withoutReturnedMasks(columns, push.rows, sent, standing);
  const leaves = push.rows.flatMap((row, i) => {
    const found = "id" in row && ("delete" in row || codes[i]) ? standing.get(row.id) : undefined;
    return found ? [{ ...found, code: codes[i] }] : [];
  });
  const [ballots, absenceOf, leaving] = await Promise.all([
    ballotRules(work, sheet, push.period, standing, reader),
    map && absenceFaults(work.db, catalogue, map.absent),
    readLeaving(work.db, catalogue, sheet, leaves),
  ]);
  const fixed = fixedColumns(sheet, catalogue);
  const seen = new Set<string>();
  const personal = new Set(sensitiveColumns(sheet.columns).map(({ key }) => key));
  const unseenIn = (regionCode: string) => (covers(reader.personal, regionCode) ? undefined : personal);

  const decisions = push.rows.map((row, i): Decision => {
    const id = ids[i]!;
    if ("newKey" in row) return decideFresh(row.newKey, read[i]!, id);
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
        return noted(decideDeletion(found, row, "delete" in row));
      }
      const kept = fixed.find(({ key }) => {
        const cell = read[i]!.cells[key];
        return cell !== undefined && cell !== found.cells[key];
      });
      if (kept) return answer("invalid", { key: kept.key, code: kept.code, params: { title: kept.title } });
      const code = codes[i];
      return code === undefined
        ? placed(decideCells(found, row, read[i]!, unseenIn(found.regionCode)), found)
        : decideCode(found, row, read[i]!, code);
    };
    return listed(
      withStages(sheet, ballots ? ballots.decide(row, found, read[i]!, ordinary) : ordinary(), reader.types),
    );
  });
  const open = closed.any ? decisions.map(kept) : decisions;
  const ruling = await ruleRows(work.db, catalogue, sheet, push.period, scope, open, standing);
  const rosters = [
    ...(sheet.rows === "one" ? catalogue.rostersOf(sheet.subjects) : []),
    ...sheet.columns.flatMap((column) => references(sheet, column, catalogue)),
  ].map(({ id }) => id);
  const unmoved = unmovedSince(known, [...new Set(rosters)], leaving.still);
  const guards = [
    ...(ballots?.guards() ?? []),
    ...ruling.guards,
    ...codesStillFree(ruling.decisions),
    ...closed.guards,
    unmoved,
  ];
  return { decisions: personal.size > 0 ? ruling.decisions.map(shown) : ruling.decisions, guards };

  /** Takes a change back where its township has submitted what it belongs to. */
  function kept(decision: Decision): Decision {
    const { change, left } = decision;
    const places = [change, left].flatMap((one) => (one ? [one.regionCode, one.movedFrom ?? one.regionCode] : []));
    const fault = places.map(closed.faultOf).find((one) => one !== undefined);
    return fault ? takeBack(decision, "forbidden", [fault]) : decision;
  }

  /** A decision as it may be told: of personal data where the pusher does not see it, the masks. */
  function shown(decision: Decision): Decision {
    const { result, change } = decision;
    const regionCode = change?.regionCode ?? standing.get(result.id)?.regionCode ?? "";
    return unseenIn(regionCode) ? { ...decision, result: maskResult(sheet.columns, result) } : decision;
  }

  /** Decides a row that gets another code: it must be free, and nothing may stand on the one it has. */
  function decideCode(
    found: Standing,
    row: Extract<PushRow, { id: string; cells: object }>,
    read: Required<ReadCells>,
    code: string,
  ): Decision {
    const { id, version } = found;
    const invalid = (why: "duplicate" | "keyTaken" | "keyInUse", params: RowError["params"]): Decision => ({
      result: { id, status: "invalid", version, errors: [{ key: sheet.key, code: why, params }] },
    });
    if (seen.has(code)) return invalid("duplicate", { value: code });
    const holder = taken.find((one) => one.has(code))?.get(code);
    const back = holder?.deleted && leaving.backs.get(id) === code ? holder : undefined;
    if (holder && !back) return invalid("keyTaken", { value: code });
    const uses = leaving.uses.get(id);
    if (uses) return invalid("keyInUse", { value: id, ...uses });
    seen.add(code);
    return placed(decideRekey(found, row, read, sheet.key, back?.version, unseenIn(found.regionCode)), found, back);
  }

  /** New codes must still be free elsewhere when their rows are written; in the sheet itself a code that is taken fails. */
  function codesStillFree(decided: readonly Decision[]): Ruling["guards"] {
    const isNew = ({ newKey, rekeyed }: Decision["result"]) => newKey !== undefined || rekeyed !== undefined;
    const codes = decided.flatMap(({ result, change }) => (change && isNew(result) ? [change.id] : []));
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
    return listed(placed(fresh));
  }

  /** Refuses to change what is about an organization that does not stand in the period; to delete it is well. */
  function listed(decision: Decision): Decision {
    const { change } = decision;
    const fault = change && !change.deleted && absenceOf?.(change.subjectId);
    return fault ? takeBack(decision, "invalid", [{ key: "id", ...fault }]) : decision;
  }

  /**
   * Checks what a change refers to, and puts the row into the region that its cells name.
   * @param found the row as it stands; @param back the deleted row to which it goes back
   */
  function placed(decision: Decision, found?: Standing, back?: { regionCode: string }): Decision {
    const { result, change, left } = decision;
    if (!change) return decision;
    const errors: RowError[] = [];
    for (const [key, value] of Object.entries(change.to)) {
      const { title } = columns.get(key)!;
      const refers = references(sheet, columns.get(key)!, catalogue);
      const isThere = refers.length === 0 || refers.some((roster) => places.has(roster, String(value)));
      if (value === null || isThere) continue;
      const titles = refers.map((roster) => roster.title).join("、");
      errors.push({ key, code: "unknownReference", params: { title, value: String(value), sheet: titles } });
    }
    const regionKey = placingColumn(sheet) ?? sheet.key;
    const place = !found || Object.hasOwn(change.to, regionKey) ? places.of(change.cells) : found.regionCode;
    if (place === undefined && errors.length === 0)
      errors.push({ key: regionKey, code: "badFormat", params: { format: String(regionPattern) } });
    if (errors.length > 0) return takeBack(decision, "invalid", errors);
    if (!covers(writable, place!))
      return takeBack(decision, "forbidden", [{ key: regionKey, code: "rowForbidden", params: {} }]);
    const { movedFrom, ...rest } = change;
    const before = left ? back?.regionCode : (movedFrom ?? found?.regionCode);
    const moves = before !== undefined && before !== place;
    const notice: RowError = { key: regionKey, code: "moved", params: { title: columns.get(regionKey)?.title } };
    return {
      ...decision,
      ...(found && found.regionCode !== place && { result: withNotice(result, notice) }),
      change: { ...rest, regionCode: place!, ...(moves && { movedFrom: before }) },
    };
  }

  /** Says of a deleted row what still stands on it. */
  function noted(decision: Decision): Decision {
    const { id } = decision.result;
    const uses = decision.change?.deleted ? leaving.uses.get(id) : undefined;
    if (!uses) return decision;
    const notice: RowError = { key: sheet.key, code: "stillInUse", params: { value: id, ...uses } };
    return { ...decision, result: withNotice(decision.result, notice) };
  }
}

const withNotice = (result: Decision["result"], notice: RowError) => ({
  ...result,
  notices: [...(result.notices ?? []), notice],
});

const newId = (sheet: Sheet, cells: Cells) =>
  sheet.rows === "roster" ? String(cells[sheet.key] ?? "") : crypto.randomUUID();
