/** An appraisal with the values of one period in force: weights, coefficients, thresholds, conditions, shares. */
import type { GradeCondition } from "../../../schema/policy/appraisalGrade.ts";
import type { AppraisalPolicy } from "../../../schema/policy/policy.ts";
import type { Inputs } from "../facts.ts";
import { fractionOf, lcm } from "../number.ts";
import { type Compiling, type Resolved, resolve } from "../parameter.ts";

export interface AppraisalPlan {
  kind: "appraisal";
  policy: AppraisalPolicy;
  period: string;
  inputs: Inputs;
  weights: Resolved<number>[];
  /** Weights as whole numbers of one common unit. */
  wholeWeights: number[];
  leastValid: Resolved<number>[];
  /** By option; none where its ballots are not counted. */
  coefficients: (Resolved<number> | undefined)[];
  /** Coefficients as whole numbers of 1/scale point. */
  wholeCoefficients: (number | undefined)[];
  scale: number;
  quorums: Resolved<[number, number]>[];
  rules: Resolved<GradeCondition>[];
  otherwise: Resolved<string> | undefined;
  caps: Resolved<[number, number]>[];
}

const isThere = <T>(value: T | undefined): value is T => value !== undefined;
const commonDenominator = (values: readonly number[]) =>
  values.reduce((all, value) => lcm(all, fractionOf(value).d), 1);

/** Compiles an appraisal for a period; the faults are in `compiling`. */
export function compileAppraisal(
  policy: AppraisalPolicy,
  period: string,
  compiling: Compiling,
): AppraisalPlan | undefined {
  const { groups, options, quorums, grade } = policy;
  const weights = groups
    .map(({ weight, title }, i) => resolve(compiling, weight, `/groups/${i}/weight`, `${title}权重`))
    .filter(isThere);
  const leastValid = groups
    .map(({ leastValid, title }, i) => resolve(compiling, leastValid, `/groups/${i}/leastValid`, `${title}保密下限`))
    .filter(isThere);
  const coefficients = options.map((option, i) =>
    "uncounted" in option
      ? undefined
      : resolve(compiling, option.coefficient, `/options/${i}/coefficient`, `${option.title}折算系数`),
  );
  const quorumShares = quorums
    .map(({ share, title }, i) => resolve(compiling, share, `/quorums/${i}/share`, title))
    .filter(isThere);
  const rules = (grade?.rules ?? [])
    .map(({ when, title }, i) => resolve(compiling, when, `/grade/rules/${i}/when`, title))
    .filter(isThere);
  const otherwise = grade && resolve(compiling, grade.otherwise, "/grade/otherwise", "其余的等次");
  const caps = (grade?.caps ?? [])
    .map((cap, i) =>
      resolve(compiling, cap.share, `/grade/caps/${i}/share`, `${levelTitle(policy, cap.grade)}比例上限`),
    )
    .filter(isThere);
  if (compiling.faults.length > 0) return undefined;

  const byWeight = commonDenominator(weights.map(({ value }) => value));
  const scale = commonDenominator(coefficients.filter(isThere).map(({ value }) => value));
  return {
    kind: "appraisal",
    policy,
    period,
    inputs: compiling.inputs,
    weights,
    wholeWeights: weights.map(({ value }) => Math.round(value * byWeight)),
    leastValid,
    coefficients,
    wholeCoefficients: coefficients.map((one) => one && Math.round(one.value * scale)),
    scale,
    quorums: quorumShares,
    rules,
    otherwise,
    caps,
  };
}

/** A grade as the policy calls it. */
export const levelTitle = ({ grade }: AppraisalPolicy, code: string) =>
  grade?.levels.find((level) => level.code === code)?.title ?? code;
