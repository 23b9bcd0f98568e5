// Who decides? Moments of a trajectory on the ladder of participation, and what comes through.

import { h, unique } from "../dom.js";
import { button, choice, field, scroll, select, table } from "../fields.js";
import { start } from "../start.js";
import { effective, sum } from "./participation.js";
import { ladder } from "./rungs.js";

/**
 * @typedef {import("./participation.js").Moment} Moment
 * @typedef {import("./participation.js").Rungs} Rungs
 * @typedef {PartData & {introduction: string, person: string, question: string, rungs: string[],
 *   moments: Moment[]}} Data
 * @typedef {{rungs: Rungs, slack: number, why: string}} Value
 */

/** @param {View<Data>} view */
export const render = (view) =>
  start(view, ({ data, body, keep }) => {
    const now = Object.fromEntries(data.moments.map((moment) => [moment.id, moment.now]));
    /** @type {Value} */
    const empty = { rungs: {}, slack: 1, why: "" };
    const { value, put } = keep(empty);
    const first = data.moments[0].id;
    const top = data.rungs.length;
    const chosen = () => ({ ...now, ...value.rungs });

    const drawing = h("div");
    const summary = h("div", { role: "status" });
    const effects = scroll("wat er doorwerkt");
    const draw = () => {
      const rungs = chosen();
      const works = effective(data.moments, rungs, value.slack);
      const before = sum(effective(data.moments, now, value.slack));
      const held = works.filter((work, i) => work < rungs[data.moments[i].id]).length;
      summary.replaceChildren(
        h(
          "p",
          {},
          h("strong", {}, `Op papier ${sum(Object.values(rungs))} punten, volgens dit model ${sum(works)}.`),
          ` Zoals het nu gaat: op papier ${sum(Object.values(now))}, volgens dit model ${before}. `,
          `Het hoogste is ${top * data.moments.length}.`,
        ),
        h(
          "p",
          {},
          held
            ? `De eerste vraag houdt nu ${held} latere momenten tegen.`
            : "Geen enkel moment wordt door de eerste vraag tegengehouden.",
        ),
      );
      drawing.replaceChildren(
        ladder(data.moments, data.rungs, rungs, works, (moment, rung) => set({ ...value.rungs, [moment.id]: rung })),
      );
      effects.replaceChildren(
        table(
          "Wat er doorwerkt",
          ["moment", "nu", "jouw keuze", "werkt door"],
          data.moments.map((moment, i) => [
            moment.name,
            data.rungs[moment.now - 1],
            data.rungs[rungs[moment.id] - 1],
            [`${"●".repeat(works[i])}${"○".repeat(top - works[i])} `, data.rungs[works[i] - 1]],
          ]),
        ),
      );
    };
    const places = h("div");
    const options = data.rungs.map((rung, i) => ({ value: String(i + 1), label: `${i + 1} ${rung}` }));
    const drawPlaces = () =>
      places.replaceChildren(
        ...data.moments.map((moment, index) => {
          const id = unique();
          const about = { id, "aria-describedby": `${id}-scene` };
          const list = select(about, options, String(chosen()[moment.id]), (rung) => {
            put({ rungs: { ...value.rungs, [moment.id]: Number(rung) } });
            draw();
          });
          return h(
            "div",
            { class: "sow-pick" },
            h("label", { for: id }, `${index + 1}. ${moment.name}`),
            list,
            h("p", { class: "sow-hint", id: `${id}-scene` }, moment.scene),
          );
        }),
      );
    /** @param {Rungs} rungs */
    const set = (rungs) => {
      put({ rungs });
      drawPlaces();
      draw();
    };
    const late = Object.fromEntries(data.moments.slice(1).map((moment) => [moment.id, top]));
    const highest = data.rungs[top - 1];
    body.append(
      h(
        "div",
        {},
        h("p", {}, data.introduction),
        h("h3", {}, "1. Zet de momenten op de ladder"),
        drawing,
        places,
        h("h3", {}, "2. Twee proeven"),
        h("p", {}, `Voorspel eerst welke van de twee ${data.person} meer te zeggen geeft.`),
        button(`Alleen de latere momenten naar ${highest}`, () => set(late)),
        button(`Alleen het eerste moment naar ${highest}`, () => set({ [first]: top })),
        button("Terug naar hoe het nu gaat", () => set({})),
        summary,
        effects,
        choice(
          "3. Onze aanname: hoever kan een later moment boven de eerste vraag uitkomen?",
          [
            { value: "0", label: "Niet:", note: "wie de vraag stelt, bepaalt de rest" },
            { value: "1", label: "Eén trede" },
            { value: "2", label: "Twee treden" },
            { value: String(top), label: "De eerste vraag telt niet bijzonder:", note: "elk moment staat op zichzelf" },
          ],
          String(value.slack),
          (slack) => {
            put({ slack: Number(slack) });
            draw();
          },
        ),
        h(
          "p",
          { class: "sow-hint" },
          "Dit is een aanname van ons, en de punten zijn treden bij elkaar opgeteld: een hulpmiddel, geen meting. ",
          "Zet haar anders en kijk of je conclusie blijft staan.",
        ),
        field(`4. ${data.question}`, value.why, (why, at) => put({ why }, at)),
      ),
    );
    drawPlaces();
    draw();
  });
