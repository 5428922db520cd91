/** An overlay on a round: a policy document and facts with some values replaced, or every place where it is wrong. */
import type { Fault } from "../../schema/fault.ts";
import type { Difference, Simulation } from "../../schema/moves.ts";
import { inForce } from "../../schema/policy/basis.ts";
import { readValue, writeValue } from "../../schema/policy/notation.ts";
import { parametersOf } from "../../schema/policy/parameters.ts";
import {
  inputsOfPolicy,
  type Policy,
  policy as policyDocument,
  type SubjectInParts,
} from "../../schema/policy/policy.ts";
import { zodFaults } from "../../schema/problem.ts";
import { readCell } from "../../schema/sheet/cell.ts";
import { decidingMonth } from "../core/datedValues.ts";
import { compile, type Plan } from "../core/judge.ts";
import { Refusal } from "../refusal.ts";

type Values = NonNullable<Simulation["values"]>;
type Inputs = NonNullable<Simulation["inputs"]>;

/**
 * Replaces the values in force in a period; the document is read again as a new one would be.
 * @param own the document that the round lives by: what it hides stays hidden
 * @returns the document and its plan
 * @throws Refusal invalid with every wrong place, below `/values/i` where a value is the cause
 */
export function overlayValues(
  own: Policy,
  base: Policy,
  period: string,
  values: Values,
): { document: Policy; plan: Plan } {
  const copy = structuredClone(base);
  const month = decidingMonth(copy, period);
  const parameters = new Map(parametersOf(copy).map((one) => [one.name, one]));
  const places = new Map<string, number>();
  const faults: Fault[] = [];
  values.forEach(({ name, value }, i) => {
    const pointer = `/values/${i}/name`;
    const parameter = parameters.get(name);
    const choices = [...parameters.values()].map((one) => `${one.name}(${one.title})`).join("、");
    if (!parameter) faults.push({ pointer, code: "unknownParameter", params: { value: name, choices } });
    else if (places.has(name)) faults.push({ pointer, code: "duplicate", params: { value: name } });
    else {
      const found = inForce(parameter.values, month);
      const reading = found && readAs(found.value, value);
      const place = `/values/${i}/value`;
      if (!found) faults.push({ pointer, code: "valueMissing", params: { title: parameter.title, month } });
      else if (!reading) {
        const params = { title: parameter.title, example: writeValue(found.value) };
        faults.push({ pointer: place, code: "badNotation", params });
      } else {
        found.value = reading.value;
        found.assumed = "试算";
        delete found.source;
      }
    }
    places.set(name, i);
  });
  const hidden = thresholdsOf(own, period);
  for (const [code, { name, least }] of thresholdsOf(copy, period)) {
    const limit = hidden.get(code)?.least ?? 0;
    const i = places.get(name);
    const pointer = i === undefined ? "/version" : `/values/${i}/value`;
    const { title } = parameters.get(name)!;
    if (least < limit) faults.push({ pointer, code: "thresholdLowered", params: { title, limit } });
  }
  if (faults.length > 0) throw new Refusal("invalid", faults);
  const parsed = policyDocument.safeParse(copy);
  if (!parsed.success) throw new Refusal("invalid", zodFaults(parsed.error.issues).map(placing(values)));
  const compiled = compile(parsed.data, period);
  if ("faults" in compiled) throw new Refusal("invalid", compiled.faults.map(placing(values)));
  return { document: parsed.data, plan: compiled.plan };
}

/** A value as it was given; text, where none stands, is read as the sheet of parameters writes it. */
const readAs = (standing: unknown, given: unknown): { value: unknown } | undefined =>
  typeof given === "string" && typeof standing !== "string" ? readValue(standing, given) : { value: given };

/** What keeps the ballots of a few unknown, by the code of the group: it may be raised, not lowered. */
function thresholdsOf(document: Policy, period: string): Map<string, { name: string; least: number }> {
  const month = decidingMonth(document, period);
  const groups = document.kind === "appraisal" ? document.groups : [];
  return new Map(
    groups.map(({ code, leastValid }, i) => [
      code,
      { name: `/groups/${i}/leastValid`, least: Number(inForce(leastValid, month)?.value) },
    ]),
  );
}

