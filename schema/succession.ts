/** Successions (沿革): villages merged, split, renamed, abolished; and the map of any day: who stands on it, called what. */
import type { Warning } from "./outcome.ts";
import type { Cells } from "./sheet/definition.ts";

export type SuccessionKind = "merge" | "split" | "rename" | "abolish";
export const successionTitles: Record<SuccessionKind, string> = {
  merge: "合并",
  split: "分设",
  rename: "更名",
  abolish: "撤销",
};

/** One line of the roster: one predecessor, and but for what was abolished one successor. */
export interface SuccessionRow {
  id: string;
  /** Where the predecessor lies. */
  regionCode: string;
  version: number;
  push: number;
  kind: SuccessionKind;
  predecessor: string;
  successor?: string | undefined;
  /** The first day of the new state, as ISO date. */
  on: string;
  oldName?: string | undefined;
}

/** One event: the lines of the roster that belong together. */
export interface Succession {
  kind: SuccessionKind;
  on: string;
  predecessors: string[];
  successors: string[];
  rows: SuccessionRow[];
}

/** Why an organization does not stand on a day: what ended it, or what it has yet to come out of. */
export interface Absence {
  ended: boolean;
  by: Succession;
}

/** What the roster says of every organization on every day. An organization that it does not name stands on all days. */
export interface SuccessionMap {
  standsOn(code: string, day: string): boolean;
  /** Whether it stands on any day from the first to the last one. */
  standsWithin(code: string, first: string, last: string): boolean;
  absence(code: string, day: string): Absence | undefined;
  /** The organizations that the roster names and that do not stand on a day. */
  absentOn(day: string): string[];
  /** What it was called on a day; `undefined` when it has had its name since. */
  nameOn(code: string, day: string): string | undefined;
  /** The successions out of which it came, or took others in, in order. */
  into(code: string): readonly Succession[];
  /** The successions that name it, in order, up to a day. */
  naming(code: string, until?: string): readonly Succession[];
  /** Lines that contradict others or lack something, and what was made of them. */
  warnings: readonly Warning[];
}

/** An entry of the roster as a line; `undefined` where its cells are none. */
export function successionRow({ id, regionCode, version, push, cells }: EntryOfRoster): SuccessionRow | undefined {
  const { kind, predecessor, successor, on, oldName } = cells;
  if (typeof kind !== "string" || !Object.hasOwn(successionTitles, kind)) return undefined;
  if (typeof predecessor !== "string" || typeof on !== "string") return undefined;
  return {
    ...{ id, regionCode, version, push, kind: kind as SuccessionKind, predecessor, on },
    ...(typeof successor === "string" && { successor }),
    ...(typeof oldName === "string" && { oldName }),
  };
}

type EntryOfRoster = Pick<SuccessionRow, "id" | "regionCode" | "version" | "push"> & { cells: Cells };

/** From a day on an organization stands, or does not stand any more. */
interface Turn {
  on: string;
  stands: boolean;
  by: Succession;
}

/**
 * Makes the map. A merger ends its predecessors and begins its successor, unless that is one of them; a split is the
 * same the other way round; a rename to a new code does both; what is abolished ends, and whoever takes over was there.
 * Of contradictory lines the earlier one holds, and the other is told of and left out.
 */
