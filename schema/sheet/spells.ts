/** Spells of service as they are typed: `secretary 2001-01/2008-02; deputy 1998-03/2000-12`, last month included. */

export interface Spell {
  post: string;
  from: string;
  to: string;
}

const pattern = /^([A-Za-z][A-Za-z0-9]*) +(\d{4}-(?:0[1-9]|1[0-2]))\/(\d{4}-(?:0[1-9]|1[0-2]))$/;

/** Reads spells; `undefined` when one of them is none or ends before it begins. */
export function parseSpells(text: string): Spell[] | undefined {
  const spells = text
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => pattern.exec(part));
  if (spells.some((match) => !match || match[2]! > match[3]!)) return undefined;
  return spells.map((match) => ({ post: match![1]!, from: match![2]!, to: match![3]! }));
}

/** The months of a spell, at most so many. */
export function monthsOf({ from, to }: Pick<Spell, "from" | "to">, most: number): string[] {
  const months: string[] = [];
  let [year, month] = from.split("-").map(Number) as [number, number];
  for (let code = from; code <= to && months.length < most; ) {
    months.push(code);
    month++;
    if (month > 12) [year, month] = [year + 1, 1];
    code = `${year}-${String(month).padStart(2, "0")}`;
  }
  return months;
}
