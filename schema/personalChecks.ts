/** What a register says wrongly of personal data: columns that want a mask and have none, and uses that would tell what a mask hides. */
import { columnsOfCondition } from "./columnsRead.ts";
import type { Contradiction } from "./policy/contradictions.ts";
import type { Register } from "./register.ts";
import type { Column, SensitiveKind } from "./sheet/definition.ts";

/** Titles, and keys, of columns that hold numbers of persons and accounts. */
const looks: [kind: SensitiveKind, title: RegExp, key: RegExp][] = [
  ["idNumber", /身份证|公民身份/, /^id(Number|Card)/i],
  ["bankAccount", /(账号|帐号|账户|帐户|卡号|银行卡|一卡通|一折通|存折)$/, /bank/i],
  ["phone", /(电话|手机)(号码?)?$|联系方式$/, /phone|mobile/i],
];

/** The kind of personal data that a column holds by its format, title or key. */
function kindByLooks({ type, format, title, key }: Column): SensitiveKind | undefined {
  if (type !== "text" && type !== "code") return undefined;
  if (format === "idNumber") return "idNumber";
  const name = title.replace(/[(（].*$/, "");
  return looks.find(([, titles, keys]) => titles.test(name) || keys.test(key))?.[0];
}

/** What is wrong with the marks of a register's columns, and with what looks at them. */
export function personalContradictions(register: Register): Contradiction[] {
  const { columns, rules = [], derived = [] } = register;
  const personal = new Set(columns.flatMap(({ key, sensitive }) => (sensitive === undefined ? [] : [key])));
  const asks = (keys: readonly string[], path: Contradiction["path"], what: string): Contradiction[] =>
    keys.filter((key) => personal.has(key)).map((key) => ({ path, message: `列 ${key} 是个人信息,${what}` }));
  const open = [register.key, register.region, register.standsOn, "name"].filter((key) => key !== undefined);
  return [
    ...columns.flatMap((column, i): Contradiction[] => {
      const kind = kindByLooks(column);
      const path = ["columns", i, "sensitive"];
      if (kind !== undefined && column.sensitive !== kind)
        return [{ path, message: `“${column.title}”是个人信息,须写 sensitive: "${kind}"` }];
      if (column.sensitive === undefined) return [];
      if (column.refers !== undefined || open.includes(column.key))
        return [{ path, message: `列 ${column.key} 处处要显示,不能是个人信息` }];
      return [];
    }),
    ...rules.flatMap(({ where, check }, i) => [
      ...asks(where ? columnsOfCondition(where) : [], ["rules", i, "where"], "条件不能看它的值"),
      ...asks("cover" in check ? [check.cover.column] : [], ["rules", i, "check"], "不能列出须有的值"),
    ]),
    ...derived.flatMap((one, i) =>
      asks("when" in one ? columnsOfCondition(one.when) : [], ["derived", i], "条件不能看它的值"),
    ),
  ];
}
