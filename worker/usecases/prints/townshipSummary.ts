/** 分乡镇汇总表: what a round pays in each township, for how many, and who bears it. */
import { periodTitle } from "../../../schema/period.ts";
import { type Print, type PrintCell, type PrintColumn, threeSigns } from "../../../schema/print/print.ts";
import type { PrintQuery } from "../../../schema/printWire.ts";
import type { RegionScope } from "../../../schema/region.ts";
import { addParts } from "../../core/payment/lines.ts";
import type { Work } from "../work.ts";
import { byTownship, roundToPrint } from "./about.ts";
import { moneyOf, type Payee } from "./money.ts";
import { fundingTitle } from "./payroll.ts";

/** The summary of a round, or of one batch of it, by township; of several counties each with its subtotal. */
export async function townshipSummary(work: Work, scope: RegionScope, query: PrintQuery): Promise<Print[]> {
  const printed = await roundToPrint(work, scope, query);
  const { round, office, day, mark } = printed;
  const { policy, payees, notes } = await moneyOf(work, printed, query.batch);
  const payers = addParts(payees.flatMap(({ parts }) => parts)).map(({ code, title }) => ({ code, title }));
  const shown = payers.length > 1 ? payers : [];
  const columns: PrintColumn[] = [
    { title: "序号", kind: "serial", width: 12 },
    { title: "乡镇(街道)", kind: "text", width: 38 },
    { title: "发放对象(个)", kind: "number", width: 26, sum: true },
    { title: "应发", kind: "money", width: 34, sum: true },
    { title: "扣", kind: "money", width: 24, sum: true },
    { title: "实发", kind: "money", width: 34, sum: true },
    ...shown.map(({ title }): PrintColumn => ({ title, group: "其中", kind: "money", width: 28, sum: true })),
    { title: "备注", kind: "pen", width: 22 },
  ];
  const townships = await byTownship(work.db, payees);
  const rowOf = ({ name, rows }: (typeof townships)[number]): PrintCell[] => {
    const sum = (fen: (one: Payee) => number) => rows.reduce((all, one) => all + fen(one), 0);
    const borne = (code: string) => sum(({ parts }) => parts.find((part) => part.code === code)?.amountFen ?? 0);
    return [
      ...[name, rows.length, sum(({ dueFen }) => dueFen), sum(({ lessFen }) => lessFen), sum(({ netFen }) => netFen)],
      ...shown.map(({ code }) => borne(code)),
      null,
    ];
  };
  const groups = [...Map.groupBy(townships, ({ county }) => county).values()].map((own) => ({
    title: own[0]!.countyName,
    rows: own.map(rowOf),
  }));
  return [
    {
      name: "汇总表",
      title: `${periodTitle(round.period)}${fundingTitle(policy)}分乡镇汇总表`,
      ...(query.batch !== undefined && { subtitle: `发放批 ${query.batch}` }),
      ...{ paper: "landscape", office, day, unit: query.unit ?? "yuan" },
      blocks: [{ kind: "table", columns, groups, rowHeight: 9, lines: 12, total: "合计", capitals: "实发" }],
      ...{ signatures: threeSigns, notes, mark },
    },
  ];
}
