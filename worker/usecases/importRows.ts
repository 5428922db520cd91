/** Imports the rows of an old table into a sheet: as a preview that writes nothing, or by the ordinary push. */
import { type FaultCode, faultText, type Language } from "../../schema/fault.ts";
import { letterOf } from "../../schema/grid.ts";
import { covers } from "../../schema/region.ts";
import type { Cell, Cells } from "../../schema/sheet/definition.ts";
import { maskCells } from "../../schema/sheet/mask.ts";
import { type Decision, type PushRow, readCells } from "../../schema/sheet/push.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { nextCodes, type Unmatched } from "../core/imports/resolve.ts";
import type { ReadFile } from "../files/readGrids.ts";
import { refuse } from "../refusal.ts";
import { auditStatement } from "../store/audit.ts";
import { commit } from "../store/database.ts";
import type { Entry } from "../store/entries.ts";
import type { RequestKey } from "../store/idempotency.ts";
import { keepMapping } from "../store/mappings.ts";
import { entriesAsOf } from "../store/past.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Push } from "./decidePush.ts";
import { type PushAccess, rowErrors } from "./presentPush.ts";
import { pushRows } from "./pushRows.ts";
import { type ImportAsked, mergedCells, type ReadImport, readImport } from "./readImport.ts";
import { tryPush } from "./savePush.ts";
import type { Work } from "./work.ts";

export interface ImportRequest extends ImportAsked {
  period: string;
  /** Whether new rows of a roster without a code get one. */
  newCodes: boolean;
}

/** Says what importing a table would do, row by row. */
export async function previewImport(
  work: Work,
  catalogue: Catalogue,
  sheet: Sheet,
  asked: ImportRequest,
  access: PushAccess,
) {
  const read = await readImport(work.db, access.scope, access.writable, catalogue, sheet, asked);
  const { sent, lines, unmatched } = await planRows(work, sheet, asked, access, read);
  const push: Push = { mode: "partial", period: asked.period, rows: sent };
  const decisions = sent.length > 0 ? await tryPush(work, catalogue, sheet, push, access) : [];
  const rows = decisions.map((decision, i) => previewRow(sheet, decision, lines[i]!, access, read.listed));
  const counted = (status: string) => rows.filter((row) => row.status === status).length;
  const told = tellRead(asked.file, read, unmatched, access.language);
  const mapped = new Set(read.table.columns.flatMap(({ key }) => key ?? []));
  return {
    ...told,
    missing: sheet.columns
      .filter(({ key, required, readOnly }) => required && !readOnly && !mapped.has(key) && key !== "subject")
      .map(({ key, title }) => ({ key, title })),
    seen: asked.seen,
    summary: {
      ...{ new: counted("new"), changed: counted("changed"), unchanged: counted("unchanged") },
      ...{ refused: counted("refused"), unmatched: unmatched.length, skipped: told.skipped.length },
    },
    rows,
  };
}

/**
 * Pushes the rows of a table whose names are matched, and keeps what was said of its columns and names.
 * @throws Refusal invalid where nothing can be pushed, or where all rows are to be saved and some have no match
 */
export async function pushImport(
  work: Work,
  catalogue: Catalogue,
  sheet: Sheet,
  asked: ImportRequest & Pick<Push, "mode" | "note">,
  access: PushAccess,
  request: RequestKey | undefined,
) {
  const read = await readImport(work.db, access.scope, access.writable, catalogue, sheet, asked);
  const { sent, lines, unmatched } = await planRows(work, sheet, asked, access, read);
  if (asked.mode === "atomic" && unmatched.length > 0)
    throw refuse("invalid", "/mode", "unmatchedRows", { count: unmatched.length });
  if (sent.length === 0) throw refuse("invalid", "/file", "nothingImported");
  await remember(work, sheet, asked, access, read);
  const push: Push = { mode: asked.mode, period: asked.period, note: asked.note, rows: sent };
  const { results, ...answer } = await pushRows(work, catalogue, sheet, push, access, request);
  const { skipped, unmatched: told } = tellRead(asked.file, read, unmatched, access.language);
  return { ...answer, skipped, unmatched: told, results: results.map((one, i) => ({ row: lines[i]!, ...one })) };
}

/** Keeps what somebody said of the table, where it is something new. */
async function remember(
  work: Work,
  sheet: Sheet,
  { said, names }: ImportAsked,
  { writable }: PushAccess,
  { titles, mapping, before }: ReadImport,
) {
  const isSaid = Object.keys(said.columns ?? {}).length + Object.keys(names).length > 0;
  if (!isSaid || JSON.stringify(before) === JSON.stringify(mapping)) return;
  const { db, principal, now: at } = work;
  await commit(db, [
    keepMapping(db, writable, sheet.id, titles, mapping, { principal: principal.id, at }),
    auditStatement(work, { action: "import.map", target: sheet.id }),
  ]);
}

