// Keeps what a student types: saves the notebook soon, holds a draft in this browser until it is saved, and says so.

import { clock } from "./element.js";
import { mine } from "./hub.js";

const PAUSE = 800;

/**
 * One save at a time: of two at once, JupyterLab takes the first for a file that somebody else changed.
 * @param {Context} context
 */
export const inTurn = (context) => {
  const save = context.save.bind(context);
  let last = Promise.resolve();
  context.save = (/** @type {unknown[]} */ ...options) => {
    last = last.catch(() => undefined).then(() => save(...options));
    return last;
  };
};

/** Saves one notebook, for all fields on it. */
export class Keeper {
  /** @param {NotebookPanel} panel notebook panel of JupyterLab */
  constructor(panel) {
    this.panel = panel;
    /** @type {Map<string, string>} name of the cell → text that is not yet on the disk */
    this.waiting = new Map();
    /** @type {Set<(sentence: string, failed: boolean) => void>} */
    this.listeners = new Set();
    this.timer = 0;
    inTurn(panel.context);
    panel.context.saveState.connect((_, state) => {
      if (state === "started") this.sent = new Map(this.waiting);
      else if (state.startsWith("completed")) this.#saved();
      else if (state === "failed")
        this.#tell("Niet bewaard op de schijf. Laat dit venster open: je tekst staat nog in deze browser.", true);
    });
    for (const event of ["pagehide", "sowcourse:back"]) globalThis.addEventListener(event, () => this.now());
  }

  /** The text that this browser held for a cell, when it is newer than what is on the disk. @param {string} cell */
  draft(cell) {
    const kept = JSON.parse(localStorage.getItem(this.#key(cell)) ?? "null");
    const onDisk = Date.parse(this.panel.context.contentsModel?.last_modified ?? "1970-01-01");
    return kept && kept.at > onDisk ? String(kept.text) : null;
  }

  /** Write a cell's text, and save it soon. @param {string} name @param {Cell} cell @param {string} text */
  write(name, cell, text) {
    if (cell.model.sharedModel.getSource() === text) return;
    cell.model.sharedModel.setSource(text);
    this.note(name, text);
  }

  /** Keep a text that already stands in the cell, and save it soon. @param {string} name @param {string} text */
  note(name, text) {
    this.waiting.set(name, text);
    try {
      localStorage.setItem(this.#key(name), JSON.stringify({ text, at: Date.now() }));
    } catch (fault) {
      console.warn("no room for a draft in this browser", fault);
    }
    this.#tell("Nog niet bewaard…", false);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), PAUSE);
  }

  /** Save at once; whether everything is on the disk now. */
  async now() {
    clearTimeout(this.timer);
    if (this.waiting.size || this.panel.context.model.dirty) {
      await this.panel.context.save().catch((fault) => console.error(fault)); // the listener above tells the student
    }
    return !this.waiting.size && !this.panel.context.model.dirty;
  }

  #saved() {
    for (const [cell, text] of this.sent ?? []) {
      if (this.waiting.get(cell) === text) {
        this.waiting.delete(cell);
        localStorage.removeItem(this.#key(cell));
      }
    }
    if (!this.waiting.size) this.#tell(`Opgeslagen om ${clock()}.`, false);
  }

  /** @param {string} sentence @param {boolean} failed */
  #tell(sentence, failed) {
    for (const listener of this.listeners) listener(sentence, failed);
  }

  /** @param {string} cell */
  #key(cell) {
    return mine(`${this.panel.context.path}#${cell}`);
  }
}
