/** Rules within one row: sums, the order of dates, dates in the period, what must be filled or empty. */
import { parsePeriod } from "../../period.ts";
import { follows } from "../cells/dates.ts";
import type { Cells } from "../definition.ts";
import { amountOf, breaks, figures, total } from "./amount.ts";
import { applies, type Breach, breach, looksAt, type Ruled, signs, titlesOf } from "./rule.ts";

const isBlank = (cells: Cells, key: string) => (cells[key] ?? null) === null;

/**
 * What a row breaks by itself.
 * @param changed the columns that a push changes; a rule that reads none of them has nothing to say
 */
export function rowBreaches(ruled: Ruled, cells: Cells, changed?: ReadonlySet<string>): Breach[] {
  const { columns, period } = ruled;
  const column = (key: string) => columns.get(key)!;
  return ruled.rules.flatMap((rule): Breach[] => {
    if (!looksAt(rule, changed) || !applies(rule, cells)) return [];
    const { check } = rule;
    if ("sum" in check) {
      const { of, op, to } = check.sum;
      const parts = of.map((key) => amountOf(cells[key], column(key)));
      const limit = amountOf(cells[to], column(to));
      const known = parts.filter((part) => part !== undefined);
      if (limit === undefined || known.length < parts.length || !breaks(total(known), op, limit)) return [];
      const said = `${titlesOf(columns, of, "+")}${signs[op]}${column(to).title}`;
      const params = { said, ...figures(total(known), limit, column(to)) };
      return [breach(rule, of.length === 1 ? of[0]! : to, { code: "sumMismatch", params })];
    }
    if ("order" in check) {
      const filled = check.order.filter((key) => !isBlank(cells, key));
      return filled.flatMap((key, i): Breach[] => {
        const before = filled[i - 1];
        if (before === undefined) return [];
        const [date, dateBefore] = [String(cells[key]), String(cells[before])];
        if (follows(dateBefore, date, check.sameDay)) return [];
        const titles = { title: column(key).title, before: column(before).title };
        const same = date === dateBefore ? "same" : undefined;
        return [breach(rule, key, { code: "wrongOrder", params: { ...titles, date, dateBefore, same } })];
      });
    }
    if ("within" in check) {
      const { date: key } = check.within;
      const span = parsePeriod(period);
      const month = String(cells[key] ?? "").slice(0, 7);
      if (month === "" || !span || (month >= span.from && month <= span.to)) return [];
      const params = { title: column(key).title, date: String(cells[key]), period };
      return [breach(rule, key, { code: "outsidePeriod", params })];
    }
    const missing = "require" in check ? check.require.filter((key) => isBlank(cells, key)) : [];
    const filled = "blank" in check ? check.blank.filter((key) => !isBlank(cells, key)) : [];
    const titled = (code: "requiredWhere" | "blankWhere") => (key: string) =>
      breach(rule, key, { code, params: { title: column(key).title } });
    return [...missing.map(titled("requiredWhere")), ...filled.map(titled("blankWhere"))];
  });
}
