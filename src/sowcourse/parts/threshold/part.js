// From entitled to receiving: people with the same right, the thresholds before them, and who gets through.

import { h } from "../dom.js";
import { choice, field, pick, scroll, table, tick } from "../fields.js";
import { start } from "../start.js";
import { path } from "./path.js";
import { left, through } from "./walk.js";

/**
 * @typedef {{id: string, name: string, remedy: string}} Threshold
 * @typedef {{id: string, name: string, about: string, thresholds: string[]}} Person
 * @typedef {PartData & {introduction: string, support: string, question: string, outside: string,
 *   thresholds: Threshold[], people: Person[], figures: {text: string, uncertainty: string, source: string}[]}} Data
 * @typedef {{guess: string, removed: string[], alone: number, why: string}} Value
 */

const ASSUMPTION = [
  "Dit is een aanname van ons, geen bevinding: niemand meette hoeveel drempels iemand aankan. ",
  "Het spel rekent elke drempel even zwaar en los van de andere; in het echt is dat niet zo, en wie welke drempels ",
  "tegenkomt, hebben wij bedacht. Zet haar anders en kijk wat er met je conclusie gebeurt.",
];

/** @param {View<Data>} view */
export const render = (view) =>
  start(view, ({ data, body, keep }) => {
    /** @type {Value} */
    const empty = { guess: "", removed: [], alone: 0, why: "" };
    const { value, put } = keep(empty);
    const name = (/** @type {string} */ id) => data.thresholds.find((t) => t.id === id)?.name.toLowerCase() ?? id;
    const passing = (/** @type {string[]} */ removed) => through(data.people, removed, value.alone);

    const result = h("div", { role: "status" });
    const drawing = h("div");
    const people = scroll("wie erdoor komt");
    const worth = scroll("de drempels een voor een");
    const draw = () => {
      const now = passing(value.removed);
      const before = passing([]).length;
      const get = now.length === 1 ? "krijgt" : "krijgen";
      const gets = `${now.length} van de ${data.people.length} ${get} ${data.support}.`;
      result.replaceChildren(
        h(
          "p",
          {},
          h("strong", {}, gets),
          value.removed.length ? ` Zonder iets weg te nemen waren het er ${before}.` : " Je nam nog geen drempel weg.",
        ),
      );
      drawing.replaceChildren(path(data.people, data.thresholds, value.removed, value.alone));
      people.replaceChildren(
        table(
          "Wie komt erdoor?",
          ["wie", `krijgt ${data.support}`, "wat nog in de weg staat"],
          data.people.map((person) => [
            [person.name, h("span", { class: "sow-note" }, `, ${person.about}`)],
            now.includes(person) ? "✓ ja" : "– nee",
            left(person, value.removed).map(name).join(", ") || "niets",
          ]),
        ),
      );
      worth.replaceChildren(
        table(
          "Als je alleen deze drempel wegneemt",
          ["drempel", "staat in de weg bij", "extra mensen geholpen"],
          data.thresholds.map((t) => [
            t.name,
            `${data.people.filter((person) => person.thresholds.includes(t.id)).length} mensen`,
            passing([t.id]).length - before,
          ]),
        ),
      );
    };
    const remove = (/** @type {string} */ id, /** @type {boolean} */ gone) => {
      const others = value.removed.filter((other) => other !== id);
      put({ removed: gone ? [...others, id] : others });
      draw();
    };
    const boxes = h(
      "fieldset",
      {},
      h("legend", {}, "2. Neem drempels weg"),
      data.thresholds.map((t) =>
        tick(value.removed.includes(t.id), t.name, `: ${t.remedy}`, (gone) => remove(t.id, gone)),
      ),
    );
    const assumption = choice(
      "3. Onze aanname: hoeveel drempels neemt iemand op eigen kracht?",
      [
        { value: "0", label: "Geen:", note: "wie er één tegenkomt, haakt af" },
        { value: "1", label: "Eén:", note: "pas bij de tweede haakt iemand af" },
        { value: "2", label: "Twee:", note: "pas bij de derde haakt iemand af" },
      ],
      String(value.alone),
      (chosen) => {
        put({ alone: Number(chosen) });
        draw();
      },
    );
    body.append(
      h(
        "div",
        {},
        h("p", {}, data.introduction),
        pick(
          "1. Voorspel: welke drempel helpt de meeste mensen als je die wegneemt?",
          data.thresholds.map((t) => ({ value: t.id, label: t.name })),
          value.guess,
          (guess) => put({ guess }),
        ),
        boxes,
        assumption,
        h("p", { class: "sow-hint" }, ASSUMPTION),
        result,
        drawing,
        people,
        h(
          "details",
          {},
          h("summary", {}, "Vergelijk de drempels één voor één"),
          h(
            "p",
            {},
            "Kijk bij de aanname «geen» naar de drempel die het vaakst in de weg staat. ",
            "Hoeveel mensen helpt het om alleen die weg te nemen?",
          ),
          worth,
        ),
        field(`4. ${data.question}`, value.why, (why, now) => put({ why }, now)),
        h("h3", {}, "Buiten dit spel"),
        h("p", {}, data.outside),
        h(
          "ul",
          {},
          data.figures.map((figure) =>
            h("li", {}, figure.text, " ", h("span", { class: "sow-note" }, figure.uncertainty), ` (${figure.source})`),
          ),
        ),
      ),
    );
    draw();
  });
