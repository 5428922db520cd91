/** steps: the dates of a procedure, done in order; how far it came, or whether it is complete. */
import type { IndicatorOf } from "../../../schema/policy/indicators.ts";
import { follows } from "../../../schema/sheet/cells/dates.ts";
import { type Indicated, ledger, lineageOf, type Recorded, type Records } from "./records.ts";

/**
 * Takes a `steps` indicator from the latest entry: of the latest period the one begun last, then the one pushed last. A step that is not done, or earlier than the one before, ends the
 * count. Of dates in one month, one of them only a month, nobody can say that they are turned round.
 */
export function steps(indicator: IndicatorOf<"steps">, records: Records): Indicated {
  const { register, columns, sameDay, result, empty } = indicator;
  const sheet = ledger(register);
  const begun = ({ cells }: Recorded) => String(cells[columns[0]!] ?? "");
  const order = (a: Recorded, b: Recorded) =>
    compare(a.period, b.period) || compare(begun(a), begun(b)) || a.push - b.push || compare(a.id, b.id);
  const row = records
    .of(sheet)
    .reduce<Recorded | undefined>((last, one) => (last && order(last, one) > 0 ? last : one), undefined);
  const worth = (done: number) => (result === "count" ? done : done === columns.length);
  if (!row) return { value: empty === "zero" ? worth(0) : null, from: [] };
  const dates = columns.map((column) => String(row.cells[column] ?? ""));
  const stop = dates.findIndex((date, i) => date === "" || (i > 0 && !follows(dates[i - 1]!, date, sameDay)));
  return { value: worth(stop < 0 ? columns.length : stop), from: [lineageOf(sheet, row, columns)] };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
