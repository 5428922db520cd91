/** A clerk at a workbook, others at the server, and a line that breaks: plays any script and watches what becomes of every edit. */
import { expect } from "vitest";
import { discard, resolve } from "../../../addin/sync/decide.ts";
import { type Pending, type PendingRow, pendingOf } from "../../../addin/sync/pending.ts";
import { planPush } from "../../../addin/sync/plan.ts";
import { refresh } from "../../../addin/sync/refresh.ts";
import { readSnapshot, snapshotText } from "../../../addin/sync/snapshotText.ts";
import { textWrites } from "../../../addin/sync/texts.ts";
import type { Cell } from "../../../schema/sheet/definition.ts";
import {
  applied,
  type CellValue,
  type TableChange,
  type TableContent,
} from "../../../schema/sheet/workbook/content.ts";
import { type CellColumn, type Definition, layoutFor } from "../../../schema/sheet/workbook/layout.ts";
import type { Choice } from "../../../schema/sheet/workbook/rowKinds.ts";
import { type Outcome, settle } from "../../../schema/sheet/workbook/settle.ts";
import { contentOf, type Part, type Snapshot, snapshotOf } from "../../../schema/sheet/workbook/snapshot.ts";
import { tableOf } from "../../../schema/sheet/workbook/table.ts";
import { ModelServer } from "./modelServer.ts";

export const actions = [
  ...["edit", "edit", "edit", "edit", "insert", "copy", "deleteRow", "undoRow", "deleteColumn", "undoColumn"],
  ...["moveColumn", "addColumn", "sort", "paste", "alterKey", "push", "push", "push", "refresh", "refresh"],
  ...["others", "others", "others", "othersDelete", "othersRestore", "othersAdd", "resolve", "discard", "reopen"],
] as const;
export type Action = (typeof actions)[number];
export type Step = readonly [action: Action, x: number, y: number, z: number];

/** What the clerk last typed into a cell; `at` is how much the server had written by then. */
interface Edit {
  typed: CellValue;
  at: number;
  /** It was what stood there before anything was sent. */
  isBack?: boolean;
}

/** The clerk's own column: it tells which row of paper a row of the table is. */
const own = "我的标记";

export class Clerk {
  readonly server: ModelServer;
  snapshot: Snapshot;
  content: TableContent;
  private readonly edits = new Map<string, Map<string, Edit>>();
  /** Values of others that have stood before the clerk's eyes. */
  private readonly seen = new Set<Cell>();
  /** What others wrote. */
  private readonly written = new Set<Cell>();
  /** New rows by their name, and the tags of rows that have come to be. */
  private readonly named = new Map<string, string>();
  /** Rows that she has put under the key of another one, or said to be another one. */
  private readonly forged = new Set<string>();
  private trash: CellValue[][] = [];
  private cut: { title: string; at: number; cells: Map<string, CellValue> }[] = [];
  private count = 0;
  private tags = 0;

  constructor(definition: Definition, rows: number) {
    this.server = new ModelServer(definition);
    for (let i = 0; i < rows; i++) this.othersAdd(i);
    this.snapshot = snapshotOf(this.server.pull(), { period: "" }, "n");
    this.content = contentOf(this.snapshot);
    this.content.columns.push(own);
    this.content.rows.forEach((row) => {
      row.push("");
    });
    this.tidy();
    this.look();
  }

  get cells(): CellColumn[] {
    return layoutFor(this.snapshot.definition).cells.filter(({ readOnly }) => !readOnly);
  }

  pending(choices = {}): Pending {
    return pendingOf(this.snapshot, this.content, choices);
  }

  play([action, x, y, z]: Step): void {
    this[action](x, y, z);
    this.tidy();
    this.look();
    this.check();
  }

  // What the clerk does in the table.

  private edit(x: number, y: number, z: number): void {
    const row = x % (this.content.rows.length || 1);
    const column = this.cells[y % this.cells.length]!;
    if (this.content.rows.length > 0) this.type(row, this.placeOf(column.title), this.valueFor(column, z));
  }

  private insert(x: number, y: number, z: number): void {
    const at = x % (this.content.rows.length + 1);
    this.content.rows.splice(
      at,
      0,
      this.content.columns.map((): CellValue => ""),
    );
    this.tidy();
    for (const [i, column] of this.cells.entries())
      if ((y >> i) % 3 !== 0 || i < 2) this.type(at, this.placeOf(column.title), this.valueFor(column, z + i, true));
  }

