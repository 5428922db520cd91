/** Reads the whole audit from wherever a database stands: on this machine, in a file, or at Cloudflare. */
import type { SealedLine } from "../../schema/auditText.ts";
import type { Seal } from "./audit.ts";

/** Runs a query that changes nothing. */
export type Reader = (sql: string) => Promise<Record<string, unknown>[]>;

/** So many rows are asked for at once. */
const part = 2000;

/** All rows of a table, part by part along its numbers. */
async function allOf<T>(read: Reader, table: "audit" | "auditSeal", number: "id" | "line"): Promise<T[]> {
  const rows: T[] = [];
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const some = await read(`select * from ${table} where ${number} > ${after} order by ${number} limit ${part}`);
    rows.push(...(some as T[]));
    if (some.length < part) return rows;
    after = Number(some.at(-1)![number]);
  }
}

/** The lines, their seals, and what else the database knows of them; the triggers that keep them unchanged. */
export async function readAudit(read: Reader) {
  const lines = await allOf<SealedLine>(read, "audit", "id");
  const seals = await allOf<Seal>(read, "auditSeal", "line");
  const [given] = await read("select max(seq) as number from sqlite_sequence where name = 'audit'");
  const unaudited = await read(`select id from push where not exists (select 1 from audit where audit.push = push.id)`);
  const triggers = await read(
    `select name from sqlite_master where type = 'trigger' and tbl_name in ('audit', 'auditSeal')`,
  );
  return {
    lines,
    seals,
    given: Number(given?.number ?? 0),
    unaudited: unaudited.map(({ id }) => Number(id)),
    triggers: triggers.map(({ name }) => String(name)),
  };
}
