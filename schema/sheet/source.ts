/** Sheets from documents: a register gives a roster or a ledger, a policy gives its indicators. */
import type { DerivedColumn } from "../derived.ts";
import type { PeriodKind } from "../period.ts";
import type { EntryCondition } from "../policy/entryCondition.ts";
import type { Input } from "../policy/input.ts";
import { inputsOfPolicy, type Policy, periodsOf, subjectsOf } from "../policy/policy.ts";
import { type StageColumns, type Stages, stageColumns, stageTitles } from "../policy/stages.ts";
import type { Register } from "../register.ts";
import type { Rule } from "../registerRule.ts";
import type { Column } from "./definition.ts";

/** Everything that is known of a sheet before anybody asks for its rows. */
export interface Sheet {
  id: string;
  title: string;
  group: string;
  period: PeriodKind;
  /**
   * roster: the entries are the subjects; one, many: entries about subjects; ofRound: made of a round, not edited;
   * compared: two sheets side by side, not edited; parameters, cases: parts of a policy document.
   */
  rows: "roster" | "one" | "many" | "ofRound" | "compared" | "parameters" | "cases";
  /** What an entry is about, or what a roster lists. */
  subjects: readonly string[];
  key: string;
  /** The column that places a roster row in a region. */
  region?: string | undefined;
  /** The column with the organization without which a roster row is not listed any more. */
  standsOn?: string | undefined;
  policyId?: string;
  /** Which of the subjects it is about, by their own rows on the roster; all where there is none. */
  among?: EntryCondition;
  /** What of a round a sheet made of one shows; results that are sums to be paid are not shown as other results. */
  shows?: "outcomes" | "amounts" | "submissions" | "payments" | "plaques";
  /**
   * Holds ballots, also of groups so small that nobody may be told what they voted. typed: by one account; first,
   * second: one of two typings; compared: both of them; toSign: typed by one and signed by another; signoffs: the
   * signatures; sessions: a register of the meetings at which they were counted.
   */
  ballots?: "typed" | "first" | "second" | "compared" | "toSign" | "signoffs" | "sessions";
  /** Who may work here: a row that is saved makes or changes an account, or what is granted to one. */
  accounts?: "users" | "grants";
  /** Villages write their own rows: it is how they see themselves. */
  selfAssessment?: boolean | undefined;
  /** The inputs that are typed stage by stage, by their columns; then villages write the self-assessments alone. */
  staged?: readonly StagedInput[];
  /** The region whose office keeps the policy; sheets of a policy's document have one. */
  keptBy?: string;
  columns: Column[];
  /** What the rows must agree with, besides the types of their columns. */
  rules?: readonly Rule[] | undefined;
  /** How the columns are computed that are not typed. */
  derived?: readonly DerivedColumn[] | undefined;
}

/** An input that is typed stage by stage. */
export interface StagedInput {
  title: string;
  columns: readonly StageColumns[];
}

/** The columns that name the subject of a row; they come from its roster. */
export const subjectColumns: Column[] = [
  { key: "subject", title: "编码", type: "code", readOnly: true, width: 16 },
  { key: "name", title: "名称", type: "text", readOnly: true, width: 20 },
  { key: "township", title: "乡镇(街道)", type: "text", readOnly: true, width: 14 },
];

/** The sheet of a register document. Rosters have their own name; a ledger is `register.{id}`. */
export function registerSheet(register: Register): Sheet {
  const { title, group, period, rows, region, standsOn, rules, derived, selfAssessment, ballots } = register;
  const subjects = register.subject === undefined ? [] : [register.subject].flat();
  if (rows === "roster")
    return {
      id: register.id,
      title,
      group,
      period,
      rows,
      subjects,
      region,
      standsOn,
      key: register.key!,
      columns: register.columns,
      rules,
    };
  const about = rows === "many" ? subjectColumns.map((c) => (c.key === "subject" ? writable(c) : c)) : subjectColumns;
  const key = rows === "many" ? "id" : "subject";
  return {
    id: `register.${register.id}`,
    title,
    group,
    period,
    rows,
    subjects,
    key,
    columns: [...about, ...register.columns, ...(derived ?? []).map(shownColumn)],
    rules,
    derived,
    selfAssessment,
    ...(ballots && { ballots: "sessions" }),
  };
}

/** A derived column as it is shown. */
function shownColumn(one: DerivedColumn): Column {
  if ("when" in one) {
    const { when: _, ...column } = one;
    return { ...column, readOnly: true };
  }
  const { from: _, ...column } = one;
  return { ...column, readOnly: true };
}

const writable = ({ readOnly: _, ...column }: Column): Column => ({ ...column, required: true });

/** A policy's input as a column that a clerk fills. */
export function inputColumn(key: string, { from: _, default: __, via: ___, ...input }: Input): Column {
  return { key, ...input };
}

/** What the sheets of a policy with one row for every subject have in common. */
export const oneASubject = (policy: Policy) => ({
  period: periodsOf(policy)[0]!,
  rows: "one" as const,
  subjects: subjectsOf(policy),
  key: "subject",
  policyId: policy.id,
  ...(policy.among && { among: policy.among }),
});

/** `indicators.{policyId}`: the inputs of a policy that clerks fill by hand; `undefined` when it has none. */
export function indicatorSheet(policy: Policy): Sheet | undefined {
  const id = `indicators.${policy.id}`;
  const staged: StagedInput[] = [];
  const columns = Object.entries(inputsOfPolicy(policy)).flatMap(([code, input]) => {
    if (input.from?.shape !== "latest" || input.from.sheet !== id) return [];
    if (!input.from.stages) return inputColumn(code, input);
    staged.push({ title: input.title, columns: stageColumns(code, input.from.stages) });
    return stagedColumns(code, input, input.from.stages);
  });
  if (columns.length === 0) return undefined;
  const selfAssessment = staged.some((one) => one.columns.some(({ stage }) => stage === "self"));
  return {
    id,
    title: `${policy.title}·指标`,
    group: "指标",
    ...oneASubject(policy),
    columns: [...subjectColumns, ...columns],
    ...(staged.length > 0 && { staged, selfAssessment }),
  };
}

/** A policy's input as the columns of its stages, each but the self-assessment with that of its reason; no two titles are alike. */
function stagedColumns(code: string, input: Input, stages: Stages): Column[] {
  return stageColumns(code, stages).flatMap(({ stage, value, reason }) => {
    const [title, group] = [`${input.title}·${stageTitles[stage]}`, input.title];
    const column: Column = { ...inputColumn(value, input), title, group };
    return reason === undefined
      ? column
      : [column, { key: reason, title: `${title}扣分原因`, type: "note", group, width: 30 }];
  });
}
