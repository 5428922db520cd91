/** Pushes as they are told of afterwards: who pushed what and when, and how many rows of a region each has changed. */
import { and, desc, eq, gt, lt, sql } from "drizzle-orm";
import type { RegionScope } from "../../schema/region.ts";
import { entry, past, principal, push } from "../../schema/tables.ts";
import { among, type Database, within } from "./database.ts";
import { rowsAsArrays } from "./entries.ts";
import { whose } from "./principals.ts";

/** The sheets of which a reader may be told. */
export interface SeenSheets {
  plain: readonly string[];
  /** Those of the plain ones that are rosters: a push that takes a row out of a region is told of there too. */
  rosters: readonly string[];
  /** Ballots, and where the reader counts or checks them. */
  ballots: readonly string[];
  counted: RegionScope;
  /** Accounts and grants, and where the reader looks after them. */
  accounts: readonly string[];
  kept: RegionScope;
  /** Sheets of policies that the reader's own office keeps; they have no rows in regions. */
  documents: readonly string[];
}

export interface PushFilter {
  id?: number;
  sheet?: string | undefined;
  period?: string | undefined;
  /** An account. */
  principal?: string | undefined;
  since?: number | undefined;
  before?: number | undefined;
  /** Only what takes back one of these. */
  undoing?: readonly number[];
}

/** Who pushed. */
export const who = whose(push.principal);

type Candidate = Awaited<ReturnType<typeof candidates>>[number];

/** A push with how many of its rows lie inside a scope; `all` counts the others too. */
export type CountedPush = Candidate & { rows: number };

/** So many pushes are looked at together. */
const chunk = 200;

/** The pushes that did something to rows inside a scope, the newest first. */
export async function listPushes(
  db: Database,
  scope: RegionScope,
  seen: SeenSheets,
  filter: PushFilter,
  limit: number,
): Promise<CountedPush[]> {
  const told: CountedPush[] = [];
  for (let { before } = filter; ; ) {
    const some = await candidates(db, seen, { ...filter, before });
    const counts = await countRows(db, scope, seen, some);
    for (const one of some) {
      const rows = seen.documents.includes(one.sheet) ? one.all : (counts.get(one.push) ?? 0);
      if (rows > 0) told.push({ ...one, rows });
    }
    if (told.length >= limit || some.length < chunk) return told.slice(0, limit);
    before = some.at(-1)!.push;
  }
}

function candidates(db: Database, { plain, ballots, accounts, documents }: SeenSheets, filter: PushFilter) {
  const { id, sheet, period, principal: account, since, before, undoing } = filter;
  const sheets = [...plain, ...ballots, ...accounts, ...documents].filter(
    (one) => sheet === undefined || one === sheet,
  );
  return db
    .select({
      push: push.id,
      sheet: push.sheet,
      period: push.period,
      at: push.at,
      principal: push.principal,
      ...who,
      note: push.note,
      undoes: push.undoes,
      all: push.rows,
    })
    .from(push)
    .leftJoin(principal, eq(principal.id, push.principal))
    .where(
      and(
        sql`+${push.sheet} ${among(sheets)}`,
        id === undefined ? undefined : eq(push.id, id),
        period === undefined ? undefined : eq(push.period, period),
        account === undefined ? undefined : sql`${who.account} = ${account}`,
        since === undefined ? undefined : gt(push.id, since),
        before === undefined ? undefined : lt(push.id, before),
        undoing && sql`${push.undoes} is not null and ${push.undoes} ${among(undoing)}`,
      ),
    )
    .orderBy(desc(push.id))
    .limit(chunk);
}

/** How many rows inside a scope each push has changed, by one reading of every sheet and period. */
async function countRows(
  db: Database,
  scope: RegionScope,
  { plain, rosters, ballots, counted, accounts, kept }: SeenSheets,
  pushes: readonly Candidate[],
): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  for (const [sheets, reach] of [
    [plain, scope],
    [ballots, counted],
    [accounts, kept],
  ] as const) {
    const own = pushes.filter(({ sheet }) => sheets.includes(sheet));
    if (own.length === 0) continue;
    const ids = among(own.map((one) => one.push));
    const places = [...Map.groupBy(own, ({ sheet, period }) => `${sheet} ${period}`).values()].map((some) => [
      some[0]!.sheet,
      some[0]!.period,
      Math.min(...some.map((one) => one.push)),
    ]);
    const from = (table: typeof entry | typeof past) => sql`from json_each(${JSON.stringify(places)}) as place
      cross join ${table} where ${table.sheet} = place.value->>0 and ${table.period} = place.value->>1`;
    const counting = [
      sql`select ${entry.push}, count(*) ${from(entry)} and ${within(entry.regionCode, reach)}
        and ${entry.push} ${ids} group by 1`,
      sql`select ${past.push}, count(*) ${from(past)} and ${past.until} > place.value->>2
        and ${within(past.regionCode, reach)} and ${past.push} ${ids} group by 1`,
      sql`select ${past.until}, count(*) ${from(past)} and ${past.until} >= place.value->>2
        and ${past.sheet} ${among(rosters)} and ${past.movedTo} is not null and ${within(past.regionCode, reach)}
        and not ${within(past.movedTo, reach)} and ${past.until} ${ids} group by 1`,
    ];
    for (const query of counting)
      for (const [id, rows] of await rowsAsArrays<[number, number]>(db, query))
        counts.set(id, (counts.get(id) ?? 0) + rows);
  }
  return counts;
}
