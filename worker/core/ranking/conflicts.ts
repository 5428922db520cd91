/** Rules of a ranking that hit the same subject and say different things: reported, whichever of them then holds. */
import type { Warning } from "../../../schema/outcome.ts";
import { holds } from "../condition.ts";
import type { Facts } from "../facts.ts";
import type { RankingPlan } from "./ranking.ts";

/** Every subject that is in two groups, excluded twice and differently, or both excluded and mandatory. */
export function conflictsOf(plan: RankingPlan, facts: Facts): Warning[] {
  const { groups, inputs } = plan.policy;
  return facts.subjects.flatMap(({ id }, row): Warning[] => {
    const hit = <T extends { when?: Parameters<typeof holds>[0] | undefined }>(rules: readonly T[]) =>
      rules.filter(({ when }) => when !== undefined && holds(when, inputs, facts, row));
    const named = hit(groups);
    const { exclusions = [], mandatory } = named[0] ?? groups.find(({ when }) => !when) ?? {};
    const excluded = hit(exclusions);
    const listed = hit(mandatory?.hits ?? []);
    const titles = (rules: readonly { title: string }[]) => rules.map(({ title }) => `“${title}”`).join("、");
    const say = (message: string): Warning => ({ code: "conflictingRules", message: `${id}:${message}` });
    return [
      ...(named.length > 1 ? [say(`同时属于${titles(named)},按第一类排`)] : []),
      ...(new Set(excluded.map(({ counted }) => counted)).size > 1
        ? [say(`${titles(excluded)}对是否计入基数说法不一,按第一条`)]
        : []),
      ...(excluded.length > 0 && listed.length > 0
        ? [say(`${titles(listed)}必列,又因${titles(excluded)}不参加,按不参加`)]
        : []),
    ];
  });
}
