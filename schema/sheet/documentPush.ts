/** Decides a push to a sheet of a policy's document: rows against the working version, then the document that they make. */
import { isWithin } from "../pointer.ts";
import { type Policy, policy as policySchema } from "../policy/policy.ts";
import { zodFaults } from "../problem.ts";
import type { Cells, Column } from "./definition.ts";
import type { DocumentRow, DocumentView, RowChange } from "./document.ts";
import {
  type Decision,
  decideCells,
  decideDeletion,
  decideNew,
  type PushRow,
  type RowError,
  type RowStatus,
  readCells,
  type Standing,
  takeBack,
} from "./push.ts";

export interface Version {
  version: number;
  document: Policy;
}

/**
 * Decides every row, then makes one document of all that can be saved.
 * @param older the versions that rows of the push name, by number: what a row changed is told by them
 * @returns the document of the next version; the working one itself when nothing is to be saved
 */
export function decideDocument(
  view: DocumentView,
  sheetColumns: readonly Column[],
  working: Version,
  older: ReadonlyMap<number, Version>,
  rows: readonly PushRow[],
): { decisions: Decision[]; document: Policy } {
  const byId = ({ document }: Version) => new Map(view.rows(document).map((row) => [row.id, row]));
  const present = byId(working);
  const before = new Map([...older].map(([number, version]) => [number, byId(version)]));
  const columns = new Map(sheetColumns.map((column) => [column.key, column]));
  const seen = new Set<string>();
  return settle(view, columns, working.document, rows.map(decide));

  function decide(row: PushRow): Decision {
    if ("newKey" in row) return decideFresh(row);
    const { id } = row;
    const invalid = refusal(id, "invalid", working.version);
    if (seen.has(id)) return invalid({ key: "id", code: "duplicate", params: { value: id } });
    seen.add(id);
    const was = row.baseVersion < working.version ? before.get(row.baseVersion)?.get(id) : present.get(id);
    const standing = standingOf(id, working.version, present.get(id), was);
    if (!standing) return refusal(id, "gone", 0)({ key: "id", code: "gone", params: {} });
    // Where nobody changed this row, it stands as in the version that was pulled, whatever else the later ones changed.
    const untouched = "restore" in row || (Object.keys(standing.base).length === 0 && !standing.deleted);
    const seenLast = { ...row, baseVersion: Math.max(row.baseVersion, untouched ? working.version : 0) };
    if (!("cells" in row)) {
      if (!view.idOf) return invalid({ key: "id", code: "fixedRows", params: {} });
      return moved(standing, view.about) ?? decideDeletion(standing, seenLast, "delete" in row);
    }
    const raw = readCells(columns, row.cells);
    const fixed = view.fixed.find((key) => raw.cells[key] !== undefined && raw.cells[key] !== standing.cells[key]);
    if (fixed) return invalid({ key: fixed, code: "keyFixed", params: { title: columns.get(fixed)!.title } });
    const read = view.read(working.document, raw.cells, { id, cells: standing.cells });
    const errors = [...raw.errors, ...read.errors];
    const decided = decideCells(
      standing,
      { ...seenLast, cells: row.cells },
      { cells: read.cells, errors, notices: raw.notices },
    );
    return (decided.change && moved(standing, [...view.about, ...(read.reliesOn ?? [])])) ?? withId(decided);
  }

  function decideFresh(row: Extract<PushRow, { newKey: string }>): Decision {
    const { newKey } = row;
    const raw = readCells(columns, row.cells);
    const refused = (errors: RowError[], id = ""): Decision => ({
      result: { id, newKey, status: "invalid", version: 0, errors },
    });
    if (!view.idOf) return refused([{ key: "id", code: "fixedRows", params: {} }]);
    const missing = sheetColumns
      .filter(({ key, required }) => required && (raw.cells[key] ?? null) === null)
      .filter(({ key }) => !raw.errors.some((error) => error.key === key))
      .map(({ key, title }): RowError => ({ key, code: "required", params: { title } }));
    if (raw.errors.length + missing.length > 0) return refused([...raw.errors, ...missing]);
    const { cells, errors } = view.read(working.document, raw.cells);
    if (errors.length > 0) return refused(errors);
    const id = view.idOf(cells);
    const taken = present.has(id) ? "keyTaken" : "duplicate";
    if (present.has(id) || seen.has(id)) return refused([{ key: "from", code: taken, params: { value: id } }], id);
    seen.add(id);
    const { result, change } = decideNew({ id, newKey, regionCode: "", subjectId: "", cells, notices: raw.notices });
    return { result: { ...result, version: working.version + 1 }, ...(change && { change }) };
  }

  /** A row whose cells name it by another id from now on is told so. */
  function withId(decision: Decision): Decision {
    const { result, change } = decision;
    const id = change && view.idOf?.(change.cells);
    return id === undefined || id === result.id
      ? decision
      : { ...decision, result: { ...result, cells: { ...result.cells, id } } };
  }
}

