/** Decides rows of ballots that need two accounts: who may type a row, who may clear it, who may sign it. Pure. */
import { covers } from "../region.ts";
import type { Cells, Column } from "./definition.ts";
import { type BallotReader, isTyped } from "./doubleEntry.ts";
import {
  type Decision,
  decideCells,
  decideDeletion,
  type PushRow,
  type RowError,
  type readCells,
  type Standing,
} from "./push.ts";
import { noSignature, signature, signoffState } from "./signoff.ts";

/** What a row is refused for; nothing of what stands there is answered. */
const refused = (
  { id, version }: Pick<Standing, "id" | "version">,
  status: "forbidden" | "invalid",
  key: string,
  code: RowError["code"],
): Decision => ({ result: { id, status, version, errors: [{ key, code, params: {} }] } });

/**
 * What stands in the way of a row of one typing, or what becomes of it; nothing where it is decided like any other. A
 * row belongs to the account that typed it, and nobody types both typings of a row. To delete it is to empty it: its
 * typist may, and who keeps the rosters, for a typist who is away.
 * @param typist whose the row is; none while nothing is typed
 * @param otherTypist whose the row of the other typing is
 */
export function decideTyping(
  standing: Standing,
  row: Extract<PushRow, { id: string }>,
  { typist, otherTypist }: { typist: string | undefined; otherTypist: string | undefined },
  reader: BallotReader,
): Decision | undefined {
  const foreign = typist !== undefined && typist !== reader.id;
  if ("delete" in row) {
    if (foreign && !covers(reader.clears, standing.regionCode))
      return refused(standing, "forbidden", "id", "typedByOther");
    return clearing(standing, row);
  }
  if (foreign) return refused(standing, "forbidden", "id", "typedByOther");
  return otherTypist === reader.id ? refused(standing, "forbidden", "id", "secondTypist") : undefined;
}

/** Empties all cells of a row, if it stands as the pusher saw it. */
function clearing(standing: Standing, row: { id: string; baseVersion: number }): Decision {
  const { id, version } = standing;
  const { result, change } = decideDeletion(standing, row, true);
  if (result.status === "conflict") return { result: { id, status: "conflict", version, conflicts: [] } };
  const to = Object.fromEntries(Object.keys(standing.cells).map((key) => [key, null]));
  if (Object.keys(to).length === 0) return { result: { id, status: "unchanged", version } };
  return change ? { result, change: { ...change, cells: {}, deleted: false, from: standing.cells, to } } : { result };
}

/** A tally that may be signed, with all accounts that made its cells what they are. */
export interface SignableTally {
  cells: Cells;
  version: number;
  typists: ReadonlySet<string>;
}

/**
 * Decides a row of signatures. Its version is that of the tally and of the signature together: whoever signs names by it
 * what they saw, and where either has moved since, it is a conflict whatever the cells are.
 * @param standing the signature with its own version
 */
export function decideSignoff(
  columns: readonly Column[],
  tally: SignableTally | undefined,
  standing: Standing,
  row: { id: string; baseVersion: number; cells: Record<string, unknown> },
  sent: ReturnType<typeof readCells>,
  signer: string,
): Decision {
  const { id, cells: kept } = standing;
  const version = standing.version + (tally?.version ?? 0);
  const holds = signoffState(columns, tally, kept) === "signed";
  const shown: Cells = { ...(holds && { signed: true }), ...(kept.note !== undefined && { note: kept.note }) };
  const mine: Cells = sent.cells.signed === false ? { ...sent.cells, signed: null } : sent.cells;
  const { result, change } = decideCells({ ...standing, version, cells: shown, base: {} }, row, {
    ...sent,
    cells: mine,
  });
  if (!change) return { result };
  if (row.baseVersion < version) {
    const conflicts = Object.entries(change.to).map(([key, cell]) => {
      const theirs = shown[key] ?? null;
      return { key, base: theirs, theirs, mine: cell };
    });
    const errors: RowError[] = [{ key: "signed", code: "movedBeforeSigning", params: {} }];
    return { result: { id, status: "conflict", version, conflicts, cells: { ...tally?.cells, ...shown }, errors } };
  }
  const signs = change.to.signed === true;
  if (signs && !(tally && isTyped(columns, tally.cells)))
    return refused({ id, version }, "invalid", "signed", "nothingToSign");
  if (signs && tally?.typists.has(signer)) return refused({ id, version }, "forbidden", "signed", "ownTally");
  const patch: Cells = {
    ...change.to,
    ...(signs ? signature(tally!.version, signer) : change.to.signed === null ? noSignature : {}),
  };
  const cells = Object.fromEntries(Object.entries({ ...kept, ...patch }).filter(([, cell]) => cell !== null));
  const moved = Object.keys(patch).filter((key) => (kept[key] ?? null) !== patch[key]);
  const pick = (from: Cells) => Object.fromEntries(moved.map((key) => [key, from[key] ?? null]));
  return { result, change: { ...standing, cells, version: standing.version + 1, from: pick(kept), to: pick(patch) } };
}
