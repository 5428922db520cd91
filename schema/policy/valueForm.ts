/** The form of a parameter's value: a number, a share, a table, a list of tuples; it says how the value is written. */

export type Scalar = "number" | "flag" | "text";
/** How a value is written. What has no shorter form is JSON. */
export type Form =
  | { form: "scalar"; of: Scalar }
  | { form: "share" }
  | { form: "limit" }
  | { form: "cut" }
  | { form: "record"; of: Form }
  | { form: "tuples"; of: Scalar[] }
  | { form: "objects"; keys: string[]; of: Scalar[] }
  | { form: "json" };

const json: Form = { form: "json" };

const scalarOf = (value: unknown): Scalar | undefined =>
  (({ number: "number", boolean: "flag", string: "text" }) as const)[typeof value as "number"];
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const hasKeys = (value: Record<string, unknown>, ...keys: string[]) =>
  Object.keys(value).length === keys.length && keys.every((key) => Object.hasOwn(value, key));
const isShare = (value: unknown) => Array.isArray(value) && value.length === 2 && value.every(Number.isSafeInteger);
const same = (forms: readonly unknown[]) => new Set(forms.map((form) => JSON.stringify(form))).size === 1;

/** The form of a value: whatever has its form can be read back from its text. */
export function formOf(value: unknown): Form {
  const scalar = scalarOf(value);
  if (scalar) return { form: "scalar", of: scalar };
  if (isShare(value)) return { form: "share" };
  if (Array.isArray(value)) return listForm(value);
  if (!isObject(value)) return json;
  if (hasKeys(value, "atMost") && isShare(value.atMost)) return { form: "limit" };
  const { score } = value;
  if (hasKeys(value, "score") && isObject(score) && hasKeys(score, "op", "points") && isCut(score))
    return { form: "cut" };
  const parts = Object.values(value).map(formOf);
  const [first] = parts;
  const plain = first && ["scalar", "share", "limit"].includes(first.form);
  return plain && same(parts) ? { form: "record", of: first } : json;
}

function listForm(list: readonly unknown[]): Form {
  const kinds = list.map((one) => (typeof one === "object" && one !== null ? Object.values(one).map(scalarOf) : []));
  const [of = []] = kinds;
  if (of.length === 0 || !of.every((kind) => kind !== undefined) || !same(kinds)) return json;
  if (list.every(Array.isArray)) return of.length > 1 ? { form: "tuples", of } : json;
  if (!list.every(isObject)) return json;
  const keys = list.map((one) => Object.keys(one));
  return same(keys) ? { form: "objects", keys: keys[0]!, of } : json;
}

const comparisons = ["<", "<=", ">", ">="];
const isCut = ({ op, points }: Record<string, unknown>) =>
  comparisons.includes(op as string) && typeof points === "number";
