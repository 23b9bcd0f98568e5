// Drafts of one account in a browser that others use too: sealed, so that nobody reads one, nor lays one there.

/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Holder */

/** Holds nothing: where nothing can be sealed, nothing is left open for who sits down next. @type {Holder} */
export const NO_DRAWER = { getItem: () => null, setItem: () => {}, removeItem: () => {} };

/** @implements {Holder} */
export class Drawer {
  /** @param {import("./cabinet.js").Cabinet} cabinet @param {Map<string, string>} held */
  constructor(cabinet, held) {
    this.cabinet = cabinet;
    this.held = held;
    this.last = Promise.resolve();
  }

  /**
   * Open that of a cabinet; what its key did not close is not of this account, and goes.
   * @param {import("./cabinet.js").Cabinet} cabinet
   */
  static async open(cabinet) {
    const held = new Map();
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(`sowcourse.${cabinet.name}.`))) {
      try {
        held.set(key, await cabinet.unsealed(JSON.parse(localStorage.getItem(key) ?? ""), key));
      } catch {
        localStorage.removeItem(key);
      }
    }
    return new Drawer(cabinet, held);
  }

  /** @param {string} key */
  getItem(key) {
    return this.held.get(key) ?? null;
  }

  /** @param {string} key @param {string} text */
  setItem(key, text) {
    this.held.set(key, text);
    this.#write(key);
  }

  /** @param {string} key */
  removeItem(key) {
    this.held.delete(key);
    this.#write(key);
  }

  /** Bring the browser to what is held, one after the other. @param {string} key */
  #write(key) {
    this.last = this.last.then(async () => {
      const text = this.held.get(key);
      try {
        if (text === undefined) localStorage.removeItem(key);
        else localStorage.setItem(key, JSON.stringify(await this.cabinet.sealed(text, key)));
      } catch {
        // A browser that keeps nothing still has the cabinet; the status line tells whether that worked.
      }
    });
  }
}
