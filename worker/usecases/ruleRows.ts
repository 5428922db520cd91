/** Holds the rows of a push against the rules of their sheet: reads what stands beside them, takes back what a rule refuses. */
import { covers, everywhere, type RegionScope } from "../../schema/region.ts";
import type { Rule } from "../../schema/registerRule.ts";
import type { Cell } from "../../schema/sheet/definition.ts";
import { type Decision, type RowError, type Standing, takeBack } from "../../schema/sheet/push.ts";
import { groupedBy, type Move, type OtherRow } from "../../schema/sheet/rules/groups.ts";
import { judgeMoves } from "../../schema/sheet/rules/judge.ts";
import { type Breach, looksAt } from "../../schema/sheet/rules/rule.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { tallyBreaches } from "../core/appraisal/reconcile.ts";
import type { Database } from "../store/database.ts";
import { lastPush } from "../store/pushes.ts";
import { entriesAbout, entriesHolding, stillUnheld, stillUntouched } from "../store/ruled.ts";
import type { Catalogue } from "./catalogue.ts";

/** What came of the rules: the decisions, and what must still hold when they are written. */
export interface Ruling {
  decisions: Decision[];
  guards: ReturnType<typeof stillUntouched>;
}

/** Sheets into which ballots are typed, be it by one account or by two; signatures hold none. */
const ballotsTyped = new Set<Sheet["ballots"]>(["typed", "toSign", "first", "second"]);

/**
 * Applies the rules of a sheet. A sheet without rules is read no more for it.
 * @param scope where the pusher may read: rows elsewhere count, but nothing is told of them
 */
export async function ruleRows(
  db: Database,
  catalogue: Catalogue,
  sheet: Sheet,
  period: string,
  scope: RegionScope,
  decisions: Decision[],
  standing: ReadonlyMap<string, Standing>,
): Promise<Ruling> {
  if (!sheet.rules?.length && !ballotsTyped.has(sheet.ballots)) return { decisions, guards: [] };
  const changing = decisions.flatMap(({ change, left }, i) => (change ? [{ i, change, id: (left ?? change).id }] : []));
  const moves = changing.map(({ change, id }): Move => {
    const was = standing.get(id);
    const before = was && was.version > 0 && !was.deleted ? was.cells : undefined;
    const after = change.deleted ? undefined : change.cells;
    const changed = before && after && new Set(Object.keys(change.to));
    return { subjectId: change.subjectId, before, after, changed };
  });
  const policy = ballotsTyped.has(sheet.ballots)
    ? catalogue.policies.find(({ id }) => id === sheet.policyId)?.document
    : undefined;
  if (policy?.kind === "appraisal") {
    const found = moves.map(({ after, changed }) => (after ? tallyBreaches(policy, after, changed) : []));
    return { decisions: withBreaches(decisions, changing, found), guards: [] };
  }
  const touched = (sheet.rules ?? []).filter((rule) => moves.some(({ changed }) => looksAt(rule, changed)));
  if (touched.length === 0) return { decisions, guards: [] };

  const where = { sheet: sheet.id, period };
  // The push is read first: whatever comes after it, the guards find.
  const guarded = touched.filter((rule) => rule.severity !== "warn" && groupedBy(rule) !== undefined);
  const [{ id: after } = { id: 0 }] = guarded.length > 0 ? await lastPush(db) : [];
  const pushed = new Set(changing.flatMap(({ change, id }) => [change.id, id]));
  const others = await othersFor(db, where, touched, moves);
  const beside = others
    .filter(({ id }) => !pushed.has(id))
    .map((row): OtherRow => ({ ...row, isHidden: !covers(scope, row.regionCode) }));
  const columns = new Map(sheet.columns.map((column) => [column.key, column]));
  const found = judgeMoves({ rules: touched, columns, period }, beside, moves);
  const saved = moves.filter((_, i) => !found[i]!.some(({ severity }) => severity === "refuse"));
  return {
    decisions: withBreaches(decisions, changing, found),
    guards: guarded.flatMap((rule) => guardsOf(rule, { ...where, after }, saved)),
  };
}

/** The decisions with what was found of each: refused, or saved with notices. */
function withBreaches(
  decisions: readonly Decision[],
  changing: readonly { i: number }[],
  found: readonly Breach[][],
): Decision[] {
  const ruled = [...decisions];
  changing.forEach(({ i }, move) => {
    const told = (severity: Breach["severity"]): RowError[] =>
      found[move]!.filter((one) => one.severity === severity).map(({ error }) => error);
    const decision = ruled[i]!;
    const [errors, warnings] = [told("refuse"), told("warn")];
    if (errors.length > 0) ruled[i] = takeBack(decision, "invalid", errors);
    else if (warnings.length > 0) {
      const notices = [...(decision.result.notices ?? []), ...warnings];
      ruled[i] = { ...decision, result: { ...decision.result, notices } };
    }
  });
  return ruled;
}

/** The values that moves bring into the columns of a unique rule. */
function valuesOf(rule: Rule, keys: readonly string[], moves: readonly Move[]): Cell[][] {
  return moves
    .filter(({ after, changed }) => after !== undefined && looksAt(rule, changed))
    .map(({ after }) => keys.map((key) => after![key] ?? null))
    .filter((values) => !values.includes(null));
}

/** The subjects of the moves that a rule looks at; none named where its groups reach over several subjects. */
function subjectsOf(rule: Rule, moves: readonly Move[]): string[] | undefined {
  if ("total" in rule.check && !rule.check.total.by.includes("subject")) return undefined;
  return [...new Set(moves.filter(({ changed }) => looksAt(rule, changed)).map(({ subjectId }) => subjectId))];
}

/** Everywhere, what stands in the groups that the moves touch. */
async function othersFor(
  db: Database,
  where: { sheet: string; period: string },
  rules: readonly Rule[],
  moves: readonly Move[],
) {
  const uniques = rules.flatMap((rule) => ("unique" in rule.check ? [{ rule, keys: rule.check.unique }] : []));
  const wholes = rules.filter(({ check }) => "total" in check || "cover" in check);
  const subjects = wholes.map((rule) => subjectsOf(rule, moves));
  const about = subjects.includes(undefined) ? undefined : [...new Set(subjects.flat() as string[])];
  const found = await Promise.all([
    ...uniques.map(({ rule, keys }) => entriesHolding(db, everywhere, where, keys, valuesOf(rule, keys, moves))),
    ...(wholes.length > 0 ? [entriesAbout(db, everywhere, where, about)] : []),
  ]);
  return [...new Map(found.flat().map((row) => [row.id, row])).values()];
}

/** What must still hold for a rule to hold of the rows that are saved. */
function guardsOf(
  rule: Rule,
  since: { sheet: string; period: string; after: number },
  saved: readonly Move[],
): Ruling["guards"] {
  const looked = saved.filter(({ changed }) => looksAt(rule, changed));
  if (looked.length === 0) return [];
  if (!("unique" in rule.check)) return stillUntouched(since, subjectsOf(rule, looked));
  const keys = rule.check.unique;
  return stillUnheld(since, keys, valuesOf(rule, keys, looked));
}
