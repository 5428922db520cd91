/** Seals the lines of the audit one after the other, each over the seal before it. */
import { chainedText, sealedText } from "../../schema/auditText.ts";
import { hmac } from "../hash.ts";
import { latestSeal, linesAfter, type Seal, sealStatements } from "../store/audit.ts";
import { commit, type Database, failedOn } from "../store/database.ts";

/** Lines that one batch seals. */
const part = 500;

/**
 * Seals every line that is not sealed yet. Another tick that seals the same lines does no harm: the later one to write
 * fails as a whole, and goes on after what the other has sealed.
 * @returns how many lines this call has sealed
 */
export async function sealAudit(db: Database, secret: string): Promise<number> {
  for (let sealed = 0; ; ) {
    const last = await latestSeal(db);
    const lines = await linesAfter(db, last?.line ?? 0, part);
    if (lines.length === 0) return sealed;
    let previous = last?.seal ?? "";
    const seals = lines.map((line): Seal => {
      const said = sealedText(line);
      previous = hmac(secret, chainedText(previous, said));
      return { line: line.id, said, seal: previous };
    });
    try {
      await commit(db, sealStatements(db, seals));
      sealed += seals.length;
    } catch (error) {
      if (!failedOn(error, "UNIQUE")) throw error;
    }
  }
}
