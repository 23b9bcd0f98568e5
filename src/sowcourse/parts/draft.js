// What a browser holds of a lesson until the logbook has it: a few items, each until it is kept exactly so.

/** Whether an item of the logbook is of this part. @param {string} part @param {string} item */
export const isOf = (part, item) => item === part || item.startsWith(`${part}.`);

/** The items that one part may have. @param {string} part @param {Answers} items @returns {Answers} */
export const ofPart = (part, items) => Object.fromEntries(Object.entries(items).filter(([item]) => isOf(part, item)));

/** Drafts of one person in one module, in a store of the browser. */
export class Drafts {
  /**
   * @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} storage
   * @param {string} owner
   * @param {string} module
   */
  constructor(storage, owner, module) {
    this.storage = storage;
    this.key = `sowcourse.${owner}.${module}`;
  }

  /** Every item that is not in the logbook yet. @returns {Answers} */
  all() {
    try {
      return JSON.parse(this.storage.getItem(this.key) ?? "{}");
    } catch {
      return {}; // an unreadable draft is no draft
    }
  }

  /** Hold an item. @param {string} item @param {unknown} value */
  hold(item, value) {
    this.#write({ ...this.all(), [item]: value });
  }

  /** Let go of what the logbook has, except what changed meanwhile. @param {Answers} kept */
  release(kept) {
    const left = this.all();
    for (const [item, value] of Object.entries(kept)) {
      if (JSON.stringify(left[item]) === JSON.stringify(value)) delete left[item];
    }
    this.#write(left);
  }

  /** @param {Answers} items */
  #write(items) {
    try {
      if (Object.keys(items).length) this.storage.setItem(this.key, JSON.stringify(items));
      else this.storage.removeItem(this.key);
    } catch {
      // A browser that keeps nothing still has the logbook; the status line tells whether that worked.
    }
  }
}
