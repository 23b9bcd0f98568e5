// Domains of life and an ecogram: build the network around somebody, see gaps and overlap, and who coordinates.

import { h, unique } from "../dom.js";
import { button, choice, field, named, pick, scroll, select, table } from "../fields.js";
import { start } from "../start.js";
import { drawn } from "./drawing.js";
import { Network } from "./network.js";

/**
 * @typedef {import("./network.js").Actor} Actor
 * @typedef {import("./network.js").Value} Value
 * @typedef {PartData & {introduction: string, question: string, person: string, domains: string[], ties: string[],
 *   flows: string[], kinds: string[], actors: Actor[]}} Data
 */

/** What the network comes to, in words. @param {string} person @param {Network} network @param {string[]} gaps */
const summed = (person, network, gaps) => {
  const present = network.involved();
  const lines = network.lines().length;
  const hours = network.hours().toLocaleString("nl", { maximumFractionDigits: 1 });
  const centre = network.coordinator();
  const names = (/** @type {string} */ does) =>
    present
      .filter((actor) => network.flow(actor).includes(does))
      .map((actor) => actor.name)
      .join(", ") || "niemand";
  const services = network.services().length;
  return [
    h(
      "p",
      {},
      h("strong", {}, `${services} diensten, ${lines} afstemlijnen, ongeveer ${hours} uur afstemmen per week.`),
      ` ${person} zelf heeft ${present.length} lijnen te onderhouden.`,
    ),
    h("p", {}, `Geeft energie: ${names("geeft")}. `, `Kost energie: ${names("kost")}. `),
    centre
      ? h(
          "p",
          {},
          `De ${lines} lijnen komen samen bij ${centre.name}: dat werk verdwijnt niet. `,
          `${person} mag ook zeggen dat niemand coördineert.`,
        )
      : "",
    h("p", {}, gaps.length ? `Leeg: ${gaps.join(", ")}.` : "Geen enkel domein is leeg."),
  ];
};

/** @param {View<Data>} view */
export const render = (view) =>
  start(view, ({ data, body, keep }) => {
    /** @type {Value} */
    const empty = { ties: {}, flows: {}, coordinator: "", minutes: 20, why: "" };
    const { value, put } = keep(empty);
    const network = new Network(data.actors, value, data.ties[0]);

    const drawing = h("div");
    const summary = h("div", { role: "status" });
    const cover = scroll("wie op welk domein");
    const draw = () => {
      const gaps = data.domains.filter((domain) => !network.cover(domain).length);
      drawing.replaceChildren(drawn(data.person, network));
      summary.replaceChildren(h("div", {}, summed(data.person, network, gaps)));
      cover.replaceChildren(
        table(
          "Wie staat er op welk domein?",
          ["domein", "wie", "wat valt op"],
          data.domains.map((domain) => {
            const found = network.cover(domain);
            const striking = found.length > 2 ? "overlap" : "";
            return [domain, found.map((actor) => actor.name).join(", ") || "niemand", found.length ? striking : "gat"];
          }),
        ),
      );
    };
    const who = h("div");
    const drawCoordinator = () =>
      who.replaceChildren(
        choice(
          "4. Wie coördineert?",
          [
            { value: "", label: "Niemand:", note: "elke dienst stemt af met elke andere" },
            ...network.services().map((actor) => ({ value: actor.id, label: actor.name })),
          ],
          network.coordinator()?.id ?? "",
          (coordinator) => {
            put({ coordinator });
            draw();
          },
        ),
      );
    /** @param {Actor} actor */
    const picked = (actor) => {
      const id = unique();
      const tie = select({ id, "aria-describedby": `${id}-on` }, named(data.ties), network.tie(actor), (chosen) => {
        put({ ties: { ...value.ties, [actor.id]: chosen } });
        drawCoordinator();
        draw();
      });
      const about = { "aria-label": `${actor.name}: wat de band met energie doet` };
      const flow = select(about, named(data.flows), network.flow(actor), (chosen) => {
        put({ flows: { ...value.flows, [actor.id]: chosen } });
        draw();
      });
      return h(
        "div",
        { class: "sow-pick sow-tie" },
        h("label", { for: id }, actor.name),
        tie,
        flow,
        h("span", { class: "sow-note", id: `${id}-on` }, `kijkt naar: ${actor.domains.join(", ")}`),
      );
    };
    const picks = h("div");
    const redraw = () => {
      picks.replaceChildren(
        ...data.kinds.map((kind, number) =>
          h(
            "fieldset",
            {},
            h("legend", {}, `${number + 1}. ${["Diensten", "Eigen netwerk", "Anderen"][number]}`),
            data.actors.filter((actor) => actor.kind === kind).map(picked),
          ),
        ),
      );
      drawCoordinator();
      draw();
    };
    const add = () => {
      const brought = Object.fromEntries(network.outside().map((actor) => [actor.id, "zwak"]));
      put({ ties: { ...value.ties, ...brought } });
      redraw();
    };
    body.append(
      h(
        "div",
        {},
        h("p", {}, data.introduction),
        picks,
        h("p", {}, "Een proef: wat gebeurt er met de lijnen en met de gaten als je alle diensten erbij haalt?"),
        button("Haal alle diensten erbij", add),
        button("Terug naar de start", () => {
          put({ ties: {}, flows: {}, coordinator: "" });
          redraw();
        }),
        who,
        pick(
          "5. Onze aanname: minuten afstemmen per lijn per week",
          ["5", "10", "20", "30"].map((m) => ({ value: m, label: `${m} minuten` })),
          String(value.minutes),
          (minutes) => {
            if (!minutes) return;
            put({ minutes: Number(minutes) });
            draw();
          },
        ),
        h(
          "p",
          { class: "sow-hint" },
          "Twee aannames van ons, geen meting: dat elke twee diensten afstemmen als niemand coördineert, ",
          "en hoelang dat duurt. Vraag op je stageplek hoe het daar gaat.",
        ),
        summary,
        drawing,
        cover,
        field(`6. ${data.question}`, value.why, (why, now) => put({ why }, now)),
      ),
    );
    redraw();
  });
