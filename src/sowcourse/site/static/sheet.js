// What a reader wrote in an assignment: the released notebook with the answers in it, and how far it is.

import { isUnanswered } from "../../parts/answer.js";
import { local } from "./entries.js";

/** The text of a cell of a notebook. @param {NotebookCell} cell */
export const sourceOf = (cell) => (Array.isArray(cell.source) ? cell.source.join("") : cell.source);

/** @param {NotebookCell} cell */
const marks = (cell) => cell.metadata?.nbgrader ?? {};

/** @param {NotebookCell} cell */
const nameOf = (cell) => marks(cell).grade_id ?? "";

/** SHA-256, hexadecimal; "" where the browser cannot compute it (a page without https). @param {string} text */
const hash = async (text) => {
  if (!globalThis.crypto?.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

export class Sheet {
  /**
   * @param {NotebookFile} given as it was released
   * @param {AskedCell[]} asked
   * @param {Kept} kept what this browser has of it
   */
  constructor(given, asked, kept) {
    this.given = given;
    this.asked = asked;
    this.kept = kept;
  }

  /** The notebook that goes on: the reader's own file where one was brought, else the released one. */
  get base() {
    return this.kept.file ?? this.given;
  }

  /** What stands in an answer now. @param {string} cell */
  source(cell) {
    const written = this.kept.cells?.[cell];
    if (written) return String(written.value);
    const found = this.base.cells.find((other) => nameOf(other) === cell);
    return found ? sourceOf(found) : "";
  }

  /** Whether a question is still to be answered. @param {AskedCell} asked */
  isOpen(asked) {
    return isUnanswered(this.source(asked.cell), asked.stub, asked.kind !== "reflection");
  }

  /** How many questions of these kinds are answered, and of how many. @param {string[]} kinds */
  progress(kinds) {
    const mine = this.asked.filter(({ kind }) => kinds.includes(kind));
    return { done: mine.filter((asked) => !this.isOpen(asked)).length, all: mine.length };
  }

  /** The notebook with the answers in it. @returns {NotebookFile} */
  notebook() {
    const cells = this.base.cells.map((cell) => {
      const written = this.kept.cells?.[nameOf(cell)];
      return written && !marks(cell).locked ? { ...cell, source: String(written.value) } : cell;
    });
    return { ...this.base, cells };
  }

  /** Every text that is the reader's: answers, and cells that were added. */
  written() {
    const cells = this.notebook().cells.filter((cell) => !marks(cell).locked);
    return cells.map(sourceOf).filter((text) => text.trim());
  }

  /** The code of what was written: the same for the same answers here and in JupyterLab; "" where none can be made. */
  async code() {
    const answers = this.notebook().cells.filter((cell) => !marks(cell).locked);
    const pairs = answers.map((cell) => `[${JSON.stringify(nameOf(cell))}, ${JSON.stringify(sourceOf(cell))}]`);
    return (await hash(`[${pairs.join(", ")}]`)).slice(0, 12);
  }

  /**
   * The file to hand in, with its receipt inside.
   * @param {Date} moment @returns {Promise<{text: string, receipt: PageReceipt}>}
   */
  async handIn(moment) {
    const receipt = { code: await this.code(), moment: local(moment) };
    const notebook = this.notebook();
    const ours = { ...notebook.metadata.sowcourse, ...(receipt.code ? { receipt } : {}) };
    const whole = { ...notebook, metadata: { ...notebook.metadata, sowcourse: ours } };
    return { text: `${JSON.stringify(whole, null, 1)}\n`, receipt };
  }

  /**
   * What a file that the reader brings would change here: cells that differ and are written in both places.
   * Throws an Error in Dutch for what is not this assignment.
   * @param {unknown} content
   */
  compared(content) {
    const file = notebookOf(content, this.given);
    const there = new Sheet(this.given, this.asked, { file });
    const differ = this.asked.filter(
      (asked) => !this.isOpen(asked) && !there.isOpen(asked) && this.source(asked.cell) !== there.source(asked.cell),
    );
    return { file, there, differ };
  }

  /**
   * Take over a file: its cells become the notebook that goes on.
   * @param {{file: NotebookFile, there: Sheet, differ: AskedCell[]}} compared
   * @param {boolean} theirs whether the file goes before what stands here, where both were written
   * @returns {Kept}
   */
  joined({ file, there, differ }, theirs) {
    const both = new Set(differ.map(({ cell }) => cell));
    const mine = this.asked.filter(
      (asked) => !this.isOpen(asked) && (there.isOpen(asked) || (both.has(asked.cell) && !theirs)),
    );
    const cells = Object.fromEntries(
      mine.map(({ cell }) => [cell, this.kept.cells?.[cell] ?? { value: this.source(cell), at: local(new Date()) }]),
    );
    return { file, cells };
  }
}

/** @param {unknown} value @returns {value is Record<string, any>} */
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** A notebook out of a file, when it is this assignment whole. @param {unknown} content @param {NotebookFile} given */
function notebookOf(content, given) {
  const refused = (/** @type {string} */ why) => new Error(`Dit bestand past hier niet: ${why}`);
  if (!isRecord(content) || !Array.isArray(content.cells) || !isRecord(content.metadata)) {
    throw refused("het is geen notebook. Kies je bestand dat op .ipynb eindigt.");
  }
  const file = /** @type {NotebookFile} */ (content);
  const [here, there] = [given, file].map((notebook) => notebook.metadata.sowcourse?.module ?? "");
  if (here !== there) throw refused(`het is ${there ? `de opdracht bij ${there}` : "geen opdracht van deze cursus"}.`);
  const names = new Set(file.cells.map(nameOf));
  const missing = given.cells.map(nameOf).filter((name) => name && !names.has(name));
  if (missing.length) {
    throw refused(
      `er ontbreken ${missing.length} vakken, dus het is een andere versie of er is iets gewist. ` +
        "Vraag je lesgever de opdracht van nu, of schrijf hier verder.",
    );
  }
  return file;
}
