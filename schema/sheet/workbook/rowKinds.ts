/** Which row of a table is which row of the snapshot: known, new, copied, under an altered key, missing, or lost. */
import type { CellValue } from "./content.ts";
import { hashOf } from "./hash.ts";
import type { Snapshot, SnapshotRow } from "./snapshot.ts";
import type { Table } from "./table.ts";

/** What a clerk decides of a row that is not plain; by the row's `ref`. */
export type Choice = "same" | "new" | "ignore" | "delete" | "restore" | { is: string };
export type Choices = Readonly<Record<string, Choice>>;

/**
 * known: stands under its key · new: has none, or one that nobody knows · copied: several rows under one key, and it is
 * not settled which is the original · ignored: so by choice · altered: has lost its key, as far as can be told ·
 * missing: not in the table · lost: still in the table, but deleted on the server.
 */
export type RowKind = "known" | "new" | "copied" | "ignored" | "altered" | "missing" | "lost";

/** A row of the table, or one that is missing there. */
export interface KnownRow {
  kind: RowKind;
  /** Names the row for choices: as long as its contents stand, wherever it is moved. */
  ref: string;
  /** Where it stands; none for a missing row. */
  row?: number;
  /** The id of the snapshot's row that it is. */
  id?: string;
}

/** The name of a new row, in its key column until it has an id; no row of another table has the same. */
export const newRowName = ({ nonce }: Snapshot, n: number) => `新-${hashOf(nonce).slice(0, 4)}-${n}`;
export const isNewRowName = (id: string) => /^新-[0-9a-z]{4}-\d+$/.test(id);

/** Tells the rows of a table apart, in the order of the table, the missing ones after it. Blank rows are none. */
export function rowKinds(table: Table, snapshot: Snapshot, choices: Choices = {}): KnownRow[] {
  const { content, layout, idOf, rowsOf } = table;
  const refs = refsOf(table, snapshot);
  const choiceOf = (row: number) => choices[refs[row]!];
  const isMissing = (id: string) => snapshot.rows.get(id)?.deleted === undefined && rowsOf(id).length === 0;
  const claims = new Map<string, number>();
  for (const ref of refs) {
    const choice = ref === undefined ? undefined : choices[ref];
    if (typeof choice === "object" && snapshot.rows.has(choice.is) && isMissing(choice.is))
      claims.set(choice.is, (claims.get(choice.is) ?? 0) + 1);
  }
  const missing = [...snapshot.rows.keys()].filter((id) => isMissing(id) && claims.get(id) !== 1);
  const resembles = resemblance(table, snapshot, missing);
  const isMisplaced = misplacing(table, snapshot);
  const originals = new Map<string, number | undefined>();

  const found = content.rows.flatMap((_, row): KnownRow[] => {
    const id = idOf(row);
    const ref = refs[row];
    if (ref === undefined) return [];
    if (choiceOf(row) === "ignore") return [{ kind: "ignored", ref, row }];
    if (id !== "" && rowsOf(id).length > 1) {
      if (!originals.has(id)) originals.set(id, originalOf(rowsOf(id).map((one) => [one, choiceOf(one)])));
      if (originals.get(id) === row) return [underKey(id, row)];
      const isNew = originals.get(id) !== undefined && choiceOf(row) === "new" && !layout.hasFixedRows;
      return [{ kind: isNew ? "new" : "copied", ref, row }];
    }
    if (snapshot.rows.has(id) || isNewRowName(id)) return [underKey(id, row)];
    const choice = choiceOf(row);
    if (typeof choice === "object" && claims.get(choice.is) === 1) return [{ kind: "known", ref, row, id: choice.is }];
    if (layout.hasFixedRows) return [{ kind: "altered", ref, row }];
    const isNew = choice === "new" || !(id === "" ? resembles(row) : missing.length > 0);
    return [{ kind: isNew ? "new" : "altered", ref, row }];
  });
  const gone = missing.map((id): KnownRow => ({ kind: "missing", ref: missingRef(id, snapshot), id }));
  return [...found, ...gone];

  function underKey(id: string, row: number): KnownRow {
    const [known, choice, ref] = [snapshot.rows.get(id), choiceOf(row), refs[row]!];
    if (!known) return { kind: "new", ref, row };
    if (known.deleted) return { kind: "lost", ref, row, id };
    const isItself = choice === "same" || rowsOf(id).length > 1 || isAsPulled(table, row, known);
    if (isItself) return { kind: "known", ref, row, id };
    if (choice === "new" && !layout.hasFixedRows) return { kind: "new", ref, row };
    return isMisplaced(id, row) || resembles(row, id) ? { kind: "altered", ref, row } : { kind: "known", ref, row, id };
  }
}

