/** Masks that come back in a push: the mask of what stands, or stood when it was pulled, changes nothing; any other stays wrong. */
import type { Column } from "./definition.ts";
import { isMaskOf } from "./mask.ts";
import type { PushRow, ReadCells, Standing } from "./push.ts";

/**
 * The cells of the rows of a push, without the masks that were sent back as they had been pulled: those cells are as if
 * they had not been sent.
 * @param sent the cells as they were read, in the order of the rows: a mask is a fault there
 */
export function withoutReturnedMasks(
  columns: ReadonlyMap<string, Column>,
  rows: readonly PushRow[],
  sent: readonly Required<ReadCells>[],
  standing: ReadonlyMap<string, Standing>,
): readonly Required<ReadCells>[] {
  return sent.map((read, i) => {
    const row = rows[i]!;
    if (read.errors.length === 0 || !("id" in row && "cells" in row)) return read;
    const { cells = {}, base = {} } = standing.get(row.id) ?? {};
    const isReturned = (key: string) => {
      const kind = columns.get(key)?.sensitive;
      return kind !== undefined && [cells, base].some((one) => isMaskOf(kind, row.cells[key], one[key]));
    };
    const errors = read.errors.filter(({ key, code }) => code !== "maskedValue" || !isReturned(key));
    return { ...read, errors };
  });
}
