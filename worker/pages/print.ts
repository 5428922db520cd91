/** GET /prints/{file}: a print of the API for whoever has signed in on a page, to be printed or saved. */
import { at, bodyOf, call, type PageContext } from "./ask.ts";

/** The print as the API gives it. @throws Refused */
export async function print(c: PageContext): Promise<Response> {
  const { search } = new URL(c.req.url);
  const answer = await call(c, "GET", `${at`/v1/prints/${c.req.param("file") ?? ""}`}${search}`);
  return answer.ok ? answer : bodyOf(answer);
}
