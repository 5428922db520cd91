/** 发放表: who is paid how much for which months, into which account, with a place to sign for it. */
import { periodTitle } from "../../../schema/period.ts";
import { type SubsidyPolicy, subjectsOf } from "../../../schema/policy/policy.ts";
import { moneyText } from "../../../schema/print/money.ts";
import { type Print, type PrintCell, type PrintColumn, threeSigns } from "../../../schema/print/print.ts";
import type { PrintQuery } from "../../../schema/printWire.ts";
import { covers, everywhere, type RegionScope } from "../../../schema/region.ts";
import { maskText, sensitiveColumns } from "../../../schema/sheet/mask.ts";
import type { Served } from "../../core/subsidy/parts.ts";
import { entriesById } from "../../store/entries.ts";
import { readCatalogue } from "../catalogue.ts";
import { judgeRun } from "../judgeRun.ts";
import type { Work } from "../work.ts";
import { byTownship, roundToPrint } from "./about.ts";
import { moneyOf, type Payee } from "./money.ts";

const rowHeight = 11;

/** The heading under which a subsidy is paid: what its items are called, else the policy's title. */
export function fundingTitle({ items, title }: SubsidyPolicy): string {
  const types = [...new Set(items.flatMap(({ fundingType }) => fundingType ?? []))];
  return types.length > 0 ? types.join("、") : title;
}

/**
 * The payroll of a round, or of one batch of it. Numbers of identity cards are masked for everybody, accounts for whoever
 * may not see them whole.
 * @param personal where the caller sees personal data whole
 */
export async function payroll(
  work: Work,
  scope: RegionScope,
  query: PrintQuery,
  personal: RegionScope,
): Promise<Print[]> {
  const printed = await roundToPrint(work, scope, query);
  const { round, run, office, day, mark } = printed;
  const { policy, payees, notes } = await moneyOf(work, printed, query.batch);
  const isMonthly = policy.items.some(({ per }) => per === "month");
  const judged = run && isMonthly ? await judgeRun(work, round, run) : undefined;
  const personalOf = await personalCells(work, policy, payees, personal);
  const servedOf = ({ body }: Payee) => (judged && body !== undefined ? judged.served(body) : []);
  const optional = [
    {
      when: personalOf.has("idNumber"),
      title: "身份证号",
      width: 40,
      cell: (one: Payee) => personalOf.cell(one, "idNumber"),
    },
    {
      when: policy.appointments !== undefined,
      title: "职务",
      width: 32,
      cell: (one: Payee) => postsText(servedOf(one)),
    },
    { when: isMonthly, title: "月数", width: 11, cell: (one: Payee) => monthsText(servedOf(one)) },
    { when: isMonthly, title: "标准(元/月)", width: 24, cell: (one: Payee) => ratesText(servedOf(one)) },
  ].filter(({ when }) => when);
  const hasAccounts = personalOf.has("bankAccount");
  const named = optional.some(({ title }) => title === "身份证号" || title === "职务");
  const columns: PrintColumn[] = [
    { title: "序号", kind: "serial", width: 11 },
    { title: named ? "姓名" : "名称", kind: named ? "center" : "text", width: named ? 20 : 60 },
    ...optional.map(({ title, width }): PrintColumn => ({ title, kind: "center", width })),
    { title: "应发", kind: "money", width: 24, sum: true },
    { title: "扣", kind: "money", width: 18, sum: true },
    { title: "实发", kind: "money", width: 24, sum: true },
    ...(hasAccounts ? [{ title: "账号", kind: "center", width: 42 } as const] : []),
    { title: "签领", kind: "pen", width: 26 },
  ];
  const rowOf = (one: Payee): PrintCell[] => [
    ...[one.name, ...optional.map(({ cell }) => cell(one))],
    ...[one.dueFen, one.lessFen, one.netFen],
    ...(hasAccounts ? [personalOf.cell(one, "bankAccount")] : []),
    null,
  ];
  const groups = await byTownship(work.db, payees);
  return [
    {
      name: "发放表",
      title: `${periodTitle(round.period)}${fundingTitle(policy)}发放表`,
      ...(query.batch !== undefined && { subtitle: `发放批 ${query.batch}` }),
      ...{ paper: "landscape", office, day, unit: query.unit ?? "yuan" },
      blocks: [
        {
          ...{ kind: "table", columns, rowHeight, lines: 10, total: "合计", capitals: "实发" },
          groups: groups.map(({ name, countyName, several, rows }) => ({
            title: several ? `${countyName}${name}` : name,
            rows: rows.map(rowOf),
          })),
        },
      ],
      ...{ signatures: threeSigns, notes, mark },
    },
  ];
}

const postsText = (served: readonly Served[]) =>
  [...new Set(served.flatMap(({ post }) => post ?? []))].join("\n") || null;
const monthsText = (served: readonly Served[]) => served.reduce((sum, { months }) => sum + months, 0) || null;
/** One rate, or each with its months. */
function ratesText(served: readonly Served[]): string | null {
  const months = new Map<number, number>();
  for (const one of served) months.set(one.rateFen, (months.get(one.rateFen) ?? 0) + one.months);
  if (months.size === 0) return null;
  if (months.size === 1) return moneyText([...months.keys()][0]!);
  return [...months].map(([fen, count]) => `${moneyText(fen)}×${count}`).join("\n");
}

/** The numbers of persons from the rosters of whom a policy pays, as they may be printed. */
async function personalCells(work: Work, policy: SubsidyPolicy, payees: readonly Payee[], personal: RegionScope) {
  const catalogue = await readCatalogue(work.db, everywhere);
  const rosters = catalogue.rostersOf(subjectsOf(policy)).filter(({ accounts }) => !accounts);
  const ids = payees.map(({ subjectId }) => subjectId);
  const found = await Promise.all(rosters.map(({ id }) => entriesById(work.db, everywhere, id, "", ids)));
  const kinds = rosters.flatMap((roster) => sensitiveColumns(roster.columns));
  return {
    has: (kind: string) => kinds.some((one) => one.kind === kind),
    cell({ subjectId, regionCode }: Payee, kind: "idNumber" | "bankAccount"): string | null {
      const keys = kinds.filter((one) => one.kind === kind);
      const cell = keys
        .flatMap(({ key }) => found.map((rows) => rows.get(subjectId)?.cells[key] ?? null))
        .find((one) => one !== null);
      if (cell === undefined || cell === null) return null;
      const isOpen = kind !== "idNumber" && covers(personal, regionCode);
      return isOpen ? String(cell) : maskText(kind, String(cell));
    },
  };
}
