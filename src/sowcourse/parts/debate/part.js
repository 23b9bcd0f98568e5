// A debate: a position, the strongest argument of each side, the side drawn by lot, a switch, a position again.

import { h } from "../dom.js";
import { button, choice, field, named } from "../fields.js";
import { start } from "../start.js";
import { isOlder, missing, pair, STEPS } from "./steps.js";

/**
 * @typedef {import("./steps.js").Side} Side
 * @typedef {import("./steps.js").Value} Value
 * @typedef {{id: string, side: Side, text: string, origin: string, rebuttal: string, ours: string}} Argument
 * @typedef {PartData & {title: string, motion: string, reader: string, introduction: string, reaction: string[],
 *   positions: string[], arguments: Argument[], questions: string[]}} Data
 */

const NAMES = { pro: "voor", contra: "tegen" };
/** @type {Record<Side, Side>} */
const OPPOSITE = { pro: "contra", contra: "pro" };
/** @type {Side[]} */
const SIDES = ["pro", "contra"];

/**
 * The strongest argument of each side.
 * @param {Data} data
 * @param {Value} value
 * @param {(chosen: Partial<Value>) => void} choose
 */
const strongest = (data, value, choose) => {
  const sides = SIDES.map((side) => {
    const cards = choice(
      `Wat is het sterkste argument ${NAMES[side]}?`,
      data.arguments
        .filter((argument) => argument.side === side)
        .map((a) => ({
          value: a.id,
          label: a.text,
          note: `(${a.origin})${a.ours ? ` Van ons erbij: ${a.ours}` : ""}`,
        })),
      value[side],
      (id) => choose(side === "pro" ? { pro: id } : { contra: id }),
    );
    cards.classList.add("sow-side", `sow-${side}`);
    return cards;
  });
  return h("div", { class: "sow-sides" }, sides);
};

/**
 * Before and after as a movement on one line; the sentence above it says the same.
 * @param {string[]} positions @param {string | undefined} before @param {string | undefined} after
 */
const movement = (positions, before, after) =>
  h(
    "div",
    { class: "sow-movement", "aria-hidden": "true" },
    positions.map((position) =>
      h(
        "span",
        { class: position === after ? "sow-now" : "" },
        h("b", {}, position === before ? "○" : "", position === after ? "●" : ""),
        position,
      ),
    ),
    h("p", { class: "sow-hint" }, "○ vooraf, ● achteraf"),
  );

