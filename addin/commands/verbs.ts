/** What the buttons of the ribbon do: each opens the pane at its verb. */

/** The verbs by the names under which the manifest calls them, as a clerk reads them. */
export const verbs = {
  pull: "取数",
  push: "提交",
  restore: "恢复",
  recompute: "重算",
  explain: "得分明细",
} as const;
export type Verb = keyof typeof verbs;

type Listener = (verb: Verb) => void;

/** Hands a verb from a button to the pane, which may come up only after the button was pressed. */
export class Handover {
  #waiting: Verb | undefined;
  #listener: Listener | undefined;

  /** Tells the pane, or keeps the verb until there is one; of several only the last is kept. */
  give(verb: Verb) {
    if (this.#listener) this.#listener(verb);
    else this.#waiting = verb;
  }

  /** Takes what waits and what comes; @returns what ends it. */
  take(listener: Listener): () => void {
    this.#listener = listener;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) listener(waiting);
    return () => {
      if (this.#listener === listener) this.#listener = undefined;
    };
  }
}

/** The part of Office that the buttons need. */
export interface Ribbon {
  addin: { showAsTaskpane(): Promise<void> };
  actions: { associate(name: string, action: (event: { completed(): void }) => void): void };
}

/** Makes the buttons known to Office. Each opens the pane, and says that it is done also where that fails. */
export function associate(office: Ribbon, handover: Handover) {
  for (const verb of Object.keys(verbs) as Verb[])
    office.actions.associate(verb, async (event) => {
      handover.give(verb);
      try {
        await office.addin.showAsTaskpane();
      } finally {
        event.completed();
      }
    });
}
