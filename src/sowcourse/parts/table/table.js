// A field to search in every table that has none yet. Without this script the whole table stands there all the same.

import { h, quiet, unique } from "../dom.js";
import { asked, bare, holds } from "./search.js";

/** So many rows are drawn at first: thousands would make all around them slow, and nobody reads them one by one. */
const FIRST = 100;

/** Put the field above one table. @param {HTMLElement} table */
function addSearch(table) {
  table.dataset.ready = "true";
  const id = unique();
  const rows = [...table.querySelectorAll("tbody tr")].filter((row) => row instanceof HTMLTableRowElement);
  const texts = rows.map((row) => [...row.cells].map((cell) => bare(cell.textContent ?? "")));
  const names = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent ?? "");
  const body = table.querySelector("tbody");
  const scroll = /** @type {HTMLElement | null} */ (table.querySelector(".sow-scroll"));
  const state = h("span", { role: "status" });
  const more = h("button", { type: "button", hidden: true, onclick: () => show(rows.length) });
  const show = (most = FIRST) => {
    const looked = asked(words.value);
    const found = rows.filter((_, place) => {
      const text = where.value ? texts[place][Number(where.value)] : texts[place].join(" | ");
      return looked.every((word) => holds(text, word));
    });
    const inside = document.activeElement === more;
    body?.replaceChildren(...found.slice(0, most));
    more.hidden = found.length <= most;
    more.textContent = `Toon alle ${found.length} rijen`;
    if (inside && more.hidden) scroll?.focus();
    state.textContent = !found.length
      ? "Geen enkele rij. Typ minder woorden, of zoek in alle kolommen."
      : `${found.length} van de ${rows.length} rijen${more.hidden ? "" : `; hieronder de eerste ${most}`}`;
  };
  const words = h("input", { type: "search", id, autocomplete: "off", spellcheck: "false", oninput: () => show() });
  const where = h(
    "select",
    { id: `${id}-in`, "aria-label": "Zoek in welke kolom", onchange: () => show() },
    h("option", { value: "" }, "alle kolommen"),
    names.map((name, place) => h("option", { value: place }, name)),
  );
  const box = h(
    "div",
    { class: "sow-search" },
    h("label", { for: id }, "Zoek in de tabel"),
    words,
    h("label", { for: `${id}-in` }, "in"),
    where,
  );
  for (const part of [box, table]) {
    part.setAttribute("data-lm-suppress-shortcuts", "true");
    quiet(part, "mousedown", "dblclick", "focusin");
  }
  scroll?.before(box, h("p", { class: "sow-hint sow-found" }, state, more));
  show();
}

for (const table of document.querySelectorAll(".sow-table:not([data-ready])")) {
  if (table instanceof HTMLElement) addSearch(table);
}
