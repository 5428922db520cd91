/** Public notices of rounds, and the objections to them. */
import { and, asc, desc, eq, getTableColumns, isNull, lt, sql } from "drizzle-orm";
import type { RegionScope } from "../../schema/region.ts";
import { objection, principal, publicNotice, round } from "../../schema/tables.ts";
import { type Database, requireWithin, type Statement, touching, within } from "./database.ts";
import { whose } from "./principals.ts";

const objections = (where = sql`true`) =>
  sql<number>`(select count(*) from ${objection} where ${objection.notice} = ${publicNotice.id} and ${where})`;

const { principal: _, ...keptNotice } = getTableColumns(publicNotice);
const noticeColumns = {
  ...keptNotice,
  by: whose(publicNotice.principal).name,
  all: objections(),
  open: objections(sql`${objection.answeredAt} is null`),
  upheld: objections(sql`${objection.effect} = 'upheld'`),
};

/** The notices of a round, or one of them by its number, that a scope takes part in; the newest first. */
export const noticesOf = (db: Database, scope: RegionScope, by: { round: string } | { notice: number }) =>
  db
    .select(noticeColumns)
    .from(publicNotice)
    .leftJoin(principal, eq(principal.id, publicNotice.principal))
    .where(
      and(
        "round" in by ? eq(publicNotice.round, by.round) : eq(publicNotice.id, by.notice),
        touching(publicNotice.regionCode, scope),
      ),
    )
    .orderBy(desc(publicNotice.id));
export type Notice = Awaited<ReturnType<typeof noticesOf>>[number];

/** The numbers of a region's notices that begin alike. */
export async function numbersLike(db: Database, regionCode: string, beginning: string): Promise<string[]> {
  const rows = await db
    .select({ number: publicNotice.number })
    .from(publicNotice)
    .where(
      and(
        eq(publicNotice.regionCode, regionCode),
        sql`substr(${publicNotice.number}, 1, ${beginning.length}) = ${beginning}`,
      ),
    );
  return rows.map(({ number }) => number);
}

/** The statement that makes a notice inside a scope; it fails on the table's key when its region has the number. */
export function insertNotice(db: Database, scope: RegionScope, values: typeof publicNotice.$inferInsert): Statement {
  requireWithin(scope, values.regionCode);
  return db.insert(publicNotice).values(values);
}

/** The statement that closes what of a round's notices is not closed, because it is opened again. */
export const closeNoticesOf = (
  db: Database,
  roundId: string,
  closed: { closedAt: string; closedBy: string },
): Statement =>
  db
    .update(publicNotice)
    .set(closed)
    .where(and(eq(publicNotice.round, roundId), isNull(publicNotice.closedAt)));

const isOver = (today: string) => and(lt(publicNotice.closesOn, today), isNull(publicNotice.closedAt));

/** The notices whose last day is before a day, and that are not closed. */
export const noticesOver = (db: Database, today: string) =>
  db.select({ id: publicNotice.id }).from(publicNotice).where(isOver(today));

/** The statement that closes them. */
export const closeOver = (db: Database, today: string, closed: { closedAt: string; closedBy: string }): Statement =>
  db.update(publicNotice).set(closed).where(isOver(today));

const {
  guard: _guard,
  answerGuard: _answerGuard,
  principal: _principal,
  ...keptObjection
} = getTableColumns(objection);

/** The objections to a notice, or one of them, inside a scope: those without an answer first. */
export const objectionsOf = (db: Database, scope: RegionScope, by: { notice: number } | { objection: number }) =>
  db
    .select({
      ...keptObjection,
      by: whose(objection.principal).name,
      answeredBy: sql<
        string | null
      >`(select max(one.name) from principal as one where one.id = ${objection.answeredBy})`,
    })
    .from(objection)
    .leftJoin(principal, eq(principal.id, objection.principal))
    .where(
      and(
        "notice" in by ? eq(objection.notice, by.notice) : eq(objection.id, by.objection),
        within(objection.regionCode, scope),
      ),
    )
    .orderBy(sql`${objection.answeredAt} is not null`, asc(objection.id));
export type Objection = Awaited<ReturnType<typeof objectionsOf>>[number];

/** The number that the next objection gets, unless another one comes first. */
export async function nextObjection(db: Database): Promise<number> {
  const [row] = await db.select({ next: sql<number>`coalesce(max(${objection.id}), 0) + 1` }).from(objection);
  return row!.next;
}

/**
 * The statement that logs an objection inside a scope; it fails on `noticeMoved` once the round is not published any
 * more, and on the table's key where another one has its number.
 */
export function insertObjection(
  db: Database,
  scope: RegionScope,
  values: Omit<typeof objection.$inferInsert, "guard">,
): Statement {
  requireWithin(scope, values.regionCode);
  const guard = sql`(select ${round.state} from ${round} join ${publicNotice} on ${publicNotice.round} = ${round.id}
    where ${publicNotice.id} = ${values.notice}) = 'published'`;
  return db.insert(objection).values({ ...values, guard: guard as unknown as number });
}

/** The statement that answers an objection inside a scope; it fails on `answeredOnce` when it was answered. */
export function answerObjection(
  db: Database,
  scope: RegionScope,
  { id, regionCode }: Pick<Objection, "id" | "regionCode">,
  answer: Pick<typeof objection.$inferInsert, "answer" | "effect" | "answeredBy" | "answeredAt">,
): Statement {
  requireWithin(scope, regionCode);
  const guard = sql`${objection.answeredAt} is null`;
  return db
    .update(objection)
    .set({ ...answer, answerGuard: guard as unknown as number })
    .where(eq(objection.id, id));
}
