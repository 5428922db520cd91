/** What a case expects, in a clerk's words: 得分 57.5, 定级依据 分数线, 数额 1200.50 元; and the way back. */
import { fromUnits, toUnits } from "../../schema/decimal.ts";
import { boundTitles } from "../../schema/outcome.ts";
import { readValue, writeValue } from "../../schema/policy/notation.ts";
import type { Policy } from "../../schema/policy/policy.ts";

interface Field {
  title: string;
  write(value: unknown, policy: Policy): string;
  /** `undefined` for a text that is no such value. */
  read(text: string, policy: Policy): unknown;
  /** The only texts that it can have. */
  choices?(policy: Policy): string[];
}

const like = (title: string, template: unknown): Field => ({
  title,
  write: writeValue,
  read: (text) => readValue(template, text)?.value,
});

const choice = (title: string, choices: (policy: Policy) => readonly (readonly [string, string])[]): Field => ({
  title,
  write: (value, policy) => choices(policy).find(([code]) => code === value)?.[1] ?? String(value),
  read: (text, policy) => choices(policy).find((words) => words.includes(text.trim()))?.[0],
  choices: (policy) => choices(policy).map(([, title]) => title),
});

const yuan = (fen: unknown) => String(fromUnits(Number(fen), 2));
const fen = (text: string) => toUnits(String(readValue(0, text)?.value ?? ""), 2);

const fields: Record<string, Field> = {
  unscored: like("未评分", true),
  score: like("得分", 0),
  stars: like("星级", 0),
  rank: like("名次", 0),
  selected: like("列入名单", true),
  code: like("未评分原因", ""),
  grade: choice("等次", (policy) =>
    policy.kind === "appraisal" ? (policy.grade?.levels ?? []).map(({ code, title }) => [code, title]) : [],
  ),
  bound: choice("定级依据", () => Object.entries(boundTitles)),
  amountFen: { title: "数额(元)", write: yuan, read: fen },
  payersFen: {
    title: "各方分担(元)",
    write: (value) => (value as number[]).map(yuan).join("; "),
    read: (text) => {
      const parts = text.split(/[;；]/).map(fen);
      return parts.includes(undefined) ? undefined : parts;
    },
  },
};

/** A field that the language has and this table does not is shown as it stands. */
const fieldOf = (field: string): Field => fields[field] ?? like(field, null);

export const expectedTitle = (field: string) => fieldOf(field).title;
export const writeExpected = (policy: Policy, field: string, value: unknown) => fieldOf(field).write(value, policy);
export const choicesOf = (policy: Policy, field: string) => fieldOf(field).choices?.(policy);

/** Reads an expectation; `undefined` for a text that the field cannot have. */
export function readExpected(policy: Policy, field: string, text: string): { value: unknown } | undefined {
  const value = fieldOf(field).read(text, policy);
  return value === undefined ? undefined : { value };
}
