// One question, one text.

import { field } from "../fields.js";
import { start } from "../start.js";

/** @typedef {PartData & {question: string}} Data */

/** @param {View<Data>} view */
export const render = (view) =>
  start(view, ({ data, body, save, text }) => {
    const keep = (/** @type {string} */ written, /** @type {boolean} */ now) => save(data.item, written, now);
    body.append(field(data.question, text(data.item), keep, "alleen jij leest dit"));
  });
