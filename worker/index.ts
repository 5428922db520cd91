/** The worker's doors: requests, and the ticks of the cron. */
import { makeApp } from "./app.ts";
import type { Bindings } from "./env.ts";
import { scheduled } from "./jobs/scheduled.ts";

export default { fetch: makeApp().fetch, scheduled } satisfies ExportedHandler<Bindings>;
