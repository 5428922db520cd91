/** What of a table is pending, what is sent of it, what becomes of the answers: rule by rule. */
import { describe, expect, test } from "vitest";
import { discard, resolve, resolveAll } from "../../addin/sync/decide.ts";
import { pendingOf } from "../../addin/sync/pending.ts";
import { mostCharacters, mostRows, type Plan, planPush } from "../../addin/sync/plan.ts";
import { refresh } from "../../addin/sync/refresh.ts";
import { marksOf, textWrites } from "../../addin/sync/texts.ts";
import type { Amendment } from "../../addin/workbook/port.ts";
import { applied, type CellValue, type TableChange, type TableContent } from "../../schema/sheet/workbook/content.ts";
import type { Definition } from "../../schema/sheet/workbook/layout.ts";
import type { Choices } from "../../schema/sheet/workbook/rowKinds.ts";
import { abandon, type Outcome, settle } from "../../schema/sheet/workbook/settle.ts";
import { contentOf, type Snapshot, snapshotOf } from "../../schema/sheet/workbook/snapshot.ts";
import { ledger, ModelServer, roster } from "./sync/modelServer.ts";

/** A table that was pulled of a sheet with three rows, and the clerk's hands. */
function desk(definition: Definition = ledger) {
  const server = new ModelServer(definition);
  const code = (n: number) => (definition.key === "code" ? { code: `k${n}` } : {});
  const write = (rows: Plan["parts"][number]["body"]["rows"]) =>
    server.patch({ key: `other-${server.log.length}`, body: { mode: "partial", period: "", rows } }, "others");
  write([1, 2, 3].map((n) => ({ newKey: `n${n}`, cells: { ...code(n), a: `村${n}`, b: n, d: "2014-09-28" } })));
  let snapshot = snapshotOf(server.pull(), { period: "" }, "nonce");
  let content: TableContent = contentOf(snapshot);
  const at = (title: string) => content.columns.indexOf(title);
  const id = (n: number) => [...snapshot.rows.keys()][n - 1]!;
  const apply = (change: TableChange) => {
    // It is what a workbook is told to do.
    const amendment: Amendment = change;
    expect(amendment.cells).toBe(change.cells);
    content = applied(content, change);
  };
  return {
    server,
    write,
    id,
    get snapshot() {
      return snapshot;
    },
    set snapshot(next: Snapshot) {
      snapshot = next;
    },
    get content() {
      return content;
    },
    row: (n: number) => content.rows[n - 1]!,
    cell: (n: number, title: string) => content.rows[n - 1]?.[at(title)],
    type(n: number, title: string, value: CellValue) {
      content.rows[n - 1]![at(title)] = value;
    },
    add: (cells: Record<string, CellValue>) => {
      content.rows.push(content.columns.map((title) => cells[title] ?? ""));
    },
    copy: (n: number) => {
      content.rows.push([...content.rows[n - 1]!]);
    },
    remove: (n: number) => content.rows.splice(n - 1, 1)[0]!,
    pending: (choices?: Choices) => pendingOf(snapshot, content, choices).rows,
    plan(choices?: Choices) {
      const plan = planPush(snapshot, content, choices);
      snapshot = plan.snapshot;
      apply(plan.change);
      return plan.parts;
    },
    settle(part: Plan["parts"][number], outcome?: Outcome) {
      const answer = outcome ?? { answer: server.patch(part, "me") as never };
      const settled = settle(snapshot, content, part, answer);
      snapshot = settled.snapshot;
      apply(settled.change);
      return settled;
    },
    push(choices?: Choices) {
      return this.plan(choices).map((part) => this.settle(part));
    },
    refresh(isWhole = false) {
      const refreshed = refresh(snapshot, content, server.pull(isWhole ? 0 : snapshot.push), isWhole);
      if ("refused" in refreshed) return refreshed.refused;
      snapshot = refreshed.snapshot;
      apply(refreshed.change);
      return "taken";
    },
    texts(told?: ReturnType<typeof settle>["told"]) {
      apply({ cells: textWrites(snapshot, content, pendingOf(snapshot, content), told), removed: [], added: [] });
    },
  };
}

