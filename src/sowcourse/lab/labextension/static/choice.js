// A choice cell: radio buttons that write the one value in the cell's source. Nothing chosen stays visibly nothing.

import { h, unique } from "./dom.js";
import { box } from "./element.js";

/**
 * The value that stands in the source now; null when the dots are still there; undefined when it is something else.
 * @param {string} source
 * @param {string} stub
 */
export const chosen = (source, stub) => {
  if (source.trim() === stub.trim()) return null;
  const [before, after] = stub.trim().split("...");
  const text = source.trim();
  if (!text.startsWith(before) || !text.endsWith(after)) return undefined;
  const literal = text.slice(before.length, text.length - after.length).trim();
  return /^(["'])([^"'\\\n]*)\1$/.exec(literal)?.[2];
};

/**
 * Draw the buttons; null when the source is not the one assignment we know, which then stays plain code.
 * @param {Cell} cell
 * @param {{name: string, title: string, stub: string, options: string[], scale: boolean,
 *   keeper: import("./keeper.js").Keeper, attempt: () => Promise<void>, changed: () => void}} what
 */
export function choice(cell, what) {
  const current = () => chosen(cell.model.sharedModel.getSource(), what.stub);
  if (current() === undefined) return null;
  const group = unique();
  const state = h("p", { class: "sowcourse-quiet", role: "status" });
  const radios = what.options.map((option) =>
    h("input", {
      type: "radio",
      name: group,
      id: unique(),
      value: option,
      onchange: async () => {
        what.keeper.write(what.name, cell, what.stub.replace("...", JSON.stringify(option)));
        what.changed();
        show();
        await what.attempt();
      },
    }),
  );
  const show = () => {
    const value = current();
    for (const radio of radios) radio.checked = radio.value === value;
    const other = value === undefined ? "In de code staat een antwoord dat hier niet bij past." : "";
    state.textContent = value === null ? "Nog niet gekozen." : other;
  };
  cell.model.sharedModel.changed.connect(show);
  show();
  return box(
    h(
      "fieldset",
      { class: what.scale ? "sowcourse-scale" : "" },
      h("legend", {}, what.title),
      ...radios.map((radio, i) =>
        h("div", { class: "sowcourse-option" }, radio, h("label", { for: radio.id }, what.options[i])),
      ),
      state,
    ),
  );
}