/** Puts a fault of the document where the request has caused it. */
const placing =
  (values: Values) =>
  (fault: Fault): Fault => {
    const i = values.findIndex(({ name }) => `${fault.pointer}/`.startsWith(`${name}/`));
    if (i >= 0) {
      const [, inside = ""] = /^\/\d+\/value(\/.*)?$/.exec(fault.pointer.slice(values[i]!.name.length)) ?? [];
      return { ...fault, pointer: `/values/${i}/value${inside}` };
    }
    // The document contradicts itself elsewhere for what was replaced, or its version does not fit the period.
    const pointer = values.length === 0 ? "/version" : values.length === 1 ? "/values/0/value" : "/values";
    const { reason } = fault.params;
    if (reason === undefined) return { ...fault, pointer };
    return { ...fault, pointer, params: { ...fault.params, reason: `${reason}(办法 ${fault.pointer} 处)` } };
  };

/**
 * Replaces single inputs of subjects.
 * @returns the subjects, and what was replaced
 * @throws Refusal invalid with every wrong place: unknown subjects and inputs, values that do not fit
 */
export function overlayInputs(
  document: Policy,
  subjects: readonly SubjectInParts[],
  overlaid: Inputs,
): { subjects: SubjectInParts[]; replaced: Difference[] } {
  const inputs = inputsOfPolicy(document);
  const rows = new Map(subjects.map((one, row) => [one.id, row]));
  const result = [...subjects];
  const faults: Fault[] = [];
  const replaced: Difference[] = [];
  const seen = new Set<string>();
  overlaid.forEach(({ subjectId, inputs: given }, i) => {
    const place = `/inputs/${i}`;
    const row = rows.get(subjectId);
    if (row === undefined || seen.has(subjectId)) {
      const pointer = `${place}/subjectId`;
      if (row !== undefined) faults.push({ pointer, code: "duplicate", params: { value: subjectId } });
      else faults.push({ pointer, code: "unknown", params: { what: "subject", value: subjectId } });
      return;
    }
    seen.add(subjectId);
    for (const [code, value] of Object.entries(given)) {
      const pointer = `${place}/inputs/${code}`;
      const subject = result[row]!;
      const input = Object.hasOwn(inputs, code) ? inputs[code] : undefined;
      if (!input) {
        const choices = Object.entries(inputs)
          .map(([known, { title }]) => `${known}(${title})`)
          .join("、");
        faults.push({ pointer, code: "unknownInput", params: { value: code, choices } });
        continue;
      }
      const reading = readCell(input, value);
      if ("fault" in reading) {
        faults.push({ pointer, ...reading.fault });
        continue;
      }
      const parted = subject.parts?.filter((part) => Object.hasOwn(part, code)) ?? [];
      if (parted.length > 1) {
        faults.push({ pointer, code: "severalParts", params: { count: parted.length, title: input.title } });
        continue;
      }
      // How many have voted what is told by nobody's answer.
      const before = document.kind === "appraisal" ? "不列票数" : (parted[0]?.[code] ?? subject.inputs[code] ?? null);
      const title = `${subject.name ?? subjectId}·${input.title}`;
      replaced.push({ name: `/inputs/${subjectId}/${code}`, title, before, after: reading.value });
      result[row] =
        parted.length === 0
          ? { ...subject, inputs: { ...subject.inputs, [code]: reading.value } }
          : {
              ...subject,
              parts: subject.parts!.map((part) => (part === parted[0] ? { ...part, [code]: reading.value } : part)),
            };
    }
  });
  if (document.kind === "appraisal") {
    faults.push(...partialGroups(document, overlaid));
    for (const { subjectId, inputs: given } of overlaid) {
      // Of a subject whose ballots are all given, nothing is read that two accounts would have to confirm.
      const row = rows.get(subjectId);
      const all = Object.keys(inputs).every((code) => Object.hasOwn(given, code));
      if (row !== undefined && all) result[row] = { ...result[row]!, confirmation: undefined };
    }
  }
  if (faults.length > 0) throw new Refusal("invalid", faults);
  return { subjects: result, replaced };
}

/** Ballots of a group are replaced all together: one alone, beside the real others, would tell what those are. */
function partialGroups(document: Extract<Policy, { kind: "appraisal" }>, overlaid: Inputs): Fault[] {
  const codes = Object.keys(inputsOfPolicy(document));
  return overlaid.flatMap(({ inputs }, i) =>
    document.groups.flatMap(({ code, title }): Fault[] => {
      const own = codes.filter((one) => one.startsWith(`${code}.`));
      const given = own.filter((one) => Object.hasOwn(inputs, one));
      if (given.length === 0 || given.length === own.length) return [];
      const lacking = own.filter((one) => !given.includes(one)).join("、");
      return [{ pointer: `/inputs/${i}/inputs`, code: "wholeGroup", params: { title, lacking } }];
    }),
  );
}
