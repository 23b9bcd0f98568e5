// A data cell: the code, with a field at every place to fill in; «Probeer» runs it and its check, «Bekijk de tabel»
// shows the figures.

import { h } from "./dom.js";
import { box, button, buttons, main, modal } from "./element.js";

/**
 * What stands at the dots of the stub; null when the rest of the code was changed too.
 * @param {string} source
 * @param {string} stub
 * @returns {string[] | null}
 */
export const filled = (source, stub) => {
  const pieces = stub.split("...").map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const found = new RegExp(`^\\s*${pieces.join("([^\\n]*?)")}\\s*$`).exec(source);
  return found && pieces.length > 1 ? found.slice(1) : null;
};

/** The code with these texts at the dots; an empty one keeps its dots. @param {string} stub @param {string[]} values */
export const withValues = (stub, values) =>
  stub.split("...").reduce((code, piece, i) => code + (values[i - 1] || "...") + piece);

/**
 * Show tables over the page; they are moved here with what was searched in them, and go back where they stood.
 * @param {Element[]} tables
 */
const showTables = (tables) => {
  const places = tables.map((table) => {
    const place = h("span");
    table.replaceWith(place);
    return place;
  });
  const dialog = modal("De cijfers", ...tables, buttons(main("Terug naar de stap", () => dialog.close())));
  dialog.classList.add("sowcourse-wide");
  dialog.addEventListener(
    "keydown",
    (event) => {
      // a field to search takes Escape for itself, and empties
      if (event.key !== "Escape") return;
      event.preventDefault();
      dialog.close();
    },
    { capture: true },
  );
  const putBack = () => {
    for (const [i, place] of places.entries()) place.replaceWith(tables[i]);
  };
  dialog.addEventListener("close", putBack, { once: true });
  tables[0].querySelector("input")?.select();
};

/**
 * One place to fill in.
 * @param {string} value
 * @param {string} label what a screen reader calls it
 * @param {(value: string) => void} change
 * @param {() => void} enter
 */
const vacancy = (value, label, change, enter) => {
  const field = h("input", {
    type: "text",
    value: value === "..." ? "" : value,
    spellcheck: "false",
    autocapitalize: "off",
    autocomplete: "off",
    placeholder: "...",
    "aria-label": label,
  });
  const size = () => {
    field.style.width = `${Math.max(8, field.value.length + 2)}ch`;
  };
  size();
  field.addEventListener("input", () => {
    size();
    change(field.value.trim());
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    enter();
  });
  return field;
};

/** What a place is about: what stands before it in its line. @param {string} before */
export const lineBefore = (before) => (before.split("\n").pop() ?? "").trim().replace(/\s*=$/, "") || "waarde";

/**
 * Draw the exercise.
 * @param {Cell} cell
 * @param {{name: string, title: string, stub: string, keeper: import("./keeper.js").Keeper, tables: () => Element[],
 *   attempt: () => Promise<void>, changed: () => void, outdate: () => void}} what
 */
export function exercise(cell, what) {
  const { name, stub, keeper } = what;
  const code = h("div", { class: "sowcourse-code", role: "group", "aria-label": `Code: ${what.title}` });
  const state = h("p", { class: "sowcourse-quiet", role: "status" });
  const current = () => cell.model.sharedModel.getSource();
  let mine = "";
  let whole = false;
  let asked = false;

  const draw = () => {
    mine = current();
    const values = filled(mine, stub);
    const plain = whole || !values;
    cell.node.classList.toggle("sowcourse-plain", plain);
    code.hidden = plain;
    edit.textContent = plain ? "Terug naar de vakken" : "Bewerk alle code";
    edit.hidden = plain && !values; // the vacant places cannot be found again in code that was rewritten
    if (plain) return;
    const [first, ...pieces] = stub.split("...");
    const change = (/** @type {number} */ i, /** @type {string} */ value) => {
      values[i] = value;
      mine = withValues(stub, values);
      what.outdate();
      keeper.write(name, cell, mine);
      what.changed();
    };
    const places = values.flatMap((value, i) => {
      const label = `Vul in: ${lineBefore(i ? pieces[i - 1] : first)} (plaats ${i + 1} van ${values.length})`;
      return [vacancy(value, label, (typed) => change(i, typed), go), pieces[i]];
    });
    code.replaceChildren(first, ...places);
  };

  const go = async () => {
    asked = attempt.getAttribute("aria-disabled") === "true"; // while the answer before this one is being tried
    if (asked) return;
    const empty = code.hidden ? [] : [...code.querySelectorAll("input")].filter((field) => !field.value.trim());
    if (empty.length) {
      const which =
        empty.length === 1 ? "het vak in dat nog leeg is" : `de ${empty.length} vakken in die nog leeg zijn`;
      state.textContent = `Vul eerst ${which}.`;
      empty[0].focus();
      return;
    }
    attempt.setAttribute("aria-disabled", "true");
    state.textContent = "Even rekenen…";
    const tried = current();
    try {
      await what.attempt();
      state.textContent = "";
    } catch (fault) {
      state.textContent = fault.message;
    } finally {
      attempt.removeAttribute("aria-disabled");
    }
    if (current() === tried) return;
    what.outdate(); // what was told is about the answer before this one
    if (asked) await go();
  };
  const look = () => {
    const tables = what.tables();
    state.textContent = tables.length ? "" : "De tabel staat er nog niet. Klik bovenaan op «Zet de cijfers klaar».";
    if (tables.length) showTables(tables);
  };
  const again = () => {
    const untouched = current().trim() === stub.trim();
    if (!untouched && !globalThis.confirm("Deze stap opnieuw beginnen? Wat je invulde, verdwijnt.")) return;
    what.outdate();
    keeper.write(name, cell, stub);
    whole = false;
    what.changed();
    draw();
  };

  const attempt = main("Probeer", go);
  const edit = button("Bewerk alle code", () => {
    whole = !whole;
    draw();
    if (whole) cell.editor?.focus();
  });
  cell.model.sharedModel.changed.connect(() => {
    if (current() === mine) return;
    if (whole || !filled(mine, stub)) {
      mine = current();
      what.outdate();
      keeper.note(name, mine);
      what.changed();
    } else draw();
  });
  draw();
  return box(code, buttons(attempt, button("Bekijk de tabel", look), edit, button("Begin opnieuw", again), state));
}
