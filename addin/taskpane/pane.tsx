/** The pane: who is signed in, and which of its parts is shown. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Api } from "../api/api.ts";
import type { Handover, Verb } from "../commands/verbs.ts";
import { Desk } from "../desk/desk.ts";
import type { Values } from "../functions/values.ts";
import type { Workbook } from "../workbook/port.ts";
import { Help } from "./diagnostics.tsx";
import { Explained } from "./explained.tsx";
import { Home } from "./home.tsx";
import { useQuestion } from "./question.tsx";
import { focusHeading, PaneContext } from "./shared.tsx";
import { SignIn } from "./signIn.tsx";
import { Table } from "./table.tsx";
import { wordsFor } from "./words.ts";

type Part = { part: "home" | "explain" | "help" } | { part: "table"; table: string; asked: { verb: Verb } | undefined };

/** @param handover from the buttons of the ribbon; @param values of the formulas; @param workbook none outside of Excel */
export function Pane({
  api,
  handover,
  values,
  workbook,
}: {
  api: Api;
  handover: Handover;
  values: Pick<Values, "forget">;
  workbook: Workbook | undefined;
}) {
  const [account, setAccount] = useState(api.signedIn()?.account);
  const [shown, setShown] = useState<Part>({ part: "home" });
  const [last, setLast] = useState<string>();
  const [question, ask] = useQuestion();
  const words = useMemo(() => wordsFor(navigator.language), []);
  const desk = useMemo(() => workbook && new Desk(api, workbook), [workbook]);
  const open = (table: string, asked?: Verb) => {
    setLast(table);
    setShown({ part: "table", table, asked: asked && { verb: asked } });
  };
  useEffect(
    () =>
      handover.take(async (verb) => {
        if (verb === "pull") return setShown({ part: "home" });
        if (verb === "explain") return setShown({ part: "explain" });
        const table = last ?? (await desk?.drawers())?.at(-1)?.name;
        if (table !== undefined) open(table, verb);
      }),
    [handover, last, desk],
  );
  useEffect(() => {
    document.documentElement.lang = wordsFor(navigator.language) === words ? navigator.language : "zh-CN";
  }, [words]);

  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) focusHeading();
    isFirst.current = false;
  }, [shown, account]);

  const signOut = () => api.signOut().finally(() => setAccount(undefined));
  const tab = (part: "home" | "explain" | "help", title: string) => (
    <button
      type="button"
      class="tab"
      aria-current={shown.part === part ? "page" : undefined}
      onClick={() => setShown({ part })}
    >
      {title}
    </button>
  );
  return (
    <main>
      <header>
        <h1>星评</h1>
        {account !== undefined && (
          <span>
            {account}{" "}
            <button type="button" class="quiet" onClick={signOut}>
              {words.signOut}
            </button>
          </span>
        )}
      </header>
      {account === undefined ? (
        <SignIn api={api} words={words} done={setAccount} />
      ) : workbook && desk ? (
        <PaneContext.Provider
          value={{
            ...{ api, desk, workbook, words, ask },
            signedOut: () => setAccount(undefined),
            resultsChanged: () => values.forget(),
          }}
        >
          {question}
          <nav>
            {tab("home", words.pullTitle)}
            {last !== undefined && (
              <button
                type="button"
                class="tab"
                aria-current={shown.part === "table" ? "page" : undefined}
                onClick={() => open(last)}
              >
                {words.push}
              </button>
            )}
            {tab("explain", words.explain)}
            {tab("help", words.help)}
          </nav>
          {shown.part === "home" && <Home open={open} />}
          {shown.part === "table" && <Table key={shown.table} name={shown.table} asked={shown.asked} />}
          {shown.part === "explain" && <Explained />}
          {shown.part === "help" && <Help />}
        </PaneContext.Provider>
      ) : (
        <p role="status">{words.onlyInExcel}</p>
      )}
    </main>
  );
}
