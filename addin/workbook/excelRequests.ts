/** Sends what is asked of Excel in requests of less than a megabyte: on the web it refuses more than five. */

/** Leaves room for what an estimate misses. */
const most = 960_000;
/** What an action on a range takes, without its values: its path, its kept reference and itself. */
export const actionBytes = 700;

/** Office.js cuts many values into an action for every 1,500 cells or so. */
const bytesOfCell = (2 * actionBytes) / 1_500;

const encoder = new TextEncoder();
/** How many bytes a value takes in a request. */
export const bytesOf = (value: unknown): number => encoder.encode(JSON.stringify(value)).length;
/** How many bytes a row of cells takes. */
export const bytesOfRow = (row: readonly unknown[]): number => bytesOf(row) + 1 + row.length * bytesOfCell;
/** How many bytes the cells of a column take. */
export const bytesOfColumn = (values: readonly (readonly unknown[])[]): number =>
  values.reduce((all, row) => all + bytesOfRow(row), 0);

export class Requests {
  readonly #context: Excel.RequestContext;
  readonly #signal: AbortSignal | undefined;
  #gathered = 0;
  hasSent = false;

  constructor(context: Excel.RequestContext, signal?: AbortSignal) {
    this.#context = context;
    this.#signal = signal;
  }

  /** How many bytes an action may take without being sent by itself: what is left, unless that is little. */
  get space(): number {
    const left = most - this.#gathered;
    return left > most / 10 ? left : most;
  }

  /** Makes room for an action, and sends what is gathered if it leaves none. @returns whether it did */
  async room(bytes: number): Promise<boolean> {
    const isFull = this.#gathered > 0 && this.#gathered + bytes > most;
    if (isFull) await this.send();
    this.#gathered += bytes;
    return isFull;
  }

  /** @throws the signal's reason when it stops */
  async send(): Promise<void> {
    this.#signal?.throwIfAborted();
    await this.#context.sync();
    this.#gathered = 0;
    this.hasSent = true;
  }
}
