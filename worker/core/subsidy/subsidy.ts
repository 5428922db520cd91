/** Compiles a subsidy: its items for every stretch of months in which the same values are in force. */
import type { Fault } from "../../../schema/fault.ts";
import { parsePeriod, periodsFor } from "../../../schema/period.ts";
import type { SubsidyPolicy } from "../../../schema/policy/policy.ts";
import { exactBelow, lcm } from "../number.ts";
import { type Compiling, type Resolved, resolve } from "../parameter.ts";
import { prepareNode } from "../shapes/nodes.ts";
import type { Kernel } from "../shapes/shape.ts";
import type { PayerSet } from "./payers.ts";
import { meaningsOf } from "./served.ts";
import { type Term, termsOf } from "./terms.ts";

type Item = SubsidyPolicy["items"][number];
export type Payer = { code: string; title: string; share: number };
export type FundSource = { code: string; title: string; amount: number };

/** One item with the values of some months in force. */
export interface ItemPlan {
  item: Item;
  kernel: Kernel;
  /** Units of one yuan, a multiple of 100: so many hundredths of them are a fen. */
  scale: number;
  /** What amounts are rounded to, in fen. */
  step: number;
  /** The inputs of a row that alone decide its amount; absent where its peers or its history do, too. */
  reads?: readonly string[] | undefined;
}

/** Months in which the same values are in force; of items once a period, the whole period. */
export interface Segment {
  months: string[];
  items: ItemPlan[];
  payers: Resolved<Payer[]> | undefined;
}

export interface SubsidyPlan {
  kind: "subsidy";
  policy: SubsidyPolicy;
  period: string;
  /** Items once a period, by the values at its last month. */
  once: ItemPlan[];
  /** Items by the month. */
  monthly: Segment[];
  /** What months as they were given mean in the period, by their bits. */
  meanings: Int32Array;
  /** All items, as they are added up. */
  terms: Term[];
  payers?: Resolved<Payer[]> | undefined;
  payerSets: PayerSet[];
  budget?: Resolved<number> | undefined;
  sources?: Resolved<FundSource[]> | undefined;
  carryOver?: Resolved<number> | undefined;
}

/** Compiles a subsidy policy for a period; the faults are in `compiling`. */
export function compileSubsidy(policy: SubsidyPolicy, period: string, compiling: Compiling): SubsidyPlan | undefined {
  const { from, to = "9999-12" } = policy.effective;
  // Months before the policy or after it pay nothing.
  const months = periodsFor(parsePeriod(period)!, "month").filter((month) => month >= from && month <= to);
  const items = new Map(
    policy.items.map(({ code, amount }, i) => [code, { node: amount, place: `/items/${i}/amount` }]),
  );
  const prepare = (per: Item["per"], month: string): ItemPlan[] =>
    policy.items.flatMap((item, i) => {
      if (item.per !== per) return [];
      const at = { ...compiling, month, unit: "元" as const, items };
      return prepareItem(item, `/items/${i}/amount`, at) ?? [];
    });
  const { payers, fund } = policy;
  const payersAt = (month: string) =>
    payers && resolve({ ...compiling, month }, payers.shares, "/payers/shares", "分担比例");
  const monthly: Segment[] = [];
  for (const month of months) {
    const last = monthly.at(-1);
    if (last && sameValues(policy, last.months[0]!, month)) last.months.push(month);
    else monthly.push({ months: [month], items: prepare("month", month), payers: payersAt(month) });
  }
  const once =
    months.length > 1 || !policy.items.some(({ per }) => per === "month") ? prepare("period", compiling.month) : [];
  const last = payersAt(compiling.month);
  const meanings = meaningsOf(
    monthly.map((segment) => segment.months),
    policy.months,
  );
  const plan: SubsidyPlan = {
    kind: "subsidy",
    policy,
    period,
    once,
    monthly,
    meanings,
    terms: termsOf({ policy, monthly, once, meanings }, () => true),
    payers: last,
    payerSets: last ? payerSets(monthly, last) : [],
    budget: fund && resolve(compiling, fund.budget, "/fund/budget", `${fund.title}预算`),
    sources: fund && resolve(compiling, fund.sources, "/fund/sources", `${fund.title}来源`),
    carryOver: fund?.carryOver && resolve(compiling, fund.carryOver, "/fund/carryOver", `${fund.title}结转`),
  };
  return compiling.faults.length === 0 ? plan : undefined;
}

/** Segments by their payers, in the order of the months; those of the period's end are among them in any case. */
function payerSets(monthly: readonly Segment[], last: Resolved<Payer[]>): PayerSet[] {
  const key = ({ value }: Resolved<Payer[]>) => JSON.stringify(value);
  const sets = new Map<string, PayerSet>();
  monthly.forEach(({ payers = last }, segment) => {
    const set = sets.get(key(payers)) ?? { payers, segments: [], last: key(payers) === key(last) };
    set.segments.push(segment);
    sets.set(key(payers), set);
  });
  if (!sets.has(key(last))) sets.set(key(last), { payers: last, segments: [], last: true });
  return [...sets.values()];
}

function prepareItem(item: Item, place: string, compiling: Compiling & { faults: Fault[] }): ItemPlan | undefined {
  const prepared = prepareNode(item.amount, place, compiling);
  if (!prepared) return undefined;
  const scale = lcm(prepared.denominator, 100);
  if (!(prepared.bound * scale < exactBelow)) {
    compiling.faults.push({ pointer: place, code: "tooFine", params: {} });
    return undefined;
  }
  return { item, kernel: prepared.kernel(scale), scale, step: Math.round(item.round.to * 100), reads: prepared.reads };
}

/** Whether no dated value of the items begins or ends between two months. */
function sameValues(policy: SubsidyPolicy, from: string, to: string): boolean {
  return !changesOf([policy.items, policy.payers]).some((month) => month > from && month <= to);
}

/** The months at which some value of a document begins, or has just ended. */
function changesOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "from" in value && "value" in value ? [value.from, "to" in value ? next(String(value.to)) : ""] : [];
  return [
    ...own.filter((month): month is string => typeof month === "string"),
    ...Object.values(value).flatMap(changesOf),
  ];
}

function next(month: string): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}
