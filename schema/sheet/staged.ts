/** Who types which stage of a score, and when a stage owes its reason: what of a changed row may not be saved. Pure. */
import { type ScoreStage, type StageColumns, stageTitles } from "../policy/stages.ts";
import { ancestorAt, covers, type RegionLevel, type RegionScope } from "../region.ts";
import type { Cell, Cells } from "./definition.ts";
import { type Change, type Decision, type RowError, takeBack } from "./push.ts";
import type { Sheet, StagedInput } from "./source.ts";

/** The lowest office that types a stage; a self-assessment is typed by whoever may write the row. */
const officeOf: Record<Exclude<ScoreStage, "self">, RegionLevel> = { preliminary: "township", review: "county" };

/**
 * Takes a change back of which a cell is not its author's to type, or which leaves a stage that differs from the one
 * before it without a reason. Whoever changes a stage must be able to type those that are filled after it, too: what they
 * were given for does not move under them.
 * @param types where the pusher types entries at all, whatever part of it the push was sent for
 */
export function withStages(
  { columns, staged }: Pick<Sheet, "columns" | "staged">,
  decision: Decision,
  types: RegionScope,
): Decision {
  const { change } = decision;
  if (!staged || !change) return decision;
  const titleOf = new Map(columns.map(({ key, title }) => [key, title]));
  const beyond = Object.keys(change.to).flatMap((key) => beyondOffice(staged, titleOf.get(key)!, key, change, types));
  if (beyond.length > 0) return takeBack(decision, "forbidden", beyond);
  const touched = staged.filter((input) => input.columns.some((one) => isOf(one, change.to)));
  const owed = touched.flatMap((input) => reasonsOwed(input, change.cells));
  return owed.length > 0 ? takeBack(decision, "invalid", owed) : decision;
}

const isOf = ({ value, reason }: StageColumns, cells: Cells) =>
  Object.hasOwn(cells, value) || (reason !== undefined && Object.hasOwn(cells, reason));

/** Why a cell is not the pusher's to change; nothing where it is. */
function beyondOffice(
  staged: readonly StagedInput[],
  title: string,
  key: string,
  { cells, regionCode }: Change,
  types: RegionScope,
): RowError | [] {
  const input = staged.find(({ columns }) => columns.some(({ value, reason }) => value === key || reason === key));
  if (!input) return covers(types, regionCode) ? [] : { key, code: "notYourStage", params: { title } };
  const own = input.columns.findIndex(({ value, reason }) => value === key || reason === key);
  const needed = (stage: ScoreStage) => {
    if (stage === "self") return undefined;
    const by = officeOf[stage];
    return covers(types, ancestorAt(regionCode, by)) ? undefined : by;
  };
  const by = needed(input.columns[own]!.stage);
  if (by) return { key, code: "notYourStage", params: { title, by } };
  const later = input.columns.slice(own + 1).findLast(({ stage, value }) => isFilled(cells[value]) && needed(stage));
  if (!later) return [];
  const params = { title, stage: stageTitles[later.stage], by: needed(later.stage)! };
  return { key, code: "stagePassed", params };
}

/** The stages whose score is another one than the last before it, and nobody says why. */
function reasonsOwed({ title, columns }: StagedInput, cells: Cells): RowError[] {
  const filled = columns.filter(({ value }) => isFilled(cells[value]));
  return filled.flatMap(({ stage, value, reason }, i): RowError | [] => {
    const before = filled[i - 1];
    if (!before || reason === undefined || cells[value] === cells[before.value] || isFilled(cells[reason])) return [];
    const [mine, theirs] = [String(cells[value]), String(cells[before.value])];
    const params = { title, stage: stageTitles[stage], value: mine, earlier: stageTitles[before.stage], was: theirs };
    return { key: reason, code: "stageReason", params };
  });
}

const isFilled = (cell: Cell | undefined) => (cell ?? null) !== null;
