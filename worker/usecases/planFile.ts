/** What of a table that came back in a file is pushed, and what is told of the rest. Pure. */
import type { Cells } from "../../schema/sheet/definition.ts";
import type { CellConflict, PushRow, RowError, RowResult } from "../../schema/sheet/push.ts";
import { type ChangedCell, changedCells } from "../../schema/sheet/workbook/comparison.ts";
import type { TableContent } from "../../schema/sheet/workbook/content.ts";
import { type Choice, type KnownRow, newRowName, rowKinds } from "../../schema/sheet/workbook/rowKinds.ts";
import { fixedMarkWords, markOf, markWords, type RowMark } from "../../schema/sheet/workbook/rowMarks.ts";
import type { Snapshot } from "../../schema/sheet/workbook/snapshot.ts";
import { tableOf } from "../../schema/sheet/workbook/table.ts";

/** A row of the file that is told of without being pushed; `at` is its row of the content, from 0. */
export interface ToldRow {
  at: number;
  result: RowResult;
}

export interface FilePlan {
  /** Rows that make room come before those that need it. */
  rows: PushRow[];
  /** By id or new key, where a pushed row stands. */
  places: Map<string, number>;
  told: ToldRow[];
  /** Rows that were pulled and are not in the file. */
  missing: string[];
  /** What is told of pushed rows beside their answer. */
  notices: Map<string, RowError[]>;
  /** The content with the names of its new rows. */
  content: TableContent;
  /** How many rows have been named. */
  named: number;
}

/**
 * Plans a push: only changed cells of rows that are known by their row number, rows without one as new, marked rows as
 * marked. What is not clear is not pushed. A row that is not in the file is deleted only where `deletesMissing`.
 * @param content a table that can be read (`tableOf`)
 */
