/** Ballots that two accounts type, or one types and another signs: who may not, and what has moved meanwhile. */
import type { Words } from "./words.ts";

export const tallyFaults = {
  secondTypist: {
    zh: () => ({ message: "本行的另一录由您录入,同一人不能两次都录", fix: "请另一人录入本行" }),
    en: () => ({
      message: "You have typed this row in the other typing; nobody types both",
      fix: "Ask another person to type it",
    }),
  },
  typedByOther: {
    zh: () => ({
      message: "本行已由他人录入,只有录入人能改",
      fix: "请录入人更正;录入人不在的,由县、州清空本行(delete)后重录",
    }),
    en: () => ({
      message: "Another person has typed this row; only they may change it",
      fix: "Ask them; if they are away, the county or prefecture may clear the row (delete), to be typed again",
    }),
  },
  comparedSheet: {
    zh: () => ({ message: "本表由一录、二录比对得出,谁都不能改", fix: "录入人在一录、二录表中更正" }),
    en: () => ({
      message: "This sheet compares two typings and cannot be edited",
      fix: "Correct the first or the second typing",
    }),
  },
  ownTally: {
    zh: () => ({ message: "本行计票中有您本人录入或清空的数,不能自己签核", fix: "请另一人签核" }),
    en: () => ({
      message: "Part of this tally is your own typing; you cannot sign it",
      fix: "Ask another person to sign",
    }),
  },
  nothingToSign: {
    zh: () => ({ message: "本行计票还没有录入,无从签核", fix: "录入以后再签核" }),
    en: () => ({ message: "This tally has not been typed yet", fix: "Sign it once it is" }),
  },
  movedBeforeSigning: {
    zh: () => ({ message: "取数以后,本行的计票或签核有变动", fix: "重新取数,核对后再签核" }),
    en: () => ({
      message: "The tally or its signature has changed since the pull",
      fix: "Pull again, look, then sign",
    }),
  },
  signatureVoided: {
    zh: () => ({ message: "本行已经签核,改动后签核作废", fix: "请签核人重新签核,否则不评分" }),
    en: () => ({
      message: "This tally was signed; by this change the signature is void",
      fix: "Have it signed again, or it will not be scored",
    }),
  },
} as const satisfies Record<string, { zh: Words; en: Words }>;