describe("what is pending", () => {
  test("is nothing in a table as it was pulled, however it is sorted and whatever columns stand in it", () => {
    const { content, pending, snapshot } = desk();
    content.rows.reverse();
    content.columns.push("自己的");
    for (const row of content.rows) row.push("x");
    for (const list of [content.columns, ...content.rows] as CellValue[][]) list.unshift(...list.splice(3, 2));
    expect(pending()).toEqual([]);
    expect(pendingOf(snapshot, content)).toEqual({ rows: [], problems: [], notices: [] });
  });

  test("names row, column, what stood there and what is to stand there", () => {
    const { type, pending, id } = desk();
    type(2, "党员数", "12人");
    expect(pending()).toMatchObject([
      { kind: "changed", row: 1, id: id(2), isSent: true, cells: [{ key: "b", title: "党员数", from: 2, to: 12 }] },
    ]);
  });

  test("the same value written otherwise is no change", () => {
    const { type, pending } = desk();
    type(1, "党员数", "1");
    type(1, "成立日期", "2014年9月28日");
    type(2, "备注", "  ");
    expect(pending()).toEqual([]);
  });

  test("a bad cell is told with column, reason and fix, and holds its row back alone", () => {
    const { type, pending } = desk();
    type(1, "党员数", "约30");
    type(2, "党员数", 9);
    type(3, "名称", "");
    expect(pending().map(({ isSent }) => isSent)).toEqual([false, true, false]);
    expect(pending()[0]!.cells[0]).toMatchObject({
      key: "b",
      problems: [
        { severity: "refuse", code: "notExact", message: expect.stringContaining("党员数"), fix: expect.any(String) },
      ],
    });
    expect(pending()[2]!.cells[0]!.problems).toMatchObject([{ code: "required", severity: "refuse" }]);
  });

  test("rules about one row are told before anything is sent, those of other rows are not asked", () => {
    const rules = [
      { code: "few", title: "备注须说明", where: { column: "b", op: ">", value: 50 }, check: { require: ["c"] } },
      { code: "once", title: "名称不重复", check: { unique: ["a"] } },
    ] as NonNullable<Definition["rules"]>;
    const { type, pending } = desk({ ...ledger, rules });
    type(1, "党员数", 51);
    type(2, "名称", "村1");
    expect(pending()).toMatchObject([
      { isSent: false, problems: [{ code: "requiredWhere", severity: "refuse" }] },
      { isSent: true },
    ]);
  });

  test("what is typed into a read-only column is listed, is not sent, and holds nothing back", () => {
    const one = desk();
    one.type(1, "核对", "改");
    expect(one.pending()).toMatchObject([{ isSent: false, cells: [{ problems: [{ severity: "ignored" }] }] }]);
    one.type(1, "党员数", 8);
    expect(one.plan()[0]!.body.rows).toEqual([{ id: one.id(1), baseVersion: 1, cells: { b: 8 } }]);
  });

  test("a deleted or renamed column changes nothing and is named", () => {
    const { content, snapshot } = desk();
    content.columns[content.columns.indexOf("党员数")] = "人数";
    const { rows, notices } = pendingOf(snapshot, content);
    expect(rows).toEqual([]);
    expect(notices).toMatchObject([{ code: "columnMissing", key: "b", message: expect.stringContaining("党员数") }]);
  });

  test("without the key column, or with two columns of one title, nothing is told apart and nothing is sent", () => {
    for (const title of ["别的", "名称"]) {
      const { content, snapshot, plan } = desk();
      content.columns[2] = title;
      expect(pendingOf(snapshot, content).problems).not.toEqual([]);
      expect(plan()).toEqual([]);
    }
  });

  test("a sheet that the account cannot edit sends nothing, and says so", () => {
    const { type, pending } = desk({ ...ledger, editable: false });
    type(1, "党员数", 8);
    expect(pending()).toMatchObject([{ isSent: false, problems: [{ code: "readOnlySheet" }] }]);
  });
});

