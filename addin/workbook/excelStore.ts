/** A very-hidden worksheet that keeps texts and lists with the workbook, one a row: key, length, parts, note, the parts. */
import { actionBytes, bytesOf, type Requests } from "./excelRequests.ts";

export const storeSheet = "_xingping";

const columns = { key: 0, length: 1, parts: 2, note: 3, first: 4 };
/** What a cell takes is 32,767 characters; a part is shorter, and begins with an apostrophe. */
const partLength = 32_000;
/** The length of what is not yet wholly written. */
const unfinished = -1;

interface Entry {
  row: number;
  length: number;
  parts: number;
  note: string;
}

/** A text in parts, no character cut in two. */
function* partsOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const isCut = /[\uD800-\uDBFF]/.test(text.charAt(at + partLength - 1));
    const end = at + partLength - (isCut ? 1 : 0);
    yield text.slice(at, end);
    at = end;
  }
}

const textKey = (name: string) => `text:${name}`;
const quoted = (text: string) => (text === "" ? "" : `'${text}`);

export class Store {
  readonly #context: Excel.RequestContext;
  readonly #entries = new Map<string, Entry>();
  #exists: boolean;

  /** @param heads the values of the first four columns, if the sheet is there */
  constructor(context: Excel.RequestContext, heads: readonly unknown[][] | undefined) {
    this.#context = context;
    this.#exists = heads !== undefined;
    heads?.forEach(([key, length, parts, note], row) => {
      if (row > 0 && key !== "")
        this.#entries.set(String(key), { row, length: Number(length), parts: Number(parts), note: String(note) });
    });
  }

  /** Asks for the first four columns; the answer is there after the next request. */
  static heads(context: Excel.RequestContext): Excel.Range {
    const heads = context.workbook.worksheets.getItem(storeSheet).getRange("A:D").getUsedRangeOrNullObject(true);
    heads.load("values");
    return heads;
  }

  keys(): string[] {
    return [...this.#entries].sort(([, a], [, b]) => a.row - b.row).map(([key]) => key);
  }

  note(key: string): string | undefined {
    return this.#entries.get(key)?.note;
  }

  /** Notes something short by a key. */
  async setNote(requests: Requests, key: string, note: string): Promise<void> {
    const row = this.#rowFor(key);
    const values = [[quoted(key), 0, 0, quoted(note)]];
    await requests.room(actionBytes + bytesOf(values));
    this.#range(row, columns.key, 4).values = values;
    this.#entries.set(key, { row, length: 0, parts: 0, note });
  }

  /** Keeps a text; broken off in between it is not kept at all. */
  async setText(requests: Requests, name: string, text: string): Promise<void> {
    const key = textKey(name);
    if (text === "") return this.#forget(requests, key);
    const row = await this.#setParts(requests, key, [...partsOf(text)]);
    await requests.room(actionBytes);
    this.#range(row, columns.length, 1).values = [[text.length]];
  }

  /** Keeps a list and says where it stands, as a validation's source. */
  async setList(requests: Requests, name: string, list: readonly string[]): Promise<string> {
    const row = await this.#setParts(requests, `list:${name}`, list);
    return `='${storeSheet}'!$${letters(columns.first)}$${row + 1}:$${letters(columns.first + list.length - 1)}$${row + 1}`;
  }

  /** A kept text; `undefined` if there is none or it is not whole. */
  async text(requests: Requests, name: string): Promise<string | undefined> {
    const entry = this.#entries.get(textKey(name));
    if (entry === undefined || entry.length === unfinished) return undefined;
    let text = "";
    // Twenty parts answer with less than two megabytes.
    for (let part = 0; part < entry.parts; part += 20) {
      const range = this.#range(entry.row, columns.first + part, Math.min(20, entry.parts - part));
      range.load("values");
      await requests.send();
      text += range.values[0]!.join("");
    }
    return text.length === entry.length ? text : undefined;
  }

  async #setParts(requests: Requests, key: string, parts: readonly string[]): Promise<number> {
    await this.#forget(requests, key);
    const row = this.#rowFor(key);
    await requests.room(actionBytes + bytesOf(key));
    this.#range(row, columns.key, 4).values = [[quoted(key), unfinished, parts.length, ""]];
    for (const [i, part] of parts.entries()) {
      await requests.room(actionBytes + bytesOf(part));
      this.#range(row, columns.first + i, 1).values = [[quoted(part)]];
    }
    this.#entries.set(key, { row, length: unfinished, parts: parts.length, note: "" });
    return row;
  }

  async #forget(requests: Requests, key: string): Promise<void> {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    await requests.room(actionBytes);
    this.#range(entry.row, columns.key, columns.first + entry.parts).clear("Contents");
    this.#entries.delete(key);
  }

  /** The row of a key, or the first that is free; makes the sheet if there is none. */
  #rowFor(key: string): number {
    if (!this.#exists) {
      const sheet = this.#context.workbook.worksheets.add(storeSheet);
      sheet.visibility = "VeryHidden";
      sheet.getRangeByIndexes(0, 0, 1, 1).values = [["星评"]];
      this.#exists = true;
    }
    const known = this.#entries.get(key);
    if (known !== undefined) return known.row;
    const taken = new Set([...this.#entries.values()].map(({ row }) => row));
    for (let row = 1; ; row++) if (!taken.has(row)) return row;
  }

  #range(row: number, column: number, width: number): Excel.Range {
    return this.#context.workbook.worksheets.getItem(storeSheet).getRangeByIndexes(row, column, 1, width);
  }
}

/** A column's letters, from 0: 0 is A, 26 is AA. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}
