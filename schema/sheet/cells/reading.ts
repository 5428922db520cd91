/** What reading one cell comes to: a canonical value with what a clerk should know of it, or a fault. */
import type { FaultCode, FaultWords } from "../../fault.ts";
import type { Cell, Column } from "../definition.ts";
import { hasMask } from "../mask.ts";

/** What is known of a column before its cells are read; a policy's input has the same fields. */
export type Rule = Pick<
  Column,
  | "title"
  | "type"
  | "options"
  | "many"
  | "min"
  | "max"
  | "decimals"
  | "unit"
  | "lowerBound"
  | "precision"
  | "format"
  | "sensitive"
  | "maxLength"
>;

/** `notices` tell where the value was read otherwise than typed. */
export type Reading = { value: Cell; notices?: FaultWords[] } | { fault: FaultWords };

export const refused = ({ title }: Rule, code: FaultCode, params: FaultWords["params"] = {}): Reading => ({
  fault: { code, params: { title, ...params } },
});

/** Whether a mask was typed into a column of personal data: whether it is the mask of what stands, whoever decides the row knows. */
export const isMasked = ({ sensitive }: Rule, typed: string): boolean => sensitive !== undefined && hasMask(typed);

const longestShown = 40;

/** What was typed, as a message shows it. */
export function shown(typed: string | number): string {
  const signs = [
    ...String(typed)
      .trim()
      .slice(0, 2 * longestShown),
  ];
  return signs.length > longestShown ? `${signs.slice(0, longestShown).join("")}…` : signs.join("");
}

/** A value that was read otherwise than typed, in a way that a clerk should know; `more` says what the value alone does not. */
export const readOtherwise = (
  { title }: Rule,
  typed: string | number,
  value: Cell,
  more: FaultWords["params"] = {},
): Reading => ({
  value,
  notices: [{ code: "readAs", params: { title, typed: shown(typed), value: String(value), ...more } }],
});
