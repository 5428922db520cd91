/** The sheets that there are: rosters and ledgers from registers; indicators, tallies, what rounds make, parameters, cases from policies; accounts. */
import { subjectsOf } from "../../schema/policy/policy.ts";
import type { RegionScope } from "../../schema/region.ts";
import { grantsSheet, usersSheet } from "../../schema/sheet/accountSheets.ts";
import { documentSheets } from "../../schema/sheet/document.ts";
import { roundSheets } from "../../schema/sheet/roundSheets.ts";
import { indicatorSheet, registerSheet, type Sheet } from "../../schema/sheet/source.ts";
import { tallySheets } from "../../schema/sheet/tallySheets.ts";
import { type Current, currentDocuments } from "../store/current.ts";
import type { Database } from "../store/database.ts";
import type { PolicyVersion } from "../store/documents.ts";

export interface Catalogue extends Pick<Current, "push" | "label"> {
  sheets: Sheet[];
  policies: PolicyVersion[];
  sheet(id: string): Sheet | undefined;
  /** The rosters that list some kinds of subject. */
  rostersOf(subjects: readonly string[]): Sheet[];
  /** The sheets in which a new row's code must be free: a roster, and those that some policy judges together with it. */
  sharingCodes(sheet: Sheet): Sheet[];
}

/**
 * Reads all documents and makes the sheets of them, in the order rosters, indicators, tallies, ledgers, what rounds make,
 * parameters and cases, accounts and grants.
 * @param instead a version that stands for the active one: a round goes on by the sheets of its own
 */
export async function readCatalogue(db: Database, scope: RegionScope, instead?: PolicyVersion): Promise<Catalogue> {
  const { registers, drafted, push, label, ...current } = await currentDocuments(db, scope);
  const policies = current.policies.map((one) => (one.id === instead?.id ? instead : one));
  const heads = [
    ...policies.map(({ id, document, regionCode }) => ({ id, title: document.title, regionCode })),
    ...drafted,
  ];
  const fromRegisters = registers.map(registerSheet);
  const sheets = [
    ...fromRegisters.filter(({ rows }) => rows === "roster"),
    ...policies.flatMap(({ document }) => indicatorSheet(document) ?? []),
    ...policies.flatMap(({ document }) => tallySheets(document)),
    ...fromRegisters.filter(({ rows }) => rows !== "roster"),
    ...policies.flatMap(({ document }) => roundSheets(document)),
    ...heads.flatMap(documentSheets),
    usersSheet,
    grantsSheet,
  ];
  const rostersOf = (subjects: readonly string[]) =>
    [...fromRegisters, usersSheet].filter(
      (sheet) => sheet.rows === "roster" && sheet.subjects.some((one) => subjects.includes(one)),
    );
  return {
    push,
    label,
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
