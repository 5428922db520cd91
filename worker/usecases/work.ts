/** What every use case works with: the database, who asks, when, and the request it belongs to. */
import type { Database } from "../store/database.ts";

export interface Work {
  db: Database;
  principal: { id: string };
  /** ISO time; handed in, so that tests and jobs set the clock. */
  now: string;
  requestId: string;
}
