/** What a push is answered, row by row, in the pusher's language. */
import { type Fault, faultText, type Language } from "../../schema/fault.ts";
import type { RegionScope } from "../../schema/region.ts";
import type { Grant } from "../../schema/roles.ts";
import { maskResult, type SheetReader, seesWhole } from "../../schema/sheet/mask.ts";
import { type Decision, type RowResult, type RowStatus, rowStatuses } from "../../schema/sheet/push.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { Refusal } from "../refusal.ts";

/** Where a principal may read and write a sheet, and in which language rows are answered. */
export interface PushAccess {
  scope: RegionScope;
  writable: RegionScope;
  /** Who pushes, as far as ballots and personal data are concerned. */
  reader: SheetReader;
  /** What who pushes holds, and may give to others. */
  grants: readonly Grant[];
  language: Language;
}

export interface PushAnswer {
  summary: Record<RowStatus, number>;
  /** The number of this push; null when nothing was to be written. */
  push: number | null;
  /** The version that a push to a policy's own sheets has drafted, and how many of its cases do not come out. */
  draft?: { version: number; failed: number };
  /** Of an undo: how many rows of the push it undoes lie outside the pusher's region, and stay. */
  outside?: number;
  results: RowAnswer[];
}
type RowAnswer = Omit<RowResult, "errors" | "notices"> & {
  errors?: ReturnType<typeof rowErrors>;
  notices?: ReturnType<typeof rowErrors>;
};

/** A summary of no rows. */
export const noRows = Object.fromEntries(rowStatuses.map((status) => [status, 0])) as Record<RowStatus, number>;

const fine = new Set<RowStatus>(["saved", "merged", "unchanged"]);

/**
 * Presents what was decided of every row.
 * @throws Refusal atomicRefused with the rows that stand in the way, where all rows are to be saved or none
 */
export function presentPush(
  decisions: readonly Decision[],
  mode: "partial" | "atomic",
  language: Language,
): Omit<PushAnswer, "push"> {
  const summary = { ...noRows };
  const results = decisions.map(({ result: { errors, notices, ...result } }): RowAnswer => {
    summary[result.status]++;
    return {
      ...result,
      ...(errors && { errors: rowErrors(errors, language) }),
      ...(notices && { notices: rowErrors(notices, language) }),
    };
  });
  const bad = results.filter(({ status }) => !fine.has(status));
  if (mode === "atomic" && bad.length > 0) throw new Refusal("atomicRefused", [], { results: bad });
  return { summary, results };
}

/** An answer that was given before, to whoever asks now: without personal data that it does not see. */
export const shownAgain =
  ({ columns }: Sheet, { reader, scope }: PushAccess) =>
  (answer: PushAnswer): PushAnswer =>
    seesWhole(columns, reader, scope)
      ? answer
      : { ...answer, results: answer.results.map((result) => maskResult(columns, result)) };

/** What is wrong in the cells of a row, in words. */
export const rowErrors = (errors: NonNullable<RowResult["errors"]>, language: Language) =>
  errors.map(({ key, ...fault }) => {
    const { pointer: _, ...words } = faultText({ pointer: "", ...fault } as Fault, language);
    return { key, ...words };
  });
