// A choice cell: radio buttons that write the one value in the cell's source. Nothing chosen stays visibly nothing.

import { chosen, picked } from "./answer.js";
import { h, unique } from "./dom.js";
import { box } from "./element.js";

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
        what.keeper.write(what.name, cell, picked(what.stub, option));
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