/** A choice about a missing row holds for what was seen of it. */
export const missingRef = (id: string, { rows }: Snapshot) => `${id}@${rows.get(id)?.version}`;

/** Of rows under one key the one that is named the original, or the only one of which nothing else is said. */
function originalOf(rows: readonly (readonly [row: number, choice: Choice | undefined])[]): number | undefined {
  const same = rows.filter(([, choice]) => choice === "same");
  const open = rows.filter(([, choice]) => choice === undefined);
  if (same.length > 0) return same.length === 1 ? same[0]![0] : undefined;
  return open.length === 1 ? open[0]![0] : undefined;
}

/** By row its name for choices; none for a blank row. A row with a key of its own is named by it, any other by its contents. */
function refsOf(table: Table, snapshot: Snapshot): (string | undefined)[] {
  const counts = new Map<string, number>();
  return table.content.rows.map((_, row) => {
    const id = table.idOf(row);
    if (id === "" && table.cells.every(({ at }) => isBlank(table.valueAt(row, at)))) return undefined;
    if (table.rowsOf(id).length === 1 && (snapshot.rows.has(id) || isNewRowName(id))) return id;
    const ref = `${id}~${hashOf(JSON.stringify(table.cells.map(({ at }) => table.valueAt(row, at))))}`;
    const count = (counts.get(ref) ?? 0) + 1;
    counts.set(ref, count);
    return count === 1 ? ref : `${ref}~${count}`;
  });
}

const isBlank = (value: unknown) => typeof value === "string" && value.trim() === "";

/** What a row of the snapshot looks like in the table, empty cells left out. */
const filledOf = (table: Table, { rows }: Snapshot, id: string) =>
  table.cells.flatMap(({ column, at }) => {
    const value = column.form.show(rows.get(id)!.cells[column.position] ?? null);
    return value === "" ? [] : [{ at, value }];
  });

/** Nearly all rows are just as they were pulled, and need not be looked at closer. */
const isAsPulled = (table: Table, row: number, { cells }: SnapshotRow): boolean =>
  table.cells.every(({ column, at }) => table.valueAt(row, at) === column.form.show(cells[column.position] ?? null));

/** A value that stands in more of the missing rows tells none of them. */
const mostAlike = 5;

/**
 * Whether a row is one of those that are missing: without a key by at least half of their filled cells, under a key also
 * by more than it is the row of that key.
 */
function resemblance(table: Table, snapshot: Snapshot, missing: readonly string[]) {
  const shown = missing.map((id) => filledOf(table, snapshot, id));
  const byValue = new Map<number, Map<CellValue, number[]>>(table.cells.map(({ at }) => [at, new Map()]));
  shown.forEach((cells, one) => {
    for (const { at, value } of cells) {
      const rows = byValue.get(at)!;
      rows.set(value, [...(rows.get(value) ?? []).slice(0, mostAlike), one]);
    }
  });
  const likeness = (row: number, cells: ReturnType<typeof filledOf>) =>
    cells.filter(({ at, value }) => table.valueAt(row, at) === value).length / Math.max(cells.length, 1);
  return (row: number, id?: string): boolean => {
    if (missing.length === 0) return false;
    const candidates = new Set(
      table.cells.flatMap(({ at }) => {
        const rows = byValue.get(at)!.get(table.valueAt(row, at)) ?? [];
        return rows.length > mostAlike ? [] : rows;
      }),
    );
    if (candidates.size === 0) return false;
    const own = id === undefined ? 0 : likeness(row, filledOf(table, snapshot, id));
    return [...candidates].some((one) => {
      const alike = likeness(row, shown[one]!);
      return alike >= 0.5 && alike > own;
    });
  };
}

/** Whether a row is, cell by cell, another row of the snapshot than the one of its key: as when keys alone were sorted. */
function misplacing(table: Table, snapshot: Snapshot): (id: string, row: number) => boolean {
  let byLook: Map<string, string> | undefined;
  const lookOf = (valueAt: (cell: Table["cells"][number]) => unknown) => {
    const values = table.cells.map(valueAt);
    return values.filter((value) => value !== "").length < 2 ? undefined : JSON.stringify(values);
  };
  const pulled = (id: string) => {
    const { cells } = snapshot.rows.get(id)!;
    return lookOf(({ column }) => column.form.show(cells[column.position] ?? null));
  };
  return (id, row) => {
    const look = lookOf(({ at }) => table.valueAt(row, at));
    if (look === undefined || look === pulled(id)) return false;
    byLook ??= new Map([...snapshot.rows.keys()].map((one) => [pulled(one) ?? "", one]));
    return byLook.has(look);
  };
}
