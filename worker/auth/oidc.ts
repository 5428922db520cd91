/** Sign-in by an identity provider (OpenID Connect), where an office has one: a claim of its token names the account. */
import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, type JWTVerifyGetKey, jwtVerify } from "jose";
import type { Bindings } from "../env.ts";

/** Only keys that the provider alone holds: a shared secret or no signature at all proves nothing. */
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
/** A token must have been made just now, so that one that was found in a log is of no use. */
const oldest = "10 minutes";
/** Clocks may differ by so many seconds. */
const tolerance = 60;

/** What an office says of its provider; nothing where it has none. */
export interface Provider {
  issuer: string;
  audience: string;
  claim: string;
  keys: JWTVerifyGetKey;
}

const remote = new Map<string, JWTVerifyGetKey>();

/** The provider of the variables, which are all needed: issuer, audience, and the keys or their address. */
export function providerOf({
  OIDC_ISSUER: issuer,
  OIDC_AUDIENCE: audience,
  OIDC_CLAIM: claim = "sub",
  OIDC_JWKS: given,
  OIDC_JWKS_URL: address,
}: Bindings): Provider | undefined {
  if (!issuer || !audience) return undefined;
  if (given) return { issuer, audience, claim, keys: createLocalJWKSet(JSON.parse(given) as JSONWebKeySet) };
  if (!address) return undefined;
  const keys = remote.get(address) ?? createRemoteJWKSet(new URL(address));
  remote.set(address, keys);
  return { issuer, audience, claim, keys };
}

/**
 * The account that a token of the provider names.
 * @param now ISO time
 * @returns nothing where it is not the provider's, not for this office, out of its time, too old, or names nobody
 */
export async function accountOf(
  { issuer, audience, claim, keys }: Provider,
  idToken: string,
  now: string,
): Promise<string | undefined> {
  try {
    const { payload } = await jwtVerify(idToken, keys, {
      issuer,
      audience,
      algorithms,
      currentDate: new Date(now),
      clockTolerance: tolerance,
      maxTokenAge: oldest,
      requiredClaims: ["exp", "iat", claim],
    });
    const account = payload[claim];
    return typeof account === "string" && account !== "" ? account : undefined;
  } catch {
    return undefined;
  }
}
