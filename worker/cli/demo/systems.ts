/** The demo's rows for every policy that the other files have none for: what is typed by hand in one township, and its ledgers. Deterministic. */
import type { Input } from "../../../schema/policy/input.ts";
import { type Policy, periodsOf, subjectsOf } from "../../../schema/policy/policy.ts";
import type { Cell, Cells } from "../../../schema/sheet/definition.ts";
import { isAmong } from "../../../schema/sheet/meets.ts";
import { type DemoPush, personCode, random } from "./entries.ts";
import type { DemoSize, Organization } from "./places.ts";

const year = "2014";
/** The last period of a kind in the year of the demo, or in the first year of a policy that begins later. */
function periodOf({ effective, ...policy }: Policy): string {
  const within = effective.from.slice(0, 4) > year ? effective.from.slice(0, 4) : year;
  return { year: within, "half-year": `${within}-H2`, quarter: `${within}-Q4`, month: `${within}-12`, none: "" }[
    periodsOf(policy)[0]!
  ];
}

/** Rows for the indicator sheets of policies, one for each subject of the organizations. */
export function makeIndicators(
  policies: readonly Policy[],
  taken: ReadonlySet<string>,
  organizations: readonly Organization[],
  size: DemoSize,
): DemoPush[] {
  const next = random(20140630);
  const persons = organizations.flatMap((organization, i) =>
    Array.from({ length: size.personsPerVillage }, (_, seat) => ({
      id: personCode(i * size.personsPerVillage + seat),
      cells: { organization: organization.code } as Cells,
    })),
  );
  const subjects: Record<string, { id: string; cells: Cells }[]> = {
    organization: organizations.map(({ code, kind }) => ({ id: code, cells: { kind } })),
    venue: organizations.map(({ code, kind }) => ({ id: `V${code}`, cells: { serves: kind } })),
    person: persons,
  };
  return policies.flatMap((policy): DemoPush[] => {
    const sheet = `indicators.${policy.id}`;
    if (policy.kind === "appraisal" || taken.has(sheet)) return [];
    const typed = Object.entries(policy.inputs).filter(
      ([, { from }]) => from?.shape === "latest" && from.sheet === sheet && from.stages === undefined,
    );
    const about = subjectsOf(policy).flatMap((kind) => subjects[kind] ?? []);
    const rows = about
      .filter(({ cells }) => isAmong(policy, cells))
      .map(({ id }, i) => ({ id, cells: cellsOf(typed, i, next) }))
      .filter(({ cells }) => Object.keys(cells).length > 0);
    return rows.length === 0 ? [] : [{ sheet, period: periodOf(policy), rows }];
  });
}

const cellsOf = (typed: readonly [string, Input][], i: number, next: () => number): Cells =>
  Object.fromEntries(
    typed.map(([key, input]) => [key, typedValue(input, i, next)] as const).filter(([, value]) => value !== null),
  );

/** What is usual is left empty where a policy says what it is; else most flags hold, and marks lie in the upper half. */
function typedValue({ type, default: usual, max = 100, options }: Input, i: number, next: () => number): Cell {
  const chance = next();
  if (type === "months") return null;
  if (usual !== undefined && i % 7 !== 3) return null;
  if (type === "flag") return usual === undefined ? chance < 0.95 : !usual;
  if (type === "option") return options![i % options!.length]![0];
  const value = Math.min(max, 100) * (0.5 + chance / 2);
  return type === "integer" ? Math.floor(value) : Math.round(value * 2) / 2;
}

/** Ledgers: incomes, goals and reports of secretaries, where the money of venues came from. */
export function makeLedgers(organizations: readonly Organization[]): DemoPush[] {
  const push = (register: string, rows: Cells[]): DemoPush => ({
    ...{ sheet: `register.${register}`, period: year },
    rows: rows.map((cells, i) => ({ id: `${register}-${i + 1}`, cells })),
  });
  const incomes = [0, 6000, 30000, 12000.5, 150000];
  const [first, second] = organizations;
  const goals = organizations.flatMap(({ code: subject }, i): Cells[] => [
    { subject, goal: "集体经济增收", points: 60, earned: 60 - (i % 4) * 8, dueOn: "2014-10-31", doneOn: "2014-10-20" },
    { subject, goal: "发展党员、三会一课", points: 40, earned: 40 - (i % 5) * 6, dueOn: "2014-11-30" },
  ]);
  const reports = [first!, second!].flatMap(({ code: subject }): Cells[] => [
    { subject, direction: "superior", reporter: "书记", reportedOn: "2014-12-05" },
    { subject, direction: "congress", reporter: "书记", reportedOn: "2014-12-20", attendance: 42 },
  ]);
  const sources = { superior: 270, county: 860, township: 493.7, other: 145.3 };
  return [
    {
      ...{ sheet: "register.village-income", period: year },
      rows: organizations.map(({ code }, i) => {
        const income = incomes[i % incomes.length]!;
        const operating = Math.floor(income * 0.6);
        return { id: code, cells: { income, operating, operatingBefore: Math.floor(operating / 2), fit: i % 2 === 0 } };
      }),
    },
    push("secretary-goals", goals),
    push("work-reports", reports.slice(0, 3)),
    push(
      "venue-funds",
      Object.entries(sources).map(([source, amount]) => ({ subject: first!.code, source, amount, total: 1769 })),
    ),
    push("venue-fitting-funds", [
      { subject: first!.code, channel: "countyBudget", amount: 5 },
      { subject: first!.code, channel: "donors", amount: 2 },
    ]),
    push("unfit-secretaries", [
      {
        subject: second!.code,
        person: "书记",
        cause: "岗位目标没有完成",
        foundOn: "2014-03-10",
        rectifiedOn: "2014-06-01",
        outcome: "improved",
      },
    ]),
  ];
}

/** Ballots of one village for each appraisal that has none. */
export function makeBallots(
  policies: readonly Policy[],
  taken: ReadonlySet<string>,
  organizations: readonly Organization[],
): DemoPush[] {
  return policies.flatMap((policy): DemoPush[] => {
    const sheet = `tallies.${policy.id}`;
    if (policy.kind !== "appraisal" || taken.has(sheet) || !subjectsOf(policy).includes("organization")) return [];
    const cells: Cells = {};
    for (const { code } of policy.groups) {
      for (const count of ["entitled", "present", "issued", "returned"])
        cells[`${code}.${count}`] = 10 * policy.options.length;
      for (const option of policy.options) cells[`${code}.${option.code}`] = 10;
    }
    return [{ sheet, period: periodOf(policy), rows: [{ id: organizations[0]!.code, cells }] }];
  });
}
