/** Archives: the file that a round leaves behind, in parts, and what is in it; written once. */
import { and, asc, eq } from "drizzle-orm";
import type { RegionScope } from "../../schema/region.ts";
import { archive, archivePart } from "../../schema/tables.ts";
import { type Database, requireWithin, type Statement, touching } from "./database.ts";

export type Archive = typeof archive.$inferSelect;

/** So many bytes go into one part; in base64 they are well below what a value may hold. */
const partBytes = 768 * 1024;

/** The statements that keep an archive inside a scope, in the batch that archives its round. */
export function archiveStatements(db: Database, scope: RegionScope, values: Archive, file: Uint8Array): Statement[] {
  requireWithin(scope, values.regionCode);
  const parts = Array.from({ length: Math.ceil(file.length / partBytes) }, (_, part) => ({
    ...{ round: values.round, part },
    body: Buffer.from(file.subarray(part * partBytes, (part + 1) * partBytes)).toString("base64"),
  }));
  return [db.insert(archive).values(values), ...parts.map((part) => db.insert(archivePart).values(part))];
}

/** What is known of a round's archive, where the scope takes part in the round. */
export async function findArchive(db: Database, scope: RegionScope, round: string): Promise<Archive | undefined> {
  const [row] = await db
    .select()
    .from(archive)
    .where(and(eq(archive.round, round), touching(archive.regionCode, scope)));
  return row;
}

/** The file of an archive whose round lies inside a scope. */
export async function fileOfArchive(db: Database, scope: RegionScope, { round, regionCode }: Archive) {
  requireWithin(scope, regionCode);
  const parts = await db
    .select({ body: archivePart.body })
    .from(archivePart)
    .where(eq(archivePart.round, round))
    .orderBy(asc(archivePart.part));
  return Buffer.concat(parts.map(({ body }) => Buffer.from(body, "base64")));
}
