// From coffee machine to public forum: forms of resistance on two axes, and a route for one case.

import { h } from "../dom.js";
import { button, choice, field, named, pick, scroll, table } from "../fields.js";
import { start } from "../start.js";

/**
 * @typedef {{id: string, name: string, who: string, where: string, reason: string, voices: string[]}} Form
 * @typedef {{id: string, name: string, reason: string, voices?: undefined}} Way
 * @typedef {{id: string, title: string, country: string, html: string}} Case
 * @typedef {PartData & {introduction: string, question: string, voices: string[], who: string[], where: string[],
 *   levels: string[], forms: Form[], ways: Way[], cases: Case[]}} Data
 * @typedef {{places: Record<string, string | undefined>, compared: boolean, case: string, route: string[],
 *   risk: string, reach: string, why: string}} Value
 */

/** What was placed, beside one way to place it. @param {Data} data @param {Value} value */
const compared = (data, value) => [
  h(
    "p",
    {},
    "Hieronder staat één verdedigbare plaatsing. Staat een vorm bij jou ergens anders? ",
    "Bedenk wat jij anders zag: dat kan heel goed kloppen.",
  ),
  h(
    "ul",
    {},
    data.forms.map((form) => {
      const chosen = value.places[form.id];
      const other = chosen ? `Jij koos ${chosen.replace(" ", ", ")}. ` : "Deze plaatste je nog niet. ";
      return h(
        "li",
        {},
        h("strong", {}, form.name),
        `: ${form.who}, ${form.where}. `,
        chosen === `${form.who} ${form.where}` ? "Zo zette jij het ook. " : other,
        form.reason,
      );
    }),
  ),
];

/** What readers would remark on a form, or what a way can do. @param {string[]} voices @param {Form | Way} step */
const remark = (voices, step) => {
  const { voices: said } = step;
  if (!said) return h("p", {}, step.reason);
  return h(
    "ul",
    {},
    voices.map((voice, index) => h("li", {}, `In de lijn van ${voice}: `, said[index])),
  );
};

/** What is to be said about each step of a route. @param {string[]} voices @param {(Form | Way)[]} route */
const remarks = (voices, route) => [
  h("h4", {}, route.some((step) => step.voices) ? "Wat lezers hierbij zouden opmerken" : "Wat deze route kan"),
  route.some((step) => step.voices) &&
    h("p", { class: "sow-hint" }, "Door ons afgeleid uit hun reacties; zij hebben dit niet zo gezegd."),
  h(
    "ol",
    {},
    route.map((step) => h("li", {}, h("strong", {}, step.name), remark(voices, step))),
  ),
];

/** @param {View<Data>} view */
export const render = (view) =>
  start(view, ({ data, body, keep }) => {
    /** @type {Value} */
    const empty = { places: {}, compared: false, case: "", route: ["", "", ""], risk: "", reach: "", why: "" };
    const { value, put } = keep(empty);
    const quadrants = data.who.flatMap((who) =>
      data.where.map((where) => ({ value: `${who} ${where}`, label: `${who}, ${where}` })),
    );

    const matrix = scroll("jouw forum");
    matrix.classList.add("sow-forum");
    const drawMatrix = () => {
      const placed = (/** @type {string} */ where) =>
        data.forms.filter((form) => value.places[form.id] === where).map((form) => h("li", {}, form.name));
      const rows = data.who.map((who) => [who, ...data.where.map((where) => h("ul", {}, placed(`${who} ${where}`)))]);
      matrix.replaceChildren(table("Jouw forum", ["", ...data.where], rows));
    };
    const comparison = h("div", { role: "status" });
    const drawComparison = () => comparison.replaceChildren(...(value.compared ? compared(data, value) : []));
    const voices = h("div", { role: "status" });
    const drawVoices = () => {
      const said = data.voices.length ? data.forms : [];
      const route = value.route.flatMap((id) => [...said, ...data.ways].filter((step) => step.id === id));
      voices.replaceChildren(...(route.length ? remarks(data.voices, route) : []).filter((one) => one !== false));
    };
    const cases = h("div");
    const drawCase = () => {
      const found = data.cases.find((one) => one.id === value.case);
      cases.replaceChildren();
      if (!found) return;
      const read = h("summary", {}, `Lees «${found.title}»`);
      cases.append(h("details", {}, read, h("div", { class: "sow-text", html: found.html })));
    };
    const message = h("p", { role: "alert" });
    const compare = () => {
      const open = data.forms.filter((form) => !value.places[form.id]).map((form) => form.name);
      message.textContent = open.length ? `Zet eerst ook deze op hun plaats: ${open.join("; ")}.` : "";
      if (open.length) return;
      put({ compared: true });
      drawComparison();
    };
    const step = (/** @type {string} */ label, /** @type {number} */ index) =>
      pick(
        label,
        [...data.forms, ...data.ways].map((way) => ({ value: way.id, label: way.name })),
        value.route[index],
        (id) => {
          put({ route: value.route.map((old, i) => (i === index ? id : old)) });
          drawVoices();
        },
      );

    body.append(
      h(
        "div",
        {},
        h("p", {}, data.introduction),
        h("h3", {}, "1. Waar hoort het?"),
        h("p", {}, "Binnen: in je organisatie of rechtstreeks bij wie beslist. Buiten: waar iedereen het kan horen."),
        h(
          "div",
          { class: "sow-grid" },
          data.forms.map((form) =>
            pick(form.name, quadrants, value.places[form.id], (place) => {
              put({ places: { ...value.places, [form.id]: place } });
              drawMatrix();
              drawComparison();
            }),
          ),
        ),
        matrix,
        button("Vergelijk met één mogelijke plaatsing", compare),
        message,
        comparison,
        h("h3", {}, "2. Een route voor één casus"),
        choice(
          "Voor welke casus?",
          data.cases.map((one) => ({ value: one.id, label: `${one.title} (${one.country})` })),
          value.case,
          (id) => {
            put({ case: id });
            drawCase();
          },
        ),
        cases,
        ["Eerste stap", "Als dat niet helpt", "En dan"].map(step),
        choice(
          "Hoe groot is het risico voor jou en voor de mensen om wie het gaat?",
          named(data.levels),
          value.risk,
          (risk) => put({ risk }),
        ),
        choice("Hoe ver reikt deze route?", named(data.levels), value.reach, (reach) => put({ reach })),
        field(data.question, value.why, (why, now) => put({ why }, now)),
        voices,
      ),
    );
    drawMatrix();
    drawComparison();
    drawCase();
    drawVoices();
  });