const refusal =
  (id: string, status: RowStatus, version: number) =>
  (error: RowError): Decision => ({ result: { id, status, version, errors: [error] } });

/** A row of the working version with what changed in it since `was`; one that was taken out stands as deleted. */
function standingOf(
  id: string,
  version: number,
  now: DocumentRow | undefined,
  was: DocumentRow | undefined,
): Standing | undefined {
  const row = now ?? was;
  if (!row) return undefined;
  const keys = now ? Object.keys({ ...now.cells, ...was?.cells }) : [];
  const base: Cells = Object.fromEntries(
    keys
      .filter((key) => (now?.cells[key] ?? null) !== (was?.cells[key] ?? null))
      .map((key) => [key, was?.cells[key] ?? null]),
  );
  return { id, regionCode: "", subjectId: "", cells: row.cells, version, deleted: !now, base };
}

/** A conflict where one of the cells is no longer what the pusher saw. */
function moved({ id, version, cells, base }: Standing, keys: readonly string[]): Decision | undefined {
  const conflicts = keys
    .filter((key) => Object.hasOwn(base, key))
    .map((key) => ({ key, base: base[key]!, theirs: cells[key] ?? null, mine: base[key]! }));
  return conflicts.length > 0 ? { result: { id, status: "conflict", version, conflicts, cells } } : undefined;
}

/** Makes the document; rows that break the language's rules are refused, until what is left is a policy. */
function settle(
  view: DocumentView,
  columns: ReadonlyMap<string, Column>,
  document: Policy,
  decisions: Decision[],
): { decisions: Decision[]; document: Policy } {
  const accepted = decisions.flatMap(({ result, change }, i) =>
    change
      ? [
          {
            i,
            change: {
              id: change.id,
              cells: change.cells,
              deleted: change.deleted,
              isNew: result.newKey !== undefined,
            } satisfies RowChange,
          },
        ]
      : [],
  );
  if (accepted.length === 0) return { decisions, document };
  const next = view.changed(
    document,
    accepted.map(({ change }) => change),
  );
  const parsed = policySchema.safeParse(next);
  if (parsed.success) return { decisions, document: next };
  const placed = accepted.map(({ i, change }) => ({ i, place: view.placeOf(next, change) }));
  const errors = new Map<number, RowError[]>();
  for (const { pointer, ...words } of zodFaults(parsed.error.issues))
    for (const { i, place } of blamed(placed, pointer)) {
      const key = view.columnOf(pointer, place);
      const title = columns.get(key)?.title;
      const error = { ...words, key, params: { ...(title !== undefined && { title }), ...words.params } };
      errors.set(i, [...(errors.get(i) ?? []), error]);
    }
  const refused = decisions.map((decision, i): Decision => {
    const why = errors.get(i);
    return why ? takeBack(decision, "invalid", why) : decision;
  });
  return settle(view, columns, document, refused);
}

/** The rows that a fault is about: the ones it lies in, else the ones that lie in it, else all. */
function blamed<T extends { place: string }>(rows: readonly T[], pointer: string): readonly T[] {
  const around = rows.filter(({ place }) => isWithin(pointer, place));
  const closest = Math.max(...around.map(({ place }) => place.length));
  if (around.length > 0) return around.filter(({ place }) => place.length === closest);
  const inside = rows.filter(({ place }) => isWithin(place, pointer));
  return inside.length > 0 ? inside : rows;
}
