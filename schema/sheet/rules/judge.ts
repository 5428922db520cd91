/** Judges the rows of a push by the rules of their sheet, as the sheet would stand after it. Pure. */
import { chosenIn } from "../cells/choices.ts";
import type { Cells } from "../definition.ts";
import { type Grouping, groupedBy, grouping, type Move, type OtherRow } from "./groups.ts";
import { rowBreaches } from "./rows.ts";
import { applies, type Breach, breach, looksAt, type Ruled } from "./rule.ts";

/**
 * Judges moves in their order. A refused row stays as it was, and the others are judged by that.
 * @param others the rows that stand beside those of the push: at least all of every group that it touches
 * @returns of every move what the rules say; it is refused where one of them refuses
 */
export function judgeMoves(ruled: Ruled, others: readonly OtherRow[], moves: readonly Move[]): Breach[][] {
  const found = moves.map(({ after, changed }) => (after ? rowBreaches(ruled, after, changed) : []));
  const isRefused = (i: number) => found[i]!.some(({ severity }) => severity === "refuse");
  const groupings = ruled.rules
    .filter((rule) => groupedBy(rule) !== undefined)
    .map((rule) => grouping(rule, ruled.columns, others, moves));
  const refusing = groupings.filter(({ rule }) => rule.severity !== "warn");

  const open = new Map(refusing.map((one): [Grouping, Set<string>] => [one, new Set(allGroups(one, moves))]));
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    for (const [one, groups] of open)
      for (const group of groups) {
        groups.delete(group);
        const verdict = one.judge(group, isRefused);
        for (const i of verdict?.moves ?? []) {
          found[i]!.push(verdict!.said);
          // The row stays where it was: whoever counted on its leaving is judged again.
          for (const [other, again] of open) for (const left of other.groupsOf(i)) again.add(left);
          isSettled = false;
        }
      }
  }
  for (const one of groupings.filter(({ rule }) => rule.severity === "warn"))
    for (const group of new Set(allGroups(one, moves))) {
      const { moves: warned, said } = one.judge(group, isRefused) ?? { moves: [] };
      // One total is told once.
      const told = "total" in one.rule.check ? warned.slice(-1) : warned;
      for (const i of told) found[i]!.push(said!);
    }
  for (const [i, said] of lacking(ruled, others, moves, isRefused)) found[i]!.push(said);
  return found;
}

const allGroups = ({ groupsOf }: Grouping, moves: readonly Move[]) => moves.flatMap((_, i) => groupsOf(i));

/** What subjects still lack of what all their rows together must have; told at the last row that was pushed of each. */
function lacking(
  { rules, columns }: Ruled,
  others: readonly OtherRow[],
  moves: readonly Move[],
  isRefused: (move: number) => boolean,
): [move: number, said: Breach][] {
  return rules.flatMap((rule): [number, Breach][] => {
    if (!("cover" in rule.check)) return [];
    const { column: key, targets } = rule.check.cover;
    const last = new Map<string, number>();
    moves.forEach(({ subjectId, changed }, i) => {
      if (!isRefused(i) && looksAt(rule, changed)) last.set(subjectId, i);
    });
    const there = new Map([...last.keys()].map((id): [string, Set<string>] => [id, new Set()]));
    const { title, options = [], many } = columns.get(key)!;
    const see = (subjectId: string, cells: Cells | undefined) => {
      const cell = String((cells && applies(rule, cells) && cells[key]) ?? "");
      for (const value of many ? chosenIn(cell) : [cell]) there.get(subjectId)?.add(value);
    };
    for (const { subjectId, cells } of others) see(subjectId, cells);
    moves.forEach(({ subjectId, before, after }, i) => {
      see(subjectId, isRefused(i) ? before : after);
    });
    const names = new Map(options);
    return [...last].flatMap(([subjectId, i]): [number, Breach][] => {
      const missing = targets.filter((target) => !there.get(subjectId)!.has(target));
      if (missing.length === 0) return [];
      const named = missing.map((target) => names.get(target) ?? target).join("、");
      const warning = { ...rule, severity: "warn" as const };
      return [[i, breach(warning, key, { code: "notCovered", params: { title, missing: named } })]];
    });
  });
}
