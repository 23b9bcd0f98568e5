// A field to search in every table that has none yet. Without this script the whole table stands there all the same.

import { h, quiet, unique } from "../dom.js";
import { asked, bare, holds } from "./search.js";

/** Put the field above one table. @param {HTMLElement} table */
function addSearch(table) {
  table.dataset.ready = "true";
  const id = unique();
  const rows = [...table.querySelectorAll("tbody tr")].filter((row) => row instanceof HTMLTableRowElement);
  const texts = rows.map((row) => [...row.cells].map((cell) => bare(cell.textContent ?? "")));
  const names = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent ?? "");
  const state = h("p", { class: "sow-hint", role: "status" });
  const show = () => {
    const looked = asked(words.value);
    for (const [place, row] of rows.entries()) {
      const text = where.value ? texts[place][Number(where.value)] : texts[place].join(" | ");
      row.hidden = !looked.every((word) => holds(text, word));
    }
    const left = rows.filter((row) => !row.hidden).length;
    state.textContent = left
      ? `${left} van de ${rows.length} rijen`
      : "Geen enkele rij. Typ minder woorden, of zoek in alle kolommen.";
  };
  const words = h("input", { type: "search", id, autocomplete: "off", spellcheck: "false", oninput: show });
  const where = h(
    "select",
    { id: `${id}-in`, onchange: show },
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
  table.querySelector(".sow-scroll")?.before(box, state);
  show();
}

for (const table of document.querySelectorAll(".sow-table:not([data-ready])")) {
  if (table instanceof HTMLElement) addSearch(table);
}
