// What a cell of an assignment looks like: fields for an answer, a button for what runs, a verdict for a check.

import { choice } from "./choice.js";
import { box, button, buttons } from "./element.js";
import { exercise } from "./exercise.js";
import { reflection } from "./reflection.js";
import { marks, nameOf, ours, sourceOf } from "./sheet.js";
import { outdate, showVerdict } from "./verdict.js";

/** @type {Record<string, string>} */
const SHOWS = { show_mirror: "Bekijk de spiegel", show_confidentiality: "Zoek namen en nummers" };

/**
 * @typedef {object} Desk what all cells of one assignment share
 * @property {() => import("./sheet.js").Sheet} sheet
 * @property {import("./keeper.js").Keeper} keeper
 * @property {Ask} ask
 * @property {string} path
 * @property {string[]} positions
 * @property {(cell: Cell, checks: Cell[]) => Promise<void>} step runs a cell and its checks
 * @property {() => void} changed
 */

/** Dress one cell. @param {Cell} cell @param {Desk} desk */
export function dress(cell, desk) {
  const drawn = marks(cell).solution ? answer(cell, desk) : ran(cell, desk);
  if (!drawn) return;
  cell.addClass("sowcourse-dressed");
  cell.node.querySelector(":scope > .jp-Cell-inputWrapper")?.after(drawn);
}

/**
 * The fields of an answer; null for a choice whose source is not the one that we know.
 * @param {Cell} cell
 * @param {Desk} desk
 */
const answer = (cell, desk) => {
  const { keeper, ask, path, changed, positions } = desk;
  const sheet = desk.sheet();
  const { stub = "", choice: asked } = ours(cell);
  const what = {
    name: nameOf(cell),
    title: sheet.headingOf(cell),
    stub,
    keeper,
    changed,
    outdate: () => outdate(desk.sheet().checksOf(cell)),
  };
  const attempt = () => desk.step(cell, desk.sheet().checksOf(cell));
  if (cell.model.type === "markdown") {
    const [checking, ...more] = sheet.checksOf(cell);
    return reflection(cell, { ...what, ask, path, check: checking ? () => desk.step(checking, more) : null });
  }
  if (asked) {
    const scale = asked === "positions";
    return choice(cell, { ...what, attempt, scale, options: scale ? positions : asked });
  }
  cell.addClass("sowcourse-exercise");
  return exercise(cell, { ...what, attempt, tables: () => desk.sheet().tablesOf(cell) });
};

/**
 * The button of a cell that only runs; null for a check, and for what is only read.
 * @param {Cell} cell
 * @param {Desk} desk
 */
const ran = (cell, desk) => {
  const { locked, grade } = marks(cell);
  if (!locked || cell.model.type !== "code") return null;
  cell.addClass(grade ? "sowcourse-check" : "sowcourse-ours");
  if (grade) showVerdict(cell);
  const run = () => desk.step(cell, []);
  const shows = Object.keys(SHOWS).find((word) => sourceOf(cell).includes(`${word}(`));
  if (shows) return box(buttons(button(SHOWS[shows], run)));
  if (grade) return null;
  const row = buttons(button("Zet de cijfers klaar", run));
  row.classList.add("sowcourse-setup");
  return box(row);
};