  private copy(x: number, y: number): void {
    const from = this.content.rows[x % (this.content.rows.length || 1)];
    if (!from) return;
    const row = [...from];
    const tag = this.newTag(String(row[this.placeOf(own)]));
    if (this.forged.has(this.tagOfCells(row))) this.forged.add(tag);
    row[this.placeOf(own)] = tag;
    for (const { key, title } of this.cells) if (this.placeOf(title) < 0) this.editsOf(tag).delete(key);
    this.content.rows.splice(y % (this.content.rows.length + 1), 0, row);
  }

  private deleteRow(x: number): void {
    if (this.content.rows.length > 0) this.trash.push(...this.content.rows.splice(x % this.content.rows.length, 1));
  }

  private undoRow(x: number): void {
    const row = this.trash.pop();
    const columns = this.content.columns.length;
    if (row?.length !== columns) return;
    // Where its key is taken by now, it is a copy, and as old as it was when it was deleted.
    const isCopy = tableOf(this.snapshot, { columns: this.content.columns, rows: [...this.content.rows, row] });
    if (isCopy.rowsOf(isCopy.idOf(this.content.rows.length)).length > 1) this.forged.add(this.tagOfCells(row));
    this.content.rows.splice(x % (this.content.rows.length + 1), 0, row);
  }

  private deleteColumn(x: number): void {
    const titles = this.content.columns.filter((title) => title !== own);
    const at = this.placeOf(titles[x % titles.length]!);
    const tagAt = this.placeOf(own);
    const cells = new Map(this.content.rows.map((row) => [String(row[tagAt]), row[at] ?? ""]));
    this.cut.push({ title: this.content.columns[at]!, at, cells });
    this.content.columns.splice(at, 1);
    for (const row of this.content.rows) row.splice(at, 1);
    this.trash = [];
  }

  private undoColumn(): void {
    const column = this.cut.pop();
    if (!column || this.content.columns.includes(column.title)) return;
    const at = Math.min(column.at, this.content.columns.length);
    const tagAt = this.placeOf(own);
    for (const row of this.content.rows) {
      const tag = String(row[tagAt]);
      row.splice(at, 0, column.cells.get(tag) ?? this.inserted(tag, column.title));
    }
    this.content.columns.splice(at, 0, column.title);
    this.trash = [];
  }

  /** A row that came while a column was away stands in it as it was pulled: undoing brings cells back, not rows without them. */
  private inserted(tag: string, title: string): CellValue {
    const at = this.content.rows.findIndex((row) => row[this.placeOf(own)] === tag);
    const table = tableOf(this.snapshot, this.content);
    const known = this.snapshot.rows.get(table.idOf(at));
    const column = table.layout.cells.find((one) => one.title === title);
    return known && column ? column.form.show(known.cells[column.position] ?? null) : "";
  }

  private moveColumn(x: number, y: number): void {
    const { columns, rows } = this.content;
    const [from, to] = [x % columns.length, y % columns.length];
    for (const list of [columns, ...rows] as CellValue[][]) list.splice(to, 0, ...list.splice(from, 1));
    this.trash = [];
  }

  private addColumn(x: number, y: number): void {
    const { columns, rows } = this.content;
    const at = y % (columns.length + 1);
    columns.splice(at, 0, `自己的${++this.count}`);
    rows.forEach((row, i) => {
      row.splice(at, 0, `${x}-${i}`);
    });
    this.trash = [];
  }

  private sort(x: number, y: number): void {
    const at = x % this.content.columns.length;
    const order = y % 2 === 0 ? 1 : -1;
    this.content.rows.sort((a, b) =>
      String(a[at]) < String(b[at]) ? -order : String(a[at]) > String(b[at]) ? order : 0,
    );
  }

