/** Money in capitals (合计大写), as cheques and vouchers bear it: 支付结算办法 附一《正确填写票据和结算凭证的基本规定》. */

const digits = [..."零壹贰叁肆伍陆柒捌玖"];
const places = ["", "拾", "佰", "仟"];

/**
 * Fen as capitals: 1_200_005 is 壹万贰仟元零伍分. Of the zeros that the rules leave open none is written (￥107,000.53 is
 * 壹拾万柒仟元伍角叁分); 整 stands after yuan only. What is below nothing begins with 负.
 */
export function capitals(fen: number): string {
  if (fen < 0) return `负${capitals(-fen)}`;
  const [yuan, jiao, rest] = [Math.floor(fen / 100), Math.floor(fen / 10) % 10, fen % 10];
  const head = yuan > 0 || fen === 0 ? `${whole(yuan)}元` : "";
  if (jiao === 0 && rest === 0) return `${head}整`;
  const tenths = jiao > 0 ? `${digits[jiao]}角` : yuan > 0 ? "零" : "";
  return `${head}${tenths}${rest > 0 ? `${digits[rest]}分` : ""}`;
}

/** A whole number; 亿 of 万 are 万亿. */
function whole(n: number): string {
  if (n >= 1e8) return joined(n, 1e8, "亿");
  if (n >= 1e4) return joined(n, 1e4, "万");
  const signs = [...String(n)].map(Number);
  const text = signs
    .map((digit, i) => (digit === 0 ? "零" : `${digits[digit]}${places[signs.length - 1 - i]}`))
    .join("");
  return n === 0 ? "零" : text.replace(/零+/g, "零").replace(/零$/, "");
}

/** What stands before a unit, and what after it: several zeros in a row are one, those at the end none. */
function joined(n: number, size: number, unit: string): string {
  const [high, low] = [Math.floor(n / size), n % size];
  const gap = low > 0 && low < size / 10 ? "零" : "";
  return `${whole(high)}${unit}${gap}${low > 0 ? whole(low) : ""}`;
}
