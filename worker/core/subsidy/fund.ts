/** Funds: what a budget leaves of what is due, by the mode that the policy names. */
import type { FundState } from "../../../schema/outcome.ts";
import { ancestorAt, type RegionLevel } from "../../../schema/region.ts";
import type { Facts } from "../facts.ts";
import { groupsAt } from "../peers.ts";
import { splitByWeight } from "../split.ts";
import type { SubsidyPlan } from "./subsidy.ts";

const fenOf = (yuan: number) => Math.round(yuan * 100);

export interface Allotment {
  /** One for every fund: one for all, or one for each region of the level at which there are funds. */
  states: FundState[];
  /** Fen that each row gets. */
  allotted: Float64Array;
}

/**
 * Pays amounts out of the funds of a plan. `refuse` leaves all amounts as they are and only says by how much they
 * exceed the budget; the other modes pay no more than there is.
 * @param due fen by row; NaN where nothing is known to be due
 */
export function allot(plan: SubsidyPlan, facts: Facts, due: Float64Array): Allotment | undefined {
  const { fund } = plan.policy;
  if (!fund || !plan.budget || !plan.sources) return undefined;
  const budgetFen = fenOf(plan.budget.value) + fenOf(plan.carryOver?.value ?? 0);
  const sources = plan.sources.value.map(({ code, title, amount }) => ({ code, title, amountFen: fenOf(amount) }));
  const known = [...due.keys()].filter((row) => !Number.isNaN(due[row]!));
  const { of } = groupsAt(facts.regions, fund.peers ?? "round");
  const groups = fund.peers ? [...Map.groupBy(known, (row) => of[row]!).values()] : [known];
  const allotted = due.slice();
  const states = groups.map((rows): FundState => {
    const region = fund.peers && fund.peers !== "round" ? facts.subjects[rows[0]!]!.regionCode : undefined;
    const dueFen = rows.reduce((sum, row) => sum + due[row]!, 0);
    const overFen = Math.max(0, dueFen - budgetFen);
    if (overFen > 0) cutBack(fund, facts, due, rows, budgetFen, allotted);
    const usedFen = rows.reduce((sum, row) => sum + allotted[row]!, 0);
    return {
      ...{ code: fund.code, title: fund.title, budgetFen, dueFen, usedFen, overFen, sources },
      ...(region !== undefined && { regionCode: ancestorAt(region, fund.peers as RegionLevel) }),
    };
  });
  return { states, allotted };
}

/** Lets some rows have no more than there is, by the mode of the fund. */
function cutBack(
  fund: NonNullable<SubsidyPlan["policy"]["fund"]>,
  facts: Facts,
  due: Float64Array,
  rows: readonly number[],
  budgetFen: number,
  allotted: Float64Array,
) {
  if (fund.over === "proRata") {
    const owed = byId(
      facts,
      rows.filter((row) => due[row]! > 0),
    );
    const dueFen = rows.reduce((sum, row) => sum + due[row]!, 0);
    const credit = dueFen - owed.reduce((sum, row) => sum + due[row]!, 0);
    const shares = splitByWeight(
      budgetFen - credit,
      owed.map((row) => due[row]!),
    );
    owed.forEach((row, i) => {
      allotted[row] = shares[i]!;
    });
  } else if (fund.over !== "refuse" && fund.order !== undefined) {
    let left = budgetFen;
    for (const row of inOrder(facts, rows, fund.order)) {
      const paid = Math.min(left, due[row]!);
      allotted[row] = paid;
      left -= paid;
    }
  }
}

/** Rows by the id of their subjects: what the order of the request must not decide is decided by it. */
const byId = ({ order }: Facts, rows: readonly number[]) => [...rows].sort((a, b) => order[a]! - order[b]!);

/** Rows by an input, the smaller first; equal ones and those without it by id, the latter last. */
function inOrder(facts: Facts, rows: readonly number[], input: string): number[] {
  const column = facts.columns.get(input)!;
  const key = (row: number) => (Number.isNaN(column[row]!) ? Number.POSITIVE_INFINITY : column[row]!);
  return [...rows].sort((a, b) => {
    if (key(a) !== key(b)) return key(a) < key(b) ? -1 : 1;
    return facts.order[a]! - facts.order[b]!;
  });
}
