/** What every use case works with: the database, who asks, when, and the request it belongs to. */
import type { Origin } from "../store/audit.ts";

export type Work = Origin;
