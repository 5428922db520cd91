/** Accounts, what is granted to them, and what is two people's work. */
import type { Words } from "./words.ts";

export const accountFaults = {
  commonPassword: {
    zh: () => ({
      message: "这个密码太常见,或只是账号、年份、连号的组合",
      fix: "用几个不相干的词连成一句,不必有大写和符号",
    }),
    en: () => ({
      message: "This password is among those that are tried first",
      fix: "Join a few unrelated words; capitals and signs are not asked for",
    }),
  },
  notInPerson: {
    zh: () => ({ message: "接口密钥不能开密钥、开一次性码、改密码", fix: "用账号和密码登录后办理" }),
    en: () => ({
      message: "A key can make no keys or codes, nor set a password",
      fix: "Sign in with account and password",
    }),
  },
  moreThanOwn: {
    zh: (p) => ({
      message: `“${p.role}”在 ${p.region} 的权限超出您自己的,不能授予或收回`,
      fix: "授予自己也有的权限、管辖范围内的区划,或请上级办理",
    }),
    en: (p) => ({
      message: `${p.role} over ${p.region} may do more than you may yourself`,
      fix: "Give what you hold yourself, inside your region, or ask the level above",
    }),
  },
  lastAdministrator: {
    zh: (p) => ({
      message: `此后 ${p.region} 就没有能登录的系统管理员了`,
      fix: "先给另一账号授予系统管理员,并设好密码",
    }),
    en: (p) => ({
      message: `No administrator of ${p.region} who can sign in would be left`,
      fix: "First make another account administrator and let it set its password",
    }),
  },
  notLater: {
    zh: () => ({ message: "到期时间须在现在以后、两年以内", fix: "如 2026-12-31T00:00:00Z" }),
    en: () => ({ message: "Must lie in the future, within two years", fix: "Such as 2026-12-31T00:00:00Z" }),
  },
  higherAccount: {
    zh: () => ({ message: "该账号的权限超出您自己的", fix: "请上级管理员办理" }),
    en: () => ({
      message: "The account may do more than you may yourself",
      fix: "Ask an administrator of the level above",
    }),
  },
} as const satisfies Record<string, { zh: Words; en: Words }>;
