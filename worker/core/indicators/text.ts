/** How an input's value came out of entries and results, in one line for the trace. */
import { fromUnits } from "../../../schema/decimal.ts";
import { periodTitle } from "../../../schema/period.ts";
import type { Duty, Indicator } from "../../../schema/policy/indicators.ts";
import { countedStage, type Stages, stageColumns, stageTitles } from "../../../schema/policy/stages.ts";
import { isLowerBound, numberOf } from "../../../schema/sheet/cells/bounds.ts";
import type { Cell, Cells, Column } from "../../../schema/sheet/definition.ts";
import type { Lineage } from "../../../schema/trace.ts";
import { finest, sumOf } from "./records.ts";

/** What is known of a sheet's column; none where the sheet is not there. */
export type ColumnOf = (column: string) => Pick<Column, "title" | "unit" | "lowerBound"> | undefined;

/**
 * The line of one indicator over the entries that it read, saying whose those are that it took over.
 * @param code the input's code, as when its value was taken
 */
export function indicatorText(
  indicator: Indicator,
  code: string,
  from: readonly Lineage[],
  columnOf: ColumnOf,
  organization = (code: string) => code,
): string {
  const inherited = [...Map.groupBy(from, ({ of }) => of)].flatMap(([of, list]) =>
    of === undefined ? [] : `${organization(of)}${list.length}条`,
  );
  const own = ownText(indicator, code, from, columnOf);
  return inherited.length === 0 ? own : `${own};其中承接${inherited.join("、")}`;
}

function ownText(indicator: Indicator, code: string, from: readonly Lineage[], columnOf: ColumnOf): string {
  const title = (key: string) => {
    const column = columnOf(key);
    return column?.unit === "wanYuan" ? `${column.title}(万元)` : (column?.title ?? key);
  };
  const entries = `${from.length}条记录`;
  const last = from.at(-1);
  const when = last && last.period !== "" ? periodTitle(last.period) : "名册";
  const total = (column: string) => listed(from.map(({ cells }) => cells?.[column] ?? 0));
  const bounded = (...columns: string[]) =>
    columns.some((one) => columnOf(one)?.lowerBound && from.some(({ cells }) => isLowerBound(cells?.[one])));
  switch (indicator.shape) {
    case "latest":
      if (!last) return "没有填报";
      if (indicator.stages) return `取自${when}的填报:${stagesText(indicator.stages, code, last.cells ?? {})}`;
      return `取自${when}的填报${bounded(...Object.keys(last.cells ?? {})) ? ",只知至少此数" : ""}`;
    case "sum": {
      const least = bounded(indicator.column) ? `,至少${sumText(from, indicator.column)}` : "";
      return `${entries}的${title(indicator.column)}相加:${total(indicator.column)}${least}`;
    }
    case "countWhere":
      return `符合条件的${entries}`;
    case "distinct":
      return `${entries}中不同的${title(indicator.column)}`;
    case "ratio":
      if (from.length === 0) return "没有两列都填的记录";
      return `${title(indicator.of)}(${total(indicator.of)}) ÷ ${title(indicator.to)}(${total(indicator.to)})${bounded(indicator.of, indicator.to) ? byBounds : ""}`;
    case "shareOfPeers":
      return `${title(indicator.column)}(${total(indicator.column)})占同组合计的百分数${bounded(indicator.column) ? byBounds : ""}`;
    case "steps":
      return `依次各步:${indicator.columns.map((column) => `${title(column)}${last?.cells?.[column] ?? "未做"}`).join("、")}`;
    case "due":
      return `${dutyText(indicator.by)},本期共${entries}`;
    case "coverage":
      return `${entries}中不同的${title(indicator.column)},占应覆盖的百分数`;
    case "streak":
      return `连续各期符合条件,看了${entries}`;
    case "outcomeStreak":
      return from.length === 0
        ? "此前没有连续的结果"
        : `${from.map(({ period }) => periodTitle(period)).join("、")}的结果都如此`;
    case "spells":
      return from.length === 0 ? "任职名册上没有该人员" : `取自任职名册${from.length}条`;
    case "outcomeOf":
      return last ? `取自${when}的结果` : "还没有结果";
  }
}

/** When entries are due, as a clerk says it. */
function dutyText(by: Duty): string {
  if ("dates" in by) return `各时限${by.dates.join("、")}`;
  if ("on" in by) {
    const days = "weekday" in by.on ? `每周${"一二三四五六日"[by.on.weekday - 1]}` : `每月${by.on.monthDay}日`;
    return by.grace > 0 ? `${days}(可顺延${by.grace}天)` : days;
  }
  return "each" in by ? `每${by.each === "week" ? "周" : "月"}至少${by.atLeast}条` : `每期至少${by.atLeast}条`;
}

const byBounds = ",只知下限的按下限算";

/** A number as a clerk writes it, also where it is a lower bound. */
const written = (value: Cell) => (isLowerBound(value) ? `${numberOf(value)}余` : value);

/** Few values one by one, many by their number only. */
const listed = (values: readonly Cell[]) =>
  values.length <= 6 ? values.map(written).join("+") : `${values.length}个数之和`;

/** Every stage of a score with its reason, and which of them is the final score. */
function stagesText(stages: Stages, code: string, cells: Cells): string {
  const columns = stageColumns(code, stages);
  const each = columns.map(({ stage, value, reason }) => {
    const [score, why] = [cells[value] ?? null, cells[reason ?? ""] ?? null];
    if (score === null) return `未${stageTitles[stage]}`;
    return `${stageTitles[stage]}${written(score)}${why === null ? "" : `(${why})`}`;
  });
  const counted = countedStage(columns, stages, cells);
  const told = counted ? `审定以${stageTitles[counted.stage]}为准` : `须评到${stageTitles[stages.countsFrom]}才作数`;
  return `${each.join(",")};${told}`;
}

const sumText = (from: readonly Lineage[], column: string) =>
  fromUnits(
    sumOf(
      from.map(({ cells = {} }) => ({ cells })),
      column,
    ),
    finest,
  );
