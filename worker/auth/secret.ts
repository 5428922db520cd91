/** Secrets: passwords by scrypt with their parameters, tokens of which only the SHA-256 is kept. */
import crypto from "node:crypto";

const cost = { N: 2 ** 14, r: 8, p: 1 };
const keyLength = 32;

function derive(password: string, salt: Uint8Array, { N, r, p }: typeof cost): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    crypto.scrypt(password.normalize("NFKC"), salt, keyLength, { N, r, p }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}

/** A password as it is stored: `scrypt$N$r$p$salt$key`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = crypto.randomBytes(16);
  const key = await derive(password, salt, cost);
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64"), key.toString("base64")].join("$");
}

/** Whether a password fits. Without a stored one it takes as long and fits never. */
export async function verifyPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  const [, N, r, p, salt, key] = (stored ?? "").split("$");
  if (!salt || !key) {
    await derive(password, crypto.randomBytes(16), cost);
    return false;
  }
  const found = await derive(password, Buffer.from(salt, "base64"), { N: Number(N), r: Number(r), p: Number(p) });
  return crypto.timingSafeEqual(found, Buffer.from(key, "base64"));
}

/** A new opaque token: 256 random bits. */
export const newToken = () => `xp_${crypto.randomBytes(32).toString("base64url")}`;

/** A name by which a credential is told of; it lets nobody in. */
export const newId = () => crypto.randomBytes(8).toString("hex");
