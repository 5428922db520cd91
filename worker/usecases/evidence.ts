/** How evidence is made and checked: the text of an explanation, packed, and the hashes over it. */
import { gunzipSync, gzipSync } from "node:zlib";
import { sha256 } from "../hash.ts";

/** A text as gzip in base64. */
export const pack = (text: string): string => gzipSync(text).toString("base64");

/** The way back; nothing when it is not what `pack` made. */
export function unpack(body: string): string | undefined {
  try {
    return gunzipSync(Buffer.from(body, "base64")).toString();
  } catch {
    return undefined;
  }
}

/** The one hash over all evidence of a round: of the lines `subjectId hash`, sorted by subject. */
export function hashOfAll(rows: readonly { subjectId: string; hash: string }[]): Promise<string> {
  const sorted = [...rows].sort((a, b) => (a.subjectId < b.subjectId ? -1 : 1));
  return sha256(sorted.map(({ subjectId, hash }) => `${subjectId} ${hash}\n`).join(""));
}
