/** Who pays which part of a subject's amount: each stretch of months by the shares in force in it, to the fen. */
import type { Resolved } from "../parameter.ts";
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
  if (!plan.payers || !plan.policy.payers) return undefined;
  const { ties } = plan.policy.payers;
  const totals = new Map<string, { code: string; title: string; amountFen: number }>(
    plan.payers.value.map(({ code, title }) => [code, { code, title, amountFen: 0 }]),
  );
  for (const {
    payers: { value: payers },
    fen,
  } of stretchesOf(plan, results, row, { due, paid })) {
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

/** Fen that are split by the same shares. */
export interface Stretch {
  payers: Resolved<Payer[]>;
  fen: number;
}

/**
 * What a subject is paid by the shares that hold for it; months with the same shares are split together.
 * @returns stretches in the order of their months, adding up to what is paid; empty where nobody is named to pay
 */
export function stretchesOf(
  plan: SubsidyPlan,
  results: SubsidyResults,
  row: number,
  { due, paid }: { due: number; paid: number },
): Stretch[] {
  const last = plan.payers;
  if (!last) return [];
  if (paid !== due) return [{ payers: last, fen: paid }];
  const groups = new Map<string, Stretch>();
  const add = (payers: Resolved<Payer[]>, fen: number) => {
    const key = JSON.stringify(payers.value);
    groups.set(key, { payers, fen: (groups.get(key)?.fen ?? 0) + fen });
  };
  let monthly = 0;
  for (const part of results.parts.get(row) ?? []) {
    const rate = results.rates[part.segment]!.reduce((sum, rates) => sum + rates[part.row]!, 0);
    const fen = rate * part.months.length;
    add(plan.monthly[part.segment]!.payers ?? last, fen);
    monthly += fen;
  }
  if (due !== monthly || groups.size === 0) add(last, due - monthly);
  return [...groups.values()];
}
