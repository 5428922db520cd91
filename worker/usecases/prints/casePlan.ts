/** 一村一策: the case of a backward organization: who is sent, what is wrong and done about it, how far it is. */
import { beijingDay } from "../../../schema/period.ts";
import { type Print, threeSigns } from "../../../schema/print/print.ts";
import type { PrintQuery } from "../../../schema/printWire.ts";
import { caseActions, caseSheets, caseTitles } from "../../../schema/rectification.ts";
import { everywhere, type RegionScope } from "../../../schema/region.ts";
import { rowsAbout } from "../../store/rectifications.ts";
import { readCatalogue } from "../catalogue.ts";
import { readCases, requireCase } from "../readCases.ts";
import { townshipsOf } from "../townships.ts";
import type { Work } from "../work.ts";
import { markOf, required } from "./about.ts";
import { registerTable } from "./registerTable.ts";

/** @throws Refusal notFound, alike for a case that is not there and one out of reach */
export async function casePlan(work: Work, scope: RegionScope, query: PrintQuery): Promise<Print[]> {
  const { db, now } = work;
  const { id, subjectId, period } = await requireCase(db, scope, required(query, "case"));
  const [[found], about, catalogue] = await Promise.all([
    readCases(db, scope, { id }, now),
    rowsAbout(db, scope, Object.values(caseSheets), [subjectId]),
    readCatalogue(db, everywhere),
  ]);
  const one = found!;
  const opened = beijingDay(one.openedAt);
  const township = (await townshipsOf(db, [one]))(one);
  const rowsOf = (sheet: string, isOf: (of: string) => boolean) =>
    about.filter((row) => row.sheet === sheet && isOf(row.period));
  const inYear = (of: string) => of === period;
  return [
    {
      name: "一村一策",
      title: "后进党组织集中整顿“一村一策”",
      subtitle: one.name,
      ...{ paper: "portrait", office: one.name, day: beijingDay(now) },
      blocks: [
        {
          ...{ kind: "fields", perRow: 2 },
          fields: [
            ["党组织", one.name],
            ["所在乡镇", String(township ?? "")],
            ["列入年度", one.period],
            ["立案日期", opened],
            ["整顿期限", one.deadline],
            ["现在状态", `${caseTitles[one.state]}${one.overdue ? "(已超期)" : ""}`],
            ["联系领导", one.leader],
            ["销号日期", one.closedAt === null ? null : beijingDay(one.closedAt)],
          ],
        },
        registerTable("一、选派人员", catalogue.sheet(caseSheets.people), rowsOf(caseSheets.people, inYear)),
        registerTable("二、问题、措施、责任清单", catalogue.sheet(caseSheets.plan), rowsOf(caseSheets.plan, inYear)),
        registerTable(
          "三、月进展",
          catalogue.sheet(caseSheets.progress),
          rowsOf(caseSheets.progress, (of) => of >= opened.slice(0, 7)),
          true,
        ),
        {
          ...{ kind: "table", caption: "四、办理经过", rowHeight: 9, lines: 2 },
          columns: [
            { title: "序号", kind: "serial", width: 8 },
            { title: "办理", kind: "center", width: 20 },
            { title: "日期", kind: "center", width: 18 },
            { title: "办理人", kind: "center", width: 24 },
            { title: "原因、延期至", kind: "text", width: 40 },
          ],
          groups: [
            {
              title: "",
              rows: one.steps.map(({ action, at, name, reason, deadline }) => [
                ...[caseActions[action].title, beijingDay(at), name],
                [reason, deadline].filter((text) => text !== null).join(";"),
              ]),
            },
          ],
        },
      ],
      signatures: threeSigns,
      notes: one.earlier.map(
        ({ period: year, state, closedAt }) =>
          `${year}年度曾列入整顿:${caseTitles[state]}${closedAt === null ? "" : `,${beijingDay(closedAt)}销号`}。`,
      ),
      mark: await markOf(db, `整顿 ${id} · 批次 ${one.round}`),
    },
  ];
}
