/** Caps on stars that hold at once, whatever movement allows: required items, the worst item, vetoes. */
import type { Warning } from "../../../schema/outcome.ts";
import type { Condition } from "../../../schema/policy/condition.ts";
import type { RatingPolicy } from "../../../schema/policy/policy.ts";
import { type Grade, levelTitle, type Veto } from "../../../schema/policy/rating.ts";
import { inBlocks, visitRows } from "../blocks.ts";
import { holds, truthOf, truths } from "../condition.ts";
import type { Facts, Inputs } from "../facts.ts";
import type { Kernel } from "../shapes/shape.ts";

/** The worst item of a row, in percent of its maximum. */
export interface Worst {
  title: string;
  percent: number;
  maxStars: number;
}

export const isDisqualifying = ({ effect }: Veto) => "disqualify" in effect;
export const isAssessedOnly = ({ effect }: Veto) => "assessedOnly" in effect;

/** The most stars that a veto leaves. */
export const starsLeft = ({ effect }: Veto) => ("maxStars" in effect ? effect.maxStars : 0);

/** What the vetoes leave to every row. */
export interface VetoColumns {
  /** The most stars; 255 where no veto hits. */
  most: Uint8Array;
  /** 1 where a veto disqualifies. */
  out: Uint8Array;
  disqualifies: boolean;
}

/** Lets the vetoes of a policy hit; none where it has none. */
export function vetoColumns({ grade: { vetoes }, inputs }: RatingPolicy, facts: Facts): VetoColumns | undefined {
  if (vetoes.length === 0) return undefined;
  const most = new Uint8Array(facts.subjects.length).fill(255);
  const out = new Uint8Array(facts.subjects.length);
  for (const veto of vetoes) {
    const { column, yes } = hitColumn(veto.when, inputs, facts);
    const [left, isOut] = [starsLeft(veto), isDisqualifying(veto)];
    visitRows(column, yes, (row) => {
      if (left < most[row]!) most[row] = left;
      if (isOut) out[row] = 1;
    });
  }
  return { most, out, disqualifies: vetoes.some(isDisqualifying) };
}

/** A column in which one value stands for a condition that holds: a flag's own where it says no more than that. */
function hitColumn(when: Condition, inputs: Inputs, facts: Facts): { column: Uint8Array; yes: number } {
  const isFlag = "input" in when && when.op === "=" && inputs[when.input]!.type === "flag";
  const flags = isFlag ? facts.bytes.get(when.input) : undefined;
  return flags && "input" in when
    ? { column: flags, yes: Number(when.value) }
    : { column: truthOf(when, inputs, facts), yes: truths.true };
}

/** The lesser of two columns of stars. */
export function leastStars(stars: Uint8Array, most: Uint8Array): Uint8Array {
  const least = stars.slice();
  inBlocks(stars.length, (from, count) => {
    takeLeast(least.subarray(from, from + count), most.subarray(from, from + count));
  });
  return least;
}

function takeLeast(stars: Uint8Array, most: Uint8Array) {
  for (let row = 0; row < stars.length; row++) if (most[row]! < stars[row]!) stars[row] = most[row]!;
}

/** Which vetoes hit a row. */
export const hitsOf = ({ grade: { vetoes }, inputs }: RatingPolicy, facts: Facts, row: number): Veto[] =>
  vetoes.filter((veto) => holds(veto.when, inputs, facts, row));

/** Which required conditions a row does not meet. */
export const lackingOf = ({ grade: { required = [] }, inputs }: RatingPolicy, facts: Facts, row: number) =>
  required.filter(({ when }) => !holds(when, inputs, facts, row));

/** The stars that the required conditions leave. */
export function capByRequired(
  policy: RatingPolicy,
  facts: Facts,
  stars: Uint8Array,
  levelsOf: (row: number) => readonly number[],
): Uint8Array {
  const { required } = policy.grade;
  if (!required) return stars;
  const met = required.map(({ when }) => truthOf(when, policy.inputs, facts));
  return stars.map((had, row) => {
    const lacking = required.filter((_, i) => met[i]![row] !== truths.true);
    return lacking.length === 0 ? had : starWithRequired(had, levelsOf(row), lacking);
  });
}

/** The words of an effect: 最高2星. */
export function effectText({ effect }: Veto, grade: Pick<Grade, "levels">): string {
  if ("disqualify" in effect) return "取消参评资格";
  if ("assessedOnly" in effect) return grade.levels ? "参评不定级" : "参评不定星";
  return `最高${levelTitle(grade, "noStars" in effect ? 0 : effect.maxStars)}`;
}

/** Says when vetoes that hit together want different things; the strictest one is taken. */
export function conflictsOf(hits: readonly Veto[], grade: Pick<Grade, "levels">): Warning[] {
  const effects = new Set(hits.map((veto) => effectText(veto, grade)));
  if (effects.size < 2) return [];
  const said = hits.map((veto) => `${veto.title}(${effectText(veto, grade)})`).join("、");
  return [{ code: "conflictingRules", message: `同时触发效果不同的几项:${said};先按最严的一项,请核定` }];
}

/** The highest star not above `stars` whose required conditions all hold. */
export function starWithRequired(stars: number, levels: readonly number[], lacking: NonNullable<Grade["required"]>) {
  const allowed = (star: number) => lacking.every(({ atLeast }) => star < atLeast);
  if (allowed(stars)) return stars;
  return Math.max(0, ...levels.filter((star) => star < stars && allowed(star)));
}

/** The kernels of the items with the given codes. */
export function kernelsOf(root: Kernel, codes: readonly string[]): Kernel[] {
  const below = (root.children ?? []).flatMap((child) => kernelsOf(child, codes));
  return root.code !== undefined && codes.includes(root.code) ? [root, ...below] : below;
}

/** The worst of the named items of a row and the most stars that it leaves; none where no item counts. */
export function worstOf(
  items: readonly { item: Kernel; column: Float64Array }[],
  rule: NonNullable<Grade["worstItem"]>,
  caps: readonly (readonly [number, number])[],
  row: number,
): Worst | undefined {
  const shares = items.flatMap(({ item, column }) => {
    const units = column[row]!;
    const full = Math.round(item.most * item.scale);
    if (full <= 0 || (Number.isNaN(units) && rule.missing === "ignore")) return [];
    return [{ title: item.title, units: Number.isNaN(units) ? 0 : units, full }];
  });
  const [first, ...others] = shares;
  if (!first) return undefined;
  const worst = others.reduce((low, one) => (one.units * low.full < low.units * one.full ? one : low), first);
  const cap = caps.find(([percent]) => worst.units * 100 < percent * worst.full);
  const percent = Math.round((worst.units * 10000) / worst.full) / 100;
  return { title: worst.title, percent, maxStars: cap?.[1] ?? Number.POSITIVE_INFINITY };
}
