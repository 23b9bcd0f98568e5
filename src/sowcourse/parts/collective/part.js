// From complaint to collective: signals in groups, and how far a message travels along ties.

import { h } from "../dom.js";
import { button, choice, field, named, pick, scroll, table, tick } from "../fields.js";
import { start } from "../start.js";
import { key, reached } from "./network.js";

/**
 * @typedef {import("./network.js").Tie} Tie
 * @typedef {{id: string, text: string, group: string, reason: string}} Signal
 * @typedef {{id: string, name: string, place: string}} Somebody
 * @typedef {PartData & {introduction: string, message: string, question: string, wary: string[], groups: string[],
 *   start: string, signals: Signal[], nodes: Somebody[], ties: Tie[]}} Data
 * @typedef {{groups: Record<string, string | undefined>, compared: boolean, laid: string[], steps: number,
 *   why: string}} Value
 */

/** One possible grouping, with what was chosen where that differs. @param {Data} data @param {Value} value */
const compared = (data, value) => [
  h("p", {}, "Zo zou je het kunnen zien. Zag jij iets anders? Dat kan: wie de mensen kent, weet meer."),
  h(
    "ul",
    {},
    data.groups.map((group) => {
      const members = data.signals.filter((signal) => signal.group === group);
      return h(
        "li",
        {},
        h("strong", {}, `${group} (${members.length})`),
        h(
          "ul",
          {},
          members.map((signal) => {
            const chosen = value.groups[signal.id];
            const other = chosen ? `Jij koos ${chosen}. ` : "Deze zette je nog nergens. ";
            const note = chosen === group ? "" : h("span", { class: "sow-note" }, other);
            return h("li", {}, signal.text, " ", note, signal.reason);
          }),
        ),
      );
    }),
  ),
];

/** @param {View<Data>} view */
export const render = (view) =>
  start(view, ({ data, body, keep }) => {
    /** @type {Value} */
    const empty = { groups: {}, compared: false, laid: [], steps: 3, why: "" };
    const { value, put } = keep(empty);
    const name = (/** @type {string} */ id) => data.nodes.find((node) => node.id === id)?.name ?? id;
    const pair = (/** @type {Tie} */ tie) => tie.between.map(name).join(" – ");
    const existing = data.ties.filter((tie) => tie.kind === "bestaat");
    const possible = data.ties.filter((tie) => tie.kind !== "bestaat");
    // The number of steps is an assumption.
    const hear = (/** @type {string[]} */ laid) => {
      const ties = possible.filter((tie) => laid.includes(key(tie)));
      return reached([...existing, ...ties], data.start, value.steps);
    };

    const message = h("p", { role: "alert" });
    const comparison = h("div", { role: "status" });
    const drawComparison = () => comparison.replaceChildren(...(value.compared ? compared(data, value) : []));
    const compare = () => {
      const open = data.signals.filter((signal) => !value.groups[signal.id]).length;
      const which = open === 1 ? "klacht" : `${open} klachten`;
      message.textContent = open ? `Zet eerst ook de andere ${which} in een groep.` : "";
      if (open) return;
      put({ compared: true });
      drawComparison();
    };

    const summary = h("div", { role: "status" });
    const who = scroll("wie het hoort");
    const worth = scroll("de banden een voor een");
    const draw = () => {
      const heard = hear(value.laid);
      const before = hear([]);
      const wary = data.wary.filter((id) => heard.has(id));
      const laid = `${value.laid.length} ${value.laid.length === 1 ? "band" : "banden"}`;
      summary.replaceChildren(
        h(
          "p",
          {},
          h("strong", {}, `Het bericht van ${name(data.start)} bereikt ${heard.size} van de ${data.nodes.length - 1}.`),
          ` Zonder nieuwe banden waren het er ${before.size}. Je legde ${laid}.`,
        ),
        wary.length
          ? h(
              "p",
              {},
              `Onder wie: ${wary.map(name).join(", ")}. Is dat winst? Niet iedereen wil dat zij het nu al horen.`,
            )
          : "",
      );
      who.replaceChildren(
        table(
          "Wie hoort het, en na hoeveel keer doorvertellen?",
          ["wie", "waar", "hoort het"],
          data.nodes
            .filter((node) => node.id !== data.start)
            .map((node) => [node.name, node.place, heard.has(node.id) ? `✓ na ${heard.get(node.id)}` : "– nee"]),
        ),
      );
      worth.replaceChildren(
        table(
          "Als je alleen deze band legt",
          ["band", "soort", "extra bereikt"],
          possible.map((tie) => [pair(tie), tie.kind, hear([key(tie)]).size - before.size]),
        ),
      );
    };
    const lay = (/** @type {Tie} */ tie, /** @type {boolean} */ laid) => {
      const others = value.laid.filter((other) => other !== key(tie));
      put({ laid: laid ? [...others, key(tie)] : others });
      draw();
    };

    body.append(
      h(
        "div",
        {},
        h("p", {}, data.introduction),
        h("h3", {}, "1. Wat hoort bij elkaar?"),
        h("p", {}, "Luister voorbij de woorden: waar zou het vandaan kunnen komen?"),
        h(
          "div",
          { class: "sow-grid" },
          data.signals.map((signal) =>
            pick(signal.text, named(data.groups), value.groups[signal.id], (group) => {
              put({ groups: { ...value.groups, [signal.id]: group } });
              drawComparison();
            }),
          ),
        ),
        button("Vergelijk met één mogelijke indeling", compare),
        message,
        comparison,
        h("h3", {}, "2. Hoe ver komt een bericht?"),
        h("p", {}, data.message),
        h(
          "fieldset",
          {},
          h("legend", {}, "Leg banden"),
          possible.map((tie) =>
            tick(value.laid.includes(key(tie)), `${pair(tie)} (${tie.kind})`, `: ${tie.how}`, (laid) => lay(tie, laid)),
          ),
        ),
        choice(
          "Onze aanname: hoe vaak wordt het doorverteld?",
          [1, 2, 3, 4].map((n) => ({ value: String(n), label: n === 1 ? "één keer" : `${n} keer` })),
          String(value.steps),
          (steps) => {
            put({ steps: Number(steps) });
            draw();
          },
        ),
        h(
          "p",
          { class: "sow-hint" },
          "Dit is een aanname van ons, geen meting: in het echt stopt een bericht soms bij de eerste, ",
          "en wie het hoort, doet nog niet mee.",
        ),
        summary,
        who,
        h("details", {}, h("summary", {}, "Vergelijk de banden één voor één"), worth),
        field(`3. ${data.question}`, value.why, (why, now) => put({ why }, now)),
      ),
    );
    drawComparison();
    draw();
  });
