/** What the columns of an old table can be: those of one of our sheets, and where its rows say in which place they are. */
import type { Column } from "../../../schema/sheet/definition.ts";
import type { Sheet } from "../../../schema/sheet/source.ts";
import {
  areSynonyms,
  codeTitles,
  countyTitles,
  personTitles,
  readTitle,
  sumTitles,
  type Title,
  townshipTitles,
  villageTitles,
} from "./vocabulary.ts";

/** Columns that no sheet need have, by which a name is told from the same one elsewhere. */
const placeKeys: readonly string[] = ["county", "township", "village"];
const isPlaceKey = (key: string) => placeKeys.includes(key);

export interface Target {
  key: string;
  title: string;
  titles: readonly Title[];
  /** Further titles that say the same, spelled as `Title.words`. */
  words: ReadonlySet<string>;
  /** The column of the sheet; none where the rows only tell by it where they are. */
  column?: Column;
  isMoney: boolean;
  /** Says where the row is: an empty cell means what stands above it. */
  isPlace: boolean;
}

const target = (key: string, title: string, words: readonly string[], more: Partial<Target> = {}): Target => ({
  ...{ key, title, titles: [readTitle(title)], words: new Set(words), isMoney: false, isPlace: isPlaceKey(key) },
  ...more,
});

/**
 * What columns can be for a sheet.
 * @param listsPlaces tells of the sheet itself whether its names (or its subjects') are those of villages; of a column,
 *   whether it refers to such a list
 */
export function targetsOf(sheet: Sheet, listsPlaces: (column?: Column) => boolean): Target[] {
  const isRoster = sheet.rows === "roster";
  const own = sheet.columns.flatMap((column): Target[] => {
    const { key, title, group } = column;
    if (column.readOnly && sheet.rows !== "ofRound" && !["subject", "name", "township"].includes(key)) return [];
    const titles = [title, ...(group === undefined || title.startsWith(group) ? [] : [group + title])].map(readTitle);
    const isPlace = isPlaceKey(key) || (isRoster && !listsPlaces() && listsPlaces(column));
    return [{ ...target(key, title, wordsOf(column)), titles, column, isPlace, isMoney: column.type === "money" }];
  });
  const has = (key: string) => own.some((one) => one.key === key);
  const tells = [
    ...(has("township") ? [] : [target("township", "乡镇(街道)", townshipTitles)]),
    ...(has("county") ? [] : [target("county", "县(市)", countyTitles)]),
  ];
  const villageIsTold = listsPlaces() || own.some(({ column }) => column && isRoster && listsPlaces(column));
  return [...own, ...tells, ...(villageIsTold ? [] : [target("village", "所在村(社区)", villageTitles)])];

  function wordsOf(column: Column): readonly string[] {
    const { key } = column;
    if (key === "township") return townshipTitles;
    // What is to be paid goes by the names of sums.
    if (sheet.rows === "ofRound" && key === "amount") return sumTitles;
    if (key === "subject" || key === sheet.key) return codeTitles;
    if (key === "name") return listsPlaces() ? villageTitles : personTitles;
    return isRoster && listsPlaces(column) && !listsPlaces() ? villageTitles : [];
  }
}

/** How surely a title is that of a column: by its very words in full, by its words, by words that mean the same, nearly. */
export const certainties = ["none", "similar", "synonym", "words", "full"] as const;
export type Certainty = (typeof certainties)[number];

/** @param paths the title in full with those above it, and alone */
export function certaintyOf(paths: readonly Title[], { key, titles, words }: Target): Certainty {
  const [path, leaf = path] = paths;
  if (!path || !leaf || path.full === "") return "none";
  if (titles.some(({ full }) => full === path.full) || path.full === key.toLowerCase()) return "full";
  if (titles.some((one) => [path, leaf].some((other) => one.words === other.words || one.full === other.full)))
    return "words";
  const said = [path.words, leaf.words];
  if (said.some((word) => words.has(word) || titles.some((one) => areSynonyms(one.words, word)))) return "synonym";
  return titles.some((one) => said.some((word) => isNear(one.words, word))) ? "similar" : "none";
}

/** Whether one holds the other and is not much longer, or both hold mostly the same characters. */
function isNear(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length < 2) return false;
  if (long.includes(short) && short.length * 2 >= long.length) return true;
  const signs = new Set(long);
  return [...short].filter((sign) => signs.has(sign)).length >= 0.75 * long.length;
}
