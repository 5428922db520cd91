/** What goes wrong for others with Office.js, each with the tests of this folder that show that it does not here. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const excel = "addin/excel.test.ts";
const workbook = "addin/workbook.test.ts";
const manifest = "addin/manifest.test.ts";

/** The trap, where it is tested, and how the tests are called. */
const traps: [trap: string, file: string, ...tests: string[]][] = [
  [
    "events are lost or doubled, and do not tell own writes: changes are found by comparing",
    "addin/sync.test.ts",
    "is nothing in a table as it was pulled, however it is sorted and whatever columns stand in it",
  ],
  [
    "events of the selection are lost",
    "e2e/pane.test.ts",
    "opens the reason of a result, tries out what she has typed before she pushes it, and sees what the next star needs",
  ],
  [
    "writing through a filter misplaces",
    excel,
    "misplaces what is written through a filter",
    "is rid of its filters first, so that nothing is misplaced",
  ],
  [
    "protection takes undo and sorting away",
    excel,
    "no sheet is protected by the add-in, whatever it does",
    "a protected worksheet is told as such, and its table is as it was",
  ],
  [
    "dialog and pane share no storage: the sign-in is in the pane",
    "addin/build.test.ts",
    "nobody is sent to a dialog or another page to sign in",
  ],
  [
    "a browser allows a frame no storage",
    "addin/api.test.ts",
    "is kept in memory where a browser allows no storage, and nothing else is kept of a sign-in",
  ],
  [
    "a frame of another origin gets no dialog of the browser's",
    "e2e/pane.test.ts",
    "gives up what she has typed, asked in the pane and each time that the button is pressed",
  ],
  [
    "a request of more than five megabytes is refused",
    excel,
    "refuses a request of more than five megabytes",
    "are written with a snapshot of all their cells in at most five small requests, and so they are again",
  ],
  [
    "an answer of more than five megabytes is refused",
    excel,
    "are read in smaller parts where Excel refuses so large an answer",
  ],
  [
    "the editing of a cell fails a batch",
    excel,
    "Excel lets a request wait where it can",
    "a refused request is tried again",
    "and none ends it, it is told in the end",
  ],
  [
    "Excel 2019 has no validation",
    excel,
    "has what Excel 2019 has and nothing later",
    "are left out in Excel 2019, which has no way to make them",
  ],
  [
    "Excel 2019 has neither a shared runtime nor custom functions",
    manifest,
    "it asks Excel for ExcelApi 1.7, and for more only where the ribbon and the functions are",
  ],
  [
    "a code loses its zeros unless its cell is text before",
    workbook,
    "a code keeps its zeros and all its digits, also of more than fifteen",
  ],
  ["a text is taken for a number or a date", workbook, "a text in a column of numbers or dates is not taken for one"],
  [
    "a leading = + - @ makes a formula",
    workbook,
    "a text that begins like a formula stays text, in every kind of column",
  ],
  ["null leaves a cell as it was", excel, "null leaves a cell as it is and an empty text empties it"],
  ["null leaves a cell as it was", workbook, "of two amendments of a cell the later counts; an empty value empties"],
  ["a list takes 255 characters", excel, "%s come from the hidden worksheet"],
  ["a cell takes 32,767 characters", workbook, "a text that no cell takes is refused before anything is written"],
  [
    "the manifest has limits",
    manifest,
    "have names of at most 32 characters, each once",
    "say every text in Chinese and in English, short ones in 125 characters, long ones in 250",
    "come in 16, 32 and 80 for every group and button, and are as large as they say",
    "every element has its children in Office's order",
  ],
  [
    "what was not loaded cannot be read: PropertyNotLoaded",
    excel,
    "is Microsoft's client: what was not loaded cannot be read",
  ],
  [
    "what is gone fails: ItemNotFound",
    workbook,
    "a table that was never written or whose worksheet was deleted is missing",
  ],
  ["what is gone fails: ItemNotFound", excel, "a worksheet of what is kept that somebody has deleted is made anew"],
];

test.each(traps)("%s", (_, file, ...tests) => {
  const text = readFileSync(`${import.meta.dirname}/../${file}`, "utf8");
  const missing = tests.filter((name) => !text.includes(`"${name}"`));
  expect(missing).toEqual([]);
});
