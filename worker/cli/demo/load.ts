/** Loads the demo through the product's own push, and makes its accounts. Only `npm start` on an empty database does. */
import { rangeOf } from "../../../schema/region.ts";
import type { Role } from "../../../schema/roles.ts";
import type { PushRow } from "../../../schema/sheet/push.ts";
import { hashPassword } from "../../auth/secret.ts";
import { auditStatement } from "../../store/audit.ts";
import { commit, type Database } from "../../store/database.ts";
import { insertPrincipal } from "../../store/principals.ts";
import { setSetting } from "../../store/settings.ts";
import { readCatalogue } from "../../usecases/catalogue.ts";
import { pushRows } from "../../usecases/pushRows.ts";
import { makeTallies } from "./ballots.ts";
import { type DemoPush, makeHalfYear, makeHouseholdStars, makeRosters, makeYear } from "./entries.ts";
import { type DemoSize, demoLabel, makePlaces, prefectureCode, townshipCode } from "./places.ts";
import { makeBallots, makeIndicators, makeLedgers } from "./systems.ts";

export const demoPassword = "xingping-demo";

/** The demo's accounts, each named like its role. */
export const demoAccounts: { account: Role; name: string; regionCode: string }[] = [
  { account: "prefecture", name: "州委组织部", regionCode: prefectureCode },
  { account: "county", name: "示范一县委组织部", regionCode: "990101000000" },
  { account: "approver", name: "州委组织部复核人", regionCode: prefectureCode },
  { account: "township", name: "示范一县城关镇党委", regionCode: townshipCode(1, 1) },
  { account: "village", name: "城关镇01村党总支", regionCode: "990101001001" },
  { account: "finance", name: "州财政局", regionCode: prefectureCode },
  { account: "viewer", name: "查阅人", regionCode: prefectureCode },
  { account: "auditor", name: "州审计局", regionCode: prefectureCode },
  { account: "tool", name: "远程教育平台", regionCode: "990101000000" },
  { account: "admin", name: "州委组织部系统管理员", regionCode: prefectureCode },
];

/** Rows of one push; larger loads go in parts, as a clerk's would. */
const part = 5000;

/**
 * Fills an empty database that has its library. The label comes first, every push has a key, the accounts are locked until their rows come last:
 * a loading that was broken off is finished by calling this again.
 */
export async function loadDemo(db: Database, size: DemoSize, now: string, auditSecret?: string) {
  const scope = [rangeOf(prefectureCode)];
  const catalogue = await readCatalogue(db, scope);
  const work = { db, principal: { id: "demo" }, now, requestId: "demo", auditSecret };
  await commit(db, [
    setSetting(db, "label", demoLabel),
    setSetting(db, "demo", "loading"),
    auditStatement(work, { action: "demo.load", target: "label" }),
  ]);
  const reader = { id: "demo", types: scope, clears: scope, personal: scope };
  const grants = [{ role: "admin", regionCode: prefectureCode }];
  const access = { scope, writable: scope, reader, grants, language: "zh" as const };
  const { regions, organizations } = makePlaces(size);
  const pushes: DemoPush[] = [
    ...makeRosters(size, regions, organizations),
    ...makeHalfYear("2014-H1", organizations),
    ...makeHalfYear("2014-H2", organizations),
    ...makeYear(organizations, size.personsPerVillage),
    makeTallies(organizations, size.personsPerVillage),
    makeHouseholdStars(
      size,
      organizations,
      [1, 2, 3].map((number) => townshipCode(1, number)),
    ),
  ];
  if (size.everyPolicy) {
    const policies = catalogue.policies.map(({ document }) => document);
    const taken = new Set(pushes.map(({ sheet }) => sheet));
    const own = organizations.filter(({ code }) => code.startsWith(townshipCode(1, 1).slice(0, 9)));
    pushes.push(
      ...makeIndicators(policies, taken, own, size),
      ...makeLedgers(own),
      ...makeBallots(policies, taken, own),
    );
  }
  pushes.push(...accountRows());
  const password = await hashPassword(demoPassword);
  await commit(db, [
    auditStatement(work, { action: "demo.load", target: "principal" }),
    ...demoAccounts.flatMap(({ account, name, regionCode }) =>
      insertPrincipal(
        db,
        { id: `demo-${account}`, account, name: `${name}(${demoLabel})`, password, locked: true, demo: true },
        [{ role: account, regionCode }],
      ),
    ),
  ]);
  for (const push of pushes) {
    const sheet = catalogue.sheet(push.sheet)!;
    const rows = push.rows.map((row): PushRow => asPushRow(sheet.rows, row));
    for (let i = 0; i < rows.length; i += part) {
      const key = `${push.sheet} ${push.period} ${i}`;
      const { results } = await pushRows(
        { ...work, requestId: `demo ${key}` },
        catalogue,
        sheet,
        { mode: "atomic", period: push.period, note: demoLabel, rows: rows.slice(i, i + part) },
        access,
        { key, requestHash: "demo" },
      );
      if (results.some(({ status }) => status !== "saved")) throw new Error(`demo: ${JSON.stringify(results[0])}`);
    }
  }
  await commit(db, [setSetting(db, "demo", "loaded"), auditStatement(work, { action: "demo.load", target: "demo" })]);
}

/** The accounts and their grants as rows of their sheets; they let nobody in before their row is there. */
function accountRows(): DemoPush[] {
  const users = demoAccounts.map(({ account, name, regionCode: region }) => ({
    id: account,
    cells: { account, name: `${name}(${demoLabel})`, region },
  }));
  const grants = demoAccounts.map(({ account, regionCode: region }) => ({
    id: account,
    cells: { subject: account, role: account, region },
  }));
  return [
    { sheet: "users", period: "", rows: users },
    { sheet: "grants", period: "", rows: grants },
  ];
}

function asPushRow(rows: string, { id, cells }: DemoPush["rows"][number]): PushRow {
  return rows === "roster" || rows === "many" ? { newKey: id, cells } : { id, baseVersion: 0, cells };
}
