/** The ballots of one voter group on one subject: what is known of them, whether they add up, what they come to. */
import type { Mismatch } from "../../../schema/outcome.ts";
import { type TallyCount, type TallyTerm, termTitles } from "../../../schema/policy/appraisal.ts";
import type { Facts } from "../facts.ts";
import { mulDiv } from "../number.ts";
import type { AppraisalPlan } from "./plan.ts";

/** What counting needs of a plan: no value that changes over time. */
type PolicyOfPlan = Pick<AppraisalPlan, "policy">;

export interface Ballots {
  /** Ballots by option, in the order of the policy; none where a cell is not known. */
  options: readonly (number | undefined)[];
  /** What is known of a count, or of all options together. */
  terms: Readonly<Partial<Record<TallyTerm, number>>>;
}

/** A sum; none where a part is not known. */
export const sumOf = (parts: readonly (number | undefined)[]): number | undefined =>
  parts.reduce((sum, part) => (sum === undefined || part === undefined ? undefined : sum + part), 0);

/** Reads the ballots of a group; blank cells are zero where the policy says so and the group is filled in at all. */
export function ballotsOf(
  { policy }: PolicyOfPlan,
  facts: Pick<Facts, "columns">,
  group: number,
  row: number,
): Ballots {
  const { held, blankAsZero } = policy.counts;
  const cell = (code: string) => {
    const units = facts.columns.get(`${policy.groups[group]!.code}.${code}`)?.[row] ?? Number.NaN;
    return Number.isNaN(units) ? undefined : units;
  };
  const typed = policy.options.map(({ code }) => cell(code));
  const filled = typed.some((ballots) => ballots !== undefined);
  const options = filled && blankAsZero.includes("options") ? typed.map((ballots) => ballots ?? 0) : typed;
  const terms: Partial<Record<TallyTerm, number>> = {};
  const know = (term: TallyTerm, value: number | undefined) => {
    if (value !== undefined) terms[term] = value;
  };
  for (const count of held) {
    const zero = filled && (blankAsZero as readonly TallyCount[]).includes(count) ? 0 : undefined;
    know(count, cell(count) ?? zero);
  }
  know("options", sumOf(options));
  if (terms.valid === undefined && terms.returned !== undefined && terms.invalid !== undefined)
    terms.valid = terms.returned - terms.invalid;
  return { options, terms };
}

/** Valid ballots: as given or derived; where the returned ones are not known, all that were marked or abstained. */
export const validOf = ({ terms }: Ballots): number | undefined =>
  terms.valid ?? sumOf([terms.options, terms.abstained ?? 0]);

const optionsWhere = ({ policy }: PolicyOfPlan, { options }: Ballots, uncounted: boolean) =>
  sumOf(options.filter((_, i) => "uncounted" in policy.options[i]! === uncounted));

/** What points or rates are divided by: a count without the options that are not counted and, by rule, abstentions. */
export function baseOf(plan: PolicyOfPlan, ballots: Ballots, base: TallyCount): number | undefined {
  const { item, counts } = plan.policy;
  const whole = base === "valid" ? validOf(ballots) : ballots.terms[base];
  const uncounted = optionsWhere(plan, ballots, true);
  if (item.abstention === "inBase" || !counts.held.includes("abstained"))
    return sumOf([whole, uncounted === undefined ? undefined : -uncounted]);
  const { abstained } = ballots.terms;
  if (abstained === undefined && base === "valid") return optionsWhere(plan, ballots, false);
  return whole === undefined || uncounted === undefined || abstained === undefined
    ? undefined
    : whole - uncounted - abstained;
}

export interface Item {
  /** Points in 1/scale. */
  points: number;
  base: number;
  centi: number;
}

/** The item score of a group: points by coefficients over the base; none where that is not known or nobody voted. */
export function itemOf(plan: AppraisalPlan, ballots: Ballots): Item | undefined {
  const { base: named, round } = plan.policy.item;
  const base = baseOf(plan, ballots, named);
  const points = sumOf(
    plan.wholeCoefficients.flatMap((coefficient, i) => {
      const marked = ballots.options[i];
      return coefficient === undefined ? [] : [marked === undefined ? undefined : marked * coefficient];
    }),
  );
  if (base === undefined || points === undefined || base <= 0) return undefined;
  return { points, base, centi: mulDiv(points, 100, plan.scale * base, round.mode) };
}

/** Where the ballots of a group do not add up. */
export const mismatchesOf = (plan: PolicyOfPlan, group: number, ballots: Ballots): Mismatch[] =>
  brokenRules(plan, group, ballots).map(({ mismatch }) => mismatch);

/** Where the ballots of a group do not add up, and whether they are kept so when they are pushed. */
export function brokenRules(plan: PolicyOfPlan, group: number, ballots: Ballots) {
  const { groups, reconciliation, item, counts } = plan.policy;
  const { code } = groups[group]!;
  const found: { mismatch: Mismatch; onPush: "warn" | "refuse" }[] = [];
  for (const rule of reconciliation) {
    if (!rule.groups.includes(code)) continue;
    const [left, right] = [rule.left, rule.right].map((terms) => sumOf(terms.map((term) => ballots.terms[term])));
    if (left === undefined || right === undefined || left === right || (rule.op === "<=" && left < right)) continue;
    const text = [rule.left, rule.right].map((terms) => terms.map((term) => termTitles[term]).join("+"));
    const said = `${text[0]}${rule.op === "=" ? "=" : "不多于"}${text[1]}`;
    const mismatch = { cell: `${code}.${rule.cell}`, rule: said, difference: left - right };
    found.push({ mismatch, onPush: rule.onPush ?? "warn" });
  }
  // By the definition of the base, ballots that count lie inside it.
  const [base, marked] = [baseOf(plan, ballots, item.base), optionsWhere(plan, ballots, false)];
  if (found.length === 0 && base !== undefined && marked !== undefined && base < marked) {
    const cell = item.base === "valid" && !counts.held.includes("valid") ? "returned" : item.base;
    const mismatch = { cell: `${code}.${cell}`, rule: "计入的票不多于基数", difference: marked - base };
    found.push({ mismatch, onPush: "warn" });
  }
  return found;
}
