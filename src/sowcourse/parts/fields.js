// What every part is made of: labelled fields, choices, buttons and tables.

import { area, countWords, h, saidWords, unique } from "./dom.js";

/** @typedef {{value: string, label: string, note?: string}} Option */

/**
 * A textarea under a visible label, with a count of words. The count describes nothing: a screen reader would say it
 * anew at every word.
 * @param {string} label
 * @param {string | undefined} value
 * @param {(text: string, now: boolean) => void} change
 */
export function field(label, value, change, hint = "") {
  const id = unique();
  const words = h("span", { class: "sow-words" });
  const count = () => {
    words.textContent = saidWords(countWords(text.value));
  };
  const about = hint ? { "aria-describedby": `${id}-hint` } : {};
  const text = area({ id, value: value ?? "", ...about }, (typed) => {
    count();
    change(typed, false);
  });
  text.addEventListener("change", () => change(text.value, true));
  count();
  return h(
    "div",
    { class: "sow-field" },
    h("label", { for: id }, label),
    text,
    h("p", { class: "sow-hint" }, words, hint ? [" · ", h("span", { id: `${id}-hint` }, hint)] : ""),
  );
}

/**
 * Radio buttons in a fieldset.
 * @param {string} legend
 * @param {readonly Option[]} options
 * @param {string | undefined} value
 * @param {(value: string) => void} change
 */
export function choice(legend, options, value, change) {
  const name = unique();
  /** @param {Option} option */
  const radio = (option) =>
    h("input", {
      type: "radio",
      name,
      value: option.value,
      checked: option.value === value,
      onchange: () => change(option.value),
    });
  return h(
    "fieldset",
    {},
    h("legend", {}, legend),
    options.map((option) => ticked(radio(option), option.label, option.note ? ` ${option.note}` : "")),
  );
}

/**
 * A box to tick, with its label and what is noted behind it.
 * @param {boolean} checked
 * @param {string} label
 * @param {string} note
 * @param {(checked: boolean) => void} change
 */
export function tick(checked, label, note, change) {
  const box = h("input", { type: "checkbox", checked, onchange: () => change(box.checked) });
  return ticked(box, label, note);
}

/** @param {HTMLElement} box @param {string} label @param {string} note */
const ticked = (box, label, note) =>
  h("label", { class: "sow-option" }, box, h("span", {}, label, note ? h("span", { class: "sow-note" }, note) : null));

/**
 * A labelled list to choose from.
 * @param {string} label
 * @param {readonly Option[]} options
 * @param {string | undefined} value
 * @param {(value: string) => void} change
 */
export function pick(label, options, value, change) {
  const id = unique();
  const list = select({ id }, [{ value: "", label: "kies…" }, ...options], value ?? "", change);
  return h("div", { class: "sow-pick" }, h("label", { for: id }, label), list);
}

/**
 * A list to choose from that gets its label elsewhere.
 * @param {Attributes} attributes
 * @param {readonly Option[]} options
 * @param {string} value
 * @param {(value: string) => void} change
 */
export function select(attributes, options, value, change) {
  const list = h(
    "select",
    { ...attributes, onchange: () => change(list.value) },
    options.map((option) => h("option", { value: option.value }, option.label)),
  );
  list.value = value;
  return list;
}

/** Values that are their own label. @param {readonly string[]} values @returns {Option[]} */
export const named = (values) => values.map((value) => ({ value, label: value }));

/** A place for a table that may be wider than the page: it scrolls by itself, by keyboard too. @param {string} name */
export const scroll = (name) =>
  h("div", { class: "sow-scroll", tabindex: "0", role: "region", "aria-label": `Tabel: ${name}` });

/**
 * A table whose first column says what each row is about. With more columns than a phone shows, every cell knows its
 * column, for a narrow screen on which the cells of a row stand below each other.
 * @param {string} caption
 * @param {readonly string[]} heads
 * @param {readonly (readonly Child[])[]} rows
 */
export const table = (caption, heads, rows) =>
  h(
    "table",
    heads.length > 2 ? { class: "stacks" } : {},
    h("caption", {}, caption),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        heads.map((head) => (head ? h("th", { scope: "col" }, head) : h("td"))),
      ),
    ),
    h(
      "tbody",
      {},
      rows.map(([first, ...cells]) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, first),
          cells.map((cell, place) => h("td", heads.length > 2 ? { "data-of": heads[place + 1] } : {}, cell)),
        ),
      ),
    ),
  );

/** @param {string} label @param {() => void} action */
export const button = (label, action) => h("button", { type: "button", onclick: action }, label);
