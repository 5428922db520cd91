/** Totals of two lots of results side by side: how many of each star or grade, how many listed, how much money by whom. */
import type { Figures } from "../../schema/moves.ts";
import type { Outcome } from "../../schema/outcome.ts";
import type { Policy } from "../../schema/policy/policy.ts";
import { isUnscored, type Move } from "./moves.ts";

type Side = "before" | "after";

/** The totals that results of a policy of this kind have. */
export function figuresOf(policy: Policy, moves: readonly Move[]): Figures {
  const lot = (side: Side) => moves.flatMap(({ [side]: one }): Outcome[] => (one && !isUnscored(one) ? [one] : []));
  const [before, after] = [lot("before"), lot("after")];
  const both = (is: (one: Outcome) => boolean) => ({
    before: before.filter(is).length,
    after: after.filter(is).length,
  });
  switch (policy.kind) {
    case "rating": {
      const levels = new Set([...before, ...after].flatMap(({ stars }) => stars ?? []));
      const stars = [...levels].sort((a, b) => b - a);
      return { stars: stars.map((level) => ({ stars: level, ...both((one) => one.stars === level) })) };
    }
    case "appraisal": {
      const known = policy.grade?.levels ?? [];
      const others = new Set([...before, ...after].flatMap(({ grade }) => grade ?? []));
      for (const { code } of known) others.delete(code);
      const levels = [...known, ...[...others].map((code) => ({ code, title: code }))];
      if (levels.length === 0) return {};
      return {
        grades: levels.map(({ code, title }) => ({ grade: code, title, ...both((one) => one.grade === code) })),
      };
    }
    case "ranking":
      return { selected: both((one) => one.selected === true) };
    case "subsidy": {
      const payers = payersOf(before, after);
      return {
        totalFen: { before: total(before), after: total(after) },
        ...(payers.length > 0 && { payers }),
      };
    }
  }
}

const total = (lot: readonly Outcome[]) => lot.reduce((sum, { amountFen = 0 }) => sum + amountFen, 0);

/** What each payer bears on both sides, in the order in which the results name them. */
function payersOf(before: readonly Outcome[], after: readonly Outcome[]): NonNullable<Figures["payers"]> {
  const payers = new Map<string, { code: string; title: string; beforeFen: number; afterFen: number }>();
  const add = (lot: readonly Outcome[], field: "beforeFen" | "afterFen") => {
    for (const { code, title, amountFen } of lot.flatMap((one) => one.payers ?? [])) {
      const payer = payers.get(code) ?? { code, title, beforeFen: 0, afterFen: 0 };
      payer[field] += amountFen;
      payers.set(code, payer);
    }
  };
  add(before, "beforeFen");
  add(after, "afterFen");
  return [...payers.values()];
}