  /** A block that may reach beyond the table at its right and at its end. */
  private paste(x: number, y: number, z: number): void {
    const { columns, rows } = this.content;
    const [top, left, height, width] = [x % (rows.length + 1), y % columns.length, 1 + (z % 3), 1 + (z % 9)];
    while (columns.length < left + width) {
      columns.push(`列${++this.count}`);
      for (const row of rows) row.push("");
      this.trash = [];
    }
    while (rows.length < top + height) rows.push(columns.map((): CellValue => ""));
    this.tidy();
    for (let row = top; row < top + height; row++)
      for (let at = left; at < left + width; at++) {
        const column = this.cells.find(({ title }) => title === columns[at]);
        if (column) this.type(row, at, this.valueFor(column, z + row));
        else if (columns[at] === "行号") this.changeKey(row, z % 2 === 0 ? "" : `外${++this.count}`);
        else if (columns[at] !== own) rows[row]![at] = `p${++this.count}`;
      }
  }

  private alterKey(x: number, y: number, z: number): void {
    const ids = ["", `外${++this.count}`, ...this.snapshot.rows.keys()];
    if (this.content.rows.length > 0)
      this.changeKey(x % this.content.rows.length, z % 3 ? ids[z % 2]! : ids[y % ids.length]!);
  }

  private changeKey(row: number, id: string): void {
    const at = this.content.columns.indexOf("行号");
    const cells = this.content.rows[row]!;
    if (at < 0 || cells[at] === id) return;
    const isKnown = this.snapshot.rows.has(id) || this.snapshot.aliases.has(id);
    cells[at] = id;
    const tagAt = this.placeOf(own);
    // From now on nobody can know that it is the row that it was.
    const tag = this.newTag(String(cells[tagAt]));
    for (const column of this.cut) column.cells.set(tag, column.cells.get(String(cells[tagAt])) ?? "");
    cells[tagAt] = tag;
    if (isKnown) this.forged.add(tag);
  }

  // What she does in the pane.

  private push(x: number, y: number, z: number): void {
    const choices = this.choices(y);
    const isAgain = this.snapshot.sent.length > 0;
    const before = this.pending(choices);
    const plan = planPush(this.snapshot, this.content, choices);
    const again = planPush(this.snapshot, this.content, choices);
    expect(again.parts.map(({ key }) => key)).toEqual(plan.parts.map(({ key }) => key));
    this.apply(plan.change);
    this.snapshot = plan.snapshot;
    if (!isAgain) this.checkSent(plan.parts, before, choices);
    // The pane may be closed before anything is sent.
    if (z % 11 === 0) {
      this.reopen();
      return;
    }
    for (const part of plan.parts) {
      const answer = this.send(part, x % 5);
      // Meanwhile she sorts, or types on.
      if (z % 3 === 0) this.sort(y, z);
      if (z % 4 === 0) this.edit(y, z, x);
      this.settle(part, answer);
      if ("lost" in answer) break;
    }
  }

  /** Sends a request over a line that may break, before it arrives or after. */
  private send(part: Part, fate: number): Outcome {
    if (fate === 0) return { lost: true };
    if (fate === 1) return { refused: true };
    const answer = this.server.patch(part, "me");
    if ("reused" in answer) throw new Error("a key was used for another request");
    return fate === 2 ? { lost: true } : { answer };
  }

  private settle(part: Part, outcome: Outcome): void {
    const settled = settle(this.snapshot, this.content, part, outcome);
    this.snapshot = settled.snapshot;
    this.apply(settled.change);
    const texts = textWrites(this.snapshot, this.content, this.pending(), settled.told);
    this.apply({ cells: texts, removed: [], added: [] });
  }

  private refresh(x: number): void {
    const isWhole = x % 7 === 0;
    const pulled = isWhole ? this.server.pull() : this.server.pull(this.snapshot.push);
    const refreshed = refresh(this.snapshot, this.content, pulled, isWhole);
    if ("refused" in refreshed) {
      expect(["unanswered", "unreadable"]).toContain(refreshed.refused);
      return;
    }
    this.snapshot = refreshed.snapshot;
    this.apply(refreshed.change);
  }

