/** Who pays which part of a subject's amount: each stretch of months by the shares in force in it, to the fen. */
import type { Resolved } from "../parameter.ts";
import { splitColumn } from "../split.ts";
import type { SubsidyResults } from "./run.ts";
import type { Payer, SubsidyPlan } from "./subsidy.ts";

/** What one payer pays, by row. */
export interface PayerColumn {
  code: string;
  title: string;
  /** One of those who pay at the end of the period: named in every result, though it pay nothing. */
  last: boolean;
  fen: Float64Array;
}

/**
 * Splits what subjects are paid among the payers.
 * @param paid fen by row, less than `due` where a fund was cut: then by the last shares
 * @param into columns of an earlier run that may be written over
 * @returns a column for every payer, adding up to what is paid; none where the policy names no payers
 */
export function payerColumns(
  plan: SubsidyPlan,
  results: SubsidyResults,
  paid: Float64Array,
  into?: Float64Array<ArrayBuffer>[],
): PayerColumn[] | undefined {
  if (!plan.payers || !plan.policy.payers) return undefined;
  const { ties } = plan.policy.payers;
  const columns = new Map<string, PayerColumn>();
  const add = ({ code, title }: Payer, fen: Float64Array, last: boolean) => {
    const found = columns.get(code);
    if (!found) columns.set(code, { code, title, last, fen });
    else for (let row = 0; row < fen.length; row++) found.fen[row]! += fen[row]!;
  };
  // The last ones come first, in the policy's order.
  for (const set of [...plan.payerSets].sort((a, b) => Number(b.last) - Number(a.last))) {
    const fen = plan.payerSets.length === 1 ? paid : paid.map((_, row) => stretchOf(plan, results, set, row, paid));
    const shares = set.payers.value.map(({ share }) => share);
    splitColumn(fen, shares, ties, plan.payerSets.length === 1 ? into : undefined).forEach((part, i) => {
      add(set.payers.value[i]!, part, set.last);
    });
  }
  return [...columns.values()];
}

/** The segments of a plan whose months have the same payers. */
export interface PayerSet {
  payers: Resolved<Payer[]>;
  segments: number[];
  /** In force at the end of the period: pays what is due once, and everything where a fund was cut. */
  last: boolean;
}

/** What a subject is paid by one set of payers, in fen. */
function stretchOf(plan: SubsidyPlan, results: SubsidyResults, set: PayerSet, row: number, paid: Float64Array): number {
  const { due, bySegment } = results;
  if (!bySegment) return paid[row]!;
  if (paid[row] !== due[row]) return set.last ? paid[row]! : 0;
  const monthly = (segments: readonly number[]) =>
    segments.reduce((sum, segment) => sum + bySegment[segment]![row]!, 0);
  const once = set.last ? due[row]! - monthly(plan.monthly.map((_, segment) => segment)) : 0;
  return monthly(set.segments) + once;
}

/** Fen that are split by the same shares. */
export interface Stretch {
  payers: Resolved<Payer[]>;
  fen: number;
}

/** What a subject is paid by the shares that hold for it, adding up to what is paid; empty where nobody is named to pay. */
export function stretchesOf(plan: SubsidyPlan, results: SubsidyResults, row: number, paid: Float64Array): Stretch[] {
  const stretches = plan.payerSets.map((set) => ({
    payers: set.payers,
    last: set.last,
    fen: stretchOf(plan, results, set, row, paid),
  }));
  const used = stretches.filter(({ fen }) => fen !== 0);
  return used.length > 0 ? used : stretches.filter(({ last }) => last);
}
