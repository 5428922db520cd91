/** The tasks of an office with the documents that serve each: pure, out of the documents alone. */
import type { Policy } from "../../schema/policy/policy.ts";
import type { Register } from "../../schema/register.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { systemGroups, systemTitles } from "../../schema/systemTitles.ts";
import type { System } from "../../schema/systemWire.ts";
import { assumedIn } from "./assumed.ts";

/** A policy in force, and who put it into force when; nobody where it came with the library. */
export interface InForce {
  document: Policy;
  activatedBy: { account: string; name: string } | null;
  activatedAt: string | null;
}

/**
 * Lists all tasks in their order; one that nothing serves has empty lists.
 * @param sheets those that the reader may read
 */
export function systemsOf(
  policies: readonly InForce[],
  registers: readonly Register[],
  sheets: readonly Pick<Sheet, "id" | "title" | "policyId">[],
): System[] {
  return Object.entries(systemTitles).map(([id, title]) => {
    const judging = policies.filter(({ document }) => document.systems?.includes(id));
    const recording = registers.filter(({ systems }) => systems?.includes(id));
    const served = [...judging.map(({ document }) => document), ...recording];
    const sources = served.flatMap(({ source }) => source ?? []);
    const isOf = (sheet: (typeof sheets)[number]) =>
      judging.some(({ document }) => document.id === sheet.policyId) ||
      recording.some((one) => sheet.id === (one.rows === "roster" ? one.id : `register.${one.id}`));
    return {
      id,
      title,
      group: systemGroups[id[0] as keyof typeof systemGroups],
      documents: [...new Set(sources.map(({ document }) => document))],
      sheets: sheets.filter(isOf).map((sheet) => ({ id: sheet.id, title: sheet.title })),
      policies: judging.map(({ document }) => ({ id: document.id, title: document.title })),
      quote: sources[0]?.quote ?? null,
      assumed: [
        ...judging.flatMap(({ document, activatedBy, activatedAt }) => assumedOf(document, activatedBy, activatedAt)),
        ...recording.flatMap((one) => assumedOf(one, null, null)),
      ],
    };
  });
}

const assumedOf = (
  document: Policy | Register,
  confirmedBy: InForce["activatedBy"],
  confirmedAt: string | null,
): System["assumed"] => assumedIn(document).map((one) => ({ document: document.id, ...one, confirmedBy, confirmedAt }));
