/** What can be wrong at one place of a request, document or row: closed codes, with words in Chinese and English. */
import { accountFaults } from "./faults/account.ts";
import { cellFaults } from "./faults/cell.ts";
import { importFaults } from "./faults/importing.ts";
import { judgingFaults } from "./faults/judging.ts";
import { publicationFaults } from "./faults/publication.ts";
import { rectificationFaults } from "./faults/rectification.ts";
import { requestFaults } from "./faults/request.ts";
import { rowFaults } from "./faults/row.ts";
import { ruleFaults } from "./faults/rule.ts";
import { tallyFaults } from "./faults/tally.ts";
import { valueFaults } from "./faults/value.ts";
import type { Language, Params } from "./faults/words.ts";
import { workbookFaults } from "./faults/workbook.ts";

/** Faults at one place of a request, document or row. */
export const faults = {
  ...valueFaults,
  ...cellFaults,
  ...rowFaults,
  ...ruleFaults,
  ...tallyFaults,
  ...accountFaults,
  ...judgingFaults,
  ...publicationFaults,
  ...requestFaults,
  ...rectificationFaults,
  ...workbookFaults,
  ...importFaults,
};
export type FaultCode = keyof typeof faults;

/** A fault without its place: a code and what its words need. */
export interface FaultWords {
  code: FaultCode;
  params: Params;
}
/** A fault with its place, a JSON pointer. */
export interface Fault extends FaultWords {
  pointer: string;
}

export type { Language } from "./faults/words.ts";

/** The words of a fault, as it stands in an answer. */
export function faultText({ pointer, code, params }: Fault, language: Language) {
  return { pointer, code, ...faults[code][language](params) };
}
