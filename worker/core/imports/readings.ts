/** What the name of a place may mean: 河西村委会, 中共河西村总支部委员会 and 河西村 are one village; its short form is 河西. */
import { spelled } from "./spelling.ts";

/** The kinds of places that lists tell apart. */
export type PlaceKind = "village" | "township" | "county";

const party =
  /(?:支部委员会|总支部委员会|党支部委员会|党总支部委员会|基层委员会|党总支部|党总支|党支部|党委会|党工委|党委|总支|支部|党组织|两委班子|村两委|两委|领导班子|班子)$/u;
const committees = [
  { suffix: /(?:村民委员会|村委会|村委)$/u, kind: "村" },
  { suffix: /(?:居民委员会|居委会|社区居委)$/u, kind: "社区" },
  { suffix: /(?:街道办事处|街道办|办事处)$/u, kind: "街道" },
  { suffix: /人民政府$/u, kind: "" },
  { suffix: /行政村$/u, kind: "村" },
];

const kinds: Record<PlaceKind, RegExp> = {
  village: /^(.{2,})(?:村|社区|嘎查)$/u,
  township: /^(.{2,}?)(?:[\p{Script=Han}]{1,4}族乡|镇|乡|街道|苏木)$/u,
  county: /^(.{2,}?)(?:自治县|自治旗|自治州|县|市|区|旗|州)$/u,
};
/** What a place of a kind whose name says none may be. */
const possible: Record<PlaceKind, readonly string[]> = {
  village: ["村", "社区"],
  township: ["镇", "乡", "街道"],
  county: ["县", "市", "区", "州"],
};

/** Takes off the end of a name again and again, as long as something remains. */
function without(name: string, end: RegExp): string {
  const rest = name.replace(end, "");
  return rest === name || rest === "" ? name : without(rest, end);
}

/**
 * The full forms of a name: mostly one. 中村村委会 has two, for it may belong to 中村 or to 中村村.
 * @param name as it was typed
 */
export function readingsOf(name: string): string[] {
  const own = without(spelled(name).replace(/^(?:中国共产党|中共)/u, ""), party);
  const committee = committees.find(({ suffix }) => suffix.test(own) && own.replace(suffix, "") !== "");
  if (!committee) return own === "" ? [] : [own];
  const { suffix, kind } = committee;
  const place = own.replace(suffix, "");
  return place.endsWith(kind) && kind !== "" ? [place, place + kind] : [place + kind];
}

/** The short form of a full one, 河西 of 河西村; none where it would be a single character, or it says no kind. */
export const shortOf = (reading: string, kind: PlaceKind): string | undefined => kinds[kind].exec(reading)?.[1];

/** What else a reading may stand for: its short form, or the full forms where it is a short one itself. */
export function looseOf(reading: string, kind: PlaceKind): string[] {
  const short = shortOf(reading, kind);
  return short === undefined ? possible[kind].map((end) => reading + end) : [short];
}