describe("rows that are not plain", () => {
  test("a row without a key is new; a blank one is none", () => {
    const { add, pending } = desk();
    add({});
    add({ 名称: "新村", 党员数: 4 });
    expect(pending()).toMatchObject([{ kind: "new", row: 4, isSent: true, cells: [{ to: "新村" }, { to: 4 }] }]);
  });

  test("copied rows wait until it is said which is the original; the others are new, or nothing", () => {
    const one = desk();
    one.copy(1);
    one.copy(1);
    one.type(4, "名称", "甲");
    const kinds = (choices?: Choices) => one.pending(choices).map(({ kind, row, isSent }) => [kind, row, isSent]);
    expect(kinds()).toEqual([0, 3, 4].map((row) => ["copied", row, false]));
    const [, second, third] = one.pending().map(({ ref }) => ref);
    expect(kinds({ [second!]: "new", [third!]: "ignore" })).toEqual([
      ["new", 3, true],
      ["ignored", 4, false],
    ]);
    const [part] = one.plan({ [second!]: "new", [third!]: "ignore" });
    expect(part!.body.rows).toMatchObject([{ newKey: one.cell(4, "行号"), cells: { a: "甲", b: 1, d: "2014-09-28" } }]);
  });

  test("of two alike copies each can be chosen by itself", () => {
    const one = desk();
    one.copy(1);
    const [first, second] = one.pending().map(({ ref }) => ref);
    expect(first).not.toBe(second);
    expect(one.pending({ [second!]: "new" })).toMatchObject([{ kind: "new", row: 3 }]);
  });

  test("a missing row is listed, and deleted only where a clerk says so of what she has seen", () => {
    const one = desk();
    const row = one.remove(2);
    const [missing] = one.pending();
    expect(missing).toMatchObject({ kind: "missing", id: row[2], isSent: false, problems: [{ severity: "ask" }] });
    expect(one.plan()).toEqual([]);
    one.write([{ id: missing!.id!, baseVersion: 1, cells: { b: 99 } }]);
    one.refresh();
    expect(one.plan({ [missing!.ref]: "delete" })).toEqual([]);
    const [seen] = one.pending();
    expect(seen!.problems[0]!.message).toContain("他人后来又改过");
    one.push({ [seen!.ref]: "delete" });
    expect(one.server.rows.get(seen!.id!)).toMatchObject({ deleted: true });
    expect(one.pending()).toEqual([]);
  });

  test("a row whose key was cleared or typed over is asked about, and can be said to be the one it was", () => {
    for (const key of ["", "r99"]) {
      const one = desk();
      const id = one.id(2);
      one.type(2, "行号", key);
      one.type(2, "党员数", 77);
      const [altered, missing] = one.pending();
      expect(altered).toMatchObject({ kind: "altered", isSent: false, problems: [{ code: "alteredKey" }] });
      expect(missing).toMatchObject({ kind: "missing", id });
      const [part] = one.plan({ [altered!.ref]: { is: id } });
      expect(part!.body.rows).toEqual([{ id, baseVersion: 1, cells: { b: 77 } }]);
      expect(one.cell(2, "行号")).toBe(id);
    }
  });

  test("keys that were sorted without their rows are told: each row is, cell by cell, another one", () => {
    const one = desk();
    const [first, second] = [one.id(1), one.id(2)];
    one.type(1, "行号", second);
    one.type(2, "行号", first);
    expect(one.pending()).toMatchObject([
      { kind: "altered", isSent: false, problems: [{ message: "行号像被改动过:内容是另一行的" }] },
      { kind: "altered", isSent: false },
    ]);
  });

  test("where rows come from a roster none can be new, and none can be deleted", () => {
    const subject = { key: "subject", title: "编码", type: "code", readOnly: true } as const;
    const one = desk();
    const definition = { ...ledger, key: "subject", columns: [subject, ...ledger.columns] } satisfies Definition;
    const rows = ["v1", "v2"].map((id) => ({ id, version: 0, cells: [id, null, null, null, null, null] }));
    one.snapshot = snapshotOf({ definition, push: 1, rows }, { period: "2014" }, "n");
    const content = contentOf(one.snapshot);
    content.rows[0]![2] = "v9";
    expect(pendingOf(one.snapshot, content).rows).toMatchObject([
      { kind: "altered", isSent: false, problems: [{ code: "alteredSubject", severity: "refuse" }] },
      { kind: "missing", isSent: false, problems: [{ code: "missingFixedRow" }] },
    ]);
  });

  test("a changed code of a roster is sent under the old one, and the row goes by the new one after it", () => {
    const one = desk(roster);
    one.type(1, "编码", "k9");
    expect(one.plan()[0]!.body.rows).toEqual([{ id: "k1", baseVersion: 1, cells: { code: "k9" } }]);
    one.settle(one.plan()[0]!);
    expect(one.cell(1, "行号")).toBe("k9");
    one.refresh();
    expect([one.pending(), one.content.rows.length]).toEqual([[], 3]);
    expect(one.snapshot.rows.get("k9")).toMatchObject({ version: 1 });
  });
});

