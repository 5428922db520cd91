/** Why a subject is due its amount: every item by stretch of months, the fund, the payers, in the clerk's words. */
import { periodBefore } from "../../../schema/period.ts";
import type { TraceStep } from "../../../schema/trace.ts";
import { type Facts, noMonths, traceInput } from "../facts.ts";
import { basisOf } from "../parameter.ts";
import { type Part, partsOf } from "./parts.ts";
import { type Stretch, stretchesOf } from "./payers.ts";
import { fenOf, isAmbiguous, rowsOf, type SubsidyResults } from "./run.ts";
import { servedIn } from "./served.ts";
import type { ItemPlan, SubsidyPlan } from "./subsidy.ts";

/** Fen as a reader says them: 560元, 4万元. */
export function yuanText(fen: number): string {
  return fen !== 0 && fen % 1_000_000 === 0 ? `${fen / 1_000_000}万元` : `${fen / 100}元`;
}

interface Paid {
  paid: Float64Array;
  payers(row: number): { title: string; amountFen: number }[] | undefined;
}

/** The trace of one subject, by its first row. */
export function explainSubsidy(
  plan: SubsidyPlan,
  facts: Facts,
  results: SubsidyResults,
  first: number,
  { paid, payers }: Paid,
): TraceStep[] {
  const steps = [
    ...partsOf(plan, facts, results, first).flatMap((part) => monthlySteps(plan, facts, part)),
    ...plan.once.map((one) => itemStep(one, facts, bestRow(one, facts, first), undefined)),
  ];
  const due = Number.isNaN(results.due[first]!) ? undefined : results.due[first]!;
  const total: TraceStep = {
    shape: "total",
    title: "合计",
    text: due === undefined ? missingText(plan, facts, results, first) : `各项合计${yuanText(due)}`,
    value: due === undefined ? null : due / 100,
    ...(plan.policy.months && { inputs: [traceInput(plan.policy.inputs, facts, plan.policy.months.input, first)] }),
    steps,
  };
  if (due === undefined) return [total];
  return [
    total,
    ...fundSteps(plan, due, paid[first]!),
    ...payerSteps(stretchesOf(plan, results, first, paid), paid[first]!, payers(first)),
  ];
}

function missingText(plan: SubsidyPlan, facts: Facts, results: SubsidyResults, first: number): string {
  if (isAmbiguous(plan, facts, results, first))
    return `${plan.period}内标准有变,只填了月数,分不清是哪几个月;请写明月份,如 7-12`;
  const { months } = plan.policy;
  return months && servedIn(plan, results.months, first) === noMonths
    ? `${plan.policy.inputs[months.input]!.title}没有填,不予测算`
    : "有项目缺数据,不予测算";
}

/** Of a subject's several parts the row to which an item paid once gives most, whatever their order; one without data counts. */
function bestRow(item: ItemPlan, facts: Facts, first: number): number {
  const worth = (row: number) => fenOf(item, facts, row);
  return rowsOf(facts, first).reduce((best, row) =>
    Number.isNaN(worth(row)) || worth(row) > worth(best) ? row : best,
  );
}

function monthlySteps(plan: SubsidyPlan, facts: Facts, part: Part): TraceStep[] {
  const { items, months } = plan.monthly[part.segment]!;
  const whole = months.length === 1 && plan.monthly.length === 1;
  return items.map((one) => itemStep(one, facts, part.row, whole ? undefined : part.months));
}

function itemStep(plan: ItemPlan, facts: Facts, row: number, months: string[] | undefined): TraceStep {
  const { item, kernel } = plan;
  const fen = fenOf(plan, facts, row);
  const inner = kernel.explain(facts, row);
  const times = months ? `,${monthsText(months)}共${months.length}个月,计${yuanText(fen * months.length)}` : "";
  return {
    shape: "item",
    code: item.code,
    title: item.title,
    text: Number.isNaN(fen) ? inner.text : `${item.per === "month" ? "每月" : ""}${yuanText(fen)}${times}`,
    value: Number.isNaN(fen) ? null : (fen * (months?.length ?? 1)) / 100,
    steps: [inner],
  };
}

/** Months as runs: 2014-01至2014-03、2014-09. */
function monthsText(months: readonly string[]): string {
  const runs: string[][] = [];
  for (const month of months) {
    const last = runs.at(-1);
    if (last && periodBefore(month) === last.at(-1)) last.push(month);
    else runs.push([month]);
  }
  return runs.map((run) => (run.length === 1 ? run[0] : `${run[0]}至${run.at(-1)}`)).join("、");
}

function fundSteps(plan: SubsidyPlan, due: number, paid: number): TraceStep[] {
  const { fund } = plan.policy;
  if (!fund || !plan.budget || !plan.sources) return [];
  const text = paid < due ? `预算不足,${yuanText(due)}中发放${yuanText(paid)}` : `从${fund.title}列支${yuanText(paid)}`;
  const parameters = [plan.budget, plan.sources, ...(plan.carryOver ? [plan.carryOver] : [])].map(
    ({ parameter }) => parameter,
  );
  const over = { name: "/fund/over", title: "超出预算", value: fund.over, ...basisOf(fund) };
  return [{ shape: "fund", title: fund.title, text, value: paid / 100, parameters: [...parameters, over] }];
}

function payerSteps(
  stretches: Stretch[],
  paid: number,
  shares: { title: string; amountFen: number }[] | undefined,
): TraceStep[] {
  if (!shares) return [];
  const ratios = stretches.map(
    ({ payers, fen }) => `${yuanText(fen)}按${payers.value.map(({ share }) => share).join(":")}`,
  );
  const parts = shares.map(({ title, amountFen }) => `${title}${yuanText(amountFen)}`).join("、");
  return [
    {
      shape: "payers",
      title: "分级负担",
      text: `${ratios.join("、")}分担,最大余数法分到分:${parts}`,
      value: paid / 100,
      parameters: stretches.map(({ payers }) => payers.parameter),
    },
  ];
}
