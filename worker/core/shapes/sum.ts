/** sum: the points of all items added, with a rule for items whose data is missing. */
import type { SumNode } from "../../../schema/policy/points.ts";
import { lcm, mulDiv } from "../number.ts";
import type { Compiling } from "../parameter.ts";
import { prepareNode } from "./nodes.ts";
import { evaluate, type Kernel, type Prepared, pointsOf } from "./shape.ts";

/** A division by data is rounded to a millionth of a point. */
const fine = 1_000_000;

/**
 * Prepares a `sum` node that stands at `place` of its policy. A row with too few items, or with none at all, is
 * missing itself. Rule `exclude` scales what is there to the full points: sum × all points ÷ points of the present.
 */
export function prepareSum(node: SumNode, place: string, compiling: Compiling): Prepared | undefined {
  const items = node.of.map((child, i) => prepareNode(child, `${place}/of/${i}`, compiling));
  if (!items.every((item) => item !== undefined)) return undefined;
  const most = items.reduce((all, item) => all + item.most, 0);
  const { rule, minimumShare } = node.missing;
  const [n, d] = minimumShare ?? [0, 1];
  const enough = (present: number) =>
    present > 0 && present * d >= node.of.length * n && (rule !== "block" || present === node.of.length);
  return {
    denominator: items.reduce((all, item) => lcm(all, item.denominator), rule === "exclude" ? fine : 1),
    most,
    kernel(scale) {
      const kernels = items.map((item) => item.kernel(scale));
      const presentOf = (columns: Float64Array[], row: number) =>
        columns.reduce((count, column) => count + (Number.isNaN(column[row]!) ? 0 : 1), 0);
      return {
        code: node.code,
        title: node.title,
        most,
        run(facts, results) {
          const columns = kernels.map((kernel) => evaluate(kernel, facts, results));
          const weights = kernels.map((kernel) => Math.round(kernel.most * scale));
          return Float64Array.from({ length: facts.subjects.length }, (_, row) => {
            let total = 0;
            let reachable = 0;
            columns.forEach((column, i) => {
              if (Number.isNaN(column[row]!)) return;
              total += column[row]!;
              reachable += weights[i]!;
            });
            if (!enough(presentOf(columns, row))) return Number.NaN;
            if (rule !== "exclude") return total;
            return prorated(total, Math.round(most * scale), reachable, scale / fine);
          });
        },
        explain(facts, results, row) {
          const steps = kernels.map((kernel) => kernel.explain(facts, results, row));
          const value = pointsOf(results.get(this)![row]!, scale);
          const text = sumText(
            steps.map((step) => step.value ?? null),
            value,
            rule,
          );
          return { shape: node.shape, code: node.code, title: node.title, text, value, steps };
        },
      } satisfies Kernel;
    },
  };
}

const ruleText = { zero: "按零分计", exclude: "剔除后按满分折算", block: "不评分" };

function sumText(parts: unknown[], value: number | null, rule: SumNode["missing"]["rule"]): string {
  const present = parts.filter((part) => part !== null).length;
  if (value === null) return `${parts.length}项中只有${present}项有数据,不评分`;
  const gap = present < parts.length ? `;${parts.length - present}项缺数据,${ruleText[rule]}` : "";
  return `${parts.map((part) => part ?? "缺").join(" + ")} = ${value}${gap}`;
}

/** total × full ÷ reachable in whole steps; where nothing could be reached there is nothing to scale. */
const prorated = (total: number, full: number, reachable: number, step: number) =>
  reachable === 0 ? total : mulDiv(total, full, reachable * step) * step;
