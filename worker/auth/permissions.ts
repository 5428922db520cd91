/** What each role may do. A grant is a role over a region; its permissions hold there and nowhere else. */
import { covers, type RegionScope, rangeOf } from "../../schema/region.ts";
import type { BallotReader } from "../../schema/sheet/doubleEntry.ts";
import type { Sheet } from "../../schema/sheet/source.ts";

export const permissions = [
  "sheet:read",
  "tally:read",
  "tally:sign",
  "entry:write",
  "roster:write",
  "policy:read",
  "policy:write",
  "policy:activate",
  "round:read",
  "round:create",
  "round:compute",
  "round:finalise",
  "outcome:read",
  "stability:read",
  "calculate",
  "policy:simulate",
  "audit:read",
] as const;
export type Permission = (typeof permissions)[number];

const reading = ["sheet:read", "policy:read", "round:read", "outcome:read", "calculate"] as const;

const running = [
  "tally:read",
  "tally:sign",
  "entry:write",
  "roster:write",
  "round:create",
  "round:compute",
  "stability:read",
  "policy:simulate",
  "policy:write",
] as const;

export const roles = {
  prefecture: [...reading, ...running],
  county: [...reading, ...running],
  township: [...reading, "tally:read", "tally:sign", "entry:write"],
  village: reading,
  approver: [...reading, "tally:read", "tally:sign", "policy:simulate", "round:finalise", "policy:activate"],
  viewer: reading,
  auditor: [...reading, "audit:read"],
  admin: [...reading, "audit:read"],
} as const satisfies Record<string, readonly Permission[]>;
export type Role = keyof typeof roles;

export interface Grant {
  role: string;
  regionCode: string;
}

/** Who asks: a person or a tool, with what is granted. */
export interface Principal {
  id: string;
  account: string;
  name: string;
  grants: readonly Grant[];
}

/** Where a principal may read the rows of a sheet; ballots are for those who count and check them. */
export const readableScope = (principal: Principal, { ballots }: Sheet): RegionScope =>
  scopeOf(principal, ballots ? "tally:read" : "sheet:read");

/**
 * Where a principal may change the rows of a sheet; results and comparisons are changed by nobody, a policy by whoever
 * covers the whole region that lives by it. Signatures of tallies are given also by who types none.
 */
export function writableScope(principal: Principal, sheet: Sheet): RegionScope {
  if (sheet.rows === "outcomes" || sheet.rows === "compared") return [];
  if (sheet.ballots === "signoffs") return scopeOf(principal, "tally:sign");
  if (sheet.keptBy !== undefined) {
    const scope = scopeOf(principal, "policy:write");
    return covers(scope, sheet.keptBy) ? scope : [];
  }
  return scopeOf(principal, sheet.rows === "roster" ? "roster:write" : "entry:write");
}

/** Who asks for ballots: where it may type them itself, and where it may clear what another has typed. */
export const ballotReader = (principal: Principal): BallotReader => ({
  id: principal.id,
  types: scopeOf(principal, "entry:write"),
  clears: scopeOf(principal, "roster:write"),
});

/** Where a principal holds a permission; empty when nowhere. */
export function scopeOf(principal: Principal, permission: Permission): RegionScope {
  return principal.grants
    .filter(({ role }) => Object.hasOwn(roles, role) && (roles[role as Role] as readonly string[]).includes(permission))
    .map(({ regionCode }) => rangeOf(regionCode));
}
