/** What the parts of the pane share: what the pane has at hand, and how work is done, told of and cancelled. */
import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import type { Api } from "../api/api.ts";
import { SignInNeeded } from "../api/failure.ts";
import type { Desk } from "../desk/desk.ts";
import type { Workbook } from "../workbook/port.ts";
import type { Words } from "./words.ts";

export interface Pane {
  api: Api;
  desk: Desk;
  workbook: Workbook;
  words: Words;
  /** Nobody is signed in any more. */
  signedOut(): void;
  /** Asks whether something is really to be done. Excel on the web shows no dialog of the browser's own. */
  ask(question: string): Promise<boolean>;
  /** Results may be others now: what formulas have found is found anew. */
  resultsChanged(): void;
}

export const PaneContext = createContext<Pane | undefined>(undefined);
export const usePane = (): Pane => useContext(PaneContext)!;

type Doing = (tools: { signal: AbortSignal; onProgress(done: number, of: number): void }) => Promise<void>;

export interface Work {
  isBusy: boolean;
  progress: { done: number; of: number } | undefined;
  wrong: string | undefined;
  /** Does something, one thing at a time; what goes wrong is told in `wrong`. */
  run(work: Doing): void;
  /** The same, and what is being done is given up for it. */
  runInstead(work: Doing): void;
  cancel(): void;
}

/** Gives the focus to the heading of what is shown, where what had it is gone; Excel's own is left alone. */
export function focusHeading() {
  if (!document.hasFocus() || document.activeElement !== document.body) return;
  const heading = document.querySelector<HTMLElement>("main h2") ?? document.querySelector<HTMLElement>("main h1");
  if (heading) heading.tabIndex = -1;
  heading?.focus();
}

/** Work of a part of the pane; it is cancelled when the part goes. */
export function useWork(): Work {
  const { signedOut } = usePane();
  const [isBusy, setBusy] = useState(false);
  const [progress, setProgress] = useState<Work["progress"]>();
  const [wrong, setWrong] = useState<string>();
  const running = useRef<AbortController | undefined>(undefined);
  const focused = useRef<Element | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  // A button that is disabled meanwhile loses the focus.
  useEffect(() => {
    const before = focused.current;
    if (isBusy) return;
    focused.current = null;
    if (!before || before === document.body) return;
    if (before.isConnected && document.activeElement === document.body) (before as HTMLElement).focus();
    focusHeading();
  }, [isBusy]);
  function begin(work: Doing) {
    const control = new AbortController();
    running.current = control;
    focused.current ??= document.activeElement;
    setBusy(true);
    setProgress(undefined);
    setWrong(undefined);
    const onProgress = (done: number, of: number) => {
      if (!control.signal.aborted) setProgress({ done, of });
    };
    work({ signal: control.signal, onProgress })
      .catch((error: unknown) => {
        if (control.signal.aborted) return;
        setWrong(error instanceof Error ? error.message : String(error));
        if (error instanceof SignInNeeded) signedOut();
      })
      .finally(() => {
        if (running.current !== control) return;
        running.current = undefined;
        setBusy(false);
        setProgress(undefined);
      });
  }
  return {
    ...{ isBusy, progress, wrong },
    run(work) {
      if (!running.current) begin(work);
    },
    runInstead(work) {
      running.current?.abort();
      begin(work);
    },
    cancel: () => running.current?.abort(new Error("cancelled")),
  };
}

/** How far work is, with a way out of it, and what went wrong. */
export function Status({ work }: { work: Work }) {
  const { words } = usePane();
  return (
    <>
      {work.isBusy && (
        <p class="status">
          <progress
            aria-label={words.busy}
            {...(work.progress && { value: work.progress.done, max: Math.max(work.progress.of, 1) })}
          />
          {work.progress && <span> {words.working(work.progress.done, work.progress.of)} </span>}
          <button type="button" class="quiet" onClick={work.cancel}>
            {words.cancel}
          </button>
        </p>
      )}
      {work.wrong && <p role="alert">{work.wrong}</p>}
    </>
  );
}

export function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