export function planFile(snapshot: Snapshot, content: TableContent, deletesMissing: boolean): FilePlan {
  const whole = tableOf(snapshot, content);
  const { layout } = whole;
  const [changeAt, idAt] = [layout.change && whole.placeOf(layout.change), whole.placeOf(layout.id)!];
  const wordOf = (row: number) => (changeAt === undefined ? "" : String(whole.valueAt(row, changeAt)).trim());
  const words = layout.hasFixedRows ? fixedMarkWords : markWords;
  const marks = content.rows.map((_, row): RowMark | undefined => markOf(wordOf(row)));
  const told: ToldRow[] = [];
  const staying = [...content.rows.keys()].filter((row) => marks[row] !== "delete");
  const table = tableOf(snapshot, { ...content, rows: staying.map((row) => content.rows[row]!) });
  const plan: FilePlan = {
    ...{ rows: [], places: new Map(), told, missing: [], notices: new Map(), named: snapshot.named },
    content: { ...content, rows: content.rows.map((row) => [...row]) },
  };
  const removed = new Map(
    [...content.rows.keys()].flatMap((row) => {
      const id = whole.idOf(row);
      const isHere = snapshot.rows.has(id) && !snapshot.rows.get(id)!.deleted && table.rowsOf(id).length === 0;
      return marks[row] === "delete" && isHere ? [[id, row] as const] : [];
    }),
  );
  const kinds = kindsOf();
  const pushed: Record<"missing" | "lost" | "changed" | "new", PushRow[]> = {
    ...{ missing: [], lost: [], changed: [], new: [] },
  };
  for (const known of kinds) decide(known);
  plan.rows = [...pushed.missing, ...pushed.lost, ...pushed.changed, ...pushed.new];
  return plan;

  /** The rows told apart, twice: what is chosen of a row is said by its name, which the first look gives. */
  function kindsOf(): KnownRow[] {
    const first = rowKinds(table, snapshot);
    const choices = first.flatMap(({ row, ref }): [string, Choice][] => {
      const mark = row === undefined ? undefined : marks[staying[row]!];
      return mark === undefined || mark === "mine" || mark === "theirs" ? [] : [[ref, mark]];
    });
    return choices.length > 0 ? rowKinds(table, snapshot, Object.fromEntries(choices)) : first;
  }

  function decide({ kind, row, id }: KnownRow) {
    if (row === undefined) return leave(id!);
    const at = staying[row]!;
    const mark = marks[at];
    const word = wordOf(at);
    if (kind === "ignored") return;
    if ((mark === undefined && word !== "") || (layout.hasFixedRows && !words.includes(word) && word !== ""))
      return refuse(at, { key: "id", code: "badMark", params: { value: word, choices: words.join("、") } });
    const before = id === undefined ? undefined : snapshot.rows.get(id);
    if (kind === "copied") return refuse(at, plain("copiedRow"));
    if (kind === "altered") return refuse(at, plain(layout.hasFixedRows ? "alteredSubject" : "alteredRow"));
    if (kind === "lost") {
      if (mark !== "restore") return refuse(at, plain("rowLost"), "gone");
      plan.places.set(id!, at);
      pushed.lost.push({ id: id!, baseVersion: before!.version, restore: true });
      return;
    }
    const cells = changedCells(table, row, kind === "new" ? undefined : before);
    const own = cells.filter(({ column, conflict }) => !column.readOnly && !(conflict && mark === "theirs"));
    const open = mark === "mine" ? [] : own.flatMap(conflictOf);
    if (open.length > 0) {
      const result = { id: id!, status: "conflict" as const, version: before!.version, conflicts: open };
      told.push({ at, result: { ...result, errors: [plain("toDecide")] } });
      return;
    }
    const notices = kind === "new" ? [] : cells.flatMap(readOnlyNotice);
    if (own.length === 0 && kind === "known") {
      const result: RowResult = { id: id!, status: "unchanged", version: before!.version };
      told.push({ at, result: notices.length > 0 ? { ...result, notices } : result });
      return;
    }
    const name = kind === "new" ? nameOf(at) : id!;
    plan.places.set(name, at);
    if (notices.length > 0) plan.notices.set(name, notices);
    if (kind === "new") pushed.new.push({ newKey: name, cells: sentCells(own) });
    else pushed.changed.push({ id: name, baseVersion: before!.version, cells: sentCells(own) });
  }

  /** A row that is not among those that stay: marked to be deleted, or not in the file. */
  function leave(id: string) {
    const [at, version] = [removed.get(id), snapshot.rows.get(id)!.version];
    if (at === undefined && !deletesMissing) plan.missing.push(id);
    else if (layout.hasFixedRows) {
      if (at === undefined) plan.missing.push(id);
      else refuse(at, plain("fixedRow"));
    } else {
      if (at !== undefined) plan.places.set(id, at);
      pushed.missing.push({ id, baseVersion: version, delete: true });
    }
  }

  function refuse(at: number, error: RowError, status: RowResult["status"] = "invalid"): void {
    const id = whole.idOf(at);
    told.push({ at, result: { id, status, version: snapshot.rows.get(id)?.version ?? 0, errors: [error] } });
  }

  /** The name of a new row, by which its answer finds it. */
  function nameOf(at: number): string {
    plan.named++;
    const name = newRowName(snapshot, plan.named);
    plan.content.rows[at]![idAt] = name;
    return name;
  }
}

const plain = (
  code: "copiedRow" | "alteredRow" | "alteredSubject" | "rowLost" | "fixedRow" | "toDecide",
): RowError => ({
  ...{ key: "id", code, params: {} },
});

/** The cells as they are sent; what cannot be read goes as it was typed, for the server to say why. */
const sentCells = (cells: readonly ChangedCell[]): Cells =>
  Object.fromEntries(cells.map(({ column, to, typed }) => [column.key, to === undefined ? typed : to]));

const conflictOf = ({ column, from, to, typed, conflict }: ChangedCell): CellConflict[] =>
  conflict ? [{ key: column.key, base: conflict.base, theirs: from, mine: to === undefined ? typed : to }] : [];

const readOnlyNotice = ({ column: { key, title, readOnly } }: ChangedCell): RowError[] =>
  readOnly ? [{ key, code: "readOnlyColumn", params: { title } }] : [];
