/** What the worker is given, and what a request carries through it. */
import type { Language } from "../schema/fault.ts";
import type { Principal } from "./auth/permissions.ts";
import type { Database } from "./store/database.ts";

export interface Bindings {
  DB: D1Database;
  /** By which lines of the audit are marked and sealed; it stands outside the database. */
  AUDIT_SECRET?: string;
}

export interface AppEnv {
  Bindings: Bindings;
  Variables: {
    db: Database;
    now: string;
    requestId: string;
    language: Language;
    /** Who asks; absent only on the routes that need no sign-in. */
    principal: Principal;
  };
}
