/** The rules of the sheets of accounts: nobody gives or takes more than they hold, and an administrator is always left. */
import { covers, rangeOf } from "../../schema/region.ts";
import { type Grant, holdsAll, type Role, roleTitles } from "../../schema/roles.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import { type Change, type Decision, type RowError, takeBack } from "../../schema/sheet/push.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import {
  type AccountGrant,
  accountStatements,
  administrators,
  grantStatements,
  grantsOfAccounts,
  isAdministered,
} from "../store/accounts.ts";
import type { Statement } from "../store/database.ts";
import { guardStatement } from "../store/pushes.ts";
import type { Work } from "./work.ts";

/** What a row would do: which grants begin to hold and which cease, and what it needs the pusher to hold. */
interface Effect {
  given: AccountGrant[];
  taken: AccountGrant[];
  touches: AccountGrant[];
}

/**
 * Holds decided rows against the rules of accounts.
 * @param held what the pusher holds
 * @returns the decisions, and what is to be written after the rows, in their batch: a row and what it means go together
 */
export async function ruleAccounts(
  { db, now }: Pick<Work, "db" | "now">,
  kind: NonNullable<Sheet["accounts"]>,
  decided: readonly Decision[],
  held: readonly Grant[],
): Promise<{ decisions: Decision[]; statements: Statement[] }> {
  const names = decided.flatMap(({ change }) => (change ? [change.subjectId] : []));
  const [grants, admins] = await Promise.all([grantsOfAccounts(db, names), administrators(db)]);
  const effectOf = kind === "users" ? effectOfUser : effectOfGrant;
  let left = admins;
  const lost: string[] = [];
  const taken: AccountGrant[] = [];
  const given: AccountGrant[] = [];
  const decisions = decided.map((decision) => {
    const { change } = decision;
    if (!change) return decision;
    const effect = effectOf(change, grants);
    const more = effect.touches.find((grant) => !holdsAll(held, grant));
    if (more) return takeBack(decision, "forbidden", [moreThanHeld(kind, more)]);
    const remaining = left.filter((one) => !effect.taken.some((gone) => same(gone, one)));
    const removed = left.filter((one) => !remaining.includes(one)).map(({ regionCode }) => regionCode);
    const ranges = remaining.map(({ regionCode }) => rangeOf(regionCode));
    const bare = removed.find((region) => !ranges.some((range) => covers([range], region)));
    if (bare) {
      const error: RowError = {
        key: kind === "users" ? "locked" : "role",
        code: "lastAdministrator",
        params: { region: bare },
      };
      return takeBack(decision, "invalid", [error]);
    }
    left = remaining;
    lost.push(...removed);
    taken.push(...effect.taken);
    given.push(...effect.given);
    return decision;
  });
  const changes = decisions.flatMap(({ change }) => change ?? []);
  const written =
    kind === "users" ? accountStatements(db, changes.map(accountOf), now) : grantStatements(db, taken, given);
  const guards = [...new Set(lost)].map((region) => guardStatement(db, isAdministered(region)));
  return { decisions, statements: [...written, ...guards] };
}

const same = (one: AccountGrant, other: AccountGrant) =>
  one.account === other.account && one.role === other.role && one.regionCode === other.regionCode;

/** What a grant that the pusher lacks is refused for; of an account's other grants nothing is told. */
function moreThanHeld(kind: NonNullable<Sheet["accounts"]>, { role, regionCode: region }: Grant): RowError {
  if (kind === "users") return { key: "account", code: "higherAccount", params: {} };
  return { key: "role", code: "moreThanOwn", params: { role: roleTitles[role as Role] ?? role, region } };
}

const textOf = (cells: Cells, key: string) => String(cells[key] ?? "");

const accountOf = ({ id, regionCode, cells, deleted }: Change) => ({
  account: id,
  name: textOf(cells, "name"),
  regionCode,
  person: cells.person === undefined || cells.person === null ? null : String(cells.person),
  locked: deleted || cells.locked === true,
});

/** A row of `users` touches all that the account has been granted; locked, it holds none of it. */
function effectOfUser(change: Change, grants: readonly AccountGrant[]): Effect {
  const own = grants.filter(({ account }) => account === change.id);
  return { given: [], taken: accountOf(change).locked ? own : [], touches: own };
}

/** A row of `grants` takes what it said before, where that is held, and gives what it says now. */
function effectOfGrant({ subjectId: account, cells, from, deleted }: Change, grants: readonly AccountGrant[]): Effect {
  const grantOf = (row: Cells) => ({ account, role: textOf(row, "role"), regionCode: textOf(row, "region") });
  const now = grantOf(cells);
  const before = grantOf({ ...cells, ...from });
  const stays = !deleted && same(now, before);
  const taken = stays ? [] : grants.filter((one) => same(one, before));
  const given = deleted ? [] : [now];
  return { given, taken, touches: [...taken, ...given] };
}
