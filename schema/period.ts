/** Periods: `2014`, `2014-H1`, `2014-Q3`, `2014-09`, in Beijing time; a roster holds for all time and has the empty period. */

export const periodKinds = ["none", "month", "quarter", "half-year", "year"] as const;
export type PeriodKind = (typeof periodKinds)[number];

/** What one period covers: its first and last month, both included, as `YYYY-MM`. */
export interface Period {
  code: string;
  kind: PeriodKind;
  from: string;
  to: string;
}

export const monthPattern = /^\d{4}-(0[1-9]|1[0-2])$/;
const pattern = /^(\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?$/;

/** Reads a period code; `undefined` when it is none. */
export function parsePeriod(code: string): Period | undefined {
  if (code === "") return { code, kind: "none", from: "0000-01", to: "9999-12" };
  const match = pattern.exec(code);
  if (!match) return undefined;
  const [, year, half, quarter, month] = match;
  const span = (kind: PeriodKind, first: number, last: number): Period => ({
    code,
    kind,
    from: `${year}-${String(first).padStart(2, "0")}`,
    to: `${year}-${String(last).padStart(2, "0")}`,
  });
  if (half) return span("half-year", Number(half) * 6 - 5, Number(half) * 6);
  if (quarter) return span("quarter", Number(quarter) * 3 - 2, Number(quarter) * 3);
  if (month) return span("month", Number(month), Number(month));
  return span("year", 1, 12);
}

/** Which end of a period is meant. */
export type PeriodEnd = "start" | "end";

/** The first or the last day of a period, for comparing days: no day of its last month comes after the 31st. */
export const dayOf = ({ from, to }: Pick<Period, "from" | "to">, which: PeriodEnd): string =>
  which === "start" ? `${from}-01` : `${to}-31`;

/**
 * The codes of the periods of one kind that tell of a period, in order: the months of `2014-H1` are
 * `2014-01` … `2014-06`. Of a longer kind it is the one around it: the year of `2014-H1` is `2014`. A roster holds in
 * every period.
 */
export function periodsFor(outer: Period, kind: PeriodKind): string[] {
  if (kind === "none") return [""];
  if (outer.kind === "none") return [];
  const year = outer.from.slice(0, 4);
  const codes: Record<Exclude<PeriodKind, "none">, string[]> = {
    year: [year],
    "half-year": [`${year}-H1`, `${year}-H2`],
    quarter: [1, 2, 3, 4].map((q) => `${year}-Q${q}`),
    month: Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, "0")}`),
  };
  const periods = codes[kind].map((code) => parsePeriod(code)!);
  const inside = periods.filter(({ from, to }) => from >= outer.from && to <= outer.to);
  const around = periods.filter(({ from, to }) => from <= outer.from && to >= outer.to);
  return (inside.length > 0 ? inside : around).map(({ code }) => code);
}

/** A period as a clerk reads it: 2014年上半年. */
export function periodTitle(code: string): string {
  const match = pattern.exec(code);
  if (!match) return code;
  const [, year, half, quarter, month] = match;
  if (half) return `${year}年${half === "1" ? "上" : "下"}半年`;
  if (quarter) return `${year}年第${quarter}季度`;
  return month ? `${year}年${Number(month)}月` : `${year}年`;
}

/** The code of the period of the same kind that comes before: 2014-H1 after 2013-H2. */
export function periodBefore(code: string): string {
  const match = pattern.exec(code);
  if (!match) return code;
  const [, year, half, quarter, month] = match;
  const last = String(Number(year) - 1).padStart(4, "0");
  if (half) return half === "2" ? `${year}-H1` : `${last}-H2`;
  if (quarter) return quarter === "1" ? `${last}-Q4` : `${year}-Q${Number(quarter) - 1}`;
  if (month) return month === "01" ? `${last}-12` : `${year}-${String(Number(month) - 1).padStart(2, "0")}`;
  return last;
}

/** The code of the period of the same kind that comes after: 2014-H1 after 2013-H2. */
export function periodAfter(code: string): string {
  const match = pattern.exec(code);
  if (!match) return code;
  const [, year, half, quarter, month] = match;
  const next = String(Number(year) + 1).padStart(4, "0");
  if (half) return half === "1" ? `${year}-H2` : `${next}-H1`;
  if (quarter) return quarter === "4" ? `${next}-Q1` : `${year}-Q${Number(quarter) + 1}`;
  if (month) return month === "12" ? `${next}-01` : `${year}-${String(Number(month) + 1).padStart(2, "0")}`;
  return next;
}

const eightHours = 8 * 3_600_000;

/** The day in Beijing of a moment in ISO time. */
export const beijingDay = (now: string): string => new Date(Date.parse(now) + eightHours).toISOString().slice(0, 10);
