/** The exceptions that an auditor asks for, inside a region, each with who and when and the way to its history. */
import { type Cited, type Exception, type ExceptionKind, exceptionKinds } from "../../schema/exceptions.ts";
import { headsOfPushes } from "../store/examined.ts";
import { findEditsAfterSigning, findFullMarks, findSameIdentity, findSameTallies } from "./exceptions/entries.ts";
import type { Look } from "./exceptions/look.ts";
import { findTriedBeforeChange } from "./exceptions/policies.ts";
import { findLateEdits, findPayAfterLeaving } from "./exceptions/rounds.ts";

const finders: Record<ExceptionKind, (look: Look) => Promise<Exception[]>> = {
  sameIdentity: findSameIdentity,
  payAfterLeaving: findPayAfterLeaving,
  sameTallies: findSameTallies,
  fullMarks: findFullMarks,
  lateEdit: findLateEdits,
  editAfterSigning: findEditsAfterSigning,
  triedBeforeChange: findTriedBeforeChange,
};

/** The exceptions of one kind or of all, the latest first, and how many there are beyond the limit. */
export async function listExceptions(look: Look, kind: ExceptionKind | undefined, limit: number) {
  const kinds = kind ? [kind] : (Object.keys(finders) as ExceptionKind[]);
  const found: Exception[] = [];
  // One after the other: each goes through whole sheets.
  for (const one of kinds) found.push(...(await finders[one](look)));
  const latest = ({ rows }: Exception) => Math.max(...rows.map(({ push }) => push));
  const listed = found.sort((a, b) => latest(b) - latest(a)).slice(0, limit);
  const heads = await headsOfPushes(look.db, [...new Set(listed.flatMap(({ rows }) => rows.map(({ push }) => push)))]);
  const exceptions = listed.map(({ rows, ...one }) => ({
    ...one,
    title: exceptionKinds[one.kind],
    at: heads.get(latest({ ...one, rows }))?.at ?? null,
    rows: rows.map((row) => told(row, one.round)),
  }));
  return { exceptions, more: found.length - listed.length };

  function told({ columns, push, ...row }: Cited, round: string | undefined) {
    const sheet = look.catalogue.sheet(row.sheet);
    const titleOf = (key: string) => sheet?.columns.find((column) => column.key === key)?.title ?? key;
    const head = heads.get(push);
    return {
      ...row,
      title: sheet?.title ?? row.sheet,
      columns: columns.map((key) => ({ key, title: titleOf(key) })),
      push: push === 0 ? null : push,
      at: head?.at ?? null,
      principal: head?.principal ?? null,
      history:
        sheet?.rows === "ofRound"
          ? `/v1/rounds/${round}/outcomes/${encodeURIComponent(row.id)}`
          : historyOf(row, columns),
    };
  }
}

/** The history of a row; of one of its columns where only that is meant. */
function historyOf({ sheet, period, id }: Omit<Cited, "columns" | "push">, columns: readonly string[]): string {
  const query = new URLSearchParams({
    ...(period !== "" && { period }),
    ...(columns.length === 1 && { column: columns[0]! }),
  }).toString();
  return `/v1/sheets/${sheet}/rows/${encodeURIComponent(id)}/history${query && `?${query}`}`;
}
