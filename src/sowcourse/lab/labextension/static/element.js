// Small helpers to draw: an element with its attributes and children, and names that occur once.

let number = 0;

/** Keep what happens in our part of the page from JupyterLab. @param {Event} event */
const quiet = (event) => event.stopPropagation();

/** A name for an id that no other element has. @param {string} base */
export const unique = (base) => `sowcourse-${base}-${(number += 1)}`;

/**
 * An element. Children that are text stay text; attributes that start with "on" are listeners.
 * @param {string} name
 * @param {Record<string, any>} [attributes]
 * @param {...(Node | string)} children
 * @returns {any}
 */
export const h = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== undefined) element.setAttribute(key, String(value));
  }
  element.append(...children);
  return element;
};

/**
 * A box in a cell in which typing and clicking are for us and not for JupyterLab's shortcuts.
 * @param {...(Node | string)} children
 */
export const box = (...children) => {
  const element = h("div", { class: "sowcourse-desk", lang: "nl", "data-lm-suppress-shortcuts": "true" }, ...children);
  for (const kind of [
    "keydown",
    "keypress",
    "keyup",
    "mousedown",
    "dblclick",
    "focusin",
    "contextmenu",
    "paste",
    "copy",
    "cut",
  ]) {
    element.addEventListener(kind, quiet);
  }
  return element;
};

/**
 * Open a dialog of ours, in which keys are for the dialog and not for JupyterLab; it leaves the page when it closes.
 * @param {string} title @param {...(Node | string)} children
 * @returns {HTMLDialogElement}
 */
export const modal = (title, ...children) => {
  const id = unique("titel");
  const before = document.activeElement;
  const dialog = h(
    "dialog",
    {
      class: "sowcourse-dialog",
      lang: "nl",
      "aria-labelledby": id,
      onclose: () => {
        dialog.remove();
        if (before instanceof HTMLElement) before.focus();
      },
    },
    h("h2", { id }, title),
    ...children,
  );
  for (const kind of ["keydown", "keypress", "keyup"]) dialog.addEventListener(kind, quiet);
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
};

/** 14:02 @param {Date} [moment] */
export const clock = (moment = new Date()) => moment.toLocaleTimeString("nl", { hour: "2-digit", minute: "2-digit" });

/** How many words a text has, as the checks count them (`concept.words`). @param {string} text */
export const countWords = (text) => text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
