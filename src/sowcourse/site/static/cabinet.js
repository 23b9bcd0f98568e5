// What one account keeps in a browser that others use too: sealed, so that nobody else reads it, whatever they open.

import { answered, done } from "./database.js";
import { join, since } from "./entries.js";

/** Under which name the one thing in it is kept. */
const PLACE = "verzegeld";

/** Under which name lies what does not open any more. */
const ASIDE = "opzij";

/** @typedef {{iv: string, sealed: string}} Sealed in hexadecimal */

/** Of a cabinet whose key does not open what is in it. */
export class Unreadable extends Error {}

/** @param {string} text in hexadecimal */
const bytes = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** @param {Uint8Array} found */
const hex = (found) => [...found].map((byte) => byte.toString(16).padStart(2, "0")).join("");

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
    try {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, this.key, kept.sealed);
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      throw new Unreadable("het gaat niet open: iemand anders veranderde het in deze browser");
    }
  }

  /** Lay aside what does not open, so that its account can go on. */
  async layAside() {
    const transaction = this.database.transaction("logboek", "readwrite");
    const shelf = transaction.objectStore("logboek");
    shelf.put(await answered(shelf.get(PLACE)), ASIDE);
    shelf.delete(PLACE);
    await done(transaction);
  }

  /** A short text, closed for one place. @param {string} text @param {string} place @returns {Promise<Sealed>} */
  async sealed(text, place) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const additionalData = new TextEncoder().encode(place);
    const plain = new TextEncoder().encode(text);
    const closed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, this.key, plain);
    return { iv: hex(iv), sealed: hex(new Uint8Array(closed)) };
  }

  /** What was closed for this place; an Error for what was not. @param {Sealed} kept @param {string} place */
  async unsealed(kept, place) {
    const additionalData = new TextEncoder().encode(place);
    const how = { name: "AES-GCM", iv: bytes(kept.iv), additionalData };
    return new TextDecoder().decode(await crypto.subtle.decrypt(how, this.key, bytes(kept.sealed)));
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
      const transaction = this.database.transaction("logboek", "readwrite");
      transaction.objectStore("logboek").put({ iv, sealed }, PLACE);
      await done(transaction);
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
