/** Where the token is kept: in memory, and in the session storage of the pane; never in the workbook, which is passed on. */

export interface SignedIn {
  token: string;
  expiresAt: string;
  account: string;
}

const key = "xingping.session";

/** The storage of a browser, or what stands for it. */
export type SessionStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Keeps who is signed in. A browser that allows no storage to a frame forgets it when the pane is loaded anew. */
export class Tokens {
  readonly #storage: () => SessionStorage;
  #kept: SignedIn | undefined;

  /** @param storage asked for each time, for a browser may refuse even that */
  constructor(storage: () => SessionStorage = () => sessionStorage) {
    this.#storage = storage;
    this.#kept = this.#stored();
  }

  /** Who is signed in; nobody once the time of the token is over. */
  current(now = Date.now()): SignedIn | undefined {
    if (this.#kept && Date.parse(this.#kept.expiresAt) <= now) this.clear();
    return this.#kept;
  }

  keep(signedIn: SignedIn) {
    this.#kept = signedIn;
    this.#try((storage) => storage.setItem(key, JSON.stringify(signedIn)));
  }

  clear() {
    this.#kept = undefined;
    this.#try((storage) => storage.removeItem(key));
  }

  #stored(): SignedIn | undefined {
    const text = this.#try((storage) => storage.getItem(key));
    try {
      const found = JSON.parse(text ?? "null") as Partial<SignedIn> | null;
      const { token, expiresAt, account } = found ?? {};
      if (token && expiresAt && account) return { token, expiresAt, account };
    } catch {
      // Somebody else wrote there.
    }
    return undefined;
  }

  #try<T>(work: (storage: SessionStorage) => T): T | undefined {
    try {
      return work(this.#storage());
    } catch {
      return undefined;
    }
  }
}
