// The logbook in this browser: what was answered, per lesson and item, each with its moment. The same form as
// `logboek.json`, so that it travels between a page and JupyterLab; two logbooks are joined by the newest answer.

const NAME = "sowcourse";
const FORMAT = 1;

/** @typedef {{ value: unknown, at: string }} Entry */
/** @typedef {Record<string, Record<string, Entry>>} Modules */

/** A promise of what a request of the browser's database answers. @param {IDBRequest} request */
const answered = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** A moment as the logbook writes it: local time with its zone, to the second. @param {Date} moment */
function local(moment) {
  const pad = (/** @type {number} */ number) => String(Math.trunc(Math.abs(number))).padStart(2, "0");
  const zone = -moment.getTimezoneOffset();
  const day = `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`;
  const time = `${pad(moment.getHours())}:${pad(moment.getMinutes())}:${pad(moment.getSeconds())}`;
  return `${day}T${time}${zone < 0 ? "-" : "+"}${pad(zone / 60)}:${pad(zone % 60)}`;
}

class Store {
  /** @param {IDBDatabase | null} database @param {Modules} modules */
  constructor(database, modules) {
    this.database = database;
    this.modules = modules;
    /** Whether this browser keeps anything. */
    this.keeps = database !== null;
  }

  /** Open the logbook of this browser; one that keeps nothing gives an empty one that says so. */
  static async open() {
    try {
      const asked = indexedDB.open(NAME, FORMAT);
      asked.onupgradeneeded = () => asked.result.createObjectStore("logboek");
      const database = /** @type {IDBDatabase} */ (await answered(asked));
      const kept = await answered(database.transaction("logboek").objectStore("logboek").get("modules"));
      return new Store(database, /** @type {Modules} */ (kept ?? {}));
    } catch {
      return new Store(null, {});
    }
  }

  /** What was answered in one lesson: item → value. @param {string} module */
  module(module) {
    return Object.fromEntries(Object.entries(this.modules[module] ?? {}).map(([item, entry]) => [item, entry.value]));
  }

  /** Keep answers of one lesson. Another tab may have written meanwhile: only these items change.
   * @param {string} module @param {Record<string, unknown>} items @returns {Promise<Date>} */
  async put(module, items) {
    const moment = new Date();
    await this.change((modules) => {
      const entries = (modules[module] ??= {});
      for (const [item, value] of Object.entries(items)) {
        if (value === null || value === undefined) delete entries[item];
        else entries[item] = { value, at: local(moment) };
      }
    });
    return moment;
  }

  /** Take a logbook in: of every answer the newest stays. @param {unknown} content @returns {Promise<number>} how many came */
  async join(content) {
    const coming = modulesOf(content);
    let taken = 0;
    await this.change((modules) => {
      for (const [module, entries] of Object.entries(coming)) {
        const mine = (modules[module] ??= {});
        for (const [item, entry] of Object.entries(entries)) {
          if (!mine[item] || Date.parse(mine[item].at) < Date.parse(entry.at)) {
            mine[item] = entry;
            taken += 1;
          }
        }
      }
    });
    return taken;
  }

  /** Read, change and write in one go, so that two tabs lose nothing. @param {(modules: Modules) => void} change */
  async change(change) {
    if (!this.database) {
      change(this.modules);
      return;
    }
    const transaction = this.database.transaction("logboek", "readwrite");
    const kept = transaction.objectStore("logboek");
    const modules = /** @type {Modules} */ ((await answered(kept.get("modules"))) ?? {});
    change(modules);
    await answered(kept.put(modules, "modules"));
    this.modules = modules;
  }

  /** The logbook as a file. */
  text() {
    return `${JSON.stringify({ format: FORMAT, modules: this.modules }, null, 2)}\n`;
  }
}

/** The lessons in a logbook that comes from a file. @param {any} content @returns {Modules} */
function modulesOf(content) {
  const sound =
    content &&
    content.format === FORMAT &&
    content.modules &&
    typeof content.modules === "object" &&
    Object.values(content.modules).every(
      (entries) =>
        entries &&
        typeof entries === "object" &&
        Object.values(entries).every(
          (entry) => entry && typeof entry === "object" && "value" in entry && !Number.isNaN(Date.parse(entry.at)),
        ),
    );
  if (!sound)
    throw new Error(
      "Dit bestand is geen logboek van deze cursus. Kies «logboek.json» uit je werkmap, of een logboek dat je hier bewaarde.",
    );
  return content.modules;
}

globalThis.sowcourseStore = Store;
