/** What a policy's own cases expect as rows: each expectation beside what the policy gives, to be confirmed or corrected. */
import { faultText } from "../../schema/fault.ts";
import { withValueAt } from "../../schema/pointer.ts";
import { perDocument } from "../../schema/policy/perDocument.ts";
import { inputsOfPolicy, type PastOutcome, type Policy, type SubjectFacts } from "../../schema/policy/policy.ts";
import type { Cell, Cells } from "../../schema/sheet/definition.ts";
import type { DocumentRow, DocumentView, RowChange, RowReading } from "../../schema/sheet/document.ts";
import { choicesOf, expectedTitle, readExpected, writeExpected } from "./caseWords.ts";
import { runTests, type TestRun } from "./policyTests.ts";

const runsOf = perDocument(runTests);

/** One expectation: which test, which subject of it, which field. */
interface Place {
  test: number;
  at: number;
  field: string;
}
const pointerTo = ({ test, at, field }: Place) => `/tests/${test}/expect/${at}/${field}`;
function placeIn(id: string): Place {
  const [, , test, , at, field] = id.split("/");
  return { test: Number(test), at: Number(at), field: field! };
}

export const caseView: DocumentView = {
  about: ["test", "subject", "field"],
  fixed: [],
  rows: (policy) =>
    runsOf(policy).flatMap((run, test) =>
      run.test.expect.flatMap((one, at) =>
        Object.keys(one)
          .filter((field) => field !== "id")
          .map((field) => rowOf(policy, run, { test, at, field })),
      ),
    ),
  read,
  changed: (policy, changes) => changes.reduce(withExpectation, policy),
  placeOf: (_, { id }) => id,
  columnOf: () => "expected",
};

function rowOf(policy: Policy, { test, fault, actual }: TestRun, place: Place): DocumentRow {
  const { id, ...expected } = test.expect[place.at]!;
  const value = (expected as Record<string, unknown>)[place.field];
  const found = actual(id);
  const given = test.subjects.find((one) => one.id === id);
  const agrees = JSON.stringify(found?.[place.field]) === JSON.stringify(value);
  const cells: Record<string, Cell> = {
    id: pointerTo(place),
    test: test.name,
    period: test.period,
    subject: id,
    facts: given ? factsText(policy, given) : null,
    field: expectedTitle(place.field),
    expected: writeExpected(policy, place.field, value),
    actual: fault ? faultText(fault, "zh").message : actualText(policy, place.field, found),
    agrees,
  };
  return { id: pointerTo(place), cells: Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== null)) };
}

function actualText(policy: Policy, field: string, found: Record<string, unknown> | undefined): string | null {
  if (!found) return null;
  if (found[field] !== undefined) return writeExpected(policy, field, found[field]);
  if (field === "unscored") return "否";
  return found.unscored === true ? "未评分" : null;
}

/** What a case gives of a subject, in the words of the policy. */
function factsText(policy: Policy, { inputs, history = [] }: SubjectFacts): string {
  const known = inputsOfPolicy(policy);
  const words = Object.entries(inputs).map(([code, value]) => {
    const { title = code, options } = known[code] ?? {};
    const option = options?.find(([one]) => one === value)?.[1];
    const text = typeof value === "boolean" ? (value ? "是" : "否") : (option ?? value ?? "未填");
    return `${title}=${text}`;
  });
  return [...words, ...history.map(pastText)].join(";");
}

function pastText({ period, stars, score, grade, selected, unscored, of }: PastOutcome): string {
  const parts = [
    stars === undefined ? [] : `${stars}星`,
    score === undefined ? [] : `${score}分`,
    grade ?? [],
    selected === undefined ? [] : selected ? "列入名单" : "未列入名单",
    unscored === undefined ? [] : "未评分",
    of === undefined ? [] : `承接自${of}`,
  ];
  return `${period}=${parts.flat().join(" ")}`;
}

/** `confirm` takes what the policy gives now as what is expected; an empty one is nothing. */
function read(policy: Policy, { confirm, ...cells }: Cells, row?: DocumentRow): RowReading {
  if (!row) return { cells, errors: [] };
  const place = placeIn(row.id);
  const title = "应得";
  if (confirm === true) {
    if (cells.expected !== undefined && cells.expected !== row.cells.actual)
      return { cells, errors: [{ key: "confirm", code: "confirmOrType", params: { title } }] };
    const found = foundAt(policy, place);
    if (!found) return { cells, errors: [{ key: "confirm", code: "nothingToConfirm", params: {} }] };
    const value = found[place.field];
    // Where there is no such result any more, the expectation goes, and with it its text.
    const expected = value === undefined ? null : writeExpected(policy, place.field, value);
    return { cells: { expected }, errors: [], reliesOn: ["actual"] };
  }
  if (typeof cells.expected !== "string") return { cells, errors: [] };
  const reading = readExpected(policy, place.field, cells.expected);
  if (reading) return { cells: { expected: writeExpected(policy, place.field, reading.value) }, errors: [] };
  const choices = choicesOf(policy, place.field)?.join("、");
  if (choices) return { cells, errors: [{ key: "expected", code: "notOption", params: { title, choices } }] };
  const example = String(row.cells.expected);
  return { cells, errors: [{ key: "expected", code: "badNotation", params: { title, example } }] };
}

const foundAt = (policy: Policy, { test, at }: Place) => {
  const run = runsOf(policy)[test];
  return run?.actual(run.test.expect[at]?.id ?? "");
};

/** What says most about a result; an expectation that would say nothing says these. */
const mainFields = ["unscored", "score", "stars", "grade", "amountFen", "selected"];

function withExpectation(policy: Policy, { id, cells }: RowChange): Policy {
  const place = placeIn(id);
  const value =
    cells.expected === undefined ? undefined : readExpected(policy, place.field, String(cells.expected))?.value;
  const isGone = value === undefined || (place.field === "unscored" && value === false);
  if (!isGone) return withValueAt(policy, id, value);
  const found = foundAt(policy, place) ?? {};
  const { [place.field as "id"]: _, ...rest } = policy.tests[place.test]!.expect[place.at]!;
  const says = found.unscored === true ? ["unscored"] : Object.keys(rest).length > 1 ? [] : mainFields;
  const more = Object.fromEntries(
    says.filter((field) => found[field] !== undefined).map((field) => [field, found[field]]),
  );
  return withValueAt(policy, `/tests/${place.test}/expect/${place.at}`, { ...rest, ...more });
}
