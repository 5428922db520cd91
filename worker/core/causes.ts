/** Why a subject moved between two runs: what of its own changed, and what another plan or other peers would have made. */
import { type Cause, causeTitles, type InputChange } from "../../schema/moves.ts";
import type { SubjectInParts } from "../../schema/policy/policy.ts";
import type { Cell } from "../../schema/sheet/definition.ts";
import { type Inputs, inputText, type Origin } from "./facts.ts";
import { changeBetween, hasMoved, isUnscored, type Move, type Result } from "./moves.ts";

/** A succession by what names it, and in words, in which names may have changed. */
export interface Told {
  key: string;
  text: string;
}

/** Facts, and what a plan makes of them. */
export interface World {
  subjects: ReadonlyMap<string, SubjectInParts>;
  origin(subjectId: string, input: string): Origin | undefined;
  /** The successions up to the period that concern whoever is or was judged. */
  successions(subjectId: string): readonly Told[];
  results: ReadonlyMap<string, Result>;
}

/** What the reasons are found by. */
export interface Worlds {
  /** The inputs of the old policy. */
  inputs: Inputs;
  /** The voter groups of an appraisal: that their ballots changed is told of each as a whole, and no number of them. */
  groups?: readonly { code: string; title: string }[] | undefined;
  /** Codes of grades, the best first. */
  levels: readonly string[];
  /** The old facts by the old plan. */
  before: World;
  /** The new facts by the old plan; no results where it does not fit the new period. */
  held: World;
  /** The new facts by the new plan. */
  after: World;
  /** The new facts with the old histories, by the new plan; absent where no history differs. */
  forgetting?: ReadonlyMap<string, Result> | undefined;
  /** The result of a subject by the old plan if it alone had stayed as it was; absent where it is not worked out. */
  alone?(subjectId: string): Result | undefined;
  /** Whether both runs were made by the same engine. */
  sameEngine: boolean;
}

export interface Reasons {
  causes: Cause[];
  entries: InputChange[];
  /** What is new on the map, or not there any more, in words. */
  successions: string[];
}

/**
 * The causes of one move. `parameters`: by the old plan it would have another result. `history`: with its old history
 * it would. `peers`: by the old plan it has another result though nothing of its own changed, or would have one if it
 * alone had stayed as it was. `successions`: other lines of the map concern it.
 */
export function reasonsOf({ subjectId: id, ...move }: Move, worlds: Worlds): Reasons {
  const successions = changedSuccessions(id, worlds);
  const mapped: Cause[] = successions.length > 0 ? ["successions"] : [];
  if (!move.before) return { causes: ["joined", ...mapped], entries: [], successions };
  if (!move.after) return { causes: ["left", ...mapped], entries: [], successions };
  const { before, held, after, forgetting, levels } = worlds;
  const differ = (a: Result | undefined, b: Result | undefined) => hasMoved(changeBetween(a, b, levels));
  const entries = changedInputs(id, worlds);
  const own = entries.filter(({ code }) => !onlyPeersMoved(code, id, worlds));
  const then = held.results.get(id);
  const history =
    forgetting !== undefined &&
    historyOf(before.subjects.get(id)) !== historyOf(after.subjects.get(id)) &&
    differ(forgetting.get(id), after.results.get(id));
  const parameters = differ(then, after.results.get(id));
  const others =
    own.length === 0
      ? !history && then !== undefined && differ(before.results.get(id), then)
      : movedByOthers(before.results.get(id), then, differ, worlds.alone?.(id));
  const found: Record<Cause, boolean> = {
    entries: own.length > 0,
    history,
    parameters,
    peers: others || own.length < entries.length,
    joined: false,
    left: false,
    successions: successions.length > 0,
    engine: false,
  };
  const causes = (Object.keys(found) as Cause[]).filter((cause) => found[cause]);
  return { causes: causes.length === 0 && !worlds.sameEngine ? ["engine"] : causes, entries, successions };
}

/**
 * Whether others have moved a subject that has changed itself: worked out where it can be; else known only where its
 * score stayed, or went the other way than its result.
 */
function movedByOthers(
  before: Result | undefined,
  then: Result | undefined,
  differ: (a: Result | undefined, b: Result | undefined) => boolean,
  alone: Result | undefined,
): boolean {
  if (alone) return differ(before, alone);
  if (!before || !then || isUnscored(before) || isUnscored(then) || before.scoreCenti === undefined) return false;
  const { step } = changeBetween(before, then);
  return differ(before, then) && step * ((then.scoreCenti ?? before.scoreCenti) - before.scoreCenti) <= 0;
}

/** The successions that one side knows of a subject and the other does not. */
function changedSuccessions(id: string, { before, after }: Worlds): string[] {
  const [was, is] = [before.successions(id), after.successions(id)];
  const lacksIn = (list: readonly Told[]) => (one: Told) => !list.some(({ key }) => key === one.key);
  return [...is.filter(lacksIn(was)), ...was.filter(lacksIn(is))].map(({ text }) => text);
}

const historyOf = (subject: SubjectInParts | undefined) => JSON.stringify(subject?.history ?? []);

/** Whether an input that counts a share among peers differs although the subject's own entries are the same. */
function onlyPeersMoved(code: string, id: string, { inputs, before, held }: Worlds): boolean {
  if (inputs[code]?.from?.shape !== "shareOfPeers") return false;
  return JSON.stringify(before.origin(id, code)?.from) === JSON.stringify(held.origin(id, code)?.from);
}

/** The inputs of a subject that differ, as they were read by the old policy from the old and the new entries. */
function changedInputs(id: string, { inputs, groups, before, held }: Worlds): InputChange[] {
  const [was, is] = [before.subjects.get(id), held.subjects.get(id)];
  const changes = Object.entries(inputs).flatMap(([code, input]): InputChange[] => {
    const read = (subject: SubjectInParts | undefined): Cell => {
      const parts = subject?.parts?.length ? subject.parts : [{}];
      const cells = parts.map(
        (part: Record<string, Cell>) => part[code] ?? subject?.inputs[code] ?? input.default ?? null,
      );
      const distinct = [...new Set(cells)];
      return distinct.length === 1 ? distinct[0]! : cells.map((cell) => inputText(input, cell)).join("、");
    };
    const [from, to] = [read(was), read(is)];
    return from === to ? [] : [{ code, title: input.title, from, to }];
  });
  if (!groups) return changes;
  return groups
    .filter((group) => changes.some(({ code }) => code.startsWith(`${group.code}.`)))
    .map(({ code, title }) => ({ code, title }));
}

/** So many inputs are told in the sentence; all of them are in the list. */
const mostTold = 5;

/** The causes in words: 民意测评 93% → 81%;同组他人变动. */
export function reasonsText({ causes, entries, successions }: Reasons, inputs: Inputs): string {
  const told = entries.slice(0, mostTold).map(({ code, title, from, to }) => {
    const input = inputs[code];
    if (!input || from === undefined || to === undefined) return `${title}计票变动`;
    return `${title} ${inputText(input, from)} → ${inputText(input, to)}`;
  });
  if (entries.length > mostTold) told.push(`等${entries.length}项指标变动`);
  const others = causes.filter((cause) => cause !== "entries" && cause !== "successions");
  return [...told, ...others.map((cause) => causeTitles[cause]), ...successions].join(";");
}
