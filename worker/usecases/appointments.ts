/** Appointments as parts of a person's year: which post in which months, by the policy's rule for the first and last. */
import type { Period } from "../../schema/period.ts";
import type { SubjectInParts, SubsidyPolicy } from "../../schema/policy/policy.ts";
import { formatMonths } from "../../schema/sheet/months.ts";
import type { Lineage } from "../../schema/trace.ts";
import type { Entry } from "../store/entries.ts";

type Rule = NonNullable<SubsidyPolicy["appointments"]>;
type Parts = NonNullable<SubjectInParts["parts"]>;

/**
 * Deals out the entries of the roster of appointments.
 * @returns by person the parts, and the entries that they come from; a person without a post of the policy in the
 *   period has none
 */
export function partsByPerson(policy: SubsidyPolicy, rule: Rule, entries: readonly Entry[], period: Period) {
  const parts = new Map<string, Parts>();
  const origins = new Map<string, Lineage[]>();
  const input = policy.inputs[rule.input]!;
  for (const { id, cells, version, push } of entries) {
    const value = cells[rule.column];
    const person = String(cells[rule.person] ?? "");
    const months = monthsServed(String(cells[rule.from] ?? ""), cells[rule.to], rule, period);
    const known = input.options === undefined || input.options.some(([code]) => code === value);
    if (!known || months.length === 0) continue;
    const part = { [rule.input]: value ?? null, ...(policy.months && { [policy.months.input]: formatMonths(months) }) };
    parts.set(person, [...(parts.get(person) ?? []), part]);
    const columns = [rule.column, rule.from, rule.to];
    const from: Lineage = {
      sheet: rule.sheet,
      period: "",
      id,
      version,
      push,
      cells: Object.fromEntries(columns.map((column) => [column, cells[column] ?? null])),
    };
    origins.set(person, [...(origins.get(person) ?? []), from]);
  }
  return { parts, origins };
}

/** The months of the period, 1 to 12, in which an appointment counts. */
function monthsServed(from: string, to: unknown, { start, end }: Rule, period: Period): number[] {
  const counts = (month: string) => {
    const begun = start === "current" ? month >= from.slice(0, 7) : month > from.slice(0, 7);
    const last = typeof to === "string" ? to.slice(0, 7) : "9999-12";
    return from !== "" && begun && (end === "current" ? month <= last : month < last);
  };
  const year = period.from.slice(0, 4);
  const [first, until] = [Number(period.from.slice(5)), Number(period.to.slice(5))];
  return Array.from({ length: until - first + 1 }, (_, i) => first + i).filter((month) =>
    counts(`${year}-${String(month).padStart(2, "0")}`),
  );
}