/** @param {View<Data>} view */
export const render = (view) =>
  start(view, ({ data, body, keep }) => {
    /** @type {Value} */
    const empty = { step: 1 };
    const { value, put } = keep(empty);
    if (isOlder(value)) value.step = STEPS;
    const positions = named(data.positions);
    const mine = () => value.side ?? "pro";
    const theirs = () => OPPOSITE[mine()];

    const plead = () => {
      const hint = "drie tot vijf zinnen, alsof je het meent";
      const two = pair(value);
      return [
        h(
          "p",
          { role: "status" },
          two ? "Wie links zit, bepleit de kant " : "Je bepleit de kant ",
          h("strong", {}, NAMES[mine()]),
          two ? [", wie rechts zit de kant ", h("strong", {}, NAMES[theirs()])] : "",
          ".",
        ),
        field(
          `${two ? "Links: pleidooi" : "Je pleidooi"} ${NAMES[mine()]} de stelling`,
          value.plea,
          (plea, now) => put({ plea }, now),
          hint,
        ),
        two
          ? field(
              `Rechts: pleidooi ${NAMES[theirs()]} de stelling`,
              value.plea2,
              (plea2, now) => put({ plea2 }, now),
              hint,
            )
          : "",
      ];
    };
    /** Draw lots, once. */
    const lot = () => {
      const place = h("div");
      const show = () => place.replaceChildren(h("div", {}, plead()));
      if (value.side) {
        show();
        return place;
      }
      const company = [
        { value: "alleen", label: "alleen" },
        { value: "samen", label: "met twee" },
      ];
      place.append(
        choice("Met hoeveel zitten jullie aan dit scherm?", company, value.company ?? "alleen", (chosen) =>
          put({ company: chosen }),
        ),
        h("p", {}, "Eén van de twee kanten, met gelijke kans."),
        button("Loot een kant", () => {
          put({ side: crypto.getRandomValues(new Uint8Array(1))[0] % 2 ? "pro" : "contra" });
          show();
          place.querySelector("textarea")?.focus();
        }),
      );
      return place;
    };
    const rebuttal = () => {
      const argument = data.arguments.find((a) => a.id === value[mine()] && a.side === mine());
      return [
        h("p", {}, `Jij noemde dit het sterkste argument ${NAMES[mine()]}:`),
        h("p", { class: "sow-text" }, argument ? `${argument.text} ${argument.ours}`.trim() : ""),
        h("p", {}, "Iemand zegt daarop:"),
        h("p", { class: "sow-motion" }, argument?.rebuttal),
        field("Wat antwoord je?", value.reply, (reply, now) => put({ reply }, now)),
      ];
    };
    const switched = () => {
      const hint = "zo sterk dat wie daar staat, zegt: ja, dat bedoel ik";
      const two = pair(value);
      return [
        h("p", {}, two ? "Wissel van stoel." : "Loop naar de overkant."),
        field(
          `${two ? "Wie links zat" : "De andere kant"}, nu ${NAMES[theirs()]} de stelling, in drie zinnen`,
          value.other,
          (other, now) => put({ other }, now),
          hint,
        ),
        two
          ? field(
              `Wie rechts zat, nu ${NAMES[mine()]} de stelling, in drie zinnen`,
              value.other2,
              (other2, now) => put({ other2 }, now),
              hint,
            )
          : null,
      ];
    };
    const looking = () => [
      h(
        "p",
        {},
        `Vooraf: ${value.before}. Achteraf: ${value.after}. `,
        value.before === value.after ? "Je standpunt bleef gelijk." : "Je standpunt verschoof.",
        " Geen van beide is beter.",
      ),
      movement(data.positions, value.before, value.after),
      h("p", {}, "Om over door te praten:"),
      h(
        "ul",
        {},
        data.questions.map((question) => h("li", {}, question)),
      ),
    ];

    /** @type {{title: string, draw: () => Child}[]} */
    const steps = [
      {
        title: "Je standpunt vooraf",
        draw: () => [
          choice("Waar sta je nu?", positions, value.before, (before) => put({ before })),
          field("Waarom sta je daar?", value.why, (why, now) => put({ why }, now)),
        ],
      },
      {
        title: `De reactie van ${data.reader}`,
        draw: () => [
          h("p", {}, data.introduction),
          data.reaction.map((html) => h("div", { class: "sow-text", html })),
          h("p", { class: "sow-hint" }, "In onze woorden weergegeven."),
        ],
      },
      {
        title: "Het sterkste argument van elke kant",
        draw: () =>
          strongest(data, value, (chosen) => {
            put(chosen);
            refresh(4);
          }),
      },
      { title: "De kant die het lot je geeft", draw: lot },
      { title: "Een tegenargument", draw: rebuttal },
      { title: "Wissel van kant", draw: switched },
      {
        title: "Een zin die beide kanten kunnen tekenen",
        draw: () => [
          h(
            "p",
            {},
            "Niet het midden: een zin waarin geen van beide kanten weggeeft wat haar het liefst is. ",
            "Bestaat die niet, schrijf dan waarop het vastloopt.",
          ),
          field(
            pair(value) ? "Jullie gezamenlijke zin" : "Een gezamenlijke zin", //
            value.joint,
            (joint, now) => put({ joint }, now),
          ),
        ],
      },
      {
        title: "Je standpunt achteraf",
        draw: () => [
          choice("Waar sta je nu, na beide kanten?", positions, value.after, (after) => {
            put({ after });
            refresh(8);
          }),
          field("Wat gaf de doorslag?", value.whyAfter, (whyAfter, now) => put({ whyAfter }, now)),
        ],
      },
      { title: "Terugkijken", draw: looking },
    ];
    /** @type {HTMLElement[]} */
    let drawn = [];
    const refresh = (/** @type {number} */ index) => drawn[index]?.replaceChildren(h("div", {}, steps[index].draw()));
    const draw = (focus = false) => {
      const shown = steps.slice(0, value.step);
      const last = shown.length - 1;
      const message = h("p", { role: "alert" });
      const further = button("Verder", () => {
        message.textContent = missing(value);
        if (message.textContent) return;
        put({ step: value.step + 1 });
        draw(true);
      });
      further.classList.add("sow-next");
      drawn = shown.map((step) => h("div", {}, step.draw()));
      body.replaceChildren(
        h("h4", {}, data.title),
        h("p", { class: "sow-motion" }, data.motion),
        h("p", { class: "sow-hint" }, `Stap ${value.step} van ${steps.length}`),
        h("progress", { max: steps.length, value: value.step, "aria-label": "Voortgang van dit debat" }),
        ...shown.map((step, index) =>
          h(
            "div",
            { class: "sow-step" },
            h("h5", { tabindex: -1 }, `${index + 1}. ${step.title}`),
            drawn[index],
            index === last ? [last < steps.length - 1 ? further : null, message] : null,
          ),
        ),
      );
      if (focus) body.querySelectorAll("h5")[last].focus();
    };
    draw();
  });
