/** 图表: what of the results of a round is shown as charts: how many have which stars or grade, and who stands at the head. */
import type { Cell } from "../../schema/sheet/definition.ts";
import type { Snapshot } from "../../schema/sheet/workbook/snapshot.ts";
import type { ChartSpec } from "../workbook/port.ts";

/** So many of the first are shown. */
const mostShown = 30;

/** The charts of a sheet of results; none of any other sheet. */
export function chartsOf({ definition: { columns }, rows }: Snapshot): ChartSpec[] {
  const at = (key: string) => columns.findIndex((column) => column.key === key);
  const all = [...rows.values()].filter(({ deleted }) => !deleted).map(({ cells }) => cells);
  const [stars, grade, score, rank, name] = ["stars", "grade", "score", "rank", "name"].map(at) as [
    ...[number, number, number, number, number],
  ];
  if (score < 0 || all.length === 0) return [];
  const scored = all.filter((cells) => typeof cells[score] === "number");
  const count = (column: number, value: Cell) => scored.filter((cells) => cells[column] === value).length;
  const heads = ["", "个数"] as const;
  const unscored: [string, number] = ["未评分", all.length - scored.length];
  const charts: ChartSpec[] = [];
  if (stars >= 0) {
    const figures = [5, 4, 3, 2, 1, 0].map((star): [string, number] => [`${star}星`, count(stars, star)]);
    charts.push({ title: "各星级个数", kind: "columns", heads, figures: [...figures, unscored] });
  }
  if (grade >= 0) {
    const options = columns[grade]!.options ?? [];
    const figures = options.map(([code, title]): [string, number] => [title, count(grade, code)]);
    charts.push({ title: "各等次个数", kind: "columns", heads, figures: [...figures, unscored] });
  }
  // Places within groups have a first in every group; only where all stand in one row do they say who is shown.
  const ranked = rank >= 0 && at("selected") >= 0 ? rank : undefined;
  const sorted = scored.toSorted((a, b) =>
    ranked === undefined ? Number(b[score]) - Number(a[score]) : Number(a[ranked] ?? 1e9) - Number(b[ranked] ?? 1e9),
  );
  // Bars are drawn from the bottom upwards.
  const first = sorted.slice(0, mostShown).toReversed();
  if (first.length > 0)
    charts.push({
      title: ranked === undefined ? `得分前${first.length}名` : `名次前${first.length}`,
      kind: "bars",
      heads: ["", columns[score]!.title],
      figures: first.map((cells): [string, number] => [
        [ranked === undefined ? "" : `${cells[ranked]} `, name < 0 ? "" : String(cells[name] ?? "")].join(""),
        Number(cells[score]),
      ]),
    });
  return charts;
}
