/** The words of a public notice and of the statement that nobody objects, from what is known of them. */
import { beijingDay, periodTitle } from "../../schema/period.ts";
import { dayText } from "../../schema/print/print.ts";

export interface Announced {
  /** The title of the policy. */
  policy: string;
  period: string;
  /** A day that nobody has set yet is left to the hand. */
  opensOn: string | null;
  closesOn: string | null;
  telephone: string;
}

interface Term {
  closesOn: string;
  closedAt: string | null;
}

/** Whether a notice stands at a moment: nobody has ended it, and in Beijing its last day is not over. */
export const isStanding = ({ closesOn, closedAt }: Term, now: string): boolean =>
  closedAt === null && beijingDay(now) <= closesOn;

/** Whether a notice stood until its last day was over. */
export const wasShownToTheEnd = ({ closesOn, closedAt }: Term, now: string): boolean =>
  beijingDay(closedAt ?? now) > closesOn;

/** The usual title of a notice. */
export const noticeTitle = ({ policy, period }: Pick<Announced, "policy" | "period">) =>
  `关于${periodTitle(period)}《${policy}》结果的公示`;

/** The usual text of a notice. */
export const noticeText = ({ policy, period, opensOn, closesOn, telephone }: Announced) =>
  `根据《${policy}》,现将${periodTitle(period)}的结果予以公示。公示期自${dayText(opensOn)}至${dayText(closesOn)}。` +
  `对公示内容有异议的,请在公示期内反映,反映人受保护。受理电话:${telephone}。`;

/** How the numbers of a year begin that are not given by hand. */
export const numbersOfYear = (year: string) => `公示〔${year}〕`;

/** The next number of a year, such as 公示〔2014〕3号. @param given those that the region has already, whoever gave them */
export function nextNumber(year: string, given: readonly string[]): string {
  for (let n = given.length + 1; ; n++) {
    const number = `${numbersOfYear(year)}${n}号`;
    if (!given.includes(number)) return number;
  }
}

/** The statement (无异议证明) about a notice that is over and whose objections are answered. */
export function clearanceText(
  { number, title, opensOn, closesOn }: { number: string; title: string; opensOn: string; closesOn: string },
  objections: number,
): string {
  const head = `《${title}》(${number})自${dayText(opensOn)}至${dayText(closesOn)}公示。`;
  if (objections === 0) return `${head}公示期间没有收到异议。特此证明。`;
  return `${head}公示期间收到异议${objections}件,均已调查答复,没有一件成立。特此证明。`;
}
