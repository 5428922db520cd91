/** Values of parameters as text in one cell, such as `90:11; 80:9`: written so that they read back, by the value that stood there. */

import { type Form, formOf, type Scalar } from "./valueForm.ts";

/** The text of a value. */
export const writeValue = (value: unknown): string => write(formOf(value), value);

function write(form: Form, value: unknown): string {
  switch (form.form) {
    case "scalar":
      return writeScalar(value);
    case "share":
      return (value as number[]).join("/");
    case "limit":
      return (value as { atMost: number[] }).atMost.join("/");
    case "cut": {
      const { op, points } = (value as { score: { op: string; points: number } }).score;
      return `${op}${points}`;
    }
    case "record":
      return codesInOrder(value as object)
        .map(([key, one]) => `${writeScalar(key)}:${write(form.of, one)}`)
        .join("; ");
    case "tuples":
    case "objects":
      return (value as object[]).map((one) => Object.values(one).map(writeScalar).join(":")).join("; ");
    case "json":
      return JSON.stringify(value);
  }
}

/** The entries of a table; numbered ones, such as stars, from the highest down. */
function codesInOrder(value: object): [string, unknown][] {
  const entries = Object.entries(value);
  return entries.every(([key]) => /^\d+$/.test(key)) ? entries.sort(([a], [b]) => Number(b) - Number(a)) : entries;
}

/** Text that would not read back as it stands goes between quotes. */
function writeScalar(value: unknown): string {
  if (typeof value === "boolean") return value ? "是" : "否";
  if (typeof value !== "string") return String(value);
  return value === "" || value !== value.trim() || /[:;"：；]/.test(value) ? JSON.stringify(value) : value;
}

/**
 * Reads the text of a value.
 * @param template a value that stood there: it tells how the text is to be read
 * @returns `undefined` when the text is not of that form; `writeValue(template)` shows how it should look
 */
export function readValue(template: unknown, text: string): { value: unknown } | undefined {
  const value = read(formOf(template), text.trim());
  return value === undefined ? undefined : { value };
}

function read(form: Form, text: string): unknown {
  switch (form.form) {
    case "scalar":
      return readScalar(form.of, text);
    case "share":
      return readShare(text);
    case "limit": {
      const atMost = readShare(text);
      return atMost && { atMost };
    }
    case "cut":
      return readCut(text);
    case "record":
      return readRecord(form.of, text);
    case "tuples":
      return readTuples(form.of, text);
    case "objects":
      return readTuples(form.of, text)?.map((parts) => Object.fromEntries(form.keys.map((key, i) => [key, parts[i]])));
    case "json":
      return readJson(text);
  }
}

/** Digits and signs of a Chinese input method as plain ones; only where no text can stand. */
const plain = (text: string) =>
  text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/\s/g, "");

const flags = new Map([
  ["是", true],
  ["否", false],
]);

function readScalar(kind: Scalar, text: string): number | boolean | string | undefined {
  if (kind === "number") {
    const number = plain(text);
    return /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(number) && Number.isFinite(Number(number))
      ? Number(number) + 0
      : undefined;
  }
  if (kind === "flag") return flags.get(text);
  if (!text.startsWith('"')) return text === "" ? undefined : text;
  const quoted = readJson(text);
  return typeof quoted === "string" ? quoted : undefined;
}

/** A share as parts of a whole, 1/10, or in whole percent, 10%. */
function readShare(text: string): [number, number] | undefined {
  const match = /^([+-]?\d+)\/([+-]?\d+)$/.exec(plain(text).replace(/%$/, "/100"));
  const share: [number, number] | undefined = match ? [Number(match[1]) + 0, Number(match[2]) + 0] : undefined;
  return share?.every(Number.isSafeInteger) ? share : undefined;
}

function readCut(text: string) {
  const match = /^([<>]=?)(.+)$/.exec(plain(text).replace("≥", ">=").replace("≤", "<="));
  const points = match ? readScalar("number", match[2]!) : undefined;
  return points === undefined ? undefined : { score: { op: match![1], points } };
}

function readRecord(of: Form, text: string): Record<string, unknown> | undefined {
  const entries = split(text, ";；").map((part) => split(part, ":："));
  const pairs = entries.map(([key, value]) => [readScalar("text", key ?? ""), read(of, value ?? "")] as const);
  const wrong = entries.some((parts) => parts.length !== 2) || pairs.some((pair) => pair.includes(undefined));
  const keys = new Set(pairs.map(([key]) => key));
  return wrong || keys.size < pairs.length ? undefined : (Object.fromEntries(pairs) as Record<string, unknown>);
}

function readTuples(of: readonly Scalar[], text: string): unknown[][] | undefined {
  const rows = split(text, ";；").map((part) => split(part, ":："));
  if (rows.some((parts) => parts.length !== of.length)) return undefined;
  const read = rows.map((parts) => parts.map((part, i) => readScalar(of[i]!, part)));
  return read.some((parts) => parts.includes(undefined)) ? undefined : read;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Parts between separators that stand outside quotes; a separator at the very end closes the last part. */
function split(text: string, separators: string): string[] {
  const parts = [""];
  let [quoted, before] = [false, ";"];
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]!;
    // A quote opens at the beginning of a part; elsewhere it is a sign like any other.
    if (sign === '"' && (quoted || ";；:：".includes(before))) quoted = !quoted;
    if (!quoted && separators.includes(sign)) parts.push("");
    else parts.push(parts.pop()! + sign);
    if (quoted && sign === "\\") parts.push(parts.pop()! + (text[++i] ?? ""));
    if (sign.trim() !== "") before = sign;
  }
  const trimmed = parts.map((part) => part.trim());
  return trimmed.length > 1 && trimmed.at(-1) === "" ? trimmed.slice(0, -1) : trimmed;
}
