// A field to search in every table that has none yet. Without this script the whole table stands there all the same.
(() => {
  const bare = (text) =>
    text
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/(\d),(?=\d)/g, "$1.");
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  /** Whether a text holds this: a short word at the start of a word, since «BE» is no «beter», a longer one anywhere. */
  const holds = (text, word) =>
    word.length > 3 ? text.includes(word) : new RegExp(`(^|[^\\p{L}\\p{N}.])${escaped(word)}`, "u").test(text);
  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  let number = 0;
  for (const table of document.querySelectorAll(".sow-table:not([data-ready])")) {
    table.dataset.ready = "true";
    const id = `sow-zoek-${Date.now()}-${(number += 1)}`;
    const rows = [...table.querySelectorAll("tbody tr")];
    const texts = rows.map((row) => [...row.cells].map((cell) => bare(cell.textContent)));
    const names = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent);
    const words = make("input", { type: "search", id, autocomplete: "off", spellcheck: "false" });
    const where = make(
      "select",
      { id: `${id}-in` },
      make("option", { value: "" }, "alle kolommen"),
      ...names.map((name, place) => make("option", { value: String(place) }, name)),
    );
    const state = make("p", { class: "sow-hint", role: "status" });
    const show = () => {
      const asked = bare(words.value)
        .replace(/["'“”„‘’]/g, " ")
        .split(/\s+/)
        .filter(Boolean);
      let left = 0;
      rows.forEach((row, place) => {
        const text = where.value ? texts[place][Number(where.value)] : texts[place].join(" | ");
        row.hidden = !asked.every((word) => holds(text, word));
        if (!row.hidden) left += 1;
      });
      state.textContent = left
        ? `${left} van de ${rows.length} rijen`
        : "Geen enkele rij. Typ minder woorden, of zoek in alle kolommen.";
    };
    words.addEventListener("input", show);
    where.addEventListener("change", show);
    const box = make(
      "div",
      { class: "sow-search" },
      make("label", { for: id }, "Zoek in de tabel"),
      words,
      make("label", { for: `${id}-in` }, "in"),
      where,
    );
    for (const part of [box, table]) {
      part.setAttribute("data-lm-suppress-shortcuts", "true");
      for (const kind of ["keydown", "keypress", "keyup", "mousedown", "dblclick", "focusin"])
        part.addEventListener(kind, (event) => event.stopPropagation());
    }
    table.querySelector(".sow-scroll").before(box, state);
    show();
  }
})();
