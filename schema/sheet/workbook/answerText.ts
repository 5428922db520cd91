/** What became of a row, in the words of the column 状态. */

/** Three values side by side: 原值 5,他人 6,我的 7. */
export const conflictText = ({ base, theirs, mine }: Record<"base" | "theirs" | "mine", string>): string =>
  `原值 ${base || "空"},他人 ${theirs || "空"},我的 ${mine || "空"}`;

const answered: Record<string, string> = {
  saved: "已保存",
  merged: "已保存,并入了他人的改动",
  unchanged: "无变化",
};

/** What became of a row that is not pending any more. */
export function answerText({
  status,
  notices = [],
}: {
  status: string;
  notices?: readonly { message: string }[] | undefined;
}): string {
  return [answered[status] ?? "未保存", ...notices.map(({ message }) => message)].join("。");
}
