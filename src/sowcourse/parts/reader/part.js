// Passages of the essay, with their terms and the questions in the margin.

import { h } from "../dom.js";
import { field } from "../fields.js";
import { start } from "../start.js";

/**
 * @typedef {{id: string, section: string, html: string, original: string,
 *   terms: {term: string, definition: string}[], margins: {id: string, question: string}[]}} Passage
 * @typedef {PartData & {passages: Passage[], attribution: string}} Data
 */

/** @param {Passage["terms"]} terms */
const glossary = (terms) =>
  h(
    "details",
    {},
    h("summary", {}, `Begrippen: ${terms.map((term) => term.term).join(", ")}`),
    h(
      "dl",
      {},
      terms.flatMap((term) => [h("dt", {}, term.term), h("dd", {}, term.definition)]),
    ),
  );

/** @param {View<Data>} view */
export const render = (view) =>
  start(view, ({ data, body, save, text }) => {
    const item = (/** @type {{id: string}} */ margin) => `${data.item}.${margin.id}`;
    const asked = data.passages.flatMap((passage) => passage.margins);
    const done = h("p", { class: "sow-hint" });
    const count = () => {
      const answered = asked.filter((margin) => text(item(margin)).trim()).length;
      done.textContent = `${answered} van ${asked.length} kantlijnvragen beantwoord.`;
    };
    /** @param {Passage["margins"][number]} margin */
    const question = (margin) =>
      field(margin.question, text(item(margin)), (written, now) => {
        save(item(margin), written, now);
        count();
      });
    let section = "";
    for (const passage of data.passages) {
      const { original, terms, margins } = passage;
      if (passage.section !== section) {
        section = passage.section;
        body.append(h("h3", {}, section));
      }
      body.append(
        h(
          "article",
          { "aria-label": `Passage ${passage.id}` },
          h("p", { class: "sow-number" }, passage.id),
          h("div", { class: "sow-text", html: passage.html }),
          original ? h("details", {}, h("summary", {}, "Het origineel"), h("blockquote", {}, original)) : null,
          terms.length ? glossary(terms) : null,
          margins.length ? h("div", { class: "sow-margin" }, margins.map(question)) : null,
        ),
      );
    }
    count();
    body.append(h("p", { class: "sow-hint", html: data.attribution }), done);
  });
