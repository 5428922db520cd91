/** Signing in and out on a page: the session of the API, kept in a cookie. */
import type * as z from "zod";
import type { session } from "../../schema/wire.ts";
import { type PageContext, Refused, send } from "./ask.ts";
import { dropToken, keepToken } from "./cookie.ts";
import type { Shown } from "./frame.tsx";
import { Refusals } from "./refused.tsx";

/** A path of this site; nothing that a browser would take for another one. */
const ownPath = (path: string) => (/^\/(?![/\\])/.test(path) ? path : "/");

export const SignInForm = ({ next = "/", account = "" }: { next?: string | undefined; account?: string }) => (
  <form method="post" action="/sign-in" class="fields">
    <input type="hidden" name="next" value={ownPath(next)} />
    <label>
      账号
      <input name="account" value={account} autocomplete="username" required maxlength={100} />
    </label>
    <label>
      密码
      <input name="password" type="password" autocomplete="current-password" required maxlength={200} />
    </label>
    <button type="submit">登录</button>
  </form>
);

/** POST /sign-in */
export async function signIn(c: PageContext): Promise<string | Shown> {
  const form = await c.req.formData();
  const [account, password, next] = ["account", "password", "next"].map((name) => String(form.get(name) ?? ""));
  try {
    const { token, expiresAt } = await send<z.infer<typeof session>>(c, "POST", "/v1/sessions", { account, password });
    keepToken(c, token, expiresAt);
    return ownPath(next!);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    c.set("problem", error.problem.code);
    return {
      title: "登录",
      status: error.problem.status as NonNullable<Shown["status"]>,
      content: (
        <>
          <Refusals problem={error.problem} />
          <SignInForm next={next} account={account!} />
        </>
      ),
    };
  }
}

/** POST /sign-out */
export async function signOut(c: PageContext): Promise<string> {
  if (c.get("me")) await send(c, "DELETE", "/v1/sessions/current");
  dropToken(c);
  return "/";
}
