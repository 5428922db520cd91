/** Titles of worksheets and names of tables as Excel takes them. */

const longestTitle = 31;
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** The first of a wish and its numbered variants that is not taken. */
function free(wish: string, taken: readonly string[], numbered: (number: number) => string): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wish : numbered(number);
    if (!taken.some((one) => same(one, name))) return name;
  }
}

/** Text of at most a length, no character cut in two. */
const cut = (text: string, length: number) => text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "");

/**
 * A worksheet's title: at most 31 characters without `: \ / ? * [ ]`, no apostrophe at an end, not the reserved
 * `History`, unlike the others of the workbook.
 */
export function sheetTitle(wish: string, taken: readonly string[]): string {
  const sound = (text: string, length: number) => cut(text, length).replace(/^['\s]+|['\s]+$/g, "");
  const plain = sound(wish.replace(/[:\\/?*[\]\p{Cc}]/gu, " ").replace(/\s+/g, " "), longestTitle);
  const title = plain === "" || same(plain, "History") ? "星评" : plain;
  return free(title, taken, (number) => `${sound(title, longestTitle - ` (${number})`.length)} (${number})`);
}

/**
 * A table's name in Excel: letters, digits, points and underscores, which no address of a cell looks like, unlike the
 * others of the workbook.
 */
export function tableName(wish: string, taken: readonly string[]): string {
  const name = `xp_${cut(wish.replace(/[^\p{L}\p{Nd}._]/gu, "_"), 200)}`;
  return free(name, taken, (number) => `${name}_${number}`);
}
