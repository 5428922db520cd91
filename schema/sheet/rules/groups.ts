/** Rules over several rows: those with one value are a group, in which only one may stand or whose sum must agree. */
import type { Rule } from "../../registerRule.ts";
import type { Cells } from "../definition.ts";
import { applies, type Breach, breach, looksAt, type Ruled, titlesOf } from "./rule.ts";
import { isCounted, totalOf } from "./total.ts";

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
    if (cells === undefined || !applies(rule, cells) || !isCounted(rule, cells)) return undefined;
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
      const total = totalOf(rule, columns);
      const sideOf = (i: number, side: "before" | "after") => (sides[i]![side] === group ? moves[i]![side] : undefined);
      for (const { cells, isHidden } of members.others) total.add(cells, isHidden);
      for (const i of members.moves) total.add(sideOf(i, isRefused(i) ? "before" : "after"));
      const said = total.said();
      if (!said) return undefined;
      // What must be equal is equal only as a whole; what has a limit is taken row by row up to it.
      if (!total.isLimit) return { moves: contending, said };
      for (const i of contending) total.replace(sideOf(i, "after"), sideOf(i, "before"));
      const beyond = contending.filter((i) => {
        total.replace(sideOf(i, "before"), sideOf(i, "after"));
        if (!total.said()) return false;
        total.replace(sideOf(i, "after"), sideOf(i, "before"));
        return true;
      });
      return { moves: beyond, said };
    },
  };
}
