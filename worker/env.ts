/** What the worker is given, and what a request carries through it. */
import type { Language } from "../schema/fault.ts";
import type { ProblemCode } from "../schema/problem.ts";
import type { Principal } from "./auth/permissions.ts";
import type { Database } from "./store/database.ts";

export interface Bindings {
  DB: D1Database;
  /** The static files that the build has made. */
  ASSETS: Fetcher;
  /** From where the pane takes office.js: an https address or a path of this site; Microsoft's where nothing is said. */
  OFFICE_JS?: string;
  /** The origin that the manifest names; the one by which it is asked for where nothing is said. */
  PUBLIC_ORIGIN?: string;
  /** By which lines of the audit are marked and sealed; it stands outside the database. */
  AUDIT_SECRET?: string;
  /** Origins of other pages that may call from a browser, parted by commas; none where nothing is said. */
  CORS_ORIGINS?: string;
  /** How often one session or key, and one network address, may call in a minute. */
  RATE_PER_CREDENTIAL?: string;
  RATE_PER_ADDRESS?: string;
  /** The identity provider by which accounts may sign in too; without issuer, audience and keys there is none. */
  OIDC_ISSUER?: string;
  OIDC_AUDIENCE?: string;
  /** The claim that holds the account; `sub` where nothing is said. */
  OIDC_CLAIM?: string;
  /** Its keys as a JSON Web Key Set, or the address at which they are. */
  OIDC_JWKS?: string;
  OIDC_JWKS_URL?: string;
}

export interface AppEnv {
  Bindings: Bindings;
  Variables: {
    db: Database;
    now: string;
    requestId: string;
    language: Language;
    /** With which problem the request was refused, and where an error was thrown, for the log. */
    problem: ProblemCode;
    place: Record<string, unknown>;
    /** Who asks; absent only on the routes that need no sign-in. */
    principal: Principal;
  };
}
