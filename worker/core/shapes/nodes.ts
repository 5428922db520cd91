/** All shapes that give a value, by name, and the condition that any of them may have. */

import type { ValueNode } from "../../../schema/policy/aggregates.ts";
import { comparisonsOf, hasStreak } from "../../../schema/policy/condition.ts";
import { conditionText, truthOf, truths } from "../condition.ts";
import type { Facts } from "../facts.ts";
import type { Compiling } from "../parameter.ts";
import { prepareBands } from "./bands.ts";
import { readBy } from "./branch.ts";
import { prepareChecklist } from "./checklist.ts";
import { prepareClamp } from "./clamp.ts";
import { prepareDifference } from "./difference.ts";
import { prepareFixed } from "./fixed.ts";
import { prepareFlag } from "./flag.ts";
import { prepareGiven } from "./given.ts";
import { prepareGrowthShare } from "./growthShare.ts";
import { prepareLookup } from "./lookup.ts";
import { prepareMarginal } from "./marginal.ts";
import { prepareNormalised } from "./normalised.ts";
import { preparePercentOf } from "./percentOf.ts";
import { preparePerUnit } from "./perUnit.ts";
import { preparePick } from "./pick.ts";
import { preparePiecewise } from "./piecewise.ts";
import { preparePoolSplit } from "./poolSplit.ts";
import { prepareProportional } from "./proportional.ts";
import { prepareRankPoints } from "./rankPoints.ts";
import { prepareRounded } from "./rounded.ts";
import { prepareSameAs } from "./sameAs.ts";
import { prepareSeniority } from "./seniority.ts";
import type { Prepared } from "./shape.ts";
import { prepareStreakExtra } from "./streakExtra.ts";
import { prepareSum } from "./sum.ts";
import { prepareWeightedMean } from "./weightedMean.ts";

/** Prepares any node of a score or an amount; `undefined` when a value is missing, with the fault in `compiling`. */
export function prepareNode(node: ValueNode, place: string, compiling: Compiling): Prepared | undefined {
  const prepared = prepareShape(node, place, compiling);
  return prepared && node.when ? conditional(prepared, node, compiling) : prepared;
}

function prepareShape(node: ValueNode, place: string, compiling: Compiling): Prepared | undefined {
  const child = (one: ValueNode, name: string) => prepareNode(one, `${place}/${name}`, compiling);
  const children = (list: readonly ValueNode[], name = "") => whole(list.map((one, i) => child(one, `of/${i}${name}`)));
  switch (node.shape) {
    case "given":
      return prepareGiven(node, place, compiling);
    case "bands":
      return prepareBands(node, place, compiling);
    case "flag":
      return prepareFlag(node, place, compiling);
    case "checklist":
      return prepareChecklist(node, place, compiling);
    case "proportional":
      return prepareProportional(node, place, compiling);
    case "piecewise":
      return preparePiecewise(node, place, compiling);
    case "perUnit":
      return preparePerUnit(node, place, compiling);
    case "rankPoints":
      return prepareRankPoints(node, place, compiling);
    case "normalised":
      return prepareNormalised(node, place, compiling);
    case "fixed":
      return prepareFixed(node, place, compiling);
    case "lookup":
      return prepareLookup(node, place, compiling);
    case "marginal":
      return prepareMarginal(node, place, compiling);
    case "growthShare":
      return prepareGrowthShare(node, place, compiling);
    case "seniority":
      return prepareSeniority(node, place, compiling);
    case "streakExtra":
      return prepareStreakExtra(node, place, compiling);
    case "poolSplit": {
      const inner = node.of && child(node.of, "of");
      return node.of && !inner ? undefined : preparePoolSplit(node, place, compiling, inner);
    }
    case "sum": {
      const items = children(node.of);
      return items && prepareSum(node, compiling, items);
    }
    case "pick": {
      const items = children(node.of);
      return items && preparePick(node, compiling, items);
    }
    case "weightedMean": {
      const items = children(
        node.of.map(({ value }) => value),
        "/value",
      );
      return items && prepareWeightedMean(node, place, compiling, items);
    }
    case "clamp": {
      const inner = child(node.of, "of");
      return inner && prepareClamp(node, place, compiling, inner);
    }
    case "percentOf": {
      const inner = child(node.of, "of");
      return inner && preparePercentOf(node, place, compiling, inner);
    }
    case "rounded": {
      const inner = child(node.of, "of");
      return inner && prepareRounded(node, place, compiling, inner);
    }
    case "sameAs": {
      const target = compiling.items?.get(node.item);
      const inner = target && prepareNode(target.node, target.place, compiling);
      return inner && prepareSameAs(node, compiling, inner);
    }
    case "difference": {
      const [of, minus] = [child(node.of, "of"), child(node.minus, "minus")];
      return of && minus && prepareDifference(node, compiling, of, minus);
    }
  }
}

const whole = (list: (Prepared | undefined)[]): Prepared[] | undefined =>
  list.every((one) => one !== undefined) ? list : undefined;

/** A shape that counts only where its condition holds; elsewhere it is zero, and missing where that is not known. */
function conditional(prepared: Prepared, { when }: ValueNode, { inputs }: Compiling): Prepared {
  return {
    ...prepared,
    constant: false,
    reads: hasStreak(when!)
      ? undefined
      : readBy(
          [prepared],
          comparisonsOf(when!).map(({ comparison }) => comparison.input),
        ),
    kernel(scale) {
      const { form: _, ...inner } = prepared.kernel(scale);
      const { combine } = inner;
      const limit = (out: Float64Array, facts: Facts, from: number, count: number) =>
        limitTo(out, truthOf(when!, inputs, facts, from, count), count);
      return {
        ...inner,
        ...(combine && {
          combine: (out, columns, facts, from, count) => {
            combine(out, columns, facts, from, count);
            limit(out, facts, from, count);
          },
        }),
        fill(out, facts, from, count) {
          inner.fill(out, facts, from, count);
          limit(out, facts, from, count);
        },
        explain(facts, row) {
          const step = inner.explain(facts, row);
          const text = conditionText(when!, inputs);
          const [applies] = truthOf(when!, inputs, facts, row, 1);
          if (applies === truths.unknown) return { ...step, text: `是否${text}缺数据`, value: null };
          if (applies === truths.true) return { ...step, text: `${text}:${step.text}` };
          return { ...step, text: `不是${text},不计`, value: 0 };
        },
      };
    },
  };
}

/** Leaves values where the condition holds, zero where it does not, nothing where that is not known. */
function limitTo(values: Float64Array, applies: Uint8Array, count: number) {
  const { true: yes, false: no } = truths;
  for (let i = 0; i < count; i++) if (applies[i] !== yes) values[i] = applies[i] === no ? 0 : Number.NaN;
}
