/** The buttons of the ribbon: each opens the pane at its verb, whichever of the two is there first. */
import { expect, test } from "vitest";
import { associate, Handover, type Ribbon, type Verb, verbs } from "../../addin/commands/verbs.ts";

/** A ribbon with its buttons, in an Excel that shows the pane or cannot. */
function ribbon(show: () => Promise<void> = async () => {}) {
  const actions = new Map<string, (event: { completed(): void }) => unknown>();
  const office: Ribbon = {
    addin: { showAsTaskpane: show },
    actions: { associate: (name, action) => actions.set(name, action) },
  };
  const press = async (verb: string) => {
    let completed = 0;
    await Promise.resolve(actions.get(verb)!({ completed: () => completed++ })).catch(() => undefined);
    return completed;
  };
  return { office, actions, press };
}

test("every verb has a button, which opens the pane and tells Excel once that it is done", async () => {
  let shown = 0;
  const { office, actions, press } = ribbon(async () => {
    shown++;
  });
  const handover = new Handover();
  associate(office, handover);
  const taken: Verb[] = [];
  handover.take((verb) => taken.push(verb));
  expect([...actions.keys()]).toEqual(Object.keys(verbs));
  for (const verb of actions.keys()) expect(await press(verb)).toBe(1);
  expect(taken).toEqual(Object.keys(verbs));
  expect(shown).toBe(5);
});

test("a button waits for no pane that cannot be shown: Excel is told that it is done", async () => {
  const { office, press } = ribbon(() => Promise.reject(new Error("no pane")));
  associate(office, new Handover());
  expect(await press("pull")).toBe(1);
});

test("what was pressed before the pane came up is taken then, the last of several, once", () => {
  const handover = new Handover();
  handover.give("pull");
  handover.give("push");
  const taken: Verb[] = [];
  const end = handover.take((verb) => taken.push(verb));
  end();
  handover.give("explain");
  handover.take((verb) => taken.push(verb));
  expect(taken).toEqual(["push", "explain"]);
});
