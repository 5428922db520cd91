/** What stands in the way of a row or a cell, in the words that a clerk reads. */
import type { FaultCode, FaultWords } from "../../schema/fault.ts";
import { cellFaults } from "../../schema/faults/cell.ts";
import { rowFaults } from "../../schema/faults/row.ts";
import { ruleFaults } from "../../schema/faults/rule.ts";
import { valueFaults } from "../../schema/faults/value.ts";
import type { Words } from "../../schema/faults/words.ts";
import type { Table } from "../../schema/sheet/workbook/table.ts";

/**
 * refuse: the row is not sent until it is put right; ask: not until the clerk has decided; warn: it is sent;
 * ignored: this cell is not sent, whatever stands there.
 */
export type Severity = "refuse" | "ask" | "warn" | "ignored";

export interface Problem {
  severity: Severity;
  code: string;
  message: string;
  fix: string;
  /** The column that it is about; none where it is about the row. */
  key?: string;
}

/** The faults of cells and rows; the others are the server's to tell, and their words are its own. */
const faults: Partial<Record<FaultCode, { zh: Words }>> = {
  ...valueFaults,
  ...cellFaults,
  ...rowFaults,
  ...ruleFaults,
};

/** A fault of a cell or a row as a problem. */
export function problemOf({ code, params }: FaultWords, severity: Severity, key?: string): Problem {
  const { message, fix } = faults[code]?.zh(params) ?? { message: `有误(${code})`, fix: "核对后改正" };
  return { severity, code, message, fix, ...(key !== undefined && { key }) };
}

/** Whether a row with such problems is held back. */
export const holdsBack = ({ severity }: Problem): boolean => severity === "refuse" || severity === "ask";

const problem = (severity: Severity, code: string, message: string, fix: string): Problem => ({
  ...{ severity, code, message, fix },
});

export const readOnlySheet = problem("refuse", "readOnlySheet", "本表只能查看,改动不能提交", "在可以修改的表中改");

export const copiedRow = problem(
  "ask",
  "copiedRow",
  "表中有几行的行号相同,是复制出来的",
  "指明哪一行是原来的,其余的作为新行提交,或不提交",
);

export const alteredKey = (missing: readonly string[]): Problem =>
  problem(
    "ask",
    "alteredKey",
    missing.length === 0
      ? "行号像被改动过:内容是另一行的"
      : `行号被改动、清空,或是别处粘贴来的行;表中不见的行:${missing.slice(0, 3).join("、")}${missing.length > 3 ? "等" : ""}`,
    "恢复原来的行号;或指明它是哪一行,或作为新行提交",
  );

export const alteredSubject = problem(
  "refuse",
  "alteredSubject",
  "编码不是取数时的,本表的行由名册决定,不能新增",
  "恢复原来的编码;新的评价对象先在名册中增加",
);

export const missingRow = (isTouched: boolean): Problem =>
  problem(
    "ask",
    "missingRow",
    isTouched ? "这一行不在表中,他人后来又改过它" : "这一行不在表中",
    "要删除的,指明删除后提交;不是的,恢复这一行",
  );

export const missingFixedRow = problem(
  "warn",
  "missingFixedRow",
  "这一行不在表中;本表的行由名册决定,不能删除",
  "恢复这一行",
);

export const lostRow = problem(
  "ask",
  "lostRow",
  "这一行已在服务器上删除,或已不在管辖范围内;这里还有它",
  "恢复它再提交,或从表中去掉",
);

export const conflictCell = (title: string, key: string): Problem => ({
  ...problem("ask", "conflict", `“${title}”他人已改`, "用我的,或用他人的"),
  key,
});

/** What is wrong with a table as a whole: then nothing of it can be told. */
const noIdColumn = (title: string): Problem =>
  problem(
    "refuse",
    "noIdColumn",
    `“${title}”一列不在表中,认不出各行`,
    "撤销对该列的删除或改名;做不到的,另存一份后重新取数",
  );
const columnTwice = (title: string): Problem =>
  problem("refuse", "columnTwice", `有两列都叫“${title}”`, "给自己加的那一列换一个名称");
/** What is wrong with a table as a whole. */
export const problemsOf = ({ unnamed, twice }: Pick<Table, "unnamed" | "twice">): Problem[] => [
  ...(unnamed === undefined ? [] : [noIdColumn(unnamed)]),
  ...twice.map(columnTwice),
];
export const columnMissing = ({ title, key }: { title: string; key: string }): Problem => ({
  ...problem("warn", "columnMissing", `“${title}”一列不在表中,这一列的内容不提交`, "误删、误改列名的,恢复该列"),
  key,
});

/**
 * Why something cannot be done now: a push is unanswered and must be sent again first, the sheet has other columns now,
 * the table has no key column.
 */
export interface Refused {
  refused: "unanswered" | "otherColumns" | "unreadable";
  message: string;
  fix: string;
}

export const unanswered: Refused = {
  refused: "unanswered",
  message: "上次提交没有收到答复,不知道是否已存",
  fix: "先再提交一次(不会存两次)",
};
