/** Public notices of rounds, and the objections to them. */
import { and, asc, count, desc, eq, isNull, lt, sql } from "drizzle-orm";
import type { RegionScope } from "../../schema/region.ts";
import { objection, principal, publicNotice, round } from "../../schema/tables.ts";
import { type Database, requireWithin, type Statement, touching, within } from "./database.ts";

const objections = (where = sql`true`) =>
  sql<number>`(select count(*) from ${objection} where ${objection.notice} = ${publicNotice.id} and ${where})`;

const noticeColumns = {
  id: publicNotice.id,
  round: publicNotice.round,
  run: publicNotice.run,
  regionCode: publicNotice.regionCode,
  number: publicNotice.number,
  audience: publicNotice.audience,
  title: publicNotice.title,
  text: publicNotice.text,
  opensOn: publicNotice.opensOn,
  closesOn: publicNotice.closesOn,
  telephone: publicNotice.telephone,
  sealLine: publicNotice.sealLine,
  seal: publicNotice.seal,
  at: publicNotice.at,
  by: sql<string>`coalesce(${principal.name}, ${publicNotice.principal})`,
  closedAt: publicNotice.closedAt,
  closedBy: publicNotice.closedBy,
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

/** How many notices a region has whose numbers begin alike. */
export async function countNumbers(db: Database, regionCode: string, beginning: string): Promise<number> {
  const [row] = await db
    .select({ rows: count() })
    .from(publicNotice)
    .where(
      and(
        eq(publicNotice.regionCode, regionCode),
        sql`substr(${publicNotice.number}, 1, ${beginning.length}) = ${beginning}`,
      ),
    );
  return row?.rows ?? 0;
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

/** The notices whose last day is before a day and that nobody has closed; and the statement that closes them. */
const isOver = (today: string) => and(lt(publicNotice.closesOn, today), isNull(publicNotice.closedAt));
export const noticesOver = (db: Database, today: string) =>
  db.select({ id: publicNotice.id }).from(publicNotice).where(isOver(today));
export const closeOver = (db: Database, today: string, closed: { closedAt: string; closedBy: string }): Statement =>
  db.update(publicNotice).set(closed).where(isOver(today));

const {
  guard: _guard,
  answerGuard: _answerGuard,
  ...keptObjection
} = {
  id: objection.id,
  notice: objection.notice,
  subjectId: objection.subjectId,
  regionCode: objection.regionCode,
  objector: objection.objector,
  contact: objection.contact,
  text: objection.text,
  receivedOn: objection.receivedOn,
  at: objection.at,
  by: sql<string>`(select coalesce(max(p.name), ${objection.principal}) from principal as p where p.id = ${objection.principal})`,
  answer: objection.answer,
  effect: objection.effect,
  answeredAt: objection.answeredAt,
  answeredBy: sql<string | null>`(select max(p.name) from principal as p where p.id = ${objection.answeredBy})`,
  guard: objection.guard,
  answerGuard: objection.answerGuard,
};

/** The objections to a notice, or one of them, inside a scope: those without an answer first. */
export const objectionsOf = (db: Database, scope: RegionScope, by: { notice: number } | { objection: number }) =>
  db
    .select(keptObjection)
    .from(objection)
    .where(
      and(
        "notice" in by ? eq(objection.notice, by.notice) : eq(objection.id, by.objection),
        within(objection.regionCode, scope),
      ),
    )
    .orderBy(sql`${objection.answeredAt} is not null`, asc(objection.id));
export type Objection = Awaited<ReturnType<typeof objectionsOf>>[number];

/** The statement that logs an objection inside a scope; it fails on `noticeMoved` once the round is not published any more. */
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
