/** What follows from an appraisal document: the inputs of its tallies, and what it says against itself. */

import { type TallyTerm, tallyTerms, termTitles } from "./appraisal.ts";
import { type GradeCondition, type GradeParts, plainConditions } from "./appraisalGrade.ts";
import { inForce } from "./basis.ts";
import type { Contradiction } from "./contradictions.ts";
import type { Input } from "./input.ts";
import type { AppraisalPolicy } from "./policy.ts";

/** A million ballots in one cell are more than any county has: sums and products of them stay exact. */
const mostBallots = 1_000_000;

/** The inputs of an appraisal: for every voter group its counts and its options, from the tally sheet. */
export function tallyInputs({ id, groups, counts, options }: AppraisalPolicy): Record<string, Input> {
  const fields = [...counts.held.map((code) => ({ code, title: termTitles[code] })), ...options];
  return Object.fromEntries(
    groups.flatMap((group) =>
      fields.map(({ code, title }): [string, Input] => [
        `${group.code}.${code}`,
        {
          title: `${group.title}${title}`,
          type: "integer",
          min: 0,
          max: mostBallots,
          from: { shape: "latest", sheet: `tallies.${id}` },
        },
      ]),
    ),
  );
}

const duplicates = (codes: readonly string[]) => codes.filter((code, i) => codes.indexOf(code) !== i);

/** Everything that an appraisal says against itself; empty for a sound one. */
export function appraisalContradictions(policy: AppraisalPolicy): Contradiction[] {
  const found: Contradiction[] = [];
  const say = (path: PropertyKey[], message: string) => found.push({ path, message });
  const { groups, options, counts, item, composite, quorums, reconciliation, grade } = policy;
  const groupCodes = new Set(groups.map(({ code }) => code));
  const named = (codes: readonly string[], known: ReadonlySet<string>, path: PropertyKey[], what: string) => {
    for (const code of codes) if (!known.has(code)) say(path, `没有${what} ${code}`);
  };
  const held = new Set<TallyTerm>([...counts.held, "options"]);
  if (held.has("returned") && held.has("invalid")) held.add("valid");
  const needs = (terms: readonly TallyTerm[], path: PropertyKey[]) => {
    for (const term of terms) if (!held.has(term)) say(path, `计票表(counts.held)不填“${termTitles[term]}”`);
  };

  for (const code of duplicates(groups.map((group) => group.code))) say(["groups"], `票组代码 ${code} 重复`);
  for (const code of duplicates(options.map((option) => option.code))) say(["options"], `选项代码 ${code} 重复`);
  for (const code of duplicates(counts.held)) say(["counts", "held"], `计票项 ${code} 重复`);
  options.forEach(({ code }, i) => {
    if ((tallyTerms as readonly string[]).includes(code)) say(["options", i, "code"], `${code} 是计票项的代码,另取`);
  });
  if (options.every((option) => "uncounted" in option)) say(["options"], "须有计入的选项");
  if (item.base !== "valid") needs([item.base], ["item", "base"]);

  for (const month of new Set(groups.flatMap(({ weight }) => weight.map(({ from }) => from)))) {
    const weights = groups.map(({ weight }) => inForce(weight, month)?.value);
    if (weights.some((weight) => weight === undefined)) continue; // a month without a value is a fault of its period
    const total = weights.reduce<number>((sum, weight) => sum + Math.round(weight! * 1e4), 0) / 1e4;
    if (total !== composite.weightTotal)
      say(["composite", "weightTotal"], `${month}起各组权重合计${total},不等于${composite.weightTotal}`);
    if (total === 0) say(["groups"], `${month}起各组权重全为 0`);
    if (composite.trimming && new Set(weights).size > 1)
      say(["composite", "trimming"], "去掉最高、最低得分时,各组权重须相同,否则得分高了综合反而可能降低");
  }

  quorums.forEach((quorum, i) => {
    named(quorum.groups, groupCodes, ["quorums", i, "groups"], "票组");
    needs([quorum.count], ["quorums", i, "count"]);
    needs([quorum.of], ["quorums", i, "of"]);
  });
  reconciliation.forEach((rule, i) => {
    const place = ["reconciliation", i];
    named(rule.groups, groupCodes, [...place, "groups"], "票组");
    needs(rule.left, [...place, "left"]);
    needs(rule.right, [...place, "right"]);
    if (!counts.held.includes(rule.cell)) say([...place, "cell"], `计票表不填“${termTitles[rule.cell]}”`);
  });
  if (grade) {
    const optionCodes = new Set(options.map(({ code }) => code));
    gradeContradictions(grade, say);
    grade.rules.forEach((rule, r) => {
      rule.when.forEach(({ value }, v) => {
        const place = ["grade", "rules", r, "when", v, "value"];
        for (const one of plainConditions(value)) {
          if (!("rate" in one)) continue;
          named(one.rate.groups, groupCodes, place, "票组");
          named(one.rate.options, optionCodes, place, "选项");
          if (one.rate.base !== "valid") needs([one.rate.base], place);
        }
      });
    });
  }
  return found;
}

/** A condition that is nothing but a score to reach; the points. */
const cutOf = (condition: GradeCondition | undefined) =>
  condition && "score" in condition && (condition.score.op === ">=" || condition.score.op === ">")
    ? condition.score.points
    : undefined;

function gradeContradictions(grade: GradeParts, say: (path: PropertyKey[], message: string) => void) {
  const levels = grade.levels.map(({ code }) => code);
  const known = (code: string, path: PropertyKey[]) => {
    if (!levels.includes(code)) say(["grade", ...path], `没有等次 ${code}`);
  };
  for (const code of duplicates(levels)) say(["grade", "levels"], `等次 ${code} 重复`);
  const changes = [...new Set(grade.rules.flatMap(({ when }) => when.map(({ from }) => from)))].sort();
  grade.rules.forEach((rule, i) => {
    known(rule.grade, ["rules", i, "grade"]);
    const earlier = grade.rules.slice(0, i);
    rule.when.forEach((dated, v) => {
      const cut = cutOf(dated.value);
      if (cut === undefined) return;
      // A line may also be overtaken later, when an earlier rule changes.
      const before = changes
        .filter((month) => inForce(rule.when, month) === dated)
        .map((month) =>
          earlier.map(({ when }) => cutOf(inForce(when, month)?.value)).findLast((one) => one !== undefined),
        )
        .find((points) => points !== undefined && points <= cut);
      if (before !== undefined)
        say(["grade", "rules", i, "when", v, "value"], `分数线须从高到低:前面的${before}分已经包括${cut}分`);
    });
  });
  grade.otherwise.forEach(({ value }, i) => {
    known(value, ["otherwise", i, "value"]);
  });
  grade.effects.forEach((effect, i) => {
    known(effect.grade, ["effects", i, "grade"]);
    known(effect.becomes, ["effects", i, "becomes"]);
  });
  grade.caps.forEach((cap, i) => {
    known(cap.grade, ["caps", i, "grade"]);
    if (cap.grade === levels.at(-1)) say(["grade", "caps", i, "grade"], "最末的等次不能限,超出的无处可落");
  });
}