  private resolve(x: number, y: number): void {
    const open = this.pending().rows.flatMap(({ id, row, cells }) =>
      id === undefined || row === undefined
        ? []
        : cells.filter(({ conflict }) => conflict).map(({ key }) => ({ id, key, row })),
    );
    const one = open[x % (open.length || 1)];
    if (!one) return;
    const take = y % 2 === 0 ? "mine" : "theirs";
    const edits = this.editsOf(this.tagOf(one.row));
    const column = this.cells.find(({ key }) => key === one.key)!;
    const typed = this.content.rows[one.row]![this.placeOf(column.title)]!;
    if (take === "mine") edits.set(one.key, { typed, at: this.server.log.length });
    else
      for (const row of tableOf(this.snapshot, this.content).rowsOf(one.id))
        this.editsOf(this.tagOf(row)).delete(one.key);
    const decided = resolve(this.snapshot, this.content, [{ id: one.id, key: one.key, take }]);
    this.snapshot = decided.snapshot;
    this.apply(decided.change);
  }

  private discard(x: number): void {
    const { rows } = this.pending();
    const one = rows[x % (rows.length || 1)];
    if (!one) return;
    const decided = discard(this.snapshot, this.content, [one.ref]);
    if ("refused" in decided) return;
    const edits = one.row === undefined ? undefined : this.editsOf(this.tagOf(one.row));
    // What is not in the table is not given up.
    for (const { column } of tableOf(this.snapshot, this.content).cells) edits?.delete(column.key);
    this.snapshot = decided.snapshot;
    this.apply(decided.change);
  }

  private reopen(): void {
    const read = readSnapshot(snapshotText(this.snapshot));
    if ("broken" in read) throw new Error("a snapshot cannot be read back");
    expect(read.snapshot).toEqual(this.snapshot);
    this.snapshot = read.snapshot;
  }

  // What others do.

  private others(x: number, y: number, z: number): void {
    const [id, row] = this.pick(x, ({ deleted }) => !deleted) ?? [];
    const column = this.cells.filter(({ key }) => key !== "code")[y % 4]!;
    if (id === undefined || row === undefined) return;
    const reading = column.form.read(this.valueFor(column, 3 * z));
    if (!("value" in reading)) return;
    this.written.add(reading.value);
    this.write({ id, baseVersion: row.version, cells: { [column.key]: reading.value } });
  }
  private othersDelete(x: number): void {
    const [id, row] = this.pick(x, ({ deleted }) => !deleted) ?? [];
    if (id !== undefined) this.write({ id, baseVersion: row!.version, delete: true });
  }
  private othersRestore(x: number): void {
    const [id, row] = this.pick(x, ({ deleted }) => deleted) ?? [];
    if (id !== undefined) this.write({ id, baseVersion: row!.version, restore: true });
  }
  private othersAdd(x: number): void {
    const n = ++this.count;
    const cells = { a: `他${n}`, b: x % 50, ...(this.server.definition.key === "code" && { code: `k${n}` }) };
    this.write({ newKey: `o${n}`, cells });
  }
  private pick(x: number, is: (row: { deleted: boolean }) => boolean) {
    const rows = [...this.server.rows].filter(([, row]) => is(row));
    return rows[x % (rows.length || 1)];
  }
  private write(row: Part["body"]["rows"][number]): void {
    this.server.patch({ key: `others-${++this.count}`, body: { mode: "partial", period: "", rows: [row] } }, "others");
  }

  // What is watched.

  private placeOf(title: string): number {
    return this.content.columns.indexOf(title);
  }
  private tagOf(row: number): string {
    return this.tagOfCells(this.content.rows[row]!);
  }
  private tagOfCells(cells: readonly CellValue[]): string {
    return String(cells[this.placeOf(own)]);
  }
  private editsOf(tag: string): Map<string, Edit> {
    const found = this.edits.get(tag) ?? new Map<string, Edit>();
    this.edits.set(tag, found);
    return found;
  }
  private newTag(from?: string): string {
    const tag = `t${++this.tags}`;
    this.edits.set(tag, new Map(from === undefined ? [] : this.editsOf(from)));
    return tag;
  }
  /** Rows that have just come get a tag. */
  private tidy(): void {
    const at = this.placeOf(own);
    for (const row of this.content.rows) if (row[at] === "" || row[at] === undefined) row[at] = this.newTag();
  }
  private apply(change: TableChange): void {
    if (change.removed.length + change.added.length > 0) this.trash = [];
    this.content = applied(this.content, change);
  }

