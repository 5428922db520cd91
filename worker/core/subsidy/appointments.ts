/** Appointments as parts of a person's year: which post in which months, by the policy's rules for the first, the last and a change. */
import type { Warning } from "../../../schema/outcome.ts";
import type { Period } from "../../../schema/period.ts";
import type { Handover, SubjectInParts, SubsidyPolicy } from "../../../schema/policy/policy.ts";
import type { Cell } from "../../../schema/sheet/definition.ts";
import { formatMonths } from "../../../schema/sheet/months.ts";
import type { Lineage } from "../../../schema/trace.ts";
import type { Origin } from "../facts.ts";
import { lineageOf, type Recorded } from "../indicators/records.ts";

type Rule = NonNullable<SubsidyPolicy["appointments"]>;

/** One appointment to a post of the policy. */
interface Stint {
  row: Recorded;
  post: Cell;
  place: string;
  from: string;
  /** The day it ends; none while it lasts. */
  to: string | undefined;
}

/** What a person holds in a period: the parts, and where they come from. */
export interface Service {
  parts: NonNullable<SubjectInParts["parts"]>;
  handovers: Handover[];
  origin: Origin;
}

/**
 * Deals out the entries of the roster of appointments. One that ends before it begins counts nothing, and a post that
 * is entered twice for the same days counts once; both are warned of.
 * @param placeOf where a person belongs, for appointments that name no place
 * @returns by person what was held; a person without a post of the policy in the period is not among them
 */
export function serviceByPerson(
  policy: SubsidyPolicy,
  rule: Rule,
  entries: readonly Recorded[],
  period: Period,
  placeOf: (person: string) => Cell = () => null,
): { served: Map<string, Service>; warnings: Warning[] } {
  const input = policy.inputs[rule.input]!;
  const backwards: string[] = [];
  const twice: string[] = [];
  const stints = new Map<string, Stint[]>();
  for (const row of entries) {
    const { [rule.column]: post = null, [rule.from]: from, [rule.to]: to } = row.cells;
    const person = String(row.cells[rule.person] ?? "");
    if (typeof from !== "string" || (input.options && !input.options.some(([code]) => code === post))) continue;
    if (typeof to === "string" && to < from) {
      backwards.push(row.id);
      continue;
    }
    const place = String((rule.place && row.cells[rule.place]) ?? placeOf(person) ?? "");
    const stint = { row, post, place, from, to: typeof to === "string" ? to : undefined };
    stints.set(person, [...(stints.get(person) ?? []), stint]);
  }
  const served = new Map<string, Service>();
  for (const [person, list] of stints) {
    list.sort(inOrder);
    const double = list.filter((one, i) => list.slice(0, i).some((other) => isSame(one, other) && overlap(one, other)));
    twice.push(...double.map(({ row }) => row.id));
    const service = serviceOf(policy, rule, list, period);
    if (service.parts.length > 0) served.set(person, service);
  }
  return {
    served,
    warnings: [
      ...listed("appointmentBackwards", "免职日期早于任职日期,不计", backwards),
      ...listed("samePostTwice", "同一职务同时登记了两次,重复的月份只计一次", twice),
    ],
  };
}

/** By their first days; of those that begin together the one that ends first. */
const inOrder = (a: Stint, b: Stint) => (orderOf(a) < orderOf(b) ? -1 : 1);
const orderOf = ({ from, to = "9999-12-31", row }: Stint) => `${from} ${to} ${row.id}`;

const isSame = (a: Stint, b: Stint) => a.post === b.post && a.place === b.place;
const overlap = (a: Stint, b: Stint) => (b.to === undefined || a.from < b.to) && (a.to === undefined || b.from < a.to);

/** So many appointments are named; of more only how many. */
const mostNamed = 10;
const listed = (code: string, what: string, ids: readonly string[]): Warning[] =>
  ids.length === 0
    ? []
    : [
        {
          code,
          message: `${what}:${ids.slice(0, mostNamed).join("、")}${ids.length > mostNamed ? `等${ids.length}条` : ""}`,
        },
      ];

/** What one person's appointments, the earliest first, come to in a period. */
function serviceOf(policy: SubsidyPolicy, rule: Rule, stints: readonly Stint[], period: Period): Service {
  const months = stints.map(() => [] as number[]);
  const changes: { month: number; among: number[] }[] = [];
  for (const month of monthsOf(period)) {
    const number = Number(month.slice(5));
    const { among, counting } = changeIn(month, stints, rule);
    if (among.length > 0) changes.push({ month: number, among });
    stints.forEach((stint, i) => {
      const counts = among.includes(i) ? counting.includes(i) : countsIn(month, stint, rule);
      const again = stints.some((other, o) => o < i && isSame(other, stint) && months[o]!.at(-1) === number);
      if (counts && !again) months[i]!.push(number);
    });
  }
  const held = stints.map((_, i) => i).filter((i) => months[i]!.length > 0);
  const handovers = changes.flatMap(({ month, among }): Handover[] => {
    const parts = among.map((i) => held.indexOf(i)).filter((part) => part >= 0);
    const isOpen = rule.change === "highest" && rule.concurrent === "all" && parts.length > 1;
    return isOpen ? [{ month, parts }] : [];
  });
  const columns = [rule.column, rule.from, rule.to, ...(rule.place ? [rule.place] : [])];
  const text = changes.map(({ month }) => `${month}月换任,当月计${changeTitles[rule.change!]}`).join(";");
  return {
    parts: held.map((i) => ({
      [rule.input]: stints[i]!.post,
      ...(policy.months && { [policy.months.input]: formatMonths(months[i]!) }),
    })),
    handovers,
    origin: { from: held.map((i): Lineage => lineageOf(rule.sheet, stints[i]!.row, columns)), ...(text && { text }) },
  };
}

const changeTitles = { earlier: "原职", later: "新职", highest: "较高的一职" };

function monthsOf(period: Period): string[] {
  const year = period.from.slice(0, 4);
  const [first, last] = [Number(period.from.slice(5)), Number(period.to.slice(5))];
  return Array.from({ length: last - first + 1 }, (_, i) => `${year}-${String(first + i).padStart(2, "0")}`);
}

/** Whether an appointment counts in a month by the rules for its first and its last one. */
function countsIn(month: string, { from, to = "9999-12" }: Stint, { start, end }: Rule): boolean {
  const begun = start === "current" ? month >= from.slice(0, 7) : month > from.slice(0, 7);
  return begun && (end === "current" ? month <= to.slice(0, 7) : month < to.slice(0, 7));
}

/**
 * Who leaves a post and comes to another in the same month, where the policy has a rule for it: all of them, and those
 * that count, whatever the rules for first and last months would make of them.
 */
function changeIn(month: string, stints: readonly Stint[], { change }: Rule): { among: number[]; counting: number[] } {
  if (change === undefined) return { among: [], counting: [] };
  const [left, come] = [new Set<number>(), new Set<number>()];
  stints.forEach((old, i) => {
    stints.forEach((next, j) => {
      const inMonth = old.to?.startsWith(month) && next.from.startsWith(month);
      if (i >= j || !inMonth || next.from < old.to!) return;
      left.add(i);
      come.add(j);
    });
  });
  const among = [...new Set([...left, ...come])].sort((a, b) => a - b);
  const beaten = change === "earlier" ? come : change === "later" ? left : new Set<number>();
  return { among, counting: among.filter((i) => !beaten.has(i)) };
}
