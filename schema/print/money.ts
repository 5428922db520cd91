/** Money as prints show it: in yuan, or in wan with as many decimals as every figure of the table needs. */

export const moneyUnits = { yuan: "元", wan: "万元" } as const;
export type MoneyUnit = keyof typeof moneyUnits;

/** So many decimals hold a fen. */
const exact: Record<MoneyUnit, number> = { yuan: 2, wan: 6 };

/** The fewest decimals, two or more, with which every amount is written exactly: so what is printed adds up. */
export function decimalsOf(amounts: readonly number[], unit: MoneyUnit): number {
  let decimals = 2;
  for (const fen of amounts) while (fen % 10 ** (exact[unit] - decimals) !== 0) decimals++;
  return decimals;
}

/** Fen with thousands apart: 1,234.50. */
export function moneyText(fen: number, unit: MoneyUnit = "yuan", decimals = 2): string {
  const size = 10 ** exact[unit];
  const [whole, rest] = [Math.floor(Math.abs(fen) / size), Math.abs(fen) % size];
  const after = String(rest).padStart(exact[unit], "0").slice(0, decimals);
  return `${fen < 0 ? "-" : ""}${String(whole).replace(/\B(?=(\d{3})+$)/g, ",")}.${after}`;
}
