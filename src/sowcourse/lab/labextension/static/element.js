// Pieces of the desk: a box in a cell, a dialog, and what the clock says.

import { h, quiet, unique } from "./dom.js";

/**
 * A box in a cell in which typing and clicking are for us and not for JupyterLab's shortcuts.
 * @param {...Child} children
 */
export const box = (...children) => {
  const element = h("div", { class: "sowcourse-desk", lang: "nl", "data-lm-suppress-shortcuts": "true" }, ...children);
  quiet(element, "mousedown", "dblclick", "focusin", "contextmenu", "paste", "copy", "cut");
  return element;
};

/** A row of buttons. @param {...Child} children */
export const buttons = (...children) => h("div", { class: "sowcourse-buttons" }, ...children);

/** @param {string} label @param {(event: Event) => void} action */
export const button = (label, action) => h("button", { type: "button", onclick: action }, label);

/** The button that one presses most. @param {string} label @param {(event: Event) => void} action */
export const main = (label, action) => h("button", { type: "button", class: "sowcourse-main", onclick: action }, label);

/**
 * Open a dialog of ours, in which keys are for the dialog and not for JupyterLab; it leaves the page when it closes.
 * @param {string} title
 * @param {...Child} children
 */
export const modal = (title, ...children) => {
  const id = unique();
  const before = document.activeElement;
  const look = { class: "sowcourse-dialog", lang: "nl", "aria-labelledby": id };
  const dialog = h("dialog", look, h("h2", { id }, title), ...children);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before instanceof HTMLElement) before.focus();
  });
  quiet(dialog);
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
};

/** 14:02 @param {Date} [moment] */
export const clock = (moment = new Date()) => moment.toLocaleTimeString("nl", { hour: "2-digit", minute: "2-digit" });
