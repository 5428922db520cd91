/** How an input's value came out of entries and results, in one line for the trace. */
import { periodTitle } from "../../../schema/period.ts";
import type { Indicator } from "../../../schema/policy/indicators.ts";
import type { Lineage } from "../../../schema/trace.ts";

/** The title of a sheet's column, as the clerk knows it. */
export type ColumnTitle = (column: string) => string;

/** The line of one indicator over the entries that it read, saying whose those are that it took over. */
export function indicatorText(
  indicator: Indicator,
  from: readonly Lineage[],
  title: ColumnTitle,
  organization = (code: string) => code,
): string {
  const inherited = [...Map.groupBy(from, ({ of }) => of)].flatMap(([of, list]) =>
    of === undefined ? [] : `${organization(of)}${list.length}条`,
  );
  const own = ownText(indicator, from, title);
  return inherited.length === 0 ? own : `${own};其中承接${inherited.join("、")}`;
}

function ownText(indicator: Indicator, from: readonly Lineage[], title: ColumnTitle): string {
  const entries = `${from.length}条记录`;
  const last = from.at(-1);
  const when = last && last.period !== "" ? periodTitle(last.period) : "名册";
  const total = (column: string) => listed(from.map(({ cells }) => cells?.[column] ?? 0));
  switch (indicator.shape) {
    case "latest":
      return last ? `取自${when}的填报` : "没有填报";
    case "sum":
      return `${entries}的${title(indicator.column)}相加:${total(indicator.column)}`;
    case "countWhere":
      return `符合条件的${entries}`;
    case "distinct":
      return `${entries}中不同的${title(indicator.column)}`;
    case "ratio":
      if (from.length === 0) return "没有两列都填的记录";
      return `${title(indicator.of)}(${total(indicator.of)}) ÷ ${title(indicator.to)}(${total(indicator.to)})`;
    case "shareOfPeers":
      return `${title(indicator.column)}(${total(indicator.column)})占同组合计的百分数`;
    case "steps":
      return `依次各步:${indicator.columns.map((column) => `${title(column)}${last?.cells?.[column] ?? "未做"}`).join("、")}`;
    case "due":
      return "atLeast" in indicator.by
        ? `每期至少${indicator.by.atLeast}条,本期共${entries}`
        : `各时限${indicator.by.dates.join("、")},本期共${entries}`;
    case "coverage":
      return `${entries}中不同的${title(indicator.column)},占应覆盖的百分数`;
    case "streak":
      return `连续各期符合条件,看了${entries}`;
    case "outcomeOf":
      return last ? `取自${when}的结果` : "还没有结果";
  }
}

/** Few values one by one, many by their number only. */
const listed = (values: readonly unknown[]) => (values.length <= 6 ? values.join("+") : `${values.length}个数之和`);