describe("a push", () => {
  test("sends changed cells only, and of them what the server reads just as it was read here", () => {
    const one = desk();
    one.type(1, "党员数", "1,200人");
    one.type(1, "成立日期", 41_911);
    expect(one.plan()).toMatchObject([
      { body: { rows: [{ id: one.id(1), baseVersion: 1, cells: { b: 1200, d: "2014-09-29" } }] } },
    ]);
  });

  test("planned twice it is the same, under the same keys; of other tables or contents never", () => {
    const keyOf = (nonce: string, value: number) => {
      const one = desk();
      one.type(1, "党员数", value);
      one.snapshot = { ...one.snapshot, nonce };
      return one.plan()[0]!.key;
    };
    expect(keyOf("a", 5)).toBe(keyOf("a", 5));
    expect(new Set([keyOf("a", 5), keyOf("a", 6), keyOf("b", 5)]).size).toBe(3);
  });

  test("is sent in parts that stay below the limits of rows and characters, each row once", () => {
    const definition = { ...ledger, columns: ledger.columns.map((one) => ({ ...one, maxLength: 2000 })) };
    const rows = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ id: `r${i}`, version: 1, cells: ["村", null, null, null, null] }));
    const planOf = (count: number, text: string) => {
      const snapshot = snapshotOf({ definition, push: 1, rows: rows(count) }, { period: "" }, "n");
      const content = contentOf(snapshot);
      for (const row of content.rows) row[5] = text;
      return planPush(snapshot, content).parts;
    };
    const many = planOf(mostRows + 1, "x");
    expect(many.map(({ body }) => body.rows.length)).toEqual([mostRows, 1]);
    const long = planOf(2500, "村".repeat(1900));
    expect(long.length).toBeGreaterThan(1);
    for (const { body } of long) {
      const text = JSON.stringify(body.rows);
      expect(text.length).toBeLessThan(mostCharacters + 10_000);
      expect(new TextEncoder().encode(text).length).toBeLessThan(8_000_000);
    }
    expect(new Set(long.map(({ key }) => key)).size).toBe(long.length);
    expect(long.flatMap(({ body }) => body.rows)).toHaveLength(2500);
  });

  test("whose answer is lost lands once: it is sent again as it was, before anything new, and nothing is refreshed or given up", () => {
    const one = desk();
    one.add({ 名称: "新村" });
    const [part] = one.plan();
    one.server.patch(part!, "me");
    one.settle(part!, { lost: true });
    one.type(4, "党员数", 5);
    one.add({ 名称: "又一村" });
    expect(one.refresh()).toBe("unanswered");
    expect(discard(one.snapshot, one.content)).toMatchObject({ refused: "unanswered" });
    const [again, ...others] = one.plan();
    expect([again!.key, again!.body, others]).toEqual([part!.key, part!.body, []]);
    one.settle(again!);
    expect(one.pending()).toMatchObject([
      { kind: "changed", cells: [{ to: 5 }] },
      { kind: "new", cells: [{ to: "又一村" }] },
    ]);
    one.push();
    expect([one.server.rows.size, one.pending()]).toEqual([5, []]);
  });

  test("refused as a whole it is pending again; refused when it may have landed before it waits, until it is given up", () => {
    const one = desk();
    one.type(1, "党员数", 5);
    one.settle(one.plan()[0]!, { refused: true });
    expect([one.snapshot.sent, one.pending().length]).toEqual([[], 1]);
    one.settle(one.plan()[0]!, { lost: true });
    one.settle(one.plan()[0]!, { refused: true });
    expect(one.snapshot.sent).toHaveLength(1);
    one.snapshot = abandon(one.snapshot);
    expect(one.pending()).toMatchObject([{ isSent: true }]);
  });

  test("the answer finds its rows where they stand by then, and answered twice it changes nothing", () => {
    const one = desk();
    one.type(1, "党员数", 5);
    one.add({ 名称: "新村", 核对: "抄来的" });
    const [part] = one.plan();
    one.content.rows.reverse();
    const { saved, told } = one.settle(part!);
    expect([one.cell(1, "行号"), one.cell(1, "核对")]).toEqual(["r5", ""]);
    expect(saved).toEqual(
      expect.arrayContaining([
        { row: 3, column: "党员数" },
        { row: 0, column: "名称" },
      ]),
    );
    expect([...told.keys()].sort()).toEqual(["r1", "r5"]);
    const before = one.snapshot;
    one.settle(part!);
    expect([one.snapshot, one.pending()]).toEqual([before, []]);
  });

  test("a new row that was deleted and brought back after it had landed is not sent again", () => {
    const one = desk();
    one.add({ 名称: "新村" });
    const [part] = one.plan();
    const row = one.remove(4);
    one.settle(part!);
    expect(one.pending()).toMatchObject([{ kind: "missing", id: "r4" }]);
    one.content.rows.push(row);
    expect(one.pending()).toEqual([]);
  });

  test("why a row was not taken is told as long as it stands there as it was sent", () => {
    const one = desk(roster);
    one.add({ 编码: "k1", 名称: "重" });
    one.push();
    expect(one.pending()).toMatchObject([
      { kind: "new", isSent: true, cells: [{ problems: [{ code: "refused" }] }, {}] },
    ]);
    one.texts();
    expect(one.cell(4, "状态")).toContain("已有记录");
    one.type(4, "编码", "k9");
    expect(one.pending()[0]!.cells[0]!.problems).toEqual([]);
    one.push();
    expect([one.cell(4, "行号"), one.pending()]).toEqual(["k9", []]);
  });
});

