// The logbook in this browser: what was answered, per lesson and item.

import { answered, done } from "./database.js";
import { FORMAT, join, modulesOf, text, write } from "./entries.js";

const NAME = "sowcourse";

export class Store {
  /** @param {IDBDatabase | null} database @param {Modules} modules @param {Record<string, Kept>} assignments */
  constructor(database, modules, assignments) {
    this.database = database;
    this.modules = modules;
    /** What was written in assignments, by their name. */
    this.assignments = assignments;
    /** Whether this browser keeps anything. */
    this.keeps = database !== null;
    /** Whose drafts these are; null for those of whoever reads. @type {string | null} */
    this.owner = null;
    /** Where drafts are; null for the browser's own place. @type {import("./drawer.js").Holder | null} */
    this.drafts = null;
    /** What is said of an answer that nobody kept for a while; null for nothing. @type {string | null} */
    this.silent = null;
    /** Whether what was refused may be kept in a while, by itself. */
    this.triesAgain = false;
  }

  /** Open the logbook of this browser; one that keeps nothing gives an empty one that says so. */
  static async open() {
    try {
      const asked = indexedDB.open(NAME, FORMAT);
      asked.onupgradeneeded = () => asked.result.createObjectStore("logboek");
      const database = await answered(asked);
      const kept = database.transaction("logboek").objectStore("logboek");
      const [modules, assignments] = await Promise.all([kept.get("modules"), kept.get("opdrachten")].map(answered));
      return new Store(database, modules ?? {}, assignments ?? {});
    } catch {
      return new Store(null, {}, {});
    }
  }

  /** Why an answer was not kept, and what to do. @param {Error} fault */
  refused(fault) {
    return (
      `Je antwoord kon niet worden bewaard in deze browser (${fault?.name ?? fault}). ` +
      "Bewaar je logboek als bestand en probeer opnieuw."
    );
  }

  /** What was answered in one lesson: item → value. @param {string} module @returns {Answers} */
  module(module) {
    return Object.fromEntries(Object.entries(this.modules[module] ?? {}).map(([item, entry]) => [item, entry.value]));
  }

  /** Keep answers of one lesson; gives the moment. @param {string} module @param {Answers} items */
  async put(module, items) {
    const moment = new Date();
    await this.change((modules) => write(modules, module, items, moment));
    return moment;
  }

  /** Take in a logbook that comes from a file; gives how many answers came. @param {unknown} content */
  async join(content) {
    const coming = modulesOf(content);
    let taken = 0;
    await this.change((modules) => {
      taken = join(modules, coming);
    });
    return taken;
  }

  /** Read, change and write in one go, so that two tabs lose nothing. @param {(modules: Modules) => void} change */
  async change(change) {
    this.modules = await this.#together("modules", this.modules, change);
  }

  /** Keep something of an assignment, likewise. @param {string} assignment @param {(kept: Kept) => Kept} change */
  async keep(assignment, change) {
    this.assignments = await this.#together("opdrachten", this.assignments, (all) => {
      all[assignment] = change(all[assignment] ?? {});
    });
    return this.assignments[assignment];
  }

  /**
   * Change one thing; it is kept when the transaction has ended, and not before.
   * @template {object} T
   * @param {string} name under which it is kept
   * @param {T} here what a browser that keeps nothing has
   * @param {(kept: T) => void} change
   * @returns {Promise<T>}
   */
  async #together(name, here, change) {
    if (!this.database) {
      change(here);
      return here;
    }
    try {
      const transaction = this.database.transaction("logboek", "readwrite");
      const kept = transaction.objectStore("logboek");
      const found = (await answered(kept.get(name))) ?? {};
      change(found);
      kept.put(found, name);
      await done(transaction);
      return found;
    } catch (fault) {
      change(here); // so that the file the page asks to keep holds it
      throw fault;
    }
  }

  /** The logbook as a file. */
  text() {
    return text(this.modules);
  }
}
