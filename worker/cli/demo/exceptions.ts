/** What an auditor would ask about, done once each in the demo: in its last township, in 2015, through the product's own ways. */
import type { AppraisalPolicy } from "../../../schema/policy/policy.ts";
import { rangeOf } from "../../../schema/region.ts";
import type { Cells } from "../../../schema/sheet/definition.ts";
import type { PushRow } from "../../../schema/sheet/push.ts";
import type { Database } from "../../store/database.ts";
import { readCatalogue } from "../../usecases/catalogue.ts";
import { computeRound } from "../../usecases/computeRound.ts";
import { finaliseRound } from "../../usecases/finaliseRound.ts";
import { loadLibrary } from "../../usecases/loadLibrary.ts";
import { openRound } from "../../usecases/openRound.ts";
import { pushRows } from "../../usecases/pushRows.ts";
import type { Documents } from "../../usecases/references.ts";
import { requireRound } from "../../usecases/requireRound.ts";
import { simulate } from "../../usecases/simulate.ts";
import { makeTallies } from "./ballots.ts";
import { personCode, teamCode } from "./entries.ts";
import { type DemoSize, demoLabel, makePlaces, prefectureCode } from "./places.ts";

const star = "xinhui-star-organization";
const household = "xinhui-ten-star-household";
const allowance = "chuxiong-base-allowance";
/** The demo's ballots that one account types and another signs. */
const signed = "demo-signed-ballots";
const note = `${demoLabel}:疑点`;

/** Plants one exception of every kind into a demo that has just been loaded. */
export async function plantExceptions(
  db: Database,
  documents: Documents,
  size: DemoSize,
  now: string,
  auditSecret?: string,
) {
  const ballots = documents.policies.find(({ id }) => id === "xinhui-three-ballots") as AppraisalPolicy;
  const counts = { ...ballots.counts, entry: "reviewSignoff" as const };
  const own = { ...ballots, id: signed, title: `三票两评(一人录、一人签核)·${demoLabel}`, counts };
  await loadLibrary(db, { ...documents, policies: [...documents.policies, own] }, now, auditSecret);

  const { organizations } = makePlaces(size);
  const township = `${organizations.at(-1)!.code.slice(0, 9)}000`;
  const villages = organizations.filter(({ code }) => code.startsWith(township.slice(0, 9)));
  const [one, other, third] = villages.map(({ code }) => code) as [string, string, string];
  const person = (code: string) =>
    personCode(organizations.findIndex((organization) => organization.code === code) * size.personsPerVillage);
  const scope = [rangeOf(prefectureCode)];
  const catalogue = await readCatalogue(db, scope);
  let moment = Date.parse(now);
  let number = 0;
  /** Each act comes a second after the one before. */
  const work = (account: string) => {
    moment += 1000;
    const requestId = `demo exceptions ${++number}`;
    return { db, principal: { id: `demo-${account}` }, now: new Date(moment).toISOString(), requestId, auditSecret };
  };
  const push = async (account: string, sheet: string, period: string, rows: PushRow[]) => {
    const reader = { id: `demo-${account}`, types: scope, clears: scope, personal: scope };
    const access = { scope, writable: scope, reader, grants: [], language: "zh" as const };
    const body = { mode: "atomic" as const, period, note, rows };
    const { results } = await pushRows(work(account), catalogue, catalogue.sheet(sheet)!, body, access);
    if (results.some(({ status }) => status !== "saved")) throw new Error(`demo: ${JSON.stringify(results)}`);
  };
  const row = (id: string, baseVersion: number, cells: Cells): PushRow => ({ id, baseVersion, cells });
  const close = async (policyId: string, period: string) => {
    const { id } = await openRound(work("prefecture"), scope, { policyId, period, regionCode: township });
    await computeRound(work("prefecture"), await requireRound(db, scope, id));
    await finaliseRound(work("approver"), scope, id);
  };

  // Two persons are paid into one account.
  const bankAccount = "6228480000000009901";
  await push(
    "prefecture",
    "persons",
    "",
    [person(one), person(other)].map((id) => row(id, 1, { bankAccount })),
  );

  // One village has full marks; the marks of another are changed when the round is final.
  const [most, middling] = [
    { serviceTeam: 20, servicePersonnel: 20, serviceCapability: 20, serviceSupport: 10, serviceMechanism: 10 },
    { serviceTeam: 15, servicePersonnel: 15.5, serviceCapability: 16, serviceSupport: 7, serviceMechanism: 7.5 },
  ];
  await push("prefecture", `indicators.${star}`, "2015-H1", [
    ...villages.map(({ code }) => row(code, 0, code === one ? most : middling)),
  ]);
  await close(star, "2015-H1");
  await push("prefecture", `indicators.${star}`, "2015-H1", [row(other, 1, { serviceTeam: 19 })]);

  // Somebody is paid for 2015 and turns out to have left in March.
  await close(allowance, "2015");
  await push("prefecture", "appointments", "", [row(`R${person(third).slice(1)}`, 1, { to: "2015-03-31" })]);

  // The ballots of one team are those of another; those of a third are changed when they are signed.
  const { cells } = makeTallies(organizations, size.personsPerVillage).rows[0]!;
  await push(
    "prefecture",
    `tallies.${ballots.id}`,
    "2015",
    [one, other].map((code) => row(teamCode(code), 0, cells)),
  );
  const team = teamCode(third);
  await push("prefecture", `tallies.${signed}`, "2015", [row(team, 0, cells)]);
  await push("approver", `signoffs.${signed}`, "2015", [row(team, 1, { signed: true })]);
  const [excellent, competent] = [Number(cells["masses.excellent"]) + 1, Number(cells["masses.competent"]) - 1];
  await push("prefecture", `tallies.${signed}`, "2015", [
    row(team, 1, { "masses.excellent": excellent, "masses.competent": competent }),
  ]);

  // The line of the highest star is tried, and then drawn where it was tried.
  const { id } = await openRound(work("prefecture"), scope, {
    policyId: household,
    period: "2015",
    regionCode: township,
  });
  const cuts = [9.5, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((cut, i) => [10 - i, cut] as const);
  const value = Object.fromEntries(cuts);
  const round = await requireRound(db, scope, id);
  await simulate(work("prefecture"), scope, round, { round: id, values: [{ name: "/grade/cuts", value }] });
  const text = cuts.map(([level, cut]) => `${level}:${cut}`).join("; ");
  await push("prefecture", `parameters.${household}`, "", [row("/grade/cuts@2014-01", 1, { value: text })]);
}