describe("others", () => {
  test("other cells of a row are merged, and theirs come into the table", () => {
    const one = desk();
    one.type(1, "党员数", 5);
    one.write([{ id: one.id(1), baseVersion: 1, cells: { c: "他人所写" } }]);
    const [settled] = one.push();
    expect(settled!.told.get(one.id(1))).toMatchObject({ status: "merged" });
    expect([one.cell(1, "备注"), one.pending()]).toEqual(["他人所写", []]);
  });

  test.each(["mine", "theirs"] as const)(
    "the same cell is in conflict with all three values shown; %s stands when it is chosen",
    (take) => {
      const one = desk();
      const id = one.id(1);
      one.type(1, "党员数", 5);
      one.type(1, "备注", "我写");
      one.write([{ id, baseVersion: 1, cells: { b: 6 } }]);
      one.push();
      const [row] = one.pending();
      expect(row).toMatchObject({ isSent: false });
      expect(row!.cells[0]).toMatchObject({ key: "b", from: 6, to: 5, conflict: { base: 1, theirs: 6 } });
      expect(one.plan()).toEqual([]);
      one.texts();
      expect(one.cell(1, "状态")).toBe("冲突“党员数”:原值 1,他人 6,我的 5");
      const decided = resolve(one.snapshot, one.content, resolveAll(one.snapshot, take));
      one.snapshot = decided.snapshot;
      for (const { value } of decided.change.cells) one.type(1, "党员数", value);
      one.push();
      expect([one.server.rows.get(id)!.cells.b, one.server.rows.get(id)!.cells.c]).toEqual([
        take === "mine" ? 5 : 6,
        "我写",
      ]);
      expect(one.pending()).toEqual([]);
    },
  );

  test("refreshed, what was not touched follows, what was stays pending, and only the same cell is in conflict", () => {
    const one = desk();
    one.type(1, "党员数", 5);
    one.type(2, "党员数", 7);
    one.write([{ id: one.id(1), baseVersion: 1, cells: { a: "他村" } }]);
    one.write([{ id: one.id(2), baseVersion: 1, cells: { b: 8 } }]);
    one.write([{ newKey: "n", cells: { a: "新来" } }]);
    expect(one.refresh()).toBe("taken");
    expect([one.cell(1, "名称"), one.cell(1, "核对"), one.cell(4, "名称")]).toEqual(["他村", "他村!", "新来"]);
    expect(one.pending()).toMatchObject([
      { id: one.id(1), isSent: true, cells: [{ from: 1, to: 5 }] },
      { id: one.id(2), isSent: false, cells: [{ from: 8, to: 7, conflict: { base: 2, theirs: 8 } }] },
    ]);
    expect(one.plan()[0]!.body.rows).toEqual([{ id: one.id(1), baseVersion: 2, cells: { b: 5 } }]);
  });

  test("a row that others deleted goes where nothing was typed, and stays to be decided where something was", () => {
    const one = desk();
    const [first, second] = [one.id(1), one.id(2)];
    one.type(2, "党员数", 7);
    one.write([first, second].map((id) => ({ id, baseVersion: 1, delete: true as const })));
    one.refresh();
    expect(one.content.rows.map((row) => row[2])).toEqual([second, one.id(3)]);
    const [lost] = one.pending();
    expect(lost).toMatchObject({ kind: "lost", isSent: false, cells: [{ to: 7 }] });
    one.push({ [lost!.ref]: "restore" });
    one.push();
    expect(one.server.rows.get(second)).toMatchObject({ deleted: false, cells: { b: 7 } });
    expect(one.pending()).toEqual([]);
  });

  test("a row or a column that comes back by undo as it was, after others changed it, is asked about", () => {
    const one = desk();
    const row = one.remove(1);
    one.write([{ id: String(row[2]), baseVersion: 1, cells: { b: 50 } }]);
    one.refresh();
    one.content.rows.push(row);
    expect(one.pending()).toMatchObject([
      { isSent: false, cells: [{ from: 50, to: 1, conflict: { base: 1, theirs: 50 } }] },
    ]);
  });

  test("what others changed in a column that is away is not given up with the row, and is asked about when it comes back", () => {
    const one = desk();
    const id = one.id(1);
    one.type(1, "名称", "改名");
    const at = one.content.columns.indexOf("党员数");
    const away = one.content.rows.map((row) => row.splice(at, 1)[0]!);
    one.content.columns.splice(at, 1);
    one.write([{ id, baseVersion: 1, cells: { b: 50 } }]);
    one.refresh();
    const discarded = discard(one.snapshot, one.content);
    if ("refused" in discarded) throw new Error(discarded.message);
    one.snapshot = resolve(discarded.snapshot, one.content, resolveAll(one.snapshot, "mine")).snapshot;
    one.type(1, "名称", "村1");
    one.content.columns.splice(at, 0, "党员数");
    one.content.rows.forEach((row, i) => {
      row.splice(at, 0, away[i]!);
    });
    expect(one.pending()).toMatchObject([{ isSent: false, cells: [{ key: "b", conflict: { base: 1, theirs: 50 } }] }]);
  });

  test("with all rows pulled, one that is not among them has gone", () => {
    const one = desk();
    const gone = one.id(1);
    const pulled = one.server.pull();
    const refreshed = refresh(one.snapshot, one.content, { ...pulled, rows: pulled.rows.slice(1) }, true);
    if ("refused" in refreshed) throw new Error(refreshed.message);
    expect(refreshed.change.removed).toEqual([0]);
    expect(refreshed.snapshot.rows.get(gone)).toMatchObject({ deleted: true });
  });

  test("a sheet with other columns is not refreshed but pulled again", () => {
    const one = desk();
    const columns = ledger.columns.map((column) => (column.key === "b" ? { ...column, decimals: 1 } : column));
    const definition = { ...ledger, columns };
    expect(refresh(one.snapshot, one.content, { definition, push: 9, rows: [] })).toMatchObject({
      refused: "otherColumns",
    });
  });
});

