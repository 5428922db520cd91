/** 得分明细 of the row that is selected: its result in the round of its sheet, with why. */

import type { TableContent } from "../../schema/sheet/workbook/content.ts";
import type { Snapshot } from "../../schema/sheet/workbook/snapshot.ts";
import { tableOf } from "../../schema/sheet/workbook/table.ts";
import type { Api, ExplainedOutcome } from "../api/api.ts";

/** The subject of a row; none for a row without one. */
export function subjectAt(snapshot: Snapshot, content: TableContent, row: number): string | undefined {
  const id = tableOf(snapshot, content).idOf(row);
  return snapshot.rows.has(id) ? id : undefined;
}

/** The rounds in which rows of a table are judged, the one that the table is of first. */
export async function roundsOf(api: Api, { definition, period, round }: Snapshot, signal?: AbortSignal) {
  const { policyId } = definition;
  const { rounds } = await api.listRounds({ ...(policyId !== undefined && { policyId }), period }, signal);
  return rounds
    .filter(({ state }) => state !== "draft")
    .sort((a, b) => Number(b.id === round) - Number(a.id === round));
}

/** Why a subject has the result that it has; nothing where no round has one. */
export async function explain(
  api: Api,
  snapshot: Snapshot,
  subject: string,
  signal?: AbortSignal,
): Promise<ExplainedOutcome | undefined> {
  for (const { id } of await roundsOf(api, snapshot, signal)) {
    const found = await api.explainOutcome(id, subject, signal).catch((error: unknown) => {
      if (error instanceof Error && "status" in error && error.status === 404) return undefined;
      throw error;
    });
    if (found) return found;
  }
  return undefined;
}
