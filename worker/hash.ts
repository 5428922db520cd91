/** Content hashes, and the ones that only who knows a secret can make. */

import { createHmac } from "node:crypto";

/** HMAC-SHA256 in hex of a text. */
export const hmac = (secret: string, text: string): string => createHmac("sha256", secret).update(text).digest("hex");

/** SHA-256 in hex of a text. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Buffer.from(digest).toString("hex");
}
