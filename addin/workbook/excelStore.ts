/** A very-hidden worksheet that keeps texts and lists with the workbook, one a row: key, length, parts, note, then the parts. */
import { actionBytes, bytesOf, type Requests } from "./excelRequests.ts";
import { packed, unpacked } from "./packed.ts";

export const storeSheet = "_xingping";

const columns = { key: 0, length: 1, parts: 2, note: 3, first: 4 };
/** What a cell takes is 32,767 characters; a part is shorter, and begins with an apostrophe. */
const partLength = 32_000;
/** The length of what is not yet wholly written. */
const unfinished = -1;

interface Entry {
  key: string;
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
  /** What was broken off, or has been replaced. */
  readonly #litter: Entry[] = [];
  #exists: boolean;

  /** @param heads the values of the first four columns, if the sheet is there */
  constructor(context: Excel.RequestContext, heads: readonly unknown[][] | undefined) {
    this.#context = context;
    this.#exists = heads !== undefined;
    heads?.forEach(([key, length, parts, note], row) => {
      if (row === 0 || key === "") return;
      this.#hold({ key: String(key), row, length: Number(length), parts: Number(parts), note: String(note) });
    });
  }

  /** Of two entries of a key the later one counts, if it is whole. */
  #hold(entry: Entry): void {
    const other = this.#entries.get(entry.key);
    const isLater = other === undefined || Number(entry.note) > Number(other.note);
    const counts = entry.length !== unfinished && isLater;
    if (!counts) this.#litter.push(entry);
    else if (other) this.#litter.push(other);
    if (counts) this.#entries.set(entry.key, entry);
  }

  /** Asks for the first four columns; the answer is there after the next request. */
  static heads(context: Excel.RequestContext): Excel.Range {
    const heads = context.workbook.worksheets.getItem(storeSheet).getRange("A:D").getUsedRangeOrNullObject(true);
    heads.load("values");
    return heads;
  }

  /** In the order in which they were first noted. */
  keys(): string[] {
    return [...this.#entries.values()].sort((a, b) => a.row - b.row).map(({ key }) => key);
  }

  note(key: string): string | undefined {
    return this.#entries.get(key)?.note;
  }

  /** Notes something short by a key. */
  async setNote(requests: Requests, key: string, note: string): Promise<void> {
    const entry = { key, row: this.#entries.get(key)?.row ?? this.#freeRow(), length: 0, parts: 0, note };
    await this.#head(requests, entry);
    this.#entries.set(key, entry);
  }

  /** Keeps a text; what was kept before goes when all of it is there. */
  async setText(requests: Requests, name: string, text: string): Promise<void> {
    const key = textKey(name);
    const before = this.#entries.get(key);
    const kept = await packed(text);
    const parts = [...partsOf(kept)];
    if (text === "") this.#entries.delete(key);
    else {
      const note = String(Number(before?.note ?? 0) + 1);
      const entry = { key, row: this.#freeRow(), length: kept.length, parts: parts.length, note };
      this.#entries.set(key, entry);
      await this.#head(requests, { ...entry, length: unfinished });
      await this.#parts(requests, entry.row, parts);
      await requests.room(actionBytes);
      this.#range(entry.row, columns.length, 1).values = [[kept.length]];
    }
    if (before) this.#litter.push(before);
    await this.#sweep(requests);
  }

  /** Keeps a list and says where it stands, as a validation's source. */
  async setList(requests: Requests, name: string, list: readonly string[]): Promise<string> {
    const key = `list:${name}`;
    const before = this.#entries.get(key);
    if (before) this.#litter.push(before);
    await this.#sweep(requests);
    const entry = { key, row: this.#freeRow(), length: list.length, parts: list.length, note: "0" };
    this.#entries.set(key, entry);
    await this.#head(requests, entry);
    await this.#parts(requests, entry.row, list);
    const [first, last] = [letters(columns.first), letters(columns.first + list.length - 1)];
    return `='${storeSheet}'!$${first}$${entry.row + 1}:$${last}$${entry.row + 1}`;
  }

  /** A kept text; `undefined` if there is none. */
  async text(requests: Requests, name: string): Promise<string | undefined> {
    const entry = this.#entries.get(textKey(name));
    if (entry === undefined) return undefined;
    let text = "";
    // Twenty parts answer with less than two megabytes.
    for (let part = 0; part < entry.parts; part += 20) {
      const range = this.#range(entry.row, columns.first + part, Math.min(20, entry.parts - part));
      range.load("values");
      await requests.send();
      text += range.values[0]!.join("");
    }
    return text.length === entry.length ? unpacked(text) : undefined;
  }

  async #head(requests: Requests, { key, row, length, parts, note }: Entry): Promise<void> {
    if (!this.#exists) {
      const sheet = this.#context.workbook.worksheets.add(storeSheet);
      sheet.visibility = "VeryHidden";
      sheet.getRangeByIndexes(0, 0, 1, 1).values = [["星评"]];
      this.#exists = true;
    }
    const values = [[quoted(key), length, parts, quoted(note)]];
    await requests.room(actionBytes + bytesOf(values));
    this.#range(row, columns.key, 4).values = values;
  }

  async #parts(requests: Requests, row: number, parts: readonly string[]): Promise<void> {
    for (const [i, part] of parts.entries()) {
      await requests.room(actionBytes + bytesOf(part));
      this.#range(row, columns.first + i, 1).values = [[quoted(part)]];
    }
  }

  async #sweep(requests: Requests): Promise<void> {
    for (const { row, parts } of this.#litter.splice(0)) {
      await requests.room(actionBytes);
      this.#range(row, columns.key, columns.first + parts).clear("Contents");
    }
  }

  #freeRow(): number {
    const taken = new Set([...this.#entries.values(), ...this.#litter].map(({ row }) => row));
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
