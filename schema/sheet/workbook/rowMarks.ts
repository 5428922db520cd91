/** What a clerk writes into the column 变更 of a workbook file, to say what is to become of a row that is not plain. */
import type { Choice } from "./rowKinds.ts";

/** mine, theirs: what is to stand in cells that others changed too. */
export type RowMark = Extract<Choice, string> | "mine" | "theirs";

const words: Record<string, RowMark> = {
  删除: "delete",
  新增: "new",
  照行号: "same",
  不提交: "ignore",
  用我的: "mine",
  用他人的: "theirs",
  恢复: "restore",
};

/** The words, in the order in which they are offered. */
export const markWords = Object.keys(words);

/** Of rows that are not added and deleted here. */
export const fixedMarkWords = markWords.filter((word) => ["ignore", "mine", "theirs"].includes(words[word]!));

/** What a word says; `undefined` for one that is none of them. */
export const markOf = (word: string): RowMark | undefined => words[word];
