/** 挂牌摘牌单: which plaques are to be hung, changed and taken down after a round, to be signed off one by one. */
import { periodTitle } from "../../../schema/period.ts";
import { type PlaqueAction, plaqueTitles } from "../../../schema/plaque.ts";
import { type Print, type PrintColumn, threeSigns } from "../../../schema/print/print.ts";
import type { PrintQuery } from "../../../schema/printWire.ts";
import type { RegionScope } from "../../../schema/region.ts";
import { isSettled } from "../../../schema/round.ts";
import { plaqueRows } from "../plaqueRows.ts";
import type { Work } from "../work.ts";
import { roundToPrint } from "./about.ts";

const done: readonly PlaqueAction[] = ["hang", "replace", "takeDown"];
const columns: PrintColumn[] = [
  { title: "序号", kind: "serial", width: 12 },
  { title: "乡镇(街道)", kind: "center", width: 30 },
  { title: "党组织", kind: "text", width: 58 },
  { title: "办理", kind: "center", width: 18 },
  { title: "原挂", kind: "center", width: 16 },
  { title: "应挂", kind: "center", width: 16 },
  { title: "原因", kind: "text", width: 56 },
  { title: "办理日期", kind: "pen", width: 30 },
  { title: "经办人签字", kind: "pen", width: 32 },
];

/** The orders of a round; what stays as it is, is left out. */
export async function plaques(work: Work, scope: RegionScope, query: PrintQuery): Promise<Print[]> {
  const { round, scope: inside, office, day, mark } = await roundToPrint(work, scope, query);
  const orders = (await plaqueRows(work.db, inside, round)).filter(({ cells }) =>
    done.includes(cells.action as PlaqueAction),
  );
  const hung = (stars: unknown) => (Number(stars) > 0 ? `${stars}星` : "无");
  const rows = orders.map(({ cells }) => [
    ...[String(cells.township ?? ""), String(cells.name ?? cells.subject), plaqueTitles[cells.action as PlaqueAction]],
    ...[hung(cells.before), hung(cells.after), String(cells.reason ?? ""), null, null],
  ]);
  const countOf = (action: PlaqueAction) => orders.filter(({ cells }) => cells.action === action).length;
  return [
    {
      name: "挂牌摘牌单",
      title: `${periodTitle(round.period)}星级挂牌摘牌单`,
      ...{ paper: "landscape", office, day },
      blocks: [{ kind: "table", columns, rowHeight: 10, lines: 12, groups: [{ title: "", rows }] }],
      signatures: threeSigns,
      notes: [
        `合计${orders.length}块:${done.map((action) => `${plaqueTitles[action]}${countOf(action)}`).join("、")}。`,
        ...(isSettled(round.state) ? [] : ["本批次尚未审定,只供核对,不得挂、摘。"]),
      ],
      mark,
    },
  ];
}
