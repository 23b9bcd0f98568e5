// How sure the reader is of something, and what would change that.

import { h } from "../dom.js";
import { choice, field, named } from "../fields.js";
import { start } from "../start.js";

/** @typedef {PartData & {statement: string, steps: string[], question: string}} Data */

/** @param {View<Data>} view */
export const render = (view) =>
  start(view, ({ data, body, keep }) => {
    const { value, put } = keep({ step: "", change: "" });
    body.append(
      h("p", { class: "sow-motion" }, data.statement),
      choice("Hoe zeker ben je?", named(data.steps), value.step, (step) => put({ step })),
      field(data.question, value.change, (change, now) => put({ change }, now), "een zin is genoeg"),
    );
  });
