/** Writes what is left of a fund into its policy, as what is carried over into the next period. */
import { fromUnits, shift } from "../../../schema/decimal.ts";
import { parsePeriod, periodAfter, periodBefore, periodTitle } from "../../../schema/period.ts";
import { type DatedValue, inForce } from "../../../schema/policy/basis.ts";
import type { Policy } from "../../../schema/policy/policy.ts";

type Subsidy = Extract<Policy, { kind: "subsidy" }>;

/**
 * The policy with `leftFen` as the carry-over of a period; values of other periods stay as they are. Where there is none
 * before or after it is nothing, and assumed: what is left of one year never counts in two.
 * @param leftFen in fen, not negative
 * @param from the round that left it
 */
export function withCarryOver(
  policy: Subsidy,
  period: string,
  leftFen: number,
  from: { round: string; period: string },
): Subsidy {
  const { fund, effective } = policy;
  if (!fund) return policy;
  const span = parsePeriod(period)!;
  const values = fund.carryOver ?? [];
  const [last, then] = [periodBefore(span.from), periodAfter(span.to)];
  const none = { value: 0, assumed: "没有结转" };
  const carried: DatedValue<number> = {
    ...{ from: span.from, to: span.to, value: fromUnits(leftFen, 2) },
    source: { document: from.round, quote: `${periodTitle(from.period)}结余${shift(String(leftFen), -2)}元` },
  };
  const before: DatedValue<number>[] = values
    .filter((value) => value.from < span.from)
    .map((value) => (value.to === undefined || value.to > last ? { ...value, to: last } : value));
  if (before.length === 0 && effective.from <= last) before.push({ from: effective.from, to: last, ...none });
  const goingOn = inForce(values, then) ?? { from: then, ...none };
  const after = values.filter((value) => value.from > then);
  const until = after[0] && { to: periodBefore(after[0].from) };
  if (effective.to === undefined || effective.to >= then) after.unshift({ ...until, ...goingOn, from: then });
  return { ...policy, fund: { ...fund, carryOver: [...before, carried, ...after] } };
}
