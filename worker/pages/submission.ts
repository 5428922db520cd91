/** What a township and its county do to a submission from a page. */
import { at, type PageContext, send } from "./ask.ts";

/** POST /rounds/{round}/submissions/{region}: back to where the form stood. */
export async function stepSubmission(c: PageContext): Promise<string> {
  const { round, region } = c.req.param() as { round: string; region: string };
  const form = await c.req.formData();
  const reason = String(form.get("reason") ?? "").trim();
  const body = { action: form.get("action"), ...(reason && { reason }) };
  await send(c, "POST", at`/v1/rounds/${round}/submissions/${region}`, body);
  return at`/rounds/${round}/progress`;
}
