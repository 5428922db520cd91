/** Asks in the pane itself whether something is really to be done; the focus goes back to where it was. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { usePane } from "./shared.tsx";

interface Asked {
  question: string;
  answer(isWanted: boolean): void;
}

/** @returns what is to be shown, and how to ask; a later question is asked in the place of an earlier one, which is declined */
export function useQuestion(): [ComponentChildren, (question: string) => Promise<boolean>] {
  const [asked, setAsked] = useState<Asked>();
  const ask = (question: string) =>
    new Promise<boolean>((answer) =>
      setAsked((before) => {
        before?.answer(false);
        return { question, answer };
      }),
    );
  const answer = (isWanted: boolean) => {
    asked?.answer(isWanted);
    setAsked(undefined);
  };
  return [asked && <Question question={asked.question} answer={answer} />, ask];
}

function Question({ question, answer }: Asked) {
  const { words } = usePane();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = (isWanted: boolean) => {
    // Closed before it goes, it gives the focus back.
    dialog.current?.close();
    answer(isWanted);
  };
  return (
    <dialog ref={dialog} aria-labelledby="question" onCancel={() => close(false)}>
      <p id="question">{question}</p>
      <div class="verbs">
        <button type="button" onClick={() => close(true)}>
          {words.yes}
        </button>
        <button type="button" class="quiet" onClick={() => close(false)}>
          {words.cancel}
        </button>
      </div>
    </dialog>
  );
}
