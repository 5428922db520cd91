/** The parameters of a policy as rows: one for every dated value, its id the place of the parameter and the first month. */
import { monthPattern } from "../period.ts";
import { isWithin, partsOf, valueAt, withValueAt } from "../pointer.ts";
import type { DatedValue } from "../policy/basis.ts";
import { readValue, writeValue } from "../policy/notation.ts";
import { type Parameter, parametersOf } from "../policy/parameters.ts";
import { perDocument } from "../policy/perDocument.ts";
import type { Policy } from "../policy/policy.ts";
import type { Cells } from "./definition.ts";
import type { DocumentRow, DocumentView, RowChange, RowReading } from "./document.ts";
import type { RowError } from "./push.ts";

const parametersByName = perDocument((policy) => new Map(parametersOf(policy).map((one) => [one.name, one])));
const rowId = (name: string, from: string) => `${name}@${from}`;
const listOf = (place: string) => place.slice(0, place.lastIndexOf("/"));
const monthOf = (id: string) => id.slice(id.lastIndexOf("@") + 1);

function rowOf({ name, title }: Parameter, { from, to, value, source, assumed }: DatedValue<unknown>): DocumentRow {
  const basis = source ? { source: source.document, quote: source.quote } : {};
  const cells: Cells = { parameter: name, title, value: writeValue(value), from, ...(to && { to }), ...basis };
  const id = rowId(name, from);
  return { id, cells: { id, ...cells, ...(assumed && { assumed }) } };
}

export const parameterView: DocumentView = {
  about: ["title"],
  fixed: ["parameter"],
  rows: (policy) => parametersOf(policy).flatMap((one) => one.values.map((value) => rowOf(one, value))),
  read,
  idOf: (cells) => rowId(String(cells.parameter), String(cells.from)),
  changed,
  placeOf(policy, { cells, deleted }) {
    const name = String(cells.parameter);
    const list = valueAt(policy, name) as DatedValue<unknown>[];
    return `${name}/${deleted ? "-" : list.findIndex(({ from }) => from === cells.from)}`;
  },
  columnOf(pointer, place) {
    // What is wrong with the months among each other is said of the whole list.
    if (!isWithin(pointer, place)) return listOf(place) === pointer ? "from" : "value";
    const [field, inner] = partsOf(pointer.slice(place.length));
    if (field === "source") return inner === "quote" ? "quote" : "source";
    // What is wrong with the whole value is its basis.
    return field === undefined ? "assumed" : ["from", "to", "assumed"].includes(field) ? field : "value";
  },
};

/** A month as it may be typed: 2014-09, 2014年9月, 2014.9. */
function readMonth(text: string): string | undefined {
  const match = /^(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?$/.exec(text.trim());
  const month = match ? `${match[1]}-${match[2]!.padStart(2, "0")}` : "";
  return monthPattern.test(month) ? month : undefined;
}

function read(policy: Policy, cells: Cells, row?: DocumentRow): RowReading {
  const errors: RowError[] = [];
  const canonical: Cells = { ...cells };
  for (const key of ["from", "to"]) {
    const typed = cells[key];
    if (typeof typed !== "string") continue;
    canonical[key] = readMonth(typed) ?? null;
    if (canonical[key] === null) errors.push({ key, code: "badFormat", params: { format: String(monthPattern) } });
  }
  const name = String(row?.cells.parameter ?? cells.parameter ?? "");
  const parameter = parametersByName(policy).get(name);
  if (!parameter) {
    const params = { title: "参数位置", value: name, sheet: "本表" };
    return { cells: canonical, errors: [...errors, { key: "parameter", code: "unknownReference", params }] };
  }
  if (typeof cells.value === "string") {
    const template = templateOf(parameter, row?.id);
    const reading = readValue(template, cells.value);
    if (reading) canonical.value = writeValue(reading.value);
    else errors.push({ key: "value", code: "badNotation", params: { title: "值", example: writeValue(template) } });
  }
  return { cells: canonical, errors };
}

/** The value by which a text is read: the one that stands in the row, or the latest of the parameter. */
function templateOf({ values }: Pick<Parameter, "values">, id: string | undefined): unknown {
  return (values.find(({ from }) => id !== undefined && from === monthOf(id)) ?? values.at(-1)!).value;
}

function changed(policy: Policy, changes: readonly RowChange[]): Policy {
  const names = [...new Set(changes.map(({ cells }) => String(cells.parameter)))];
  return names.reduce((document, name) => {
    const values = valueAt(policy, name) as DatedValue<unknown>[];
    const own = changes.filter(({ cells }) => cells.parameter === name);
    const touched = new Set(own.filter(({ isNew }) => !isNew).map(({ id }) => monthOf(id)));
    const kept = values.filter(({ from }) => !touched.has(from));
    const made = own
      .filter(({ deleted }) => !deleted)
      .map((change) =>
        datedValue(
          change,
          values.find(({ from }) => !change.isNew && from === monthOf(change.id)),
          values,
        ),
      );
    const list = [...kept, ...made].sort((a, b) => (a.from < b.from ? -1 : 1));
    return withValueAt(document, name, list);
  }, policy);
}

/** The dated value that a row tells of; what the sheet does not show of an unchanged source stays. */
function datedValue(
  { id, cells }: RowChange,
  before: DatedValue<unknown> | undefined,
  values: DatedValue<unknown>[],
): DatedValue<unknown> {
  const { to: _, source: old, assumed: __, value, ...rest } = before ?? { from: "", value: undefined };
  const text = String(cells.value);
  const kept = before && writeValue(value) === text;
  const source = {
    ...(old?.document === cells.source && old),
    ...(cells.source !== undefined && { document: cells.source }),
    ...(cells.quote !== undefined && { quote: cells.quote }),
  };
  if (cells.quote === undefined) delete source.quote;
  const based = cells.source !== undefined || cells.quote !== undefined;
  return {
    ...rest,
    from: String(cells.from),
    ...(cells.to !== undefined && { to: String(cells.to) }),
    value: kept ? value : readValue(templateOf({ values }, before && id), text)!.value,
    ...(based && { source: source as NonNullable<DatedValue<unknown>["source"]> }),
    ...(cells.assumed !== undefined && { assumed: String(cells.assumed) }),
  };
}
