// A data cell: the code, with a field at every place to fill in; «Probeer» runs it and its check, «Bekijk de tabel» shows the figures.

import { box, h, modal } from "./element.js";

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
  const dialog = modal(
    "De cijfers",
    ...tables,
    h(
      "div",
      { class: "sowcourse-buttons" },
      h("button", { type: "button", class: "sowcourse-main", onclick: () => dialog.close() }, "Terug naar de stap"),
    ),
  );
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
  dialog.addEventListener("close", () => places.forEach((place, i) => place.replaceWith(tables[i])), { once: true });
  tables[0].querySelector("input")?.select();
};

/**
 * Draw the exercise.
 * @param {Cell} cell
 * @param {{name: string, title: string, stub: string, keeper: import("./keeper.js").Keeper, tables: () => Element[],
 *   attempt: () => Promise<void>, changed: () => void}} what
 */
export function exercise(cell, what) {
  const { name, stub, keeper } = what;
  const code = h("div", { class: "sowcourse-code", role: "group", "aria-label": `Code: ${what.title}` });
  const state = h("p", { class: "sowcourse-quiet", role: "status" });
  const current = () => cell.model.sharedModel.getSource();
  const edit = h(
    "button",
    {
      type: "button",
      onclick: () => {
        whole = !whole;
        draw();
        if (whole) cell.editor?.focus();
      },
    },
    "Bewerk alle code",
  );
  let mine = "";
  let whole = false;

  const draw = () => {
    mine = current();
    const values = filled(mine, stub);
    const plain = whole || !values;
    cell.node.classList.toggle("sowcourse-plain", plain);
    code.hidden = plain;
    edit.textContent = plain ? "Terug naar de vakken" : "Bewerk alle code";
    edit.hidden = plain && !values; // the vacant places cannot be found again in code that was rewritten
    if (plain) return;
    const pieces = stub.split("...");
    const nodes = [pieces[0]];
    values.forEach((value, i) => {
      const line = (pieces[i].split("\n").pop() ?? "").trim().replace(/\s*=$/, "") || "waarde";
      const field = h("input", {
        type: "text",
        spellcheck: "false",
        autocapitalize: "off",
        autocomplete: "off",
        placeholder: "...",
        "aria-label": `Vul in: ${line} (plaats ${i + 1} van ${values.length})`,
      });
      field.value = value === "..." ? "" : value;
      const size = () => {
        field.style.width = `${Math.max(8, field.value.length + 2)}ch`;
      };
      size();
      field.addEventListener("input", () => {
        size();
        values[i] = field.value.trim();
        mine = withValues(stub, values);
        keeper.write(name, cell, mine);
        what.changed();
      });
      field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
        if (event.key === "Enter") {
          event.preventDefault();
          void go();
        }
      });
      nodes.push(field, pieces[i + 1]);
    });
    code.replaceChildren(...nodes);
  };

  const go = async () => {
    if (attempt.getAttribute("aria-disabled") === "true") return;
    const empty = code.hidden ? [] : [...code.querySelectorAll("input")].filter((field) => !field.value.trim());
    if (empty.length) {
      state.textContent =
        empty.length === 1
          ? "Vul eerst het vak in dat nog leeg is."
          : `Vul eerst de ${empty.length} vakken in die nog leeg zijn.`;
      empty[0].focus();
      return;
    }
    attempt.setAttribute("aria-disabled", "true");
    state.textContent = "Even rekenen…";
    try {
      await what.attempt();
      state.textContent = "";
    } catch (fault) {
      state.textContent = fault.message;
    } finally {
      attempt.removeAttribute("aria-disabled");
    }
  };

  const attempt = h("button", { type: "button", class: "sowcourse-main", onclick: go }, "Probeer");
  const buttons = h("div", { class: "sowcourse-buttons" }, attempt);
  const look = h(
    "button",
    {
      type: "button",
      onclick: () => {
        const tables = what.tables();
        state.textContent = tables.length ? "" : "De tabel staat er nog niet. Klik bovenaan op «Zet de cijfers klaar».";
        if (tables.length) showTables(tables);
      },
    },
    "Bekijk de tabel",
  );
  buttons.append(
    look,
    edit,
    h(
      "button",
      {
        type: "button",
        onclick: () => {
          if (
            current().trim() !== stub.trim() &&
            !globalThis.confirm("Deze stap opnieuw beginnen? Wat je invulde, verdwijnt.")
          )
            return;
          keeper.write(name, cell, stub);
          whole = false;
          what.changed();
          draw();
        },
      },
      "Begin opnieuw",
    ),
    state,
  );
  cell.model.sharedModel.changed.connect(() => {
    if (current() === mine) return;
    if (whole || !filled(mine, stub)) {
      mine = current();
      keeper.note(name, mine);
      what.changed();
    } else draw();
  });
  draw();
  return box(code, buttons);
}
