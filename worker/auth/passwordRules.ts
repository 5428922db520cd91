/** What a new password must be: long enough and not one that everybody tries first. Nothing is asked of its signs. */
import type { FaultWords } from "../../schema/fault.ts";

const [shortest, longest] = [12, 128];

/** What people take where a password must be long: words and names that guessers try first, alone or one after the other. */
const common = new Set(
  `password passwort passw0rd p@ssword p@ssw0rd mima mimashi mima123 admin administrator root user guest test demo login
  welcome letmein letmeinnow iloveyou woaini woaini1314 woaizhongguo zhongguo china beijing qwerty qwertyuiop asdfghjkl
  zxcvbnm qazwsx qazwsxedc wsxedc edcrfv 1qaz 2wsx 3edc 1qaz2wsx 1q2w3e 1q2w3e4r 1q2w3e4r5t q1w2e3 q1w2e3r4 zaq1 xsw2 abc abcd
  abcde abcdef abcdefg abc123 a123456 aa123456 monkey dragon master shadow sunshine princess football baseball superman
  batman trustno1 whatever hello freedom secret changeme default temp server system oracle mysql postgres cisco huawei
  lenovo windows office excel google baidu taobao alibaba tencent weixin wechat qq 5201314 1314520 520 1314 woaini520
  xingping star zuzhibu danwei dangjian dangwei zhengfu xianwei cunwei renmin gongchandang computer internet samsung
  michael jennifer jordan charlie thomas summer winter spring autumn january october december monday friday`.split(
    /\s+/,
  ),
);

const runs = ["01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "!@#$%^&*()"];

/** What stands in the way of a new password for an account; nothing where it will do. */
export function passwordFault(password: string, account: string): FaultWords | undefined {
  const signs = [...password];
  if (signs.length < shortest) return { code: "tooFew", params: { limit: shortest, unit: "string" } };
  if (signs.length > longest) return { code: "tooMany", params: { limit: longest, unit: "string" } };
  return isCommon(password, account) ? { code: "commonPassword", params: {} } : undefined;
}

/** Whether nothing is left of it but common words, the account, digits in a row, a year, and signs between them. */
function isCommon(password: string, account: string): boolean {
  const plain = password.normalize("NFKC").toLowerCase();
  if (new Set(plain).size < 5) return true;
  const words = [...common, account.toLowerCase()]
    .filter((word) => word.length > 1)
    .sort((a, b) => b.length - a.length);
  let left = plain;
  for (const word of words) left = left.replaceAll(word, " ");
  // Four signs in the order of the alphabet or of the keyboard, either way, say nothing.
  for (const run of runs)
    for (const way of [run, [...run].reverse().join("")])
      for (let length = way.length; length >= 3; length--)
        for (let at = 0; at + length <= way.length; at++) left = left.replaceAll(way.slice(at, at + length), " ");
  left = left.replace(/(.)\1{2,}/g, " ").replace(/(?:19|20)\d\d/g, " ");
  return new Set(left.replace(/\s/g, "")).size < 4;
}
