/** How names are written in old tables: full-width signs, blanks inside, other characters for the same one, 01村 for 一村. */

/** Characters with the usual one for each: 灣 is written 湾. */
const variants = new Map(
  "灣湾 嶺岭 莊庄 溝沟 廟庙 橋桥 龍龙 東东 壩坝 垻坝 崗岗 邨村 鎮镇 鄉乡 縣县 區区 蘆芦 樹树 圍围 塢坞 澗涧 灘滩 營营 馬马 雲云 陽阳 陰阴 萬万 興兴 長长 馮冯 陳陈 劉刘 張张 趙赵 吳吴 鄭郑 黃黄 羅罗 楊杨 孫孙 葉叶 蔣蒋 鄧邓 許许 閻阎 閆闫 盧卢 蘇苏 謝谢 賀贺 趕赶 聯联 團团 寶宝 義义 蓮莲 鳳凤 麗丽 華华 國国"
    .split(" ")
    .map(([other, usual]) => [other!, usual!] as const),
);

const marks = /[\s\p{Cf}·•・‧.,、。'"“”‘’\-—_*#()[\]〔〕【】《》]/gu;
const numerals = "零一二三四五六七八九";

/** Whole numbers up to 99 as they are spoken; others as they are, without zeros before them. */
function spoken(digits: string): string {
  const number = Number(digits);
  if (number === 0 || number > 99) return String(number);
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  return (tens > 1 ? numerals[tens]! : "") + (tens > 0 ? "十" : "") + (ones > 0 ? numerals[ones]! : "");
}

/** A name in the one spelling by which names are compared. */
export function spelled(name: string): string {
  const plain = name.normalize("NFKC").replace(marks, "");
  return [...plain.replace(/\d{1,9}/g, spoken)].map((sign) => variants.get(sign) ?? sign).join("");
}
