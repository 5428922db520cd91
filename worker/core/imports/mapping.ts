/** Proposes which column of an old table is which of ours: only where one fits and no other; the rest is suggested. */
import { letterOf } from "../../../schema/grid.ts";
import { type Certainty, certainties, certaintyOf, type Target } from "./targets.ts";
import { moneyUnits, readTitle } from "./vocabulary.ts";

/** The titles over one column, from the top; the last one stands right above the data. */
export type TitlePath = readonly string[];

export interface MappedColumn {
  /** Its place in the table, from zero. */
  index: number;
  title: string;
  /** The column of ours that it is; none where nobody has said and it does not say itself. */
  key?: string;
  /** Who says so; of a suggestion, how well it fits. */
  by?: "given" | "remembered" | Certainty;
  /** What it might be, to be said by whoever knows. */
  suggestion?: string;
  /** The unit of money in which it is kept, where its title or the table says one. */
  unit?: string;
}

/** A title as it is shown: 住房/面积. */
export const titleOf = (path: TitlePath): string => path.join("/");

/** A mapping by the letters of the columns, as it is kept and said. */
export const letterMapping = (columns: readonly MappedColumn[]): Record<string, string | null> =>
  Object.fromEntries(
    columns.filter(({ title }) => title !== "").map(({ index, key }) => [letterOf(index), key ?? null] as const),
  );

/** How well a title fits each column of ours that it fits at all. */
export type Fitting = (path: TitlePath) => ReadonlyMap<string, Certainty>;

/** Fits titles with the columns of a sheet, each once. */
export function fittingOf(targets: readonly Target[]): Fitting {
  const known = new Map<string, ReadonlyMap<string, Certainty>>();
  return (path) => {
    const title = path.join("\n");
    const found = known.get(title);
    if (found) return found;
    const titles = [readTitle(path.join("")), readTitle(path.at(-1)!)];
    const fits = targets.map((one) => [one.key, certaintyOf(titles, one)] as const);
    const fitting = new Map(fits.filter(([, certainty]) => certainty !== "none"));
    known.set(title, fitting);
    return fitting;
  };
}

/**
 * @param unit the unit of money of the whole table, 单位:万元 above it
 * @param said by index, the key that somebody has said, or null for none; it goes before what the titles say
 */
export function proposeMapping(
  paths: readonly TitlePath[],
  targets: readonly Target[],
  fitsOf: Fitting,
  unit?: string,
  said: ReadonlyMap<number, { key: string | null; by: "given" | "remembered" }> = new Map(),
): MappedColumn[] {
  const taken = new Set([...said.values()].flatMap(({ key }) => key ?? []));
  const open = new Map<number, Map<string, Certainty>>();
  paths.forEach((path, index) => {
    if (said.has(index) || path.length === 0) return;
    open.set(index, new Map([...fitsOf(path)].filter(([key]) => !taken.has(key))));
  });
  const settled = new Map<number, { key: string; by: Certainty }>();
  for (const level of ["full", "words", "synonym"] as const) settleLevel(level);

  return paths.map((path, index): MappedColumn => {
    const title = titleOf(path);
    const spoken = said.get(index);
    const own = settled.get(index);
    const key = spoken ? (spoken.key ?? undefined) : own?.key;
    const column = targets.find((one) => one.key === key);
    const shown = path.map((part) => readTitle(part).unit).findLast((one) => one !== undefined && one in moneyUnits);
    const kept = column?.isMoney ? (shown ?? unit) : undefined;
    const suggestion = key === undefined && !spoken ? best(index) : undefined;
    return {
      ...{ index, title },
      ...(key !== undefined && { key, by: spoken?.by ?? own!.by }),
      ...(suggestion && { suggestion: suggestion[0], by: suggestion[1] }),
      ...(kept !== undefined && { unit: kept }),
    };
  });

  /** Settles all pairs of which neither side has another one as good. */
  function settleLevel(level: Certainty) {
    const pairs = [...open].flatMap(([index, fits]) =>
      [...fits].flatMap(([key, certainty]) => (certainty === level && !taken.has(key) ? [{ index, key }] : [])),
    );
    for (const { index, key } of pairs) {
      const rivals = pairs.filter((pair) => pair.index === index || pair.key === key);
      if (rivals.length > 1) continue;
      settled.set(index, { key, by: level });
      taken.add(key);
      open.delete(index);
    }
  }

  /** What a column that is not settled fits best, if nothing else has it. */
  function best(index: number): [key: string, by: Certainty] | undefined {
    const fits = [...(open.get(index) ?? [])].filter(([key]) => !taken.has(key));
    const rank = ([, certainty]: [string, Certainty]) => certainties.indexOf(certainty);
    return fits.sort((a, b) => rank(b) - rank(a))[0];
  }
}
