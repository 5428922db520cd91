/** The whole worker over a database that is watched: what a request asked of it tells by which way it went. */
import { env } from "cloudflare:workers";
import { makeApp } from "../../worker/app.ts";
import { demoPassword } from "../../worker/cli/demo/load.ts";
import { type Client, client } from "./office.ts";

const app = makeApp();

/**
 * Signs an account in; `queries` are the texts of all queries of its last request.
 * @param meanwhile what others do just before its first push is written, or what else begins like `written`
 */
export async function watched(
  account: string,
  meanwhile?: () => Promise<unknown>,
  written = 'insert into "push"',
): Promise<{ who: Client; queries: string[] }> {
  const queries: string[] = [];
  const isPushed = () => queries.some((query) => query.startsWith(written));
  let left = meanwhile;
  const DB = new Proxy(env.DB, {
    get(target, name) {
      if (name === "batch")
        return async (statements: D1PreparedStatement[]) => {
          const others = isPushed() ? left : undefined;
          if (others) left = undefined;
          await others?.();
          return target.batch(statements);
        };
      if (name !== "prepare") return Reflect.get(target, name).bind?.(target);
      return (query: string) => {
        queries.push(query);
        return target.prepare(query);
      };
    },
  });
  const worker = {
    fetch(request: Request) {
      queries.length = 0;
      return app.fetch(request, { DB, AUDIT_SECRET: env.AUDIT_SECRET });
    },
  };
  const { body } = await client(undefined, worker)("POST", "/v1/sessions", { account, password: demoPassword });
  return { who: client(body.token, worker), queries };
}