/** The rows of a push, each with its line in the file; and those whose names are not matched. */
async function planRows(
  { db }: Work,
  sheet: Sheet,
  { period, newCodes, seen }: ImportRequest,
  { scope }: PushAccess,
  { rows, unmatched, listed }: ReadImport,
): Promise<{ sent: PushRow[]; lines: number[]; unmatched: Unmatched[] }> {
  const [entries = []] =
    sheet.rows === "roster" ? [] : await entriesAsOf(db, scope, [{ id: sheet.id, periods: [period] }], seen);
  const standing = new Map(entries.map((entry) => [entry.id, entry]));
  const same = sheet.rows === "many" ? sameRows(sheet, entries) : undefined;
  const codeOf = nextCodes(listed.keys());
  const plan: { sent: PushRow; line: number }[] = [];
  const without: Unmatched[] = [];
  for (const { row: line, id, isListed, cells } of rows) {
    const filled = Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== null));
    const add = (sent: PushRow) => plan.push({ sent, line });
    if (sheet.rows === "roster") {
      const place = filled[sheet.region!];
      const code = id ?? (newCodes ? codeOf(String(place)) : undefined);
      if (code === undefined) without.push(codeless(sheet, line, filled));
      else if (isListed) add({ id: code, baseVersion: listed.get(code)!.version, cells: cellsBut(filled, sheet.key) });
      else add({ newKey: `line-${line}`, cells: { ...filled, [sheet.key]: code } });
    } else if (sheet.rows === "one") add({ id: id!, baseVersion: standing.get(id!)?.version ?? 0, cells: filled });
    else {
      const own = { ...filled, subject: id! };
      const twin = same!(own);
      add(twin ? { id: twin.id, baseVersion: twin.version, cells: {} } : { newKey: `line-${line}`, cells: own });
    }
  }
  const all = [...unmatched, ...without].sort((a, b) => a.row - b.row);
  return { sent: plan.map(({ sent }) => sent), lines: plan.map((one) => one.line), unmatched: all };
}

const cellsBut = (cells: Record<string, unknown>, key: string) =>
  Object.fromEntries(Object.entries(cells).filter(([own]) => own !== key));

/** A new row of a roster that has no code, and is to get none. */
const codeless = ({ key }: Sheet, row: number, { name }: Record<string, unknown>): Unmatched => ({
  ...{ row, key, written: String(name ?? ""), why: "code", candidates: [] },
});

const unmatchedFaults = {
  ...{ none: "nameNone", several: "nameSeveral", township: "townshipNone", county: "countyNone" },
  ...{ unnamed: "nameMissing", code: "codeMissing" },
} as const satisfies Record<Unmatched["why"], FaultCode>;

/** Finds the row of a ledger that says already what a row of the file says; each only once. */
function sameRows(sheet: Sheet, entries: readonly Entry[]): (cells: Record<string, unknown>) => Entry | undefined {
  const columns = new Map(sheet.columns.map((column) => [column.key, column]));
  const left = new Map<string, Entry[]>();
  for (const entry of entries) left.set(entry.subjectId, [...(left.get(entry.subjectId) ?? []), entry]);
  return (typed) => {
    const { cells, errors } = readCells(columns, typed);
    const own = left.get(String(typed.subject)) ?? [];
    const isSame = ({ cells: there }: Entry) =>
      Object.entries(cells).every(([key, cell]) => (there[key] ?? null) === cell);
    const i = errors.length > 0 ? -1 : own.findIndex(isSame);
    return i < 0 ? undefined : own.splice(i, 1)[0];
  };
}

/** What would become of a row. */
function previewRow(
  { columns }: Sheet,
  { result, change }: Decision,
  row: number,
  { reader, language }: PushAccess,
  listed: ReadonlyMap<string, Entry>,
) {
  const isGood = ["saved", "merged", "unchanged"].includes(result.status);
  const status = !isGood
    ? ("refused" as const)
    : result.status === "unchanged"
      ? ("unchanged" as const)
      : result.newKey === undefined
        ? ("changed" as const)
        : ("new" as const);
  const place = change?.regionCode ?? listed.get(result.id)?.regionCode ?? "";
  const seen = (cells: Cells) => (covers(reader.personal, place) ? cells : maskCells(columns, cells));
  const [from, to] = [seen(change?.from ?? {}), seen(change?.to ?? {})];
  const changes = columns.flatMap(({ key, title }): { key: string; title: string; from: Cell; to: Cell }[] =>
    Object.hasOwn(to, key) ? [{ key, title, from: from[key] ?? null, to: to[key]! }] : [],
  );
  return {
    ...{ row, id: result.id, status },
    ...(changes.length > 0 && { changes }),
    ...(result.errors && { errors: rowErrors(result.errors, language) }),
    ...(result.notices && { notices: rowErrors(result.notices, language) }),
  };
}

/** What was read of a file, for whoever sent it. */
export function tellRead(
  file: ReadFile,
  { table }: Pick<ReadImport, "table">,
  unmatched: readonly Unmatched[],
  language: Language,
) {
  const { top, height } = table.header;
  return {
    file: {
      kind: file.kind,
      ...(file.encoding !== undefined && { encoding: file.encoding }),
      worksheets: file.grids.map(({ name }) => name),
      worksheet: table.worksheet,
    },
    header: { from: top + 1, to: top + height },
    columns: table.columns
      .filter(({ title }) => title !== "")
      .map(({ index, key, by, ...one }) => ({
        column: letterOf(index),
        key: key ?? null,
        ...(by && by !== "none" && { by }),
        ...one,
      })),
    skipped: table.skipped,
    unmatched: unmatched.map((one) => ({
      ...one,
      message: faultText({ pointer: "", code: unmatchedFaults[one.why], params: { value: one.written } }, language)
        .message,
      candidates: one.candidates.map(({ place, ...rest }) => ({ ...rest, ...(place !== undefined && { place }) })),
    })),
    merged: mergedCells(table),
  };
}