  private type(row: number, at: number, typed: CellValue): void {
    if (at < 0 || this.content.rows[row]![at] === typed) return;
    this.content.rows[row]![at] = typed;
    const column = this.cells.find(({ title }) => title === this.content.columns[at])!;
    const known = this.snapshot.rows.get(tableOf(this.snapshot, this.content).idOf(row));
    const isBack = column.form.holds(typed, known?.cells[column.position] ?? null);
    this.editsOf(this.tagOf(row)).set(column.key, { typed, at: this.server.log.length, isBack });
  }

  /** A value that nobody has typed before, in one of the ways it may be typed; now and then none, or nonsense. */
  private valueFor({ key }: CellColumn, z: number, isGood = false): CellValue {
    const n = 100 + ++this.count;
    if (!isGood && z % 9 === 0) return "";
    if (key === "b") return !isGood && z % 10 === 1 ? "约三十" : z % 2 === 0 ? n : `${n}人`;
    if (key === "d") return z % 2 === 0 ? 30_000 + n : `${1950 + (n % 60)}.${1 + (n % 12)}.${1 + (n % 28)}`;
    return key === "code" ? `m${n}` : `我${n}`;
  }

  private choices(y: number): Record<string, Choice> {
    const choices: Record<string, Choice> = {};
    const { rows } = this.pending();
    const missing = rows.filter(({ kind }) => kind === "missing");
    rows.forEach((row, i) => {
      const n = y + i;
      const choice = this.choiceFor(row, n, missing);
      if (choice !== undefined) choices[row.ref] = choice;
    });
    return choices;
  }
  private choiceFor({ kind }: PendingRow, n: number, missing: readonly PendingRow[]): Choice | undefined {
    if (n % 5 === 0) return undefined;
    if (kind === "copied") return (["new", "same", "new", "ignore"] as const)[n % 4];
    if (kind === "missing") return n % 2 === 0 ? "delete" : undefined;
    if (kind === "lost") return n % 2 === 0 ? "restore" : undefined;
    if (kind !== "altered") return undefined;
    const one = missing[n % (missing.length || 1)];
    if (n % 3 === 0) return "same";
    return n % 2 === 0 || !one ? "new" : { is: one.id! };
  }

  private look(): void {
    const table = tableOf(this.snapshot, this.content);
    for (const { column, at } of table.cells)
      this.content.rows.forEach((_, row) => {
        const reading = column.form.read(table.valueAt(row, at));
        if ("value" in reading) this.seen.add(reading.value);
      });
    for (const { cells } of this.pending().rows)
      for (const { conflict } of cells) if (conflict) this.seen.add(conflict.theirs);
  }

  /** Nothing is sent that the clerk did not type, and no row twice as a new one. */
  private checkSent(parts: readonly Part[], { rows }: Pending, choices: Record<string, Choice>): void {
    const table = tableOf(this.snapshot, this.content);
    const chosen = new Map(rows.map((row) => [row.row, choices[row.ref]]));
    for (const row of parts.flatMap(({ body }) => body.rows)) {
      if ("newKey" in row) {
        const [at, ...others] = table.rowsOf(row.newKey);
        expect(others).toEqual([]);
        const tag = this.tagOf(at!);
        const known = this.named.get(tag);
        this.named.set(tag, row.newKey);
        // All that stands in a new row is hers from now on, also in columns that are away and come back later.
        if (chosen.get(at) === "new" || this.cut.length > 0) this.forged.add(tag);
        if (chosen.get(at) === "new") continue;
        const names = [row.newKey, known];
        const created = this.server.created.filter(({ by, newKey }) => by === "me" && names.includes(newKey));
        expect(created, "a row is sent twice as a new one").toEqual([]);
      } else if ("cells" in row) {
        const under = table.rowsOf(row.id);
        const at =
          under.find((one) => chosen.get(one) === "same") ??
          under.find((one) => !["new", "ignore"].includes(String(chosen.get(one))))!;
        const choice = chosen.get(at);
        // Copies that stay under the key of the chosen one are as they were when nobody had typed into that.
        for (const other of under) if (other !== at) this.forged.add(this.tagOf(other));
        if (choice === "same" || typeof choice === "object") this.forged.add(this.tagOf(at));
        if (this.forged.has(this.tagOf(at))) continue;
        const edits = this.editsOf(this.tagOf(at));
        for (const [key, value] of Object.entries(row.cells)) {
          const { typed } = edits.get(key) ?? {};
          const { form } = this.cells.find((column) => column.key === key)!;
          const isTyped = typed !== undefined && form.holds(typed, value as Cell);
          expect(isTyped, `${row.id}.${key} = ${value} was sent and not typed`).toBe(true);
        }
      } else if ("delete" in row) expect(choices[`${row.id}@${row.baseVersion}`]).toBe("delete");
    }
  }

