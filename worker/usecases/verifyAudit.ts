/** Verifies the audit of a database, and says in Chinese what is not as it was written. */
import { type AuditAction, auditActions } from "../../schema/auditActions.ts";
import type { SealedLine } from "../../schema/auditText.ts";
import { type Finding, verifyAudit as findingsOf } from "../core/audit/verify.ts";
import { hmac } from "../hash.ts";
import { type Reader, readAudit } from "../store/auditCopy.ts";

/** The triggers by which the database refuses to change lines and seals. */
const guards = ["auditUnchanged", "auditKept", "auditNotReplaced", "sealUnchanged", "sealKept", "sealNotReplaced"];

/** What was found: a summary, and a text for everything that is wrong. */
export interface Verdict {
  summary: string;
  wrong: string[];
}

/** @param printed a seal that a notice or a print bears, with the number of its line */
export async function verifyAudit(
  read: Reader,
  secret: string,
  printed?: { line: number; seal: string },
): Promise<Verdict> {
  const { triggers, ...state } = await readAudit(read);
  const missing = guards.filter((name) => !triggers.includes(name));
  const found = findingsOf({ ...state, printed }, (text) => hmac(secret, text));
  const last = state.seals.at(-1);
  const unsealed = state.lines.filter(({ id }) => id > (last?.line ?? 0)).length;
  const sealed = last ? `封存至第 ${last.line} 行,封存值 ${last.seal}` : "尚未封存";
  return {
    summary: `审计 ${state.lines.length} 行;${sealed};待封存 ${unsealed} 行`,
    wrong: [...found.map(textOf), ...missing.map((name) => `数据库中防改动的触发器 ${name} 不在了`)],
  };
}

const unknown = "内容无从得知";

function textOf({ kind, number, said, says, at }: Finding): string {
  const [was, is] = [said ? lineText(said) : unknown, says ? lineText(says) : unknown];
  switch (kind) {
    case "removed":
      return `第 ${number} 行被删除\n  原为: ${was}`;
    case "altered":
      return `第 ${number} 行被改动\n  原为: ${was}\n  现为: ${is}`;
    case "moved":
      return `第 ${number} 行被挪动,现在第 ${at} 行\n  原为: ${was}`;
    case "inserted":
      return `第 ${number} 行是插入的,不是本程序写下的\n  现为: ${is}`;
    case "sealRemoved":
      return `第 ${number} 行的封存被删除\n  该行: ${is}`;
    case "sealAltered":
      return `第 ${number} 行的封存被改动\n  该行: ${is}`;
    case "otherSeal":
      return `所给的封存值与第 ${number} 行的不同:该行或其前的行被改过`;
    case "unaudited":
      return `第 ${number} 次提交没有审计行`;
  }
}

/** A line as an auditor reads it: when, who, what, on what, where, which push. */
function lineText({
  at,
  principal,
  action,
  target,
  regionCode,
  push,
  address,
  credential,
  detail,
}: SealedLine): string {
  const title = Object.hasOwn(auditActions, action) ? auditActions[action as AuditAction] : action;
  return [
    `${at} ${principal} ${title} ${target}`,
    regionCode && `区划 ${regionCode}`,
    push !== null && `提交号 ${push}`,
    credential && `凭证 ${credential}`,
    address && `地址 ${address}`,
    detail,
  ]
    .filter(Boolean)
    .join(" · ");
}
