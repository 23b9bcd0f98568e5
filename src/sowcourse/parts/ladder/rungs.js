// The ladder, drawn: every moment on its rung, moved there with a mouse or a finger; the lists say and do the same.

import { h } from "../dom.js";

/**
 * @typedef {import("./participation.js").Moment} Moment
 * @typedef {import("./participation.js").Rungs} Rungs
 */

/**
 * @param {Moment[]} moments @param {string[]} names of the rungs, the lowest first
 * @param {Rungs} rungs where each moment stands
 * @param {number[]} works the rung that comes through, per moment
 * @param {(moment: Moment, rung: number) => void} move
 */
export const ladder = (moments, names, rungs, works, move) =>
  h(
    "div",
    { class: "sow-ladder", "aria-hidden": "true" },
    names
      .map((name, index) => ({ name, rung: index + 1 }))
      .reverse()
      .map(({ name, rung }) =>
        h(
          "p",
          { class: "sow-rung" },
          h("span", { class: "sow-rung-name" }, name),
          moments.map((moment, place) => {
            const here = rungs[moment.id] === rung;
            const through = works[place] === rung;
            const style = here ? "sow-here" : through ? "sow-works" : "";
            return h(
              "span",
              { class: `sow-foot ${style}`, onclick: () => move(moment, rung) },
              here ? place + 1 : through ? "○" : "",
            );
          }),
        ),
      ),
    h(
      "p",
      { class: "sow-hint" },
      "Tik of klik op een trede om een moment te verzetten. ○ hoever het werkt volgens dit model.",
    ),
  );
