/** The tasks of an office that documents serve, by number, as its own list names them. */

export const systemGroups = { A: "评定", B: "评议", C: "倒排", D: "资金", E: "台账" } as const;

/** Number and title; the letter is the group. */
export const systemTitles: Readonly<Record<string, string>> = {
  A1: "星级服务型党组织",
  A2: "十星级文明户",
  A3: "党建工作责任制考核、书记专项考核",
  A4: "活动场所达标",
  A5: "一票否决和结果运用",
  B1: "三票两评",
  B2: "双向述职",
  B3: "满意度、办结率和村规民约",
  C1: "后进倒排",
  C2: "集中整顿",
  C3: "集体经济分档和空壳村",
  D1: "场所建设以奖代补",
  D2: "村级党建工作经费",
  D3: "社区服务群众专项",
  D4: "阵地管理维护以奖代补",
  D5: "干部基础补贴",
  D6: "绩效补贴",
  D7: "集体经济创收奖励",
  D8: "百名优秀书记和致富先锋",
  D9: "离任补助",
  D10: "扶持资金和工作经费",
  D11: "资金台账",
  E1: "活动场所和建设项目",
  E2: "远程教育",
  E3: "民主决策",
  E4: "公开和按日历的职责",
  E5: "挂点联系和走访",
  E6: "干部日常",
  E7: "便民代办",
  E8: "培训、讲坛和活动",
  E9: "组织设置和人员",
  E10: "督查",
};
