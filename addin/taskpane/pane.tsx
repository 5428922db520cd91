/** The pane: who is signed in, and which verb was asked for. */
import { useEffect, useState } from "preact/hooks";
import type { Api } from "../api/api.ts";
import { type Handover, type Verb, verbs } from "../commands/verbs.ts";

/** @param handover from the buttons of the ribbon */
export function Pane({ api, handover }: { api: Api; handover: Handover }) {
  const [account, setAccount] = useState(api.signedIn()?.account);
  const [verb, setVerb] = useState<Verb>();
  useEffect(() => handover.take(setVerb), [handover]);
  return (
    <main>
      <h1>星评</h1>
      {account === undefined ? (
        <SignIn api={api} done={setAccount} />
      ) : (
        <p>
          已登录:{account}{" "}
          <button type="button" onClick={() => api.signOut().finally(() => setAccount(undefined))}>
            退出
          </button>
        </p>
      )}
      {verb && <p role="status">{verbs[verb]}</p>}
    </main>
  );
}

function SignIn({ api, done }: { api: Api; done(account: string): void }) {
  const [wrong, setWrong] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  async function signIn(event: Event) {
    event.preventDefault();
    const typed = new FormData(event.currentTarget as HTMLFormElement);
    const [account, password] = [String(typed.get("account")), String(typed.get("password"))];
    setBusy(true);
    try {
      await api.signIn(account, password);
      done(account);
    } catch (error) {
      setWrong(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  }
  return (
    <form onSubmit={signIn}>
      <label>
        账号
        <input name="account" autocomplete="username" required />
      </label>
      <label>
        密码
        <input name="password" type="password" autocomplete="current-password" required />
      </label>
      {wrong && <p role="alert">{wrong}</p>}
      <button type="submit" disabled={isBusy}>
        登录
      </button>
    </form>
  );
}
