/** Who asks, and where that lets it read and write sheets. */
import { covers, type RegionScope } from "../../schema/region.ts";
import { type Grant, type Permission, scopeOfGrants } from "../../schema/roles.ts";
import type { SheetReader } from "../../schema/sheet/mask.ts";
import type { Sheet } from "../../schema/sheet/source.ts";

/** Who asks: a person or a tool, with what is granted. */
export interface Principal {
  id: string;
  account: string;
  name: string;
  /** Whoever acts: the person of the roster where the account names one, else the account. */
  identity: string;
  /** By which session or key it comes, by the name that may be told. */
  credential: string;
  /** Whether it has signed in; a key cannot make keys or set the password. */
  signedIn: boolean;
  grants: readonly Grant[];
}

/** What lets one read of a round; whoever sees what is paid does not see other results by that. */
const seeing: Record<NonNullable<Sheet["shows"]>, Permission> = {
  outcomes: "outcome:read",
  amounts: "payment:read",
  submissions: "round:read",
  payments: "payment:read",
  plaques: "outcome:read",
};

/** Where a principal may read the rows of a sheet; ballots are for those who count and check them. */
export function readableScope(principal: Principal, { ballots, shows, accounts }: Sheet): RegionScope {
  if (accounts) return scopeOf(principal, "account:read");
  if (shows) return scopeOf(principal, seeing[shows]);
  return scopeOf(principal, ballots ? "tally:read" : "sheet:read");
}

/**
 * Where a principal may change the rows of a sheet; results and comparisons are changed by nobody, a policy by whoever
 * covers the whole region that lives by it. Signatures of tallies are given also by who types none; what a document marks
 * as self-assessment is written by villages too.
 */
export function writableScope(principal: Principal, sheet: Sheet): RegionScope {
  if (sheet.rows === "ofRound" || sheet.rows === "compared") return [];
  if (sheet.ballots === "signoffs") return scopeOf(principal, "tally:sign");
  if (sheet.keptBy !== undefined) {
    const scope = scopeOf(principal, "policy:write");
    return covers(scope, sheet.keptBy) ? scope : [];
  }
  if (sheet.accounts) return scopeOf(principal, "account:write");
  if (sheet.rows === "roster") return scopeOf(principal, "roster:write");
  return [...scopeOf(principal, "entry:write"), ...(sheet.selfAssessment ? scopeOf(principal, "self:write") : [])];
}

/** Who asks for rows: where it may type ballots itself or clear what another has typed, and where it sees personal data whole. */
export const sheetReader = (principal: Principal): SheetReader => ({
  id: principal.id,
  types: scopeOf(principal, "entry:write"),
  clears: scopeOf(principal, "roster:write"),
  personal: scopeOf(principal, "personal:read"),
});

/** Where a principal holds a permission; empty when nowhere. */
export const scopeOf = (principal: Principal, permission: Permission): RegionScope =>
  scopeOfGrants(principal.grants, permission);
