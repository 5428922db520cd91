/** What each role may do. A grant is a role over a region; its permissions hold there and nowhere else. */
import { covers, type RegionScope, rangeOf } from "./region.ts";

const permissions = [
  "sheet:read",
  "personal:read",
  "tally:read",
  "tally:sign",
  "entry:write",
  "self:write",
  "roster:write",
  "policy:read",
  "policy:write",
  "policy:activate",
  "round:read",
  "round:create",
  "round:compute",
  "round:publish",
  "round:finalise",
  "round:archive",
  "archive:read",
  "objection:read",
  "objection:write",
  "objection:answer",
  "submission:submit",
  "submission:review",
  "case:read",
  "case:work",
  "case:review",
  "case:close",
  "outcome:read",
  "payment:read",
  "payment:prepare",
  "payment:approve",
  "payment:pay",
  "stability:read",
  "calculate",
  "policy:simulate",
  "account:read",
  "account:write",
  "audit:read",
  "job:read",
  "job:run",
] as const;
export type Permission = (typeof permissions)[number];

const looking = ["sheet:read", "policy:read", "round:read", "payment:read", "calculate"] as const;
const reading = [...looking, "outcome:read", "case:read"] as const;

const running = [
  "tally:read",
  "tally:sign",
  "entry:write",
  "self:write",
  "roster:write",
  "round:create",
  "round:compute",
  "round:publish",
  "round:archive",
  "archive:read",
  "objection:read",
  "objection:write",
  "objection:answer",
  "submission:review",
  "case:review",
  "case:close",
  "payment:prepare",
  "stability:read",
  "policy:simulate",
  "policy:write",
  "job:read",
] as const;

/**
 * The roles. Numbers of persons and accounts are seen whole by those who cannot do their work without: a county office
 * keeps the roster of persons and answers for it, finance pays into the accounts, an administrator gives to both what
 * they have. A prefecture judges and compares; townships, villages and tools fill in what is about subjects that are
 * named by their codes; to approve, to look and to audit, a mask shows enough: where a number stands twice, it is said. An administrator holds every permission, for nobody grants more than they have; finance sees what is paid
 * and no other result; a village writes its self-assessment only; a tool fills in what machines record.
 */
export const roles = {
  admin: permissions,
  prefecture: [...reading, ...running],
  county: [...reading, ...running, "personal:read"],
  township: [
    ...reading,
    "tally:read",
    "tally:sign",
    "entry:write",
    "self:write",
    "submission:submit",
    "case:work",
    "objection:write",
  ],
  village: [...reading, "self:write"],
  approver: [
    ...reading,
    "tally:read",
    "tally:sign",
    "policy:simulate",
    "round:finalise",
    "archive:read",
    "payment:approve",
    "case:close",
    "policy:activate",
    "objection:read",
  ],
  finance: [...looking, "personal:read", "payment:pay"],
  viewer: reading,
  auditor: [...reading, "account:read", "audit:read", "job:read", "objection:read"],
  tool: [...reading, "entry:write"],
} as const satisfies Record<string, readonly Permission[]>;
export type Role = keyof typeof roles;

/** The roles as a clerk reads them. */
export const roleTitles: Record<Role, string> = {
  admin: "系统管理员",
  prefecture: "州(市)操作员",
  county: "县操作员",
  township: "乡镇操作员",
  village: "村(社区)",
  approver: "复核人",
  finance: "财务",
  viewer: "查阅人",
  auditor: "审计",
  tool: "程序",
};

export interface Grant {
  role: string;
  regionCode: string;
}

/** What a role may do; nothing where there is no such role. */
const permissionsOf = (role: string): readonly Permission[] => (Object.hasOwn(roles, role) ? roles[role as Role] : []);

/** Where some grants give a permission; empty when nowhere. */
export const scopeOfGrants = (grants: readonly Grant[], permission: Permission): RegionScope =>
  grants.filter(({ role }) => permissionsOf(role).includes(permission)).map(({ regionCode }) => rangeOf(regionCode));

/** Whether whoever holds some grants has all that another grant gives, and so may give it or take it away. */
export const holdsAll = (held: readonly Grant[], { role, regionCode }: Grant): boolean =>
  permissionsOf(role).every((permission) => covers(scopeOfGrants(held, permission), regionCode));
