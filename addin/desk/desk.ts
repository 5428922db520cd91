/** The clerk's desk: the verbs 取数, 提交, 刷新, 恢复 between the workbook and the server. Nothing typed is ever lost by one. */

import { noChange, type TableContent } from "../../schema/sheet/workbook/content.ts";
import { layoutFor } from "../../schema/sheet/workbook/layout.ts";
import type { Choices } from "../../schema/sheet/workbook/rowKinds.ts";
import { abandon, type Outcome, type Settled, settle } from "../../schema/sheet/workbook/settle.ts";
import {
  contentOf,
  type Part,
  type Place,
  type Pulled,
  type Snapshot,
  snapshotOf,
} from "../../schema/sheet/workbook/snapshot.ts";
import { tableOf } from "../../schema/sheet/workbook/table.ts";
import type { Api, SheetRows } from "../api/api.ts";
import { ApiError, SignInNeeded } from "../api/failure.ts";
import { type Decided, discard, type Resolution, resolve } from "../sync/decide.ts";
import { type Pending, pendingOf } from "../sync/pending.ts";
import { planPush } from "../sync/plan.ts";
import type { Refused } from "../sync/problem.ts";
import { refresh } from "../sync/refresh.ts";
import { readSnapshot, snapshotText } from "../sync/snapshotText.ts";
import type { Workbook } from "../workbook/port.ts";
import { type KeptMark, notesOf } from "./amendment.ts";
import { chartsOf } from "./charts.ts";
import { marksKey, snapshotKey, tableNameOf } from "./drawer.ts";

/** A table as it stands beside what was pulled. */
export interface Look {
  snapshot: Snapshot;
  content: TableContent;
  pending: Pending;
}

/** A pulled table of the workbook; `broken` where what is kept with it cannot be read. */
export interface Drawer {
  name: string;
  title: string;
  snapshot?: Snapshot;
  broken?: { message: string; fix: string };
}

