/** Who tries passwords: after ten wrong ones an account waits, and after many an address; the others go on. */
import { sha256 } from "../hash.ts";
import { Refusal } from "../refusal.ts";
import type { Database, Statement } from "../store/database.ts";
import { countTry, forgiveTry } from "../store/throttle.ts";

/** Wrong passwords that are free; an address may be that of a whole office. */
const free = { account: 10, address: 100 };

/**
 * Counts a try to sign in before it is looked at, whether there is such an account or not.
 * @returns the statements that take it back, for the batch of what it was right for
 * @throws Refusal tooMany with the seconds to wait
 */
export async function countedTry(
  db: Database,
  account: string,
  address: string | undefined,
  now: string,
): Promise<Statement[]> {
  const at = Date.parse(now);
  // What was typed as an account may be a password by mistake: it is not kept.
  const [accountKey, addressKey] = [`account ${await sha256(account)}`, address && `address ${await sha256(address)}`];
  const wait = await countTry(
    db,
    [...(addressKey ? [{ key: addressKey, free: free.address }] : []), { key: accountKey, free: free.account }],
    at,
  );
  if (wait > 0) throw new Refusal("tooMany", [], { retryAfter: Math.ceil(wait / 1000) });
  return forgiveTry(db, accountKey, addressKey, at);
}
