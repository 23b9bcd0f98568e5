// The cells of an assignment: which are answers, what is filled in, which check and which heading belong to which.

import { isUnanswered } from "./answer.js";

export class Sheet {
  /** @param {Cell[]} cells from top to bottom */
  constructor(cells) {
    this.cells = cells;
  }

  /** The cells with a place to answer. */
  questions() {
    return this.cells.filter((cell) => marks(cell).solution);
  }

  /** How many answers are filled in, said. */
  progress() {
    const asked = this.questions();
    return `${asked.filter((cell) => !isOpen(cell)).length} van ${asked.length} ingevuld`;
  }

  /** The checks that belong to an answer: the graded cells below it, up to the next answer. @param {Cell} cell */
  checksOf(cell) {
    const below = this.cells.slice(this.cells.indexOf(cell) + 1);
    const end = below.findIndex((other) => marks(other).solution);
    const own = end < 0 ? below : below.slice(0, end);
    return own.filter((other) => marks(other).grade && other.model.type === "code");
  }

  /** The heading above a cell. @param {Cell} cell */
  headingOf(cell) {
    for (const above of this.#above(cell).reverse()) {
      const found = above.model.type === "markdown" && /^#{2,3} (.+)$/m.exec(sourceOf(above));
      if (found) return found[1];
    }
    return "Antwoord";
  }

  /** The tables that stand above a cell, shown whole. @param {Cell} cell */
  tablesOf(cell) {
    return this.#above(cell).flatMap((above) => [...above.node.querySelectorAll(".sow:has(> .sow-table)")]);
  }

  /** @param {Cell} cell */
  #above(cell) {
    return this.cells.slice(0, this.cells.indexOf(cell));
  }
}

/** What nbgrader knows of a cell. @param {Cell} cell */
export const marks = (cell) => cell.model.getMetadata("nbgrader") ?? {};

/** What we know of a cell. @param {Cell} cell */
export const ours = (cell) => cell.model.getMetadata("sowcourse") ?? {};

/** @param {Cell} cell */
export const sourceOf = (cell) => cell.model.sharedModel.getSource();

/** @param {Cell} cell */
export const nameOf = (cell) => marks(cell).grade_id ?? cell.model.id;

/** Whether an answer is still to be given: as it was, empty, or with dots in its code. @param {Cell} cell */
export const isOpen = (cell) => isUnanswered(sourceOf(cell), ours(cell).stub ?? "", cell.model.type === "code");
