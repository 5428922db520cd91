/** Who pays which part of a subject's amount: each stretch of months by the shares in force in it, to the fen. */
import { splitByWeight } from "../split.ts";
import type { SubsidyResults } from "./run.ts";
import type { Payer, SubsidyPlan } from "./subsidy.ts";

/**
 * Splits what a subject is paid among the payers.
 * @param row the subject's first row; @param paid fen, less than `due` where a fund was cut: then by the last shares
 * @returns fen by payer in the policy's order, adding up to what is paid; none where the policy names no payers
 */
export function sharesOfPayers(
  plan: SubsidyPlan,
  results: SubsidyResults,
  row: number,
  { due, paid }: { due: number; paid: number },
): { code: string; title: string; amountFen: number }[] | undefined {
  const last = plan.payers?.value;
  if (!last || !plan.policy.payers) return undefined;
  const { ties } = plan.policy.payers;
  const amounts = paid === due ? amountsByShares(plan, results, row, last, due) : [{ payers: last, fen: paid }];
  const totals = new Map<string, { code: string; title: string; amountFen: number }>(
    last.map(({ code, title }) => [code, { code, title, amountFen: 0 }]),
  );
  for (const { payers, fen } of amounts) {
    const parts = splitByWeight(
      fen,
      payers.map(({ share }) => share),
      ties,
    );
    payers.forEach(({ code, title }, i) => {
      const total = totals.get(code) ?? { code, title, amountFen: 0 };
      totals.set(code, { ...total, amountFen: total.amountFen + parts[i]! });
    });
  }
  return [...totals.values()];
}

/** A subject's fen by the shares that hold for them; months with the same shares are split together. */
function amountsByShares(plan: SubsidyPlan, results: SubsidyResults, row: number, last: Payer[], due: number) {
  const groups = new Map<string, { payers: Payer[]; fen: number }>();
  const add = (payers: Payer[], fen: number) => {
    const key = JSON.stringify(payers);
    groups.set(key, { payers, fen: (groups.get(key)?.fen ?? 0) + fen });
  };
  let monthly = 0;
  for (const part of results.parts.get(row) ?? []) {
    const rate = results.rates[part.segment]!.reduce((sum, rates) => sum + rates[part.row]!, 0);
    const fen = rate * part.months.length;
    add(plan.monthly[part.segment]!.payers?.value ?? last, fen);
    monthly += fen;
  }
  add(last, due - monthly);
  return [...groups.values()];
}
