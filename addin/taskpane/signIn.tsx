/** Signs in, inside the pane: a dialog of its own would share no storage with it. */
import { useState } from "preact/hooks";
import type { Api } from "../api/api.ts";
import type { Words } from "./words.ts";

export function SignIn({ api, words, done }: { api: Api; words: Words; done(account: string): void }) {
  const [wrong, setWrong] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  async function signIn(event: SubmitEvent) {
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
        {words.account}
        <input name="account" autocomplete="username" required />
      </label>
      <label>
        {words.password}
        <input name="password" type="password" autocomplete="current-password" required />
      </label>
      {wrong && <p role="alert">{wrong}</p>}
      <button type="submit" disabled={isBusy}>
        {words.signIn}
      </button>
      <p class="quiet">{words.secret}</p>
    </form>
  );
}
