/** The values of a policy's parameters in a period: compared between documents and periods, and moved in time. */
import type { Difference } from "../../schema/moves.ts";
import { parsePeriod, periodsFor } from "../../schema/period.ts";
import { partsOf } from "../../schema/pointer.ts";
import { type DatedValue, inForce } from "../../schema/policy/basis.ts";
import { type Parameter, parametersOf } from "../../schema/policy/parameters.ts";
import type { Policy } from "../../schema/policy/policy.ts";

/** The last month of a period in which the policy is in force: its values are those that decide. */
export function decidingMonth({ effective: { to } }: Policy, period: string): string {
  const last = parsePeriod(period)!.to;
  return to !== undefined && to < last ? to : last;
}

/** The months of a period whose values count: all of them where months are added up. */
function countingMonths(policy: Policy, period: string): string[] {
  const last = decidingMonth(policy, period);
  return policy.kind === "subsidy" ? periodsFor(parsePeriod(period)!, "month").filter((one) => one <= last) : [last];
}

/** The values of a parameter that are in force in some counting month of a period, in order. */
export function spansIn(policy: Policy, period: string, { values }: Parameter): DatedValue<unknown>[] {
  return [...new Set(countingMonths(policy, period).flatMap((month) => inForce(values, month) ?? []))];
}

/** The value of a parameter in a period; where it changes within, each with its month; `null` where there is none. */
export function valueIn(policy: Policy, period: string, parameter: Parameter): unknown {
  const spans = spansIn(policy, period, parameter);
  return spans.length > 1 ? spans.map(({ from, value }) => ({ from, value })) : (spans[0]?.value ?? null);
}

/** A document judged over a period. */
export interface Judging {
  policy: Policy;
  period: string;
}

/** The parameters whose values in force differ between two documents or two periods. */
export function differencesBetween(before: Judging, after: Judging): Difference[] {
  const listed = ({ policy, period }: Judging) =>
    new Map(
      parametersOf(policy).map((one) => [keyOf(policy, one.name), { ...one, value: valueIn(policy, period, one) }]),
    );
  const [was, is] = [listed(before), listed(after)];
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((key): Difference[] => {
    const [a, b] = [was.get(key), is.get(key)];
    const { name, title } = (b ?? a)!;
    const [from, to] = [a?.value ?? null, b?.value ?? null];
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ name, title, before: from, after: to }];
  });
}

/** The place of a parameter by codes where items have them: it stays when another item comes before it. */
function keyOf(policy: Policy, name: string): string {
  let at: unknown = policy;
  return partsOf(name)
    .map((part) => {
      const within = at;
      at = (at as Record<string, unknown> | undefined)?.[part];
      return Array.isArray(within) ? (codeOf(at) ?? part) : part;
    })
    .join("/");
}

const codeOf = (value: unknown): string | undefined => {
  if (typeof value !== "object" || value === null) return undefined;
  if ("code" in value && typeof value.code === "string") return value.code;
  return "value" in value ? codeOf(value.value) : undefined;
};

/** A document with all its dates moved by so many months: its values of one period, over another. */
export function shifted<P extends Policy>(policy: P, months: number): P {
  if (months === 0) return policy;
  const copy = structuredClone(policy);
  const move = (span: { from: string; to?: string | undefined }) => {
    span.from = monthAfter(span.from, months);
    if (span.to !== undefined) span.to = monthAfter(span.to, months);
  };
  move(copy.effective);
  for (const { values } of parametersOf(copy)) values.forEach(move);
  return copy;
}

/** How many months lie between the ends of two periods. */
export function monthsBetween(from: string, to: string): number {
  const [a, b] = [parsePeriod(from)!.to, parsePeriod(to)!.to];
  return countOf(b) - countOf(a);
}

const countOf = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
const monthAfter = (month: string, months: number) => {
  const count = Math.max(0, countOf(month) + months);
  return `${String(Math.floor(count / 12)).padStart(4, "0")}-${String((count % 12) + 1).padStart(2, "0")}`;
};

/**
 * What of a document the gathering of facts may depend on: all but the values of its rules, the time that it is in force,
 * its tests and checks. Two documents with the same text gather the same facts.
 */
export function bonesOf(policy: Policy): string {
  const rules = new Set(
    parametersOf(policy).flatMap(({ name, values }) => (name.startsWith("/inputs/") ? [] : [values])),
  );
  const { tests: _, checks: __, effective: ___, ...rest } = policy;
  return JSON.stringify(rest, (_key, value) => (rules.has(value) ? null : value));
}