export function successionMap(rows: readonly SuccessionRow[]): SuccessionMap {
  const warnings: Warning[] = [];
  const warn = (lines: readonly SuccessionRow[], message: string) =>
    warnings.push({ code: "successionConflict", message: `沿革${lines.map(({ id }) => id).join("、")}:${message}` });
  const turns = new Map<string, Turn[]>();
  const lastTurn = (code: string) => turns.get(code)?.at(-1);
  const turn = (code: string, by: Succession, stands: boolean) =>
    turns.set(code, [...(turns.get(code) ?? []), { on: by.on, stands, by }]);
  /** Organizations that are known to stand, though nothing says since when. */
  const known = new Set<string>();
  const held: Succession[] = [];

  for (const whole of eventsOf(soundRows(rows, warn))) {
    const { kind, on } = whole;
    const several = new Set(kind === "split" ? whole.successors : whole.predecessors).size > 1;
    const lines = whole.rows.filter((row) => {
      const last = lastTurn(row.predecessor);
      if (!last || (last.stands && last.on < on)) return true;
      const since = last.stands ? `${last.on}才成立,同一天不能` : `已于${last.on}终止,不能再`;
      warn([row], `${row.predecessor}${since}${successionTitles[kind]};该行未采用`);
      return false;
    });
    if (lines.length === 0) continue;
    const event = eventOf(kind, on, lines);
    held.push(event);
    const [ending, beginning] = [
      event.predecessors.filter((code) => !event.successors.includes(code)),
      event.successors.filter((code) => !event.predecessors.includes(code)),
    ];
    for (const code of event.successors) if (!beginning.includes(code)) known.add(code);
    if (kind === "split" && !several)
      warn(lines, `分设只写了一个承继组织;${event.predecessors[0]}按继续存在,若已不存在请补齐各承继组织`);
    else for (const code of ending) turn(code, event, false);
    if (kind === "abolish") for (const code of beginning) known.add(code);
    else if (kind === "merge" && !several) {
      warn(lines, `合并只写了一个原组织;${event.successors[0]}按原已存在,若为新设请补齐各原组织`);
      for (const code of beginning) known.add(code);
    } else
      for (const code of beginning) {
        const last = lastTurn(code);
        if (last?.stands || (!last && known.has(code))) {
          warn(lines, `${code}在${on}之前已经存在,按由它接收;如此请补一行由它自身到它自身的${successionTitles[kind]}`);
          continue;
        }
        if (last) warn(lines, `${code}曾于${last.on}终止,${on}又成立:沿革绕了一圈,或编码重用,请核对`);
        turn(code, event, true);
      }
  }
  const absence = (code: string, day: string): Absence | undefined => {
    const own = turns.get(code) ?? [];
    const last = own.findLast((one) => one.on <= day);
    if (last) return last.stands ? undefined : { ended: true, by: last.by };
    return own[0]?.stands ? { ended: false, by: own[0].by } : undefined;
  };
  const standsOn = (code: string, day: string) => absence(code, day) === undefined;
  for (const { kind, on, successors, rows: lines } of held)
    for (const code of kind === "abolish" ? successors : [])
      if (!standsOn(code, on)) warn(lines, `承接的${code}在${on}并不存在,请核对`);

  const indexBy = (codesOf: (one: Succession) => readonly string[]) => {
    const index = new Map<string, Succession[]>();
    for (const one of held)
      for (const code of new Set(codesOf(one))) index.set(code, [...(index.get(code) ?? []), one]);
    return (code: string): readonly Succession[] => index.get(code) ?? [];
  };
  const into = indexBy(({ predecessors, successors }) =>
    successors.filter((code) => predecessors.some((other) => other !== code)),
  );
  const naming = indexBy(({ predecessors, successors }) => [...predecessors, ...successors]);
  const renamed = Map.groupBy(
    held.flatMap((one) => (one.kind === "rename" ? one.rows : [])),
    ({ predecessor }) => predecessor,
  );
  return {
    standsOn,
    standsWithin: (code, first, last) =>
      standsOn(code, first) || (turns.get(code) ?? []).some(({ on, stands }) => stands && on > first && on <= last),
    absence,
    absentOn: (day) => [...turns.keys()].filter((code) => !standsOn(code, day)),
    nameOn: (code, day) => renamed.get(code)?.find(({ on, oldName }) => on > day && oldName)?.oldName,
    into,
    naming: (code, until = "9999-12-31") => naming(code).filter(({ on }) => on <= until),
    warnings,
  };
}

type Warn = (lines: readonly SuccessionRow[], message: string) => void;

/** The lines that say something by themselves. */
function soundRows(rows: readonly SuccessionRow[], warn: Warn): SuccessionRow[] {
  return rows.filter((row) => {
    const { kind, predecessor, successor, oldName } = row;
    if (kind === "rename" && predecessor === successor && !oldName)
      warn([row], `更名没有写原名,${predecessor}以前各期仍用现名`);
    if (kind !== "abolish" && successor === undefined)
      warn([row], `${successionTitles[kind]}没有写承继组织;该行未采用`);
    else if (kind === "abolish" && predecessor === successor) warn([row], "撤销后不能由自身承接;该行未采用");
    else return true;
    return false;
  });
}

/** The events in the order of their days; those of one day in the order of their first line's code. */
function eventsOf(rows: readonly SuccessionRow[]): Succession[] {
  const keyOf = ({ kind, on, predecessor, successor }: SuccessionRow) => {
    const parts = {
      merge: [successor],
      split: [predecessor],
      rename: [predecessor, successor],
      abolish: [predecessor],
    };
    return JSON.stringify([kind, on, ...parts[kind]]);
  };
  const sorted = [...rows].sort((a, b) => (a.on === b.on ? (a.id < b.id ? -1 : 1) : a.on < b.on ? -1 : 1));
  return [...Map.groupBy(sorted, keyOf).values()].map((lines) => eventOf(lines[0]!.kind, lines[0]!.on, lines));
}

const eventOf = (kind: SuccessionKind, on: string, rows: SuccessionRow[]): Succession => ({
  ...{ kind, on, rows },
  predecessors: [...new Set(rows.map(({ predecessor }) => predecessor))],
  successors: [...new Set(rows.flatMap(({ successor }) => successor ?? []))],
});
