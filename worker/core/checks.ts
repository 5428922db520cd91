/** Data checks: what a document says twice and differently, as warnings with both figures. Nothing is refused for them. */

import type { Warning } from "../../schema/outcome.ts";
import { nodesOf, type ValueNode } from "../../schema/policy/aggregates.ts";
import { inForce } from "../../schema/policy/basis.ts";
import type { Check } from "../../schema/policy/checks.ts";
import type { Policy } from "../../schema/policy/policy.ts";
import { fractionOf, lcm, roundRatio } from "./number.ts";

/** The warning of one check; none where the figures agree. */
export function checkFigures(check: Check): Warning | undefined {
  const say = (message: string): Warning => ({ code: check.shape, message: `${check.title}:${message}` });
  switch (check.shape) {
    case "share": {
      const found = percentOf(check.part, check.whole, check.places);
      return found === check.stated
        ? undefined
        : say(`文件写${check.stated}%,按${check.part}/${check.whole}为${found}%`);
    }
    case "total": {
      const sum = exactSum(check.parts.map(({ value }) => value));
      const parts = check.parts.map(({ value }) => value).join("+");
      const gap = exactSum([check.stated, -sum]);
      return gap === 0 ? undefined : say(`文件写合计${check.stated},各部分${parts}=${sum},相差${Math.abs(gap)}`);
    }
    case "named":
      return check.items.length === check.number
        ? undefined
        : say(`名称为${check.number}项,文件逐项列出${check.items.length}项`);
    case "overlap": {
      const faults = edgesOf(check.bands);
      return faults.length === 0 ? undefined : say(faults.join(";"));
    }
    case "enough": {
      const { have, need } = check;
      return have.value >= need.value
        ? undefined
        : say(`${have.title}${have.value},${need.title}${need.value},缺${exactSum([need.value, -have.value])}`);
    }
    case "dates":
      return check.published === check.written
        ? undefined
        : say(`页面日期${check.published},文件日期${check.written};施行日期以文件为准`);
  }
}

/** A part of a whole in percent, rounded half up to so many decimals: 101 of 1098 is 9.2. */
export function percentOf(part: number, whole: number, places: number): number {
  const [a, b] = [fractionOf(part), fractionOf(whole)];
  return roundRatio(a.n * b.d * 100 * 10 ** places, a.d * b.n) / 10 ** places;
}

/** The sum of decimals, exactly: 270 + 860 + 493.7 + 145.3 is 1769. */
export function exactSum(values: readonly number[]): number {
  const common = values.reduce((all, value) => lcm(all, fractionOf(value).d), 1);
  return values.reduce((sum, value) => sum + Math.round(value * common), 0) / common;
}

function edgesOf(bands: Extract<Check, { shape: "overlap" }>["bands"]): string[] {
  return bands.slice(1).flatMap((band, i) => {
    const below = bands[i]!;
    if (below.to === undefined || band.from === undefined) return [];
    if (below.to > band.from) return [`“${below.title}”与“${band.title}”在${band.from}至${below.to}重叠`];
    if (below.to < band.from) return [`“${below.title}”与“${band.title}”之间缺${below.to}至${band.from}`];
    if (below.toInclusive && band.fromInclusive) return [`${band.from}同在“${below.title}”与“${band.title}”两档`];
    return below.toInclusive || band.fromInclusive ? [] : [`${band.from}不在“${below.title}”与“${band.title}”任何一档`];
  });
}

const numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/** Everything about a policy's figures that does not agree: its own checks, fund against sources, names against items. */
export function checkPolicy(policy: Policy): Warning[] {
  const stated = (policy.checks ?? []).flatMap((one) => checkFigures(one) ?? []);
  return [...stated, ...fundWarnings(policy), ...rootsOf(policy).flatMap(nameWarnings)];
}

function fundWarnings(policy: Policy): Warning[] {
  if (policy.kind !== "subsidy" || !policy.fund) return [];
  const { title, budget, sources } = policy.fund;
  return budget.flatMap(({ from, value }) => {
    const parts = inForce(sources, from)?.value ?? [];
    const figures = parts.map(({ title: name, amount }) => ({ title: name, value: amount }));
    if (figures.length === 0) return [];
    const source = { document: policy.source.document, quote: policy.source.quote };
    return checkFigures({ shape: "total", title: `${title}来源`, parts: figures, stated: value, source }) ?? [];
  });
}

/** A checklist whose name begins with a number and that lists another number of items. */
function nameWarnings(root: ValueNode): Warning[] {
  return nodesOf(root, []).flatMap(({ node }) => {
    if (node.shape !== "checklist") return [];
    const number = numerals.indexOf(node.title[0] ?? "") + 1;
    if (number === 0 || number === node.items.length) return [];
    return [{ code: "named", message: `${node.title}:名称为${number}项,办法列出${node.items.length}项` }];
  });
}

function rootsOf(policy: Policy): ValueNode[] {
  if (policy.kind === "rating") return [policy.score];
  return policy.kind === "subsidy" ? policy.items.map(({ amount }) => amount) : [];
}
