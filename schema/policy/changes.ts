/** What a version of a policy changes: dated values, expectations of its cases, and whether anything else. */
import { pointerOf, withValueAt } from "../pointer.ts";
import type { DatedValue } from "./basis.ts";
import { parametersOf } from "./parameters.ts";
import type { Policy } from "./policy.ts";

export interface PolicyChanges {
  parameters: { name: string; title: string; before: DatedValue<unknown> | null; after: DatedValue<unknown> | null }[];
  cases: { test: string; subject: string; field: string; before: unknown; after: unknown }[];
  /** Whether the documents differ in anything that is neither. */
  other: boolean;
}

/** Values by the place that names them, so that two documents can be laid side by side. */
type Placed<T> = Map<string, T>;

/** Compares a version with the one in force; of a new policy everything is new. */
export function changesOf(before: Policy | undefined, after: Policy): PolicyChanges {
  const values = sideBySide(before ? valuesOf(before) : new Map(), valuesOf(after));
  const expectations = sideBySide(before ? expectationsOf(before) : new Map(), expectationsOf(after));
  return {
    parameters: values.map(({ was, is }) => ({
      name: (is ?? was)!.name,
      title: (is ?? was)!.title,
      before: was?.value ?? null,
      after: is?.value ?? null,
    })),
    cases: expectations.map(({ was, is }) => {
      const { test, subject, field } = (is ?? was)!;
      return { test, subject, field, before: was?.value, after: is?.value };
    }),
    other: !before || JSON.stringify(without(before)) !== JSON.stringify(without(after)),
  };
}

const sideBySide = <T extends { value: unknown }>(before: Placed<T>, after: Placed<T>) =>
  [...new Set([...before.keys(), ...after.keys()])]
    .map((place) => ({ was: before.get(place), is: after.get(place) }))
    .filter(({ was, is }) => JSON.stringify(was?.value) !== JSON.stringify(is?.value));

const valuesOf = (policy: Policy) =>
  new Map(
    parametersOf(policy).flatMap(({ name, title, values }) =>
      values.map((value) => [`${name}@${value.from}`, { name, title, value }] as const),
    ),
  );

const expectationsOf = (policy: Policy) =>
  new Map(
    policy.tests.flatMap(({ name: test, expect }, t) =>
      expect.flatMap(({ id: subject, ...fields }, e) =>
        Object.entries(fields).map(
          ([field, value]: [string, unknown]) => [pointerOf([t, e, field]), { test, subject, field, value }] as const,
        ),
      ),
    ),
  );

/** A document without its dated values and what its cases expect. */
function without(policy: Policy): Policy {
  const rest = parametersOf(policy).reduce((document, { name }) => withValueAt(document, name, null), policy);
  return { ...rest, tests: rest.tests.map((test) => ({ ...test, expect: test.expect.map(({ id }) => ({ id })) })) };
}
