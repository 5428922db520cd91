/** Rules over several rows: those with one value are a group, in which only one may stand or whose sum must agree. */
import type { Rule } from "../../registerRule.ts";
import type { Cells, Column } from "../definition.ts";
import { amountOf, amountText, breaks, total } from "./amount.ts";
import { applies, type Breach, breach, looksAt, type Ruled, signs, titlesOf } from "./rule.ts";

/** A row that stands and is not pushed; `isHidden` where the pusher may not see it. */
export interface OtherRow {
  id: string;
  subjectId: string;
  cells: Cells;
  isHidden?: boolean;
}

/** What a push does to one row. */
export interface Move {
  subjectId: string;
  /** The cells before; none where there was no row, or a deleted one. */
  before?: Cells | undefined;
  /** The cells after; none where the row is deleted. */
  after?: Cells | undefined;
  /** The columns that change; none named where the row comes or goes. */
  changed?: ReadonlySet<string> | undefined;
}

/** The columns whose values make a group. */
export function groupedBy({ check }: Rule): readonly string[] | undefined {
  if ("unique" in check) return check.unique;
  return "total" in check ? check.total.by : undefined;
}

/** A rule with the rows of its groups. */
export interface Grouping {
  rule: Rule;
  /** The groups that a move leaves or joins, where the rule looks at what it changes. */
  groupsOf(move: number): string[];
  /** What the rule says of one group, as the rows stand, and which moves it says it to. */
  judge(group: string, isRefused: (move: number) => boolean): { moves: number[]; said: Breach } | undefined;
}

/** Groups the rows of a push, and those beside it, by a rule. */
export function grouping(
  rule: Rule,
  columns: Ruled["columns"],
  others: readonly OtherRow[],
  moves: readonly Move[],
): Grouping {
  const by = groupedBy(rule) ?? [];
  const groupOf = (cells: Cells | undefined): string | undefined => {
    if (cells === undefined || !applies(rule, cells)) return undefined;
    const values = by.map((key) => cells[key] ?? null);
    return values.includes(null) ? undefined : JSON.stringify(values);
  };
  const groups = new Map<string, { others: OtherRow[]; moves: number[] }>();
  const membersOf = (group: string) => {
    const found = groups.get(group) ?? { others: [], moves: [] };
    groups.set(group, found);
    return found;
  };
  for (const row of others) {
    const group = groupOf(row.cells);
    if (group !== undefined) membersOf(group).others.push(row);
  }
  const sides = moves.map(({ before, after }) => ({ before: groupOf(before), after: groupOf(after) }));
  const bothOf = (i: number) => [...new Set([sides[i]!.before, sides[i]!.after])].filter((one) => one !== undefined);
  moves.forEach((_, i) => {
    for (const group of bothOf(i)) membersOf(group).moves.push(i);
  });
  const touches = moves.map(({ changed }) => looksAt(rule, changed));

  return {
    rule,
    groupsOf: (i) => (touches[i] ? bothOf(i) : []),
    judge(group, isRefused) {
      const members = membersOf(group);
      const isIn = (i: number) => sides[i]![isRefused(i) ? "before" : "after"] === group;
      const contending = members.moves.filter((i) => touches[i] && !isRefused(i));
      if ("unique" in rule.check) {
        const isHeld =
          members.others.length > 0 || members.moves.some((i) => isIn(i) && !(touches[i] && !isRefused(i)));
        const late = contending.filter(isIn).slice(isHeld ? 0 : 1);
        const [key] = rule.check.unique;
        const params = { columns: titlesOf(columns, rule.check.unique, "、") };
        return { moves: late, said: breach(rule, key!, { code: "duplicateValue", params }) };
      }
      const standing = members.moves.filter(isIn).map((i) => moves[i]![isRefused(i) ? "before" : "after"]!);
      const rows = [...members.others.map(({ cells }) => cells), ...standing];
      const said = totalBreach(
        rule,
        columns,
        rows,
        members.others.some(({ isHidden }) => isHidden),
      );
      return said && { moves: contending, said };
    },
  };
}

/** What a rule of totals says of the rows of one group; figures are told only where the pusher may see all of them. */
function totalBreach(
  rule: Rule,
  columns: Ruled["columns"],
  rows: readonly Cells[],
  isHidden: boolean,
): Breach | undefined {
  if (!("total" in rule.check)) return undefined;
  const { of, op, to } = rule.check.total;
  const [added, limit]: Column[] = [of, typeof to === "string" ? to : of].map((key) => columns.get(key)!) as Column[];
  const parts = rows.map((cells) => amountOf(cells[of], added!)).filter((part) => part !== undefined);
  const limits = typeof to === "number" ? [to] : rows.map((cells) => cells[to]);
  const sum = total(parts);
  const broken = limits
    .map((cell) => amountOf(cell, limit!))
    .find((amount) => amount !== undefined && breaks(sum, op, amount));
  if (broken === undefined || parts.length === 0) return undefined;
  const said = `${added!.title}${signs[op]}${typeof to === "number" ? amountText(broken, limit!) : limit!.title}`;
  const now = isHidden ? undefined : `${amountText(sum, limit!)}和${amountText(broken, limit!)}`;
  return breach(rule, of, { code: "totalMismatch", params: { said, now } });
}
