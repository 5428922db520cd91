/** Sign-in by an identity provider, with a provider of our own: what it takes, and all that it does not. */
import { env } from "cloudflare:workers";
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { makeApp } from "../../worker/app.ts";
import type { Bindings } from "../../worker/env.ts";
import { type Office, openOffice } from "./office.ts";

const issuer = "https://id.county.example";
const audience = "xingping";

let office: Office;
let own: CryptoKeyPair;
let other: CryptoKeyPair;
let jwks: string;
beforeAll(async () => {
  office = await openOffice();
  own = await generateKeyPair("RS256", { extractable: true });
  other = await generateKeyPair("RS256", { extractable: true });
  jwks = JSON.stringify({ keys: [{ ...(await exportJWK(own.publicKey)), kid: "k1", alg: "RS256", use: "sig" }] });
});

const app = makeApp();
const variables = () => ({ OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_CLAIM: "employee", OIDC_JWKS: jwks });

async function signIn(idToken: string, more: { [name in keyof Bindings]?: Bindings[name] | undefined } = {}) {
  const request = new Request("http://xingping.test/v1/sessions/oidc", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ idToken }),
  });
  const answer = await app.fetch(request, { ...env, ...variables(), ...more } as Bindings);
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as a tool in any language would read them
  return { status: answer.status, body: (await answer.json()) as any };
}

const seconds = () => Math.floor(Date.now() / 1000);
const good = (): JWTPayload => ({
  iss: issuer,
  aud: audience,
  sub: "3f2a",
  employee: "viewer",
  iat: seconds(),
  exp: seconds() + 300,
});
const signed = (claims: JWTPayload = good(), key: CryptoKey = own.privateKey, kid = "k1") =>
  new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid }).sign(key);
const refused = { status: 401, body: { code: "wrongIdToken" } };

test("a token of the provider gives a session like any other; the audit says by whom it was vouched for", async () => {
  const { status, body } = await signIn(await signed());
  expect(status).toBe(201);
  expect(body.grants).toEqual([{ role: "viewer", regionCode: "990100000000" }]);
  const sheets = await app.fetch(
    new Request("http://xingping.test/v1/sheets", { headers: { authorization: `Bearer ${body.token}` } }),
    { ...env },
  );
  expect(sheets.status).toBe(200);
  const { lines } = (await office.as.auditor("GET", "/v1/audit?action=session.create&principal=viewer&limit=1")).body;
  expect(lines[0].detail).toEqual({ oidc: issuer });
});

test("without an issuer, an audience or keys there is no such sign-in", async () => {
  for (const missing of ["OIDC_ISSUER", "OIDC_AUDIENCE", "OIDC_JWKS"])
    expect((await signIn(await signed(), { [missing]: undefined })).status, missing).toBe(404);
});

test("where no claim is named, sub holds the account", async () => {
  expect((await signIn(await signed({ ...good(), sub: "viewer" }), { OIDC_CLAIM: undefined })).status).toBe(201);
});

describe("is refused", () => {
  const claims: [string, Record<string, unknown>][] = [
    ["of another issuer", { iss: "https://id.elsewhere.example" }],
    ["for another audience", { aud: "payroll" }],
    ["that has expired", { iat: seconds() - 400, exp: seconds() - 100 }],
    ["that is not valid yet", { nbf: seconds() + 300 }],
    ["that was made too long ago", { iat: seconds() - 3600, exp: seconds() + 3600 }],
    ["without an end", { exp: undefined }],
    ["that does not say when it was made", { iat: undefined }],
    ["that names nobody", { employee: undefined }],
    ["that names an unknown account", { employee: "stranger" }],
    ["whose claim is no text", { employee: ["viewer"] }],
  ];
  test.each(claims)("a token %s", async (_, changed) => {
    expect(await signIn(await signed({ ...good(), ...changed }))).toMatchObject(refused);
  });

  test("a token signed by another key, also under the name of the right one", async () => {
    expect(await signIn(await signed(good(), other.privateKey))).toMatchObject(refused);
    expect(await signIn(await signed(good(), other.privateKey, "k2"))).toMatchObject(refused);
  });

  test("a token without a signature, and one signed with the public key as if it were a secret", async () => {
    expect(await signIn(new UnsecuredJWT(good()).encode())).toMatchObject(refused);
    const secret = new TextEncoder().encode(await exportSPKI(own.publicKey));
    const hs = await new SignJWT(good()).setProtectedHeader({ alg: "HS256", kid: "k1" }).sign(secret);
    expect(await signIn(hs)).toMatchObject(refused);
  });

  test("a token that was changed after it was signed, or is none", async () => {
    const [head, , signature] = (await signed()).split(".");
    const forged = btoa(JSON.stringify({ ...good(), employee: "admin" })).replaceAll("=", "");
    expect(await signIn(`${head}.${forged}.${signature}`)).toMatchObject(refused);
    expect(await signIn("not a token")).toMatchObject(refused);
  });

  test("an account that is locked", async () => {
    await office.d1.prepare("update principal set locked = 1 where account = 'finance'").run();
    expect(await signIn(await signed({ ...good(), employee: "finance" }))).toMatchObject(refused);
    await office.d1.prepare("update principal set locked = 0 where account = 'finance'").run();
    expect((await signIn(await signed({ ...good(), employee: "finance" }))).status).toBe(201);
  });
});