describe("what stands beside the rows", () => {
  test("变更 and 状态 say what is changed, what stands in the way and what became of it", () => {
    const one = desk();
    one.type(1, "党员数", 5);
    one.type(2, "党员数", "很多");
    one.add({ 名称: "新村" });
    one.texts();
    const texts = () => one.content.rows.map((_, i) => [one.cell(i + 1, "变更"), one.cell(i + 1, "状态")]);
    expect(texts()).toEqual([
      ["修改:党员数", "待提交"],
      ["修改:党员数", "“党员数”须为数字;填数字,不带单位"],
      ["", ""],
      ["新增", "待提交"],
    ]);
    const [settled] = one.push();
    one.texts(settled!.told);
    expect(texts().map(([, state]) => state)).toEqual(["已保存", texts()[1]![1], "", "已保存"]);
    one.type(2, "党员数", 2);
    one.texts();
    expect(texts()[1]).toEqual(["", ""]);
    expect(texts()[0]).toEqual(["", "已保存"]);
  });

  test("cells are marked as changed, invalid, in conflict or saved", () => {
    const one = desk();
    one.type(1, "党员数", 5);
    const [settled] = one.push();
    one.type(2, "党员数", "很多");
    one.type(3, "名称", "改名");
    one.type(3, "核对", "不算");
    const marks = marksOf(one.snapshot, one.content, pendingOf(one.snapshot, one.content), settled!.saved);
    expect(marks).toEqual([
      { row: 1, column: "党员数", kind: "invalid" },
      { row: 2, column: "名称", kind: "changed" },
      { row: 0, column: "党员数", kind: "saved" },
    ]);
    expect({ marks } satisfies Amendment).toBeTruthy();
  });

  test("given up, a table is as it was pulled: cells, missing rows, copies and new rows", () => {
    const one = desk();
    const before = structuredClone(one.content);
    one.copy(2);
    one.type(1, "党员数", 5);
    one.remove(3);
    one.add({ 名称: "新村" });
    const decided = discard(one.snapshot, one.content);
    if ("refused" in decided) throw new Error(decided.message);
    expect(applied(one.content, decided.change)).toEqual(before);
    expect(pendingOf(decided.snapshot, before).rows).toEqual([]);
  });
});
