/** What offices call the columns of their tables: titles that mean the same, and the units that stand beside them. */

export const sumTitles = [
  ...[
    "金额",
    "资金",
    "补助金额",
    "补助资金",
    "补贴金额",
    "拨付金额",
    "发放金额",
    "奖补资金",
    "合计金额",
    "应发金额",
    "数额",
  ],
];

/** Titles that mean the same, each group spelled as `readTitle` gives it. */
export const synonyms: readonly (readonly string[])[] = [
  ["身份证号", "身份证", "身份证号码", "公民身份号码", "公民身份证号", "公民身份证号码", "居民身份证号", "证件号码"],
  ["银行账号", "银行卡号", "银行帐号", "账号", "帐号", "卡号", "一卡通账号", "一卡通卡号", "惠农一卡通", "开户账号"],
  ["联系电话", "电话", "电话号码", "手机", "手机号", "手机号码", "联系方式"],
  ["性别", "男女"],
  ["党员", "是否党员", "政治面貌是否党员", "中共党员"],
  ["党员数", "党员人数", "党员总数", "党员数量", "现有党员", "现有党员数"],
  ["成立日期", "成立时间", "组建时间", "组建日期", "设立时间"],
  ["设置形式", "组织形式", "组织设置", "组织类别", "组织设置形式"],
  ["类别", "类型", "村居类别", "村别类型"],
  ["职务", "职务名称", "任职", "岗位", "村内职务", "担任职务"],
  ["任职日期", "任职时间", "任职起始时间", "起始时间", "到任时间", "任职年月"],
  ["免职日期", "免职时间", "离任时间", "离任日期", "终止时间", "卸任时间"],
  ["文号", "任职文号", "批准文号", "文件号"],
  ["室内面积", "建筑面积", "房屋面积", "使用面积"],
  ["室外面积", "占地面积", "院落面积"],
  ["房屋现状", "房屋状况", "现状", "建筑现状"],
  ["产权归属", "产权", "产权情况", "权属"],
  ["人口", "人口数", "家庭人口", "家庭人口数", "人数"],
  sumTitles,
  ["合计", "金额合计", "应发合计", "补贴合计"],
  ["得分", "总分", "总得分", "综合得分", "考核得分", "最终得分", "评分", "分数"],
  ["星级", "评定星级", "星级评定", "评定结果", "定星", "评星", "星数"],
  ["名次", "排名", "位次", "组内名次", "排序", "名次排名"],
  ["等次", "评定等次", "考核等次", "等级", "评议等次"],
  ["列入后进", "是否后进", "后进", "倒排名单", "软弱涣散"],
  ["备注", "说明", "附注", "备考"],
  ["日期", "时间", "办理日期", "办理时间", "登记日期"],
];

/** How a village is called over a column. */
export const villageTitles = [
  ...[
    "村",
    "村名",
    "村名称",
    "村社区",
    "村社区名称",
    "村居",
    "村居名称",
    "村别",
    "行政村",
    "行政村名称",
    "所在村",
    "所属村",
  ],
  ...[
    "村委会",
    "村委会名称",
    "单位",
    "单位名称",
    "组织名称",
    "党组织",
    "党组织名称",
    "基层党组织",
    "基层党组织名称",
    "支部名称",
  ],
  ...[
    "村党组织",
    "村党组织名称",
    "社区",
    "社区名称",
    "名称",
    "所在党组织",
    "所属党组织",
    "村社区党组织",
    "村社区党组织名称",
  ],
];
/** How a person is. */
export const personTitles = [
  "姓名",
  "人员姓名",
  "干部姓名",
  "户主",
  "户主姓名",
  "成员姓名",
  "名字",
  "本人姓名",
  "村干部姓名",
];
export const townshipTitles = [
  ...[
    "乡镇",
    "乡镇街道",
    "镇街",
    "镇街道",
    "乡镇名称",
    "乡镇街道名称",
    "所属乡镇",
    "所在乡镇",
    "镇",
    "街道",
    "乡",
    "乡镇办",
  ],
];
export const countyTitles = ["县", "县市", "县市区", "县区", "县名", "县市名称", "所属县", "所在县", "区县"];
export const codeTitles = [
  "编码",
  "代码",
  "组织编码",
  "组织代码",
  "机构代码",
  "区划代码",
  "行政区划代码",
  "村编码",
  "村代码",
];

/** Units of money beside a title, as powers of ten of a yuan. */
export const moneyUnits: Readonly<Record<string, number>> = { 元: 0, 千元: 3, 万元: 4, 亿元: 8 };

/** A title as it is compared, in full and without what stands in brackets behind it; its unit where that is one. */
export interface Title {
  full: string;
  words: string;
  unit: string | undefined;
}

const numbering = /^(?:[(][一二三四五六七八九十\d]+[)]|[一二三四五六七八九十\d]+[、.．:)])/u;
const bracketed = /^(.*)[([【]([^()[\]【】]*)[)\]】]$/u;
const signs = /[\s\p{P}\p{S}\p{Cf}]/gu;

/** Reads a title: 1、补助金额(单位:万元) is 补助金额 in 万元. */
export function readTitle(text: string): Title {
  const plain = text.normalize("NFKC").replace(/\s/g, "").replace(numbering, "");
  const [, before = plain, inside = ""] = bracketed.exec(plain) ?? [];
  const bare = (some: string) => some.replace(signs, "").toLowerCase();
  const unit = inside.replace(/^单位[::]?/u, "");
  return { full: bare(plain), words: bare(before) || bare(plain), unit: unit || undefined };
}

const groups = new Map(synonyms.flatMap((group, i) => group.map((word) => [word, i] as const)));

/** Whether two titles mean the same by the groups above. */
export const areSynonyms = (a: string, b: string): boolean => {
  const [one, other] = [groups.get(a), groups.get(b)];
  return one !== undefined && one === other;
};
