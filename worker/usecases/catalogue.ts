/** The sheets that there are: rosters and ledgers from registers, indicators, tallies and outcomes from policies. */
import { subjectsOf } from "../../schema/policy/policy.ts";
import type { RegionScope } from "../../schema/region.ts";
import { indicatorSheet, outcomeSheet, registerSheet, type Sheet, tallySheet } from "../../schema/sheet/source.ts";
import type { Database } from "../store/database.ts";
import { activePolicies, allRegisters, type PolicyVersion } from "../store/documents.ts";

export interface Catalogue {
  sheets: Sheet[];
  policies: PolicyVersion[];
  sheet(id: string): Sheet | undefined;
  /** The rosters that list some kinds of subject. */
  rostersOf(subjects: readonly string[]): Sheet[];
  /** The sheets in which a new row's code must be free: a roster, and those that some policy judges together with it. */
  sharingCodes(sheet: Sheet): Sheet[];
}

/**
 * Reads all documents and makes the sheets of them, in the order rosters, indicators, tallies, ledgers, outcomes.
 * @param own a version of a policy that takes the place of the active one: a round lives by its own
 */
export async function readCatalogue(db: Database, scope: RegionScope, own?: PolicyVersion): Promise<Catalogue> {
  const [registers, active] = await Promise.all([allRegisters(db, scope), activePolicies(db, scope)]);
  const policies = active.map((one) => (one.id === own?.id ? own : one));
  const fromRegisters = registers.map(registerSheet);
  const sheets = [
    ...fromRegisters.filter(({ rows }) => rows === "roster"),
    ...policies.flatMap(({ document }) => indicatorSheet(document) ?? []),
    ...policies.flatMap(({ document }) => tallySheet(document) ?? []),
    ...fromRegisters.filter(({ rows }) => rows !== "roster"),
    ...policies.map(({ document }) => outcomeSheet(document)),
  ];
  const rostersOf = (subjects: readonly string[]) =>
    fromRegisters.filter((sheet) => sheet.rows === "roster" && sheet.subjects.some((one) => subjects.includes(one)));
  return {
    sheets,
    policies,
    sheet: (id) => sheets.find((sheet) => sheet.id === id),
    rostersOf,
    sharingCodes(sheet) {
      const together = policies
        .map(({ document }) => rostersOf(subjectsOf(document)))
        .filter((rosters) => rosters.some(({ id }) => id === sheet.id));
      return [...new Map([sheet, ...together.flat()].map((one) => [one.id, one])).values()];
    },
  };
}
