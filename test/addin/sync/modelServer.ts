/** A small pure model of the server: one sheet in memory, decided by the same functions as the real one. */

import { faultText } from "../../../schema/fault.ts";
import type { Cell, Cells, Column } from "../../../schema/sheet/definition.ts";
import { differing } from "../../../schema/sheet/difference.ts";
import {
  type Change,
  type Decision,
  decideCells,
  decideDeletion,
  decideNew,
  type PushRow,
  type RowError,
  readRows,
  type Standing,
} from "../../../schema/sheet/push.ts";
import { decideRekey } from "../../../schema/sheet/rekey.ts";
import type { Definition } from "../../../schema/sheet/workbook/layout.ts";
import type { PushAnswer } from "../../../schema/sheet/workbook/settle.ts";
import type { Part, Pulled } from "../../../schema/sheet/workbook/snapshot.ts";

interface Entry {
  version: number;
  cells: Cells;
  deleted: boolean;
  push: number;
  past: Cells[];
}

/** One cell that somebody wrote. */
export interface Line {
  by: string;
  id: string;
  key: string;
  from: Cell;
  to: Cell;
}

export class ModelServer {
  readonly rows = new Map<string, Entry>();
  readonly log: Line[] = [];
  readonly created: { by: string; newKey: string; id: string }[] = [];
  private readonly answers = new Map<string, { body: string; answer: PushAnswer }>();
  private push = 0;
  readonly definition: Definition;

  constructor(definition: Definition) {
    this.definition = definition;
  }

  private get isRoster(): boolean {
    return this.definition.columns.some(({ key }) => key === this.definition.key);
  }

  pull(since = 0): Pulled {
    const rows = [...this.rows].filter(([, { push, deleted }]) => push > since && (since > 0 || !deleted));
    return {
      definition: this.definition,
      push: this.push,
      rows: rows.map(([id, { version, cells, deleted }]) => ({
        id,
        version,
        cells: this.wire(cells),
        ...(deleted && { deleted: true as const }),
      })),
    };
  }

  /** The cells of a row in the order of the columns; what nobody types is made of what stands in `a`. */
  wire(cells: Cells): Cell[] {
    return this.definition.columns.map(({ key }) => (key === "echo" ? `${cells.a ?? ""}!` : (cells[key] ?? null)));
  }

  patch({ key, body }: Pick<Part, "key" | "body">, by: string): PushAnswer | { reused: true } {
    const text = JSON.stringify(body);
    const earlier = this.answers.get(key);
    if (earlier) return earlier.body === text ? earlier.answer : { reused: true };
    const decisions = this.decide(body.rows);
    const changes = decisions.flatMap(({ change, left }) => [change ?? [], left ?? []].flat());
    if (changes.length > 0) this.push++;
    for (const change of changes) this.write(change, by);
    for (const { result } of decisions)
      if (result.newKey !== undefined && result.status === "saved")
        this.created.push({ by, newKey: result.newKey, id: result.id });
    const results = decisions.map(({ result: { errors, notices, ...result } }) => ({
      ...result,
      ...(errors && { errors: errors.map(worded) }),
      ...(notices && { notices: notices.map(worded) }),
    }));
    const answer = { summary: {}, push: changes.length > 0 ? this.push : null, results } as unknown as PushAnswer;
    if (changes.length > 0) this.answers.set(key, { body: text, answer });
    return answer;
  }

  private write({ id, cells, version, deleted, from, to }: Change, by: string): void {
    const past = [...(this.rows.get(id)?.past ?? [{}])];
    past[version] = cells;
    this.rows.set(id, { version, cells, deleted, push: this.push, past });
    for (const key of Object.keys(to)) this.log.push({ by, id, key, from: from[key] ?? null, to: to[key] ?? null });
  }

  private decide(rows: readonly PushRow[]): Decision[] {
    const { columns, key } = this.definition;
    const read = readRows({ columns }, rows);
    const seen = new Set<string>();
    const made = this.created.length;
    return rows.map((row, i): Decision => {
      const { cells, errors, notices } = read[i]!;
      const invalid = (id: string, faults: RowError[], newKey?: string): Decision => ({
        result: { id, status: "invalid", version: 0, errors: faults, ...(newKey !== undefined && { newKey }) },
      });
      const taken = (id: string): RowError => ({ key, code: "keyTaken", params: { value: id } });
      if ("newKey" in row) {
        const id = this.isRoster ? String(cells[key] ?? "") : `r${made + i + 1}`;
        const missing = columns
          .filter((one) => one.required && (cells[one.key] ?? null) === null)
          .map((one): RowError => ({ key: one.key, code: "required", params: { title: one.title } }));
        if (errors.length + missing.length > 0) return invalid(id, [...errors, ...missing], row.newKey);
        if (seen.has(id) || this.rows.has(id)) return invalid(id, [taken(id)], row.newKey);
        seen.add(id);
        return decideNew({ id, newKey: row.newKey, regionCode: "", subjectId: id, cells, notices });
      }
      const standing = this.standing(row.id, row.baseVersion);
      if (seen.has(row.id)) return invalid(row.id, [{ key, code: "duplicate", params: { value: row.id } }]);
      seen.add(row.id);
      if (!standing) return { result: { id: row.id, status: "gone", version: 0, errors: [gone] } };
      if (!("cells" in row)) return decideDeletion(standing, row, "delete" in row);
      const code = this.isRoster ? cells[key] : undefined;
      if (typeof code !== "string" || code === row.id) return decideCells(standing, row, read[i]!);
      if (seen.has(code) || this.rows.has(code)) return invalid(row.id, [taken(code)]);
      seen.add(code);
      return decideRekey(standing, row, read[i]!, key);
    });
  }

  private standing(id: string, baseVersion: number): Standing | undefined {
    const entry = this.rows.get(id);
    if (!entry) return undefined;
    const seen = entry.past[baseVersion] ?? {};
    const moved = baseVersion < entry.version ? differing(seen, entry.cells) : [];
    const base = Object.fromEntries(moved.map((key) => [key, seen[key] ?? null]));
    return { id, regionCode: "", subjectId: id, ...entry, base };
  }
}

const gone: RowError = { key: "id", code: "gone", params: {} };
const worded = ({ key, ...fault }: RowError) => ({ key, ...faultText({ pointer: "", ...fault }, "zh") });

/** Columns of every kind that is written otherwise in a workbook than on the wire. */
export const columns: Column[] = [
  { key: "a", title: "名称", type: "text", required: true },
  { key: "b", title: "党员数", type: "integer" },
  { key: "c", title: "备注", type: "note" },
  { key: "d", title: "成立日期", type: "date" },
  { key: "echo", title: "核对", type: "text", readOnly: true },
];
const common = { group: "台账", period: "none", editable: true } as const;
export const ledger: Definition = { ...common, id: "register.model", title: "台账", key: "id", columns };
export const roster: Definition = {
  ...{ ...common, id: "model", title: "名册", key: "code" },
  columns: [{ key: "code", title: "编码", type: "code", required: true }, ...columns],
};