export interface Working {
  /** Told of how far it is, of how much; rows. */
  onProgress?: ((done: number, of: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** What came of a push, in rows. */
export interface Pushed {
  summary: Record<string, number>;
  /** Rows that are still pending after it, with why. */
  left: Pending;
}

/** What the desk does not do, in words that a clerk reads. */
export class DeskFault extends Error {
  override readonly name = "DeskFault";
  constructor({ message, fix }: { message: string; fix: string }) {
    super(`${message}(${fix})`);
  }
}

/** So many rows are asked for at once. */
const pageRows = 5000;

const noneSelected = { message: "没有选中表中的行", fix: "先在表中选中要刷新的行" };
const nothingToDraw = { message: "这张表没有可画的结果", fix: "取结果表再画" };
const unread = { message: "表中没有取数记录,分不清哪些格改过", fix: "另存一份,重新取数" };

export class Desk {
  readonly #api: Api;
  readonly #workbook: Workbook;

  constructor(api: Api, workbook: Workbook) {
    [this.#api, this.#workbook] = [api, workbook];
  }

  /** The tables that were pulled into this workbook. */
  async drawers(): Promise<Drawer[]> {
    const names = await this.#workbook.tables();
    return Promise.all(
      names.map(async (name): Promise<Drawer> => {
        const read = readSnapshot((await this.#workbook.kept(snapshotKey(name))) ?? "");
        if ("broken" in read) return { name, title: name, broken: read.broken };
        return { name, title: read.snapshot.definition.title, snapshot: read.snapshot };
      }),
    );
  }

  /**
   * Pulls a sheet into a table of its own. Where it is in the workbook already, it is refreshed instead: what is pending
   * stays.
   * @returns the name of the table
   */
  async pull(sheet: string, place: Place, { onProgress, signal }: Working = {}): Promise<string> {
    const name = tableNameOf(sheet, place);
    if ((await this.#workbook.tables()).includes(name)) {
      await this.refresh(name, { onProgress, signal });
      return name;
    }
    const pulled = await this.#rows(sheet, place, {}, { onProgress, signal });
    const snapshot = snapshotOf(pulled, place, crypto.randomUUID());
    const { columns } = layoutFor(snapshot.definition);
    await this.#workbook.writeTable(
      {
        name,
        title: titleOf(snapshot),
        columns,
        rows: contentOf(snapshot).rows,
        kept: { [snapshotKey(name)]: snapshotText(snapshot), [marksKey(name)]: "" },
      },
      { ...(onProgress && { onProgress }), ...(signal && { signal }) },
    );
    return name;
  }

  /** Looks at a table: what of it is pending. */
  async look(name: string, choices?: Choices): Promise<Look> {
    const snapshot = await this.#snapshot(name);
    const content = toContent(await this.#workbook.readTable(name));
    return { snapshot, content, pending: pendingOf(snapshot, content, choices) };
  }

  /** Writes beside the rows what is pending in each, and marks its cells. */
  async check(name: string, choices?: Choices): Promise<Look> {
    const snapshot = await this.#snapshot(name);
    return this.#write(name, snapshot, choices);
  }

  /**
   * Pushes what is pending and can be sent. What the server has not answered stays under way, and is sent again first.
   * @param note of the clerk, kept in the history
   * @throws SignInNeeded, ApiError; then everything is pending still
   */
  async push(name: string, { note, choices, ...working }: Working & { note?: string; choices?: Choices } = {}) {
    const pulled = await this.#snapshot(name);
    let snapshot = pulled;
    let parts: readonly Part[] = [];
    await this.#amend(name, (content) => {
      const plan = planPush(pulled, content, choices);
      [snapshot, parts] = [plan.snapshot, plan.parts];
      return plan;
    });
    const summary: Record<string, number> = {};
    const all = parts.reduce((sum, { body }) => sum + body.rows.length, 0);
    let done = 0;
    let look: Look | undefined;
    for (const part of parts) {
      const { outcome, failure } = await this.#send(snapshot.definition.id, part, note, working.signal);
      const sent = snapshot;
      let settled: Settled | undefined;
      await this.#amend(name, (content) => {
        settled = settle(sent, content, part, outcome);
        return settled;
      });
      snapshot = settled!.snapshot;
      look = await this.#write(name, snapshot, choices, settled);
      if (failure) throw failure;
      for (const { status } of settled!.told.values()) summary[status] = (summary[status] ?? 0) + 1;
      done += part.body.rows.length;
      working.onProgress?.(done, all);
    }
    const { pending } = look ?? (await this.look(name, choices));
    // What the add-in itself holds back did not come to the server.
    const held = pending.rows.filter(({ cells, problems }) =>
      [...problems, ...cells.flatMap((cell) => cell.problems)].some(({ severity }) => severity === "refuse"),
    );
    if (held.length > 0) summary.invalid = (summary.invalid ?? 0) + held.length;
    return { summary, left: pending } satisfies Pushed;
  }

  /** The same of the selected rows only. @throws DeskFault where none is selected */
  async refreshSelected(name: string, working: Working = {}): Promise<Look> {
    const rows = await this.#workbook.selectedRows(name);
    const { snapshot, content } = await this.look(name);
    const { idOf } = tableOf(snapshot, content);
    const ids = new Set(rows.map(idOf).filter((id) => snapshot.rows.has(id)));
    if (ids.size === 0) throw new DeskFault(noneSelected);
    return this.refresh(name, working, ids);
  }

  /** 图表: draws the results of a pulled sheet on a worksheet of their own. */
  async chart(name: string): Promise<void> {
    const snapshot = await this.#snapshot(name);
    const charts = chartsOf(snapshot);
    if (charts.length === 0) throw new DeskFault(nothingToDraw);
    await this.#workbook.addCharts({ name, title: titleOf(snapshot, "图表"), charts });
  }

  /** Pulls what others have changed; what is pending here stays, conflicts are told. @param only of these rows */
  async refresh(name: string, working: Working = {}, only?: ReadonlySet<string>): Promise<Look> {
    const snapshot = await this.#snapshot(name);
    const { definition, period, region, round } = snapshot;
    const isWhole = round !== undefined || !definition.editable;
    const pulled = await this.#rows(
      definition.id,
      { period, ...(region !== undefined && { region }), ...(round !== undefined && { round }) },
      isWhole ? {} : { since: snapshot.push },
      working,
    );
    if (!only) return this.#decide(name, (content) => refresh(snapshot, content, pulled, isWhole));
    const chosen = { ...pulled, rows: pulled.rows.filter(({ id }) => only.has(id)), push: snapshot.push };
    return this.#decide(name, (content) => refresh(snapshot, content, chosen));
  }

  /** Settles cells that others have changed too: mine or theirs. */
  resolve(name: string, resolutions: readonly Resolution[]): Promise<Look> {
    return this.#decide(name, (content, snapshot) => resolve(snapshot, content, resolutions));
  }

  /** 恢复: gives up what is pending in rows, or in all of them; they stand as on the server again. */
  restore(name: string, refs?: readonly string[], choices?: Choices): Promise<Look> {
    return this.#decide(name, (content, snapshot) => discard(snapshot, content, refs, choices));
  }

  /** Gives up waiting for the answer to a push that came to nothing known; its rows stay pending. */
  giveUp(name: string): Promise<Look> {
    return this.#decide(name, (_, snapshot) => ({ snapshot: abandon(snapshot), change: noChange }));
  }

  /** Shows a cell of a row to the clerk. */
  async show(name: string, row: number, title: string) {
    await this.#workbook.select(name, { row, column: title });
  }

  async #decide(name: string, decide: (content: TableContent, snapshot: Snapshot) => Decided | Refused): Promise<Look> {
    const before = await this.#snapshot(name);
    let snapshot = before;
    await this.#amend(name, (content) => {
      const decided = decide(content, before);
      if ("refused" in decided) throw new DeskFault(decided);
      snapshot = decided.snapshot;
      return decided;
    });
    return this.#write(name, snapshot);
  }

  /** Changes a table together with its snapshot. @param decide may be asked again, and answers the same */
  async #amend(name: string, decide: (content: TableContent) => Decided) {
    await this.#workbook.amend(name, (content) => {
      const { snapshot, change } = decide(toContent(content));
      return { ...change, kept: { [snapshotKey(name)]: snapshotText(snapshot) } };
    });
  }

  /** Writes the columns 变更 and 状态 and the marks. */
  async #write(name: string, snapshot: Snapshot, choices?: Choices, settled?: Settled): Promise<Look> {
    const before = JSON.parse((await this.#workbook.kept(marksKey(name))) || "[]") as KeptMark[];
    let look: Look | undefined;
    await this.#workbook.amend(name, (found) => {
      const content = toContent(found);
      const pending = pendingOf(snapshot, content, choices);
      look = { snapshot, content, pending };
      if (!snapshot.definition.editable) return {};
      const { amendment, marked } = notesOf(snapshot, content, pending, before, settled);
      return { ...amendment, kept: { [marksKey(name)]: JSON.stringify(marked) } };
    });
    return look!;
  }

  async #snapshot(name: string): Promise<Snapshot> {
    const text = await this.#workbook.kept(snapshotKey(name));
    if (text === undefined) throw new DeskFault(unread);
    const read = readSnapshot(text);
    if ("broken" in read) throw new DeskFault(read.broken);
    return read.snapshot;
  }

  /** Sends one part, and says what that means for its rows. */
  async #send(
    sheet: string,
    { key, body }: Part,
    note: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<{ outcome: Outcome; failure?: unknown }> {
    try {
      const noted = note ? { ...body, note } : body;
      return { outcome: { answer: await this.#api.pushSheet(sheet, noted, key, signal) } };
    } catch (failure) {
      return { outcome: wasRefused(failure) ? { refused: true } : { lost: true }, failure };
    }
  }

  /** All rows of a sheet, page by page. */
  async #rows(
    sheet: string,
    { period, region, round }: Place,
    { since }: { since?: number },
    { onProgress, signal }: Working,
  ): Promise<Pulled> {
    const rows: SheetRows["rows"] = [];
    let first: SheetRows | undefined;
    for (let cursor: string | undefined; ; ) {
      const query = {
        ...{ period, limit: pageRows },
        ...(region !== undefined && { region }),
        ...(round !== undefined && { round }),
        ...(since !== undefined && { since }),
        ...(cursor !== undefined && { cursor }),
      };
      const page = await this.#api.pullSheet(sheet, query, signal);
      first ??= page;
      rows.push(...page.rows);
      onProgress?.(rows.length, page.next === null ? rows.length : rows.length + pageRows);
      if (page.next === null) return { definition: first.definition, rows, push: first.push } as Pulled;
      cursor = page.next;
    }
  }
}

/** What a worksheet about a table is called. */
const titleOf = ({ definition, period }: Snapshot, ...more: string[]): string =>
  [...more, definition.title, period].filter((part) => part !== "").join(" ");

const toContent = ({
  columns,
  rows,
}: {
  columns: readonly string[];
  rows: TableContent["rows"] | readonly (readonly TableContent["rows"][number][number][])[];
}): TableContent => ({
  columns: [...columns],
  rows: rows.map((row) => [...row]),
});

/** Whether the server has said no, so that nothing of a request was done. What it could not answer may be done. */
const wasRefused = (failure: unknown): boolean =>
  failure instanceof SignInNeeded ||
  (failure instanceof ApiError && failure.status >= 400 && failure.status < 500 && failure.status !== 409);
