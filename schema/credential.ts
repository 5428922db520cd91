/** What lets somebody in: a session is made by signing in, a key for a program, a code for setting a password once. */
export const credentialKinds = ["session", "key", "code"] as const;
