/** The sum of a group of rows as rows come and go, and what a rule of totals says of it. */
import type { Rule } from "../../registerRule.ts";
import type { Cells } from "../definition.ts";
import { type Amount, amountOf, amountText, breaks, figures } from "./amount.ts";
import { type Breach, breach, type Ruled, signs } from "./rule.ts";

/** Whether a row says anything to a rule of totals; every row does to other rules. */
export function isCounted({ check }: Rule, cells: Cells): boolean {
  if (!("total" in check)) return true;
  const { of, to } = check.total;
  return [of, to].some((key) => typeof key === "string" && (cells[key] ?? null) !== null);
}

/** A running total. */
export interface Total {
  /** Whether the sum must stay within a limit, rather than be equal to it. */
  isLimit: boolean;
  /** Adds a row; nothing where there is none. Of a hidden one no figure is ever told. */
  add(cells: Cells | undefined, isHidden?: boolean): void;
  replace(out: Cells | undefined, by: Cells | undefined): void;
  /** What the rule says of the rows that were added; nothing while it holds, or while there is nothing to add up. */
  said(): Breach | undefined;
}

/** An empty total of a rule of totals. */
export function totalOf(rule: Rule, columns: Ruled["columns"]): Total {
  if (!("total" in rule.check)) throw new Error(`no rule of totals: ${rule.code}`);
  const { of, op, to } = rule.check.total;
  const [added, limited] = [columns.get(of)!, columns.get(typeof to === "string" ? to : of)!];
  const limits = new Map<string, { limit: Amount; rows: number }>();
  let [millionths, parts, bounds, isHidden] = [0n, 0, 0, false];

  const count = (cells: Cells | undefined, rows: 1 | -1) => {
    const part = amountOf(cells?.[of], added);
    if (part) {
      millionths += BigInt(rows) * part.millionths;
      parts += rows;
      if (part.isBound) bounds += rows;
    }
    const limit = typeof to === "string" ? amountOf(cells?.[to], limited) : undefined;
    if (!limit) return;
    const key = amountText(limit, limited);
    const left = (limits.get(key)?.rows ?? 0) + rows;
    if (left === 0) limits.delete(key);
    else limits.set(key, { limit, rows: left });
  };
  if (typeof to === "number") limits.set("", { limit: amountOf(to, limited)!, rows: 1 });

  return {
    isLimit: op === "<=",
    add(cells, hidden = false) {
      count(cells, 1);
      isHidden ||= hidden;
    },
    replace(out, by) {
      count(out, -1);
      count(by, 1);
    },
    said() {
      if (parts === 0) return undefined;
      const sum = { millionths, isBound: bounds > 0 };
      const broken = [...limits.values()].find(({ limit }) => breaks(sum, op, limit))?.limit;
      if (!broken) return undefined;
      const asked = typeof to === "number" ? String(to) : limited.title;
      const told = isHidden ? {} : figures(sum, broken, limited);
      const params = { said: `${added.title}${signs[op]}${asked}`, ...told };
      return breach(rule, of, { code: "totalMismatch", params });
    },
  };
}
