/** Runs a subsidy plan and gives every subject its amount, its items and who pays them. */
import type { Warning } from "../../../schema/outcome.ts";
import type { Facts } from "../facts.ts";
import type { Judged } from "../judged.ts";
import { splitByWeight } from "../split.ts";
import { explainSubsidy, yuanText } from "./explain.ts";
import { allot } from "./fund.ts";
import { sharesOfPayers } from "./payers.ts";
import { runSubsidy } from "./run.ts";
import type { SubsidyPlan } from "./subsidy.ts";

/** Judges all facts by a subsidy plan. */
export function judgeSubsidy(plan: SubsidyPlan, facts: Facts): Judged {
  const results = runSubsidy(plan, facts);
  const { items } = plan.policy;
  const due = new Map([...results.items].map(([row, amounts]) => [row, amounts.reduce((sum, fen) => sum + fen, 0)]));
  const fund = allot(plan, facts, due);
  const paid = fund?.allotted ?? due;
  const sharesOf = (row: number) => sharesOfPayers(plan, results, row, { due: due.get(row)!, paid: paid.get(row)! });
  // Where the fund pays less than is due, the items are cut with it, so that they still add up.
  const itemsOf = (row: number) => {
    const amounts = results.items.get(row)!;
    return paid.get(row) === due.get(row) ? amounts : splitByWeight(paid.get(row)!, amounts);
  };
  return {
    missing: (row) => ({ code: results.ambiguous.has(row) ? "whichMonths" : "missingData" }),
    warnings: fund ? overBudget(fund.state, plan) : [],
    ...(fund && { funds: [fund.state] }),
    explain: (row) =>
      explainSubsidy(plan, facts, results, row, { due: due.get(row), paid: paid.get(row), payers: sharesOf }),
    outcome(row) {
      if (!results.items.has(row)) return undefined;
      const amounts = itemsOf(row);
      const shares = sharesOf(row);
      return {
        amountFen: paid.get(row)!,
        items: items.map(({ code, title }, i) => ({ code, title, amountFen: amounts[i]! })),
        ...(shares && { payers: shares }),
        ...(paid.get(row)! < due.get(row)! && { bound: "budget" as const }),
      };
    },
  };
}

const modeText = {
  refuse: "只报告,须先调整预算或名单再发放",
  proRata: "按比例压缩",
  firstCome: "先到先得",
  priority: "按优先次序",
};

function overBudget(
  state: { title: string; budgetFen: number; dueFen: number; overFen: number },
  plan: SubsidyPlan,
): Warning[] {
  if (state.overFen === 0) return [];
  const { over } = plan.policy.fund!;
  const message = `${state.title}应付${yuanText(state.dueFen)},预算${yuanText(state.budgetFen)},超出${yuanText(state.overFen)};${modeText[over]}`;
  return [{ code: "overBudget", message }];
}
