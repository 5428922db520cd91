/** Characters as a Chinese input method types them: full-width digits, letters, signs and spaces become plain ones. */

const wide = /[\uff01-\uff5e\u3000\u2212\uffe5]/g;
const others: Record<string, string> = { "\u3000": " ", "\u2212": "-", "\uffe5": "\u00a5" };

/** Typed text in plain characters, without the spaces around it. */
export const plain = (text: string): string =>
  text.replace(wide, (sign) => others[sign] ?? String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).trim();

/** No number and no date is written longer; longer text is not even looked at, for patterns can take long over it. */
export const longestFigure = 60;

/** Plain text where 。 was typed for a point: １６。５, 2014。9。28. */
export const pointed = (text: string): string => plain(text).replaceAll("。", ".");
