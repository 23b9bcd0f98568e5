// Where the reader stands on the thesis, beside where the reader stood before.

import { h } from "../dom.js";
import { choice, field, named } from "../fields.js";
import { start } from "../start.js";

/** @typedef {PartData & {motion: string, positions: string[], earlier: {position?: string, why?: string}}} Data */

/** @param {View<Data>} view */
export const render = (view) =>
  start(view, ({ data, body, keep }) => {
    const { value, put } = keep({ position: "", why: "" });
    const { position: then, why } = data.earlier;
    const before = h("div", { role: "status" });
    const draw = () => {
      if (!value.position || !then) return;
      before.replaceChildren(
        h("p", {}, "In het begin koos je: ", h("strong", {}, then), ". Nu: ", h("strong", {}, value.position), "."),
        why ? h("p", { class: "sow-text" }, `Toen schreef je: ${why}`) : "",
        h("p", {}, "Bewegen mag, blijven ook. Het gaat om de reden die je ervoor kunt geven."),
      );
    };
    body.append(
      h("p", { class: "sow-motion" }, data.motion),
      choice("Waar sta je?", named(data.positions), value.position, (position) => {
        put({ position });
        draw();
      }),
      field("Waarom sta je daar?", value.why, (why, now) => put({ why }, now), "twee of drie zinnen"),
      before,
    );
    draw();
  });
