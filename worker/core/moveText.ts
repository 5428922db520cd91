/** A move as a row: what a clerk reads of a result before and after, and the sentence that says it. */
import type { MoveRow } from "../../schema/moves.ts";
import { boundTitles, type Outcome } from "../../schema/outcome.ts";
import type { Policy } from "../../schema/policy/policy.ts";
import { isUnscored, type Move, type Result } from "./moves.ts";

/** The titles of the grades of policies by code; where versions differ, the first one says. */
export const gradesOf = (...policies: readonly Policy[]): ReadonlyMap<string, string> =>
  new Map(
    policies
      .flatMap((one) => (one.kind === "appraisal" ? (one.grade?.levels ?? []) : []))
      .reverse()
      .map(({ code, title }) => [code, title]),
  );

/** A move as it is listed. */
export function rowOf(move: Move, text: string): MoveRow {
  const { subjectId, name, regionCode } = move;
  return {
    subjectId,
    ...(name !== undefined && { name }),
    ...(regionCode !== "" && { regionCode }),
    before: sideOf(move.before),
    after: sideOf(move.after),
    text,
  };
}

function sideOf(result: Result | undefined): MoveRow["before"] {
  if (!result) return null;
  if (isUnscored(result)) return { unscored: { code: result.code, message: result.message } };
  const { score, stars, grade, rank, selected, amountFen, bound } = result;
  const fields = Object.entries({ score, stars, grade, rank, selected, amountFen, bound });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

/** From what to what: 4星 → 3星; where the result stands, 3星不变. */
export function changeText({ before, after, change }: Move, grades: ReadonlyMap<string, string>): string {
  const [was, is] = [resultText(before, grades), resultText(after, grades)];
  return change === "score" || change === "rank" || change === "same" ? `${is}不变` : `${was} → ${is}`;
}

/** Why and by how much: (比例上限 → 分数线),得分 81.5 → 83. */
export function detailText(move: Move): string {
  const { before, after, change } = move;
  const parts = [boundText(move)];
  if (before && after && !isUnscored(before) && !isUnscored(after)) {
    if (before.score !== undefined && after.score !== undefined && before.score !== after.score)
      parts.push(`,得分 ${before.score} → ${after.score}`);
    if (change === "rank") parts.push(`,名次 ${before.rank ?? "无"} → ${after.rank ?? "无"}`);
  }
  return parts.join("");
}

/** Which rule decided before and after, or why there is no score: (分数线 → 比例上限). */
export function boundText({ before, after }: Move): string {
  if (!before || !after) return "";
  const reasons = [before, after].flatMap((one) => reasonText(one) ?? []);
  return reasons.length > 0 ? `(${[...new Set(reasons)].join(" → ")})` : "";
}

const reasonText = (one: Result): string | undefined =>
  isUnscored(one) ? one.message : one.bound && boundTitles[one.bound];

function resultText(result: Result | undefined, grades: ReadonlyMap<string, string>): string {
  if (!result) return "不在其中";
  return isUnscored(result) ? "未评分" : outcomeText(result, grades);
}

/** What a result comes to: 4星, 称职, 560元, 列入. */
export function outcomeText(result: Partial<Outcome>, grades: ReadonlyMap<string, string>): string {
  const { stars, level, grade, selected, amountFen, bound, score } = result;
  if (level !== undefined) return level;
  if (stars !== undefined) return stars === 0 ? "无星" : `${stars}星`;
  if (grade !== undefined) return grades.get(grade) ?? grade;
  if (amountFen !== undefined) return `${amountFen / 100}元`;
  if (selected !== undefined) return selected ? "列入" : "未列入";
  return bound === "assessedOnly" ? boundTitles[bound] : score === undefined ? "已评分" : `${score}分`;
}
