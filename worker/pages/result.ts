/** Results in words. */
import { shift } from "../../schema/decimal.ts";

export const starsText = (stars: number) => (stars === 0 ? "无星" : `${"★".repeat(stars)} ${stars}星`);

/** Fen as yuan with two decimals. */
export const yuan = (fen: number) => shift(String(fen), -2);
