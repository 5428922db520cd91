/** The sheets of an appraisal's ballots: one that is typed, two typings and their comparison, or one with its signatures. */
import { inputsOfPolicy, type Policy } from "../policy/policy.ts";
import type { Column } from "./definition.ts";
import { inputColumn, oneASubject, type Sheet, subjectColumns } from "./source.ts";

/** `tallies.{policyId}`: the ballots of an appraisal, one row a subject, the columns by voter group. */
export function tallySheet(policy: Policy): Sheet | undefined {
  if (policy.kind !== "appraisal") return undefined;
  const titles = new Map(policy.groups.map(({ code, title }) => [code, title]));
  const columns = Object.entries(inputsOfPolicy(policy)).map(([code, input]): Column => {
    const group = titles.get(code.split(".")[0]!);
    return { ...inputColumn(code, input), ...(group && { group }) };
  });
  return {
    id: `tallies.${policy.id}`,
    ballots: "typed",
    title: `${policy.title}·计票`,
    group: "计票",
    ...oneASubject(policy),
    columns: [...subjectColumns, ...columns],
  };
}

const shown = (key: string, title: string, more: Partial<Column> = {}): Column => ({
  key,
  title,
  type: "text",
  readOnly: true,
  ...more,
});
const stateColumn = shown("state", "状态", { width: 12 });
const typistColumn = shown("typist", "录入人", { width: 16 });
const typingState = { ...stateColumn, help: "只有录入人能改;录入人不在的,县、州可清空本行(delete)后重录" };

/**
 * All sheets of an appraisal's ballots, as its policy lets them be typed: `tallies.{policyId}` alone; beside it
 * `tallies.{policyId}.first` and `.second`, which it compares; or beside it `signoffs.{policyId}`.
 */
export function tallySheets(policy: Policy): Sheet[] {
  const tally = tallySheet(policy);
  if (!tally || policy.kind !== "appraisal") return [];
  const ballots = ballotColumns(tally);
  const read = ballots.map((column): Column => ({ ...column, readOnly: true }));
  const beside = (id: string, title: string, more: Pick<Sheet, "ballots" | "columns">): Sheet => ({
    ...tally,
    id,
    title: `${policy.title}·${title}`,
    ...more,
    columns: [...subjectColumns, ...more.columns],
  });
  switch (policy.counts.entry ?? "single") {
    case "single":
      return [tally];
    case "double": {
      const typed = [typingState, typistColumn, ...ballots];
      const differences = shown("differences", "不符之处", { type: "note", width: 40 });
      return [
        {
          ...beside(tally.id, "计票(比对)", { ballots: "compared", columns: [stateColumn, differences, ...read] }),
          rows: "compared",
        },
        beside(`${tally.id}.first`, "计票(一录)", { ballots: "first", columns: typed }),
        beside(`${tally.id}.second`, "计票(二录)", { ballots: "second", columns: typed }),
      ];
    }
    case "reviewSignoff": {
      const signing: Column[] = [
        stateColumn,
        { key: "signed", title: "签核", type: "flag", width: 8, help: "填“是”:所列计票与票面一致" },
        { key: "note", title: "签核意见", type: "note", width: 20 },
        shown("signer", "签核人", { width: 16 }),
      ];
      return [
        { ...tally, ballots: "toSign" },
        beside(signoffsOf(policy.id), "签核", { ballots: "signoffs", columns: [...signing, typistColumn, ...read] }),
      ];
    }
  }
}

const signoffsOf = (policyId: string) => `signoffs.${policyId}`;

/** The sheets that are read together with a sheet of ballots: both typings, or tallies and their signatures. */
export function ballotPair({ ballots, policyId }: Sheet): readonly [string, string] | undefined {
  const tally = `tallies.${policyId}`;
  switch (ballots) {
    case "first":
    case "second":
    case "compared":
      return [`${tally}.first`, `${tally}.second`];
    case "toSign":
    case "signoffs":
      return [tally, signoffsOf(policyId!)];
    default:
      return undefined;
  }
}

/** The columns of a sheet that hold ballots: each belongs to a voter group. */
export const ballotColumns = ({ columns }: Pick<Sheet, "columns">): Column[] =>
  columns.filter(({ group }) => group !== undefined);
