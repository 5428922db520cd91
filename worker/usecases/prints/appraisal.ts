/** 测评汇总表: how everybody came out whom an appraisal judged, with what each voter group may be told of. */
import type { Outcome, Unscored } from "../../../schema/outcome.ts";
import { periodTitle } from "../../../schema/period.ts";
import { type Print, type PrintColumn, threeSigns } from "../../../schema/print/print.ts";
import type { PrintQuery } from "../../../schema/printWire.ts";
import type { RegionScope } from "../../../schema/region.ts";
import { refuse } from "../../refusal.ts";
import { outcomesOf } from "../../store/rounds.ts";
import { policyOfRound } from "../judgeRound.ts";
import { townshipsOf } from "../townships.ts";
import type { Work } from "../work.ts";
import { roundToPrint } from "./about.ts";

const percent = (value: number | undefined) => (value === undefined ? null : `${value}%`);

/** The summary of a round of an appraisal. @throws Refusal invalid for a round of another kind */
export async function appraisalSummary(work: Work, scope: RegionScope, query: PrintQuery): Promise<Print[]> {
  const printed = await roundToPrint(work, scope, query);
  const { round, run, office, day, mark } = printed;
  const { document } = await policyOfRound(work, round, run?.policyVersion);
  if (document.kind !== "appraisal") throw refuse("invalid", "/round", "notAppraisal");
  const levels = new Map(document.grade?.levels.map(({ code, title }) => [code, title]));
  const rows = run ? await outcomesOf(work.db, printed.scope, round.id, run.id) : [];
  const townshipOf = await townshipsOf(work.db, rows);
  const columns: PrintColumn[] = [
    { title: "序号", kind: "serial", width: 12 },
    { title: "乡镇(街道)", kind: "center", width: 26 },
    { title: "评议对象", kind: "text", width: 40 },
    ...document.groups.flatMap(({ title: group }): PrintColumn[] => [
      { title: "参与率", group, kind: "center", width: 20 },
      { title: "末项占比", group, kind: "center", width: 20 },
    ]),
    { title: "得分", kind: "center", width: 18 },
    { title: "等次", kind: "center", width: 20 },
    { title: "名次", kind: "center", width: 16 },
    { title: "备注", kind: "text", width: 48 },
  ];
  const cells = rows.map((row) => {
    const result = JSON.parse(row.body) as Partial<Outcome & Unscored>;
    const rateOf = (code: string) => result.rates?.find((one) => one.code === code);
    return [
      ...[String(townshipOf(row) ?? ""), result.name ?? row.subjectId],
      ...document.groups.flatMap(({ code }) => [percent(rateOf(code)?.turnout), percent(rateOf(code)?.lowest)]),
      ...[result.score?.toFixed(2) ?? null, levels.get(result.grade ?? "") ?? null],
      ...[result.rank === undefined ? null : `${result.rank}/${result.ranked}`, result.message ?? null],
    ];
  });
  return [
    {
      name: "测评汇总表",
      title: `${periodTitle(round.period)}民主测评汇总表`,
      subtitle: document.title,
      ...{ paper: "landscape", office, day },
      blocks: [{ kind: "table", columns, rowHeight: 9, lines: 12, groups: [{ title: "", rows: cells }] }],
      signatures: threeSigns,
      notes: ["名次为“第几/同组几个”。有效票不足保密下限的票组整组不计,不列。"],
      mark,
    },
  ];
}
