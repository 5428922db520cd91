/** In which order rounds are computed: what a policy draws on comes before it, earlier periods before later ones. */
import { drawnFrom } from "../../schema/policy/indicators.ts";
import { inputsOfPolicy, type Policy } from "../../schema/policy/policy.ts";

/**
 * The position of each round; rounds of the same position do not look at each other.
 * @param documents the policies by their ids
 */
export function computingOrder<R extends { policyId: string; period: string }>(
  rounds: readonly R[],
  documents: ReadonlyMap<string, Policy>,
): Map<R, number> {
  const levels = new Map<string, number>();
  /** How many policies lie below one; a policy that is looked at through itself ends there. */
  const levelOf = (id: string, above: readonly string[] = []): number => {
    const known = levels.get(id);
    const document = documents.get(id);
    if (known !== undefined || !document || above.includes(id)) return known ?? 0;
    const drawn = Object.values(inputsOfPolicy(document)).flatMap(({ from }) => {
      const other = drawnFrom(from);
      return other === undefined ? [] : [levelOf(other, [...above, id]) + 1];
    });
    const level = Math.max(0, ...drawn);
    levels.set(id, level);
    return level;
  };
  const placeOf = ({ policyId, period }: R) => `${String(levelOf(policyId)).padStart(4, "0")} ${period}`;
  const places = [...new Set(rounds.map(placeOf))].sort();
  return new Map(rounds.map((one) => [one, places.indexOf(placeOf(one))]));
}
