/** The sheets of who may work here: accounts, and what is granted to them. They hold no passwords and no tokens. */
import { type Role, roles, roleTitles } from "../roles.ts";
import type { Sheet } from "./source.ts";

/** `users`: the accounts, each where it belongs and, where it is known, which person of the roster it is. */
export const usersSheet: Sheet = {
  id: "users",
  title: "账号",
  group: "账号",
  period: "none",
  rows: "roster",
  subjects: ["account"],
  key: "account",
  region: "region",
  accounts: "users",
  columns: [
    {
      key: "account",
      title: "账号",
      type: "code",
      required: true,
      maxLength: 60,
      width: 16,
      help: "登录用,建立后不能修改",
    },
    { key: "name", title: "名称", type: "text", required: true, maxLength: 60, width: 24, help: "何人或何单位" },
    { key: "region", title: "所属区划", type: "code", required: true, refers: "regions", width: 16 },
    {
      key: "person",
      title: "人员",
      type: "code",
      refers: "persons",
      width: 16,
      help: "人员名册中的编码;同一人的几个账号按一人算",
    },
    { key: "locked", title: "停用", type: "flag", width: 6, help: "停用即收回登录、密钥和一次性码" },
  ],
};

/** `grants`: a role over a region, for an account. */
export const grantsSheet: Sheet = {
  id: "grants",
  title: "授权",
  group: "账号",
  period: "none",
  rows: "many",
  subjects: ["account"],
  key: "id",
  accounts: "grants",
  columns: [
    { key: "subject", title: "账号", type: "code", required: true, width: 16 },
    { key: "name", title: "名称", type: "text", readOnly: true, width: 24 },
    {
      key: "role",
      title: "角色",
      type: "option",
      required: true,
      width: 12,
      options: (Object.keys(roles) as Role[]).map((role) => [role, roleTitles[role]]),
    },
    { key: "region", title: "管辖区划", type: "code", required: true, refers: "regions", width: 16 },
  ],
  rules: [
    { code: "once", title: "同一账号在同一区划的同一角色只授一次", check: { unique: ["subject", "role", "region"] } },
  ],
};
