/** Makes an administrator past the sheets: the first one of an office, or one that nobody is left to let in. */
import { everywhere } from "../../schema/region.ts";
import { grantsSheet, usersSheet } from "../../schema/sheet/accountSheets.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import { keptColumns } from "../../schema/sheet/layout.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { accountStatements, grantStatements } from "../store/accounts.ts";
import { auditStatement } from "../store/audit.ts";
import { insertCodeFor } from "../store/credentials.ts";
import type { Statement } from "../store/database.ts";
import { pushStatements, thisPush } from "../store/pushes.ts";
import type { Work } from "./work.ts";

/** What there is already of who is to be an administrator. */
export interface Present {
  account: boolean;
  grant: boolean;
}

/**
 * The statements that make an account an administrator of a region, with the rows of its sheets and the lines of the
 * audit, and give it a one-time code by which it sets its password.
 * @param code the code by its hash, its public name, and when it ends
 */
export async function administratorStatements(
  work: Work,
  { account, name, regionCode }: { account: string; name: string; regionCode: string },
  present: Present,
  code: { id: string; hash: string; expiresAt: string },
): Promise<Statement[]> {
  const { db, now } = work;
  const cellsOfGrant = { subject: account, role: "admin", region: regionCode };
  const made = { account, name, regionCode, person: null, locked: false };
  return [
    ...(present.account
      ? []
      : [
          ...(await rowStatements(usersSheet, account, { account, name, region: regionCode })),
          ...accountStatements(db, [made], now),
        ]),
    ...(present.grant
      ? []
      : [
          ...(await rowStatements(grantsSheet, crypto.randomUUID(), cellsOfGrant)),
          ...grantStatements(db, [], [{ account, role: "admin", regionCode }]),
        ]),
    ...insertCodeFor(db, account, { ...code, at: now, madeBy: work.principal.id }),
    auditStatement(work, {
      action: "code.create",
      target: account,
      regionCode,
      detail: JSON.stringify({ credential: code.id }),
    }),
  ];

  async function rowStatements(sheet: Sheet, id: string, cells: Cells): Promise<Statement[]> {
    const head = { sheet: sheet.id, period: "", kept: keptColumns(sheet), principal: work.principal.id, at: now };
    const change = { id, regionCode, subjectId: account, cells, version: 1, deleted: false, from: {}, to: cells };
    return [
      ...(await pushStatements(db, everywhere, { ...head, note: null }, [change])),
      auditStatement(work, { action: "sheet.push", target: sheet.id, regionCode, push: thisPush }),
    ];
  }
}
