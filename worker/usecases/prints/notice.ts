/** 公示稿: the notice of a round with the results that it tells, to be hung up. */
import type { Outcome, Unscored } from "../../../schema/outcome.ts";
import type { Policy } from "../../../schema/policy/policy.ts";
import {
  dayText,
  type Print,
  type PrintCell,
  type PrintColumn,
  type PrintTable,
  threeSigns,
} from "../../../schema/print/print.ts";
import type { PrintQuery } from "../../../schema/printWire.ts";
import { audiences } from "../../../schema/publication.ts";
import type { RegionScope } from "../../../schema/region.ts";
import { noticeText, noticeTitle } from "../../core/notice.ts";
import { noticesOf } from "../../store/notices.ts";
import { outcomesOf } from "../../store/rounds.ts";
import { policyOfRound } from "../judgeRound.ts";
import { townshipsOf } from "../townships.ts";
import type { Work } from "../work.ts";
import { roundToPrint } from "./about.ts";

/** The notice as it was published last, or before that a draft of it, with days to be filled in. */
export async function notice(work: Work, scope: RegionScope, query: PrintQuery): Promise<Print[]> {
  const { db } = work;
  const printed = await roundToPrint(work, scope, query);
  const { round, run, office, day, mark } = printed;
  const [[published], { document }] = await Promise.all([
    noticesOf(db, scope, { round: round.id }),
    policyOfRound(work, round, run?.policyVersion),
  ]);
  const about = { policy: document.title, period: round.period };
  const blank = { opensOn: null, closesOn: null, telephone: "            " };
  const upTo = published?.run ?? run?.id;
  const rows = upTo === undefined ? [] : await outcomesOf(db, printed.scope, round.id, upTo);
  const townshipOf = await townshipsOf(db, rows);
  const results = rows.map((row) => ({
    ...{ row, township: townshipOf(row) },
    result: JSON.parse(row.body) as Partial<Outcome & Unscored>,
  }));
  const shown = shownOf(document);
  const told = results.filter(({ row, result }) => row.scored && shown.tells(result));
  const unscored = results.filter(({ row }) => !row.scored).length;
  return [
    {
      name: "公示稿",
      title: published?.title ?? noticeTitle(about),
      ...(published && { subtitle: published.number }),
      ...{ paper: "portrait", office, day: published ? published.opensOn : day, unit: shown.unit },
      blocks: [
        { kind: "text", lines: (published?.text ?? noticeText({ ...about, ...blank })).split("\n") },
        {
          ...{ kind: "table", rowHeight: 9, lines: 10 },
          columns: [
            { title: "序号", kind: "serial", width: 12 },
            { title: "乡镇(街道)", kind: "center", width: 34 },
            { title: "名称", kind: "text", width: 62 },
            ...shown.columns,
          ],
          groups: [
            {
              title: "",
              rows: told.map(({ row, township, result }) => [
                ...[String(township ?? ""), result.name ?? row.subjectId],
                ...shown.cells(result),
              ]),
            },
          ],
          ...shown.total,
        },
        { kind: "closing", lines: [office, dayText(published?.opensOn ?? null)] },
      ],
      signatures: threeSigns,
      notes: [
        ...(unscored > 0 ? [`另有${unscored}个没有评分,不在表内。`] : []),
        published
          ? `公示范围:${published.audience.map((one) => audiences[one]).join("、")};公示第${published.run}次运算的结果。`
          : "本批次尚未公示,本稿只供核对;日期和电话在公示时写明。",
      ],
      mark,
    },
  ];
}

interface Told {
  columns: PrintColumn[];
  cells(result: Partial<Outcome>): PrintCell[];
  tells(result: Partial<Outcome>): boolean;
  total?: Pick<PrintTable, "total" | "capitals">;
  unit?: "yuan";
}

const column = (title: string, kind: PrintColumn["kind"], width: number, more: Partial<PrintColumn> = {}) => ({
  ...{ title, kind, width },
  ...more,
});
export const starsText = (stars: number | null | undefined): string =>
  stars === undefined || stars === null ? "" : stars === 0 ? "不定星" : `${stars}星`;

/** What is told of the results of a kind of policy. */
function shownOf(policy: Policy): Told {
  const everybody = () => true;
  switch (policy.kind) {
    case "rating":
      return {
        columns: [column("得分", "center", 26), column("星级", "center", 26)],
        cells: ({ score, stars }) => [score ?? null, starsText(stars)],
        tells: everybody,
      };
    case "ranking":
      return {
        columns: [column("名次", "center", 26), column("列入原因", "center", 40)],
        cells: ({ rank, bound }) => [rank ?? null, bound === "mandatory" ? "必列条件" : "倒排"],
        tells: ({ selected }) => selected === true,
      };
    case "appraisal": {
      const titles = new Map(policy.grade?.levels.map(({ code, title }) => [code, title]));
      return {
        columns: [column("得分", "center", 24), column("等次", "center", 24), column("名次", "center", 20)],
        cells: ({ score, grade, rank }) => [score ?? null, titles.get(grade ?? "") ?? null, rank ?? null],
        tells: everybody,
      };
    }
    case "subsidy":
      return {
        columns: [column("数额", "money", 44, { sum: true })],
        cells: ({ amountFen }) => [amountFen ?? null],
        tells: everybody,
        total: { total: "合计", capitals: "数额" },
        unit: "yuan",
      };
  }
}
