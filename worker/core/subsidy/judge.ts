/** Runs a subsidy plan and gives every subject its amount, its items and who pays them. */
import type { FundState, Warning } from "../../../schema/outcome.ts";
import type { Facts } from "../facts.ts";
import type { Judged } from "../judged.ts";
import { splitByWeight } from "../split.ts";
import { explainSubsidy, yuanText } from "./explain.ts";
import { allot } from "./fund.ts";
import { servedOf } from "./parts.ts";
import { payerColumns } from "./payers.ts";
import { isAmbiguous, runSubsidy } from "./run.ts";
import type { SubsidyPlan } from "./subsidy.ts";

/** Judges all facts by a subsidy plan. */
export function judgeSubsidy(plan: SubsidyPlan, facts: Facts): Judged {
  const results = runSubsidy(plan, facts);
  const { items } = plan.policy;
  const { due } = results;
  const fund = allot(plan, facts, due);
  const paid = fund?.allotted ?? due;
  const payers = payerColumns(plan, results, paid);
  const sharesOf = (row: number) =>
    payers
      ?.filter(({ last, fen }) => last || fen[row] !== 0)
      .map(({ code, title, fen }) => ({ code, title, amountFen: fen[row]! }));
  // Where the fund pays less than is due, the items are cut with it, so that they still add up.
  const itemsOf = (row: number) => {
    const amounts = results.items().map((column) => column[row]!);
    return paid[row] === due[row] ? amounts : splitByWeight(paid[row]!, amounts);
  };
  return {
    missing: (row) => ({ code: isAmbiguous(plan, facts, results, row) ? "whichMonths" : "missingData" }),
    warnings: (fund?.states ?? []).flatMap((state) => overBudget(state, plan)),
    ...(fund && { funds: fund.states }),
    explain: (row) => explainSubsidy(plan, facts, results, row, { paid, payers: sharesOf }),
    served: (row) => servedOf(plan, facts, results, row),
    outcome(row) {
      if (Number.isNaN(due[row]!)) return undefined;
      const amounts = itemsOf(row);
      const shares = sharesOf(row);
      return {
        amountFen: paid[row]!,
        items: items.map(({ code, title }, i) => ({ code, title, amountFen: amounts[i]! })),
        ...(shares && { payers: shares }),
        ...(paid[row]! < due[row]! && { bound: "budget" as const }),
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
  state: Pick<FundState, "title" | "regionCode" | "budgetFen" | "dueFen" | "overFen">,
  plan: SubsidyPlan,
): Warning[] {
  if (state.overFen === 0) return [];
  const { over } = plan.policy.fund!;
  const whose = state.regionCode === undefined ? "" : `(${state.regionCode})`;
  const message = `${state.title}${whose}应付${yuanText(state.dueFen)},预算${yuanText(state.budgetFen)},超出${yuanText(state.overFen)};${modeText[over]}`;
  return [{ code: "overBudget", message }];
}
