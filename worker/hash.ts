/** Content hashes, and the ones that only who knows a secret can make. */

import { createHmac } from "node:crypto";

/** HMAC-SHA256 in hex of a text. */
export const hmac = (secret: string, text: string): string => createHmac("sha256", secret).update(text).digest("hex");

/** SHA-256 in hex of a text, or of bytes. */
export async function sha256(content: string | Uint8Array): Promise<string> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const digest = await crypto.subtle.digest("SHA-256", bytes as BufferSource);
  return Buffer.from(digest).toString("hex");
}
