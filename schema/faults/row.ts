/** Rows of a push that cannot be saved: who else was there, what may not be changed, what they refer to. */
import { ending, office, type Params, successionWord, type Words } from "./words.ts";

/** Where a code is used, and how often: 指标表2014年上半年等3处共12行. */
const used = ({ where, places, count }: Params) => `${where}${Number(places) > 1 ? `等${places}处` : ""}共${count}行`;
const usedEn = ({ where, places, count }: Params) =>
  `${count} rows in ${Number(places) > 1 ? `${places} places, such as ${where},` : where}`;

export const rowFaults = {
  gone: {
    zh: () => ({ message: "没有这一行,或不在管辖范围内", fix: "核对编码,重新取数" }),
    en: () => ({ message: "No such row within your scope", fix: "Check the code and pull again" }),
  },
  rowForbidden: {
    zh: () => ({ message: "可以查看这一处,但不能增改", fix: "请有权限的账号增改" }),
    en: () => ({ message: "You may see this place but not change it", fix: "Ask an account that may" }),
  },
  rowSubmitted: {
    zh: (p) => ({
      message: `本乡镇已上报${p.period}《${p.title}》,上报以后乡镇不能再改`,
      fix: "请县里说明原因退回,改后再报;或请县里直接改",
    }),
    en: (p) => ({
      message: `The township has submitted “${p.title}” of ${p.period} and may not change it any more`,
      fix: "Ask the county to return it with a reason, or to change it itself",
    }),
  },
  notYourStage: {
    zh: (p) => ({ message: `“${p.title}”不由本账号填写`, fix: `请${office(p, "zh")}填写` }),
    en: (p) => ({ message: `${p.title} is not for this account to fill in`, fix: `Ask ${office(p, "en")} to` }),
  },
  stagePassed: {
    zh: (p) => ({ message: `已有${p.stage},“${p.title}”不能再改`, fix: `请${office(p, "zh")}改,或先清空${p.stage}` }),
    en: (p) => ({
      message: `${p.title} cannot change any more: a later stage (${p.stage}) is filled in`,
      fix: `Ask ${office(p, "en")} to change it, or to empty that stage first`,
    }),
  },
  stageReason: {
    zh: (p) => ({
      message: `“${p.title}”的${p.stage}(${p.value})与${p.earlier}(${p.was})不同,须写明原因`,
      fix: `在“${p.title}·${p.stage}扣分原因”一列写明为什么扣分(或加分)`,
    }),
    en: (p) => ({
      message: `${p.title}: ${p.stage} (${p.value}) differs from ${p.earlier} (${p.was}) and needs a reason`,
      fix: `Say why in the column “${p.title}·${p.stage}扣分原因”`,
    }),
  },
  duplicate: {
    zh: (p) => ({ message: `“${p.value}”重复`, fix: "每个编码只出现一次" }),
    en: (p) => ({ message: `“${p.value}” appears twice`, fix: "Give each once" }),
  },
  regionFixed: {
    zh: (p) => ({
      message: `“${p.title}”决定所属区划,建立后不能修改`,
      fix: "删除本行,用新的编码另建;村组调整在沿革中登记",
    }),
    en: (p) => ({
      message: `${p.title} places the row in its region and cannot change`,
      fix: "Delete the row and add another under a new code",
    }),
  },
  organizationEnded: {
    zh: (p) => ({
      message: `该组织于${p.on}${ending(p, "zh")},本期不再单列`,
      fix: "填在承继的组织名下,或填它存在时的期;沿革登记有误的,先改沿革",
    }),
    en: (p) => ({
      message: `The organization ${ending(p, "en")} on ${p.on} and is not listed in this period`,
      fix: "Fill in its successor, or a period in which it stood; correct the succession if that is wrong",
    }),
  },
  organizationComes: {
    zh: (p) => ({
      message: `该组织于${p.on}由${p.others}${successionWord(p, "zh")}而来,本期尚未单列`,
      fix: "填在原组织名下;它若原已存在,在沿革中补一行由它到它自身",
    }),
    en: (p) => ({
      message: `The organization came out of ${p.others} on ${p.on} and is not listed yet in this period`,
      fix: "Fill in its predecessor; if it stood before, add a line of the succession from it to itself",
    }),
  },
  inSuccession: {
    zh: (p) => ({
      message: `该组织见于沿革${p.value},不能删除:以前各期还要列它`,
      fix: "终止以后的各期已不再列它;沿革登记有误的,先删那一行",
    }),
    en: (p) => ({
      message: `Succession ${p.value} names the organization; earlier periods still list it`,
      fix: "Later periods do not list it; if the succession is wrong, delete that row first",
    }),
  },
  noDelete: {
    zh: () => ({ message: "本表的行由名册决定,不能删除", fix: "清空单元格即可" }),
    en: () => ({ message: "Rows of this sheet come from the roster", fix: "Empty the cells instead" }),
  },
  unknownColumn: {
    zh: (p) => ({ message: `没有列“${p.value}”`, fix: `可填的列:${p.choices}` }),
    en: (p) => ({ message: `No column “${p.value}”`, fix: `Columns: ${p.choices}` }),
  },
  readOnlyColumn: {
    zh: (p) => ({ message: `“${p.title}”为只读列`, fix: "不要提交该列" }),
    en: (p) => ({ message: `${p.title} is read-only`, fix: "Do not send it" }),
  },
  unknownReference: {
    zh: (p) => ({ message: `“${p.title}”填的“${p.value}”查无此项`, fix: `填${p.sheet}中已有的编码` }),
    en: (p) => ({ message: `${p.title}: no “${p.value}”`, fix: `Give a code of ${p.sheet}` }),
  },
  keyTaken: {
    zh: (p) => ({ message: `“${p.value}”已有记录`, fix: "修改原行(已删除的先恢复),或换一个编码" }),
    en: (p) => ({
      message: `“${p.value}” exists already`,
      fix: "Change that row (restore it if it was deleted) or use another code",
    }),
  },
  keyFixed: {
    zh: (p) => ({ message: `“${p.title}”建立后不能修改`, fix: "删除本行,另建一行" }),
    en: (p) => ({ message: `${p.title} cannot be changed`, fix: "Delete the row and add another" }),
  },
  keyInUse: {
    zh: (p) => ({ message: `“${p.value}”不能改编码:${used(p)}用着它`, fix: "另建一行,在沿革中登记" }),
    en: (p) => ({
      message: `“${p.value}” cannot get another code: ${usedEn(p)} use it`,
      fix: "Add another row and record the succession",
    }),
  },
  stillInUse: {
    zh: (p) => ({
      message: `“${p.value}”已删除,但${used(p)}还用着它`,
      fix: "误删的可以恢复;撤并、更名不必删除,在沿革中登记",
    }),
    en: (p) => ({
      message: `“${p.value}” is deleted, but ${usedEn(p)} still use it`,
      fix: "Restore it if that was a mistake; record a merger or renaming as a succession instead",
    }),
  },
  moved: {
    zh: (p) => ({
      message: `改了“${p.title}”,本行转到新的区划;以前所填的仍算它的,未审定的批次重算时列在新处`,
      fix: "不是调动的,改回原来的值",
    }),
    en: (p) => ({
      message: `Another ${p.title} moves the row to another region; what was recorded stays its own, and rounds that are not final list it there when they are computed again`,
      fix: "If it did not move, put the old value back",
    }),
  },
  noNewRows: {
    zh: () => ({ message: "本表的行由名册决定,不能在此新增", fix: "先在名册中增加评价对象" }),
    en: () => ({ message: "Rows of this sheet come from the roster", fix: "Add the subject to its roster first" }),
  },
  fixedRows: {
    zh: () => ({ message: "本表的行来自办法的算例,不能增删", fix: "增删算例用 POST /v1/policies 提交办法全文" }),
    en: () => ({ message: "Rows come from the policy's cases", fix: "Send the whole document by POST /v1/policies" }),
  },
  nothingToConfirm: {
    zh: () => ({ message: "这一算例现在没有结果,无从确认", fix: "先改正参数,使算例能够算出结果" }),
    en: () => ({ message: "This case has no result to confirm", fix: "Correct the parameters so that it has one" }),
  },
  confirmOrType: {
    zh: (p) => ({ message: `“${p.title}”与“确认”只填一个`, fix: "确认实得结果,或自己填写应得结果" }),
    en: (p) => ({ message: `Either confirm or type ${p.title}`, fix: "Do one of the two" }),
  },
  badVersion: {
    zh: (p) => ({ message: `版本${p.value}比现有版本还新`, fix: "重新取数" }),
    en: (p) => ({ message: `Version ${p.value} does not exist yet`, fix: "Pull again" }),
  },
} as const satisfies Record<string, { zh: Words; en: Words }>;