  /** Every edit is pending, acknowledged, or in conflict with both values shown; no unseen value of others is written over. */
  check(): void {
    const pending = this.pending();
    const table = tableOf(this.snapshot, this.content);
    const byRow = new Map(pending.rows.map((row) => [row.row, row]));
    const { log, created } = this.server;
    const names = new Map(created.map(({ newKey, id }) => [newKey, id]));
    this.content.rows.forEach((_, row) => {
      const edits = this.editsOf(this.tagOf(row));
      const listed = byRow.get(row);
      const written = table.idOf(row);
      const id = names.get(written) ?? written;
      for (const [key, { typed, at, isBack }] of [...edits]) {
        const there = table.cells.find(({ column }) => column.key === key);
        if (!there || pending.problems.length > 0) continue;
        const { form, position } = there.column;
        const standing = this.snapshot.rows.get(id)?.cells[position] ?? null;
        const value = table.valueAt(row, there.at);
        const isSaved = log
          .slice(at)
          .some((line) => line.by === "me" && line.id === id && line.key === key && form.holds(typed, line.to));
        const reading = form.read(typed);
        const isKept = value === typed || ("value" in reading && form.holds(value, reading.value));
        const cell = listed?.cells.find((one) => one.key === key);
        // What was sent before never landed: then nothing has been changed.
        if (isBack && !isKept && !log.some((line) => line.by === "me" && line.id === id && line.key === key)) {
          edits.delete(key);
          continue;
        }
        const isPlain = listed === undefined || listed.kind === "changed";
        if (form.holds(value, standing) && isPlain && !cell && this.snapshot.sent.length === 0) edits.delete(key);
        const isListed =
          cell !== undefined || (listed !== undefined && listed.kind !== "changed") || form.holds(value, standing);
        if (isSaved && !cell) edits.delete(key);
        const what = `${written}.${key} = ${typed}`;
        expect(isSaved || isKept, `${what} is lost`).toBe(true);
        expect(isSaved || isListed || form.holds(typed, null), `${what} is not listed`).toBe(true);
      }
    });
    for (const { by, from } of log)
      if (by === "me" && this.written.has(from) && from !== null)
        expect(this.seen.has(from), `${from} of others was written over unseen`).toBe(true);
  }

  /** With a line that holds and nothing more typed, table, snapshot and server come to agree in all but what waits for the clerk. */
  finish(): void {
    for (let n = 0; n < 4; n++) {
      const plan = planPush(this.snapshot, this.content);
      this.apply(plan.change);
      this.snapshot = plan.snapshot;
      for (const part of plan.parts) this.settle(part, { answer: this.server.patch(part, "me") as never });
      this.refresh(n === 3 ? 0 : 1);
      this.tidy();
      this.look();
      this.check();
    }
    const pending = this.pending();
    if (pending.problems.length > 0) return;
    const table = tableOf(this.snapshot, this.content);
    for (const [id, entry] of this.server.rows) {
      const known = this.snapshot.rows.get(id);
      if (entry.deleted) {
        expect(known === undefined || known.deleted).toBeTruthy();
        continue;
      }
      expect(known, `row ${id} never came`).toMatchObject({
        version: entry.version,
        cells: this.server.wire(entry.cells),
      });
      const at = table.rowsOf(id);
      const isMissing = pending.rows.some((row) => row.kind === "missing" && row.id === id);
      expect(at.length > 0 || isMissing, `row ${id} is nowhere`).toBe(true);
      for (const row of at) {
        const listed = pending.rows.find((one) => one.row === row);
        if (listed && listed.kind !== "changed") continue;
        for (const { column, at: place } of table.cells) {
          const isListed = listed?.cells.some(({ key }) => key === column.key);
          const holds = column.form.holds(table.valueAt(row, place), known!.cells[column.position] ?? null);
          expect(holds || isListed, `${id}.${column.key} is stale`).toBe(true);
        }
      }
    }
  }
}
