// What one account keeps in a browser that others use too: sealed, so that nobody else reads it, whatever they open.

import { answered } from "./database.js";
import { join, since } from "./entries.js";

/** Under which name the one thing in it is kept. */
const PLACE = "verzegeld";

/** @param {string} hex */
const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

export class Cabinet {
  /** @param {string} name @param {IDBDatabase} database @param {CryptoKey} key */
  constructor(name, database, key) {
    this.name = name;
    this.database = database;
    this.key = key;
  }

  /** Open that of an account. @param {Seal} seal */
  static async open({ name, key }) {
    const asked = indexedDB.open(`sowcourse-${name}`, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("logboek");
    const database = await answered(asked);
    const opens = await crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["encrypt", "decrypt"]);
    return new Cabinet(name, database, opens);
  }

  /** What is in it. @returns {Promise<Held>} */
  async read() {
    const kept = await answered(this.database.transaction("logboek").objectStore("logboek").get(PLACE));
    if (!kept) return { modules: {}, handed: 0 };
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, this.key, kept.sealed);
    return JSON.parse(new TextDecoder().decode(plain));
  }

  /**
   * Read, change and write, one tab after the other, so that two lose nothing.
   * @param {(held: Held) => void} change
   * @returns {Promise<Held>}
   */
  async change(change) {
    const held = { modules: {}, handed: 0 };
    await navigator.locks.request(`sowcourse-${this.name}`, async () => {
      Object.assign(held, await this.read());
      change(held);
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const plain = new TextEncoder().encode(JSON.stringify(held));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, plain);
      const kept = this.database.transaction("logboek", "readwrite").objectStore("logboek");
      await answered(kept.put({ iv, sealed }, PLACE));
    });
    return held;
  }

  /**
   * Hand over what was written here since the last time, and hold from then on what the other side has.
   * @param {(modules: Modules) => Promise<Modules>} give takes answers in, and tells all that is there
   */
  async handOver(give) {
    const moment = Math.floor(Date.now() / 1000) * 1000; // answers carry seconds
    const { modules, handed } = await this.read();
    const all = await give(since(modules, handed));
    await this.change((held) => {
      const meanwhile = since(held.modules, moment);
      held.modules = structuredClone(all);
      join(held.modules, meanwhile);
      held.handed = moment;
    });
  }
}
