// The path from entitled to receiving, drawn: a lane per person, a gate per threshold, and where somebody stands.

import { h } from "../dom.js";

/**
 * @typedef {{id: string, name: string}} Threshold
 * @typedef {{id: string, name: string, thresholds: string[]}} Person
 */

/** What stands on a lane: walked, a gate taken on one's own, one taken away, one that stops somebody, or beyond. */
const SHOWN = { walked: "─", taken: "╫", gone: "┄", shut: "▐", beyond: "·" };

/**
 * What somebody meets at each threshold, in order, and whether the end is reached.
 * @param {Person} person @param {Threshold[]} thresholds @param {string[]} removed @param {number} alone
 */
export const lane = (person, thresholds, removed, alone) => {
  let strength = alone;
  let stopped = false;
  const steps = thresholds.map(({ id }) => {
    if (stopped) return "beyond";
    if (!person.thresholds.includes(id)) return "walked";
    if (removed.includes(id)) return "gone";
    if (strength > 0) {
      strength -= 1;
      return "taken";
    }
    stopped = true;
    return "shut";
  });
  return { steps: /** @type {(keyof typeof SHOWN)[]} */ (steps), through: !stopped };
};

/**
 * The drawing; the table beside it says the same, so nobody has to hear it twice.
 * @param {Person[]} people @param {Threshold[]} thresholds @param {string[]} removed @param {number} alone
 */
export const path = (people, thresholds, removed, alone) =>
  h(
    "div",
    { class: "sow-path", "aria-hidden": "true" },
    h(
      "p",
      { class: "sow-lane sow-gates" },
      h("span", {}, "drempel"),
      thresholds.map((_, index) => h("span", {}, index + 1)),
      h("span", {}, "steun"),
    ),
    people.map((person) => {
      const { steps, through } = lane(person, thresholds, removed, alone);
      return h(
        "p",
        { class: through ? "sow-lane sow-through" : "sow-lane" },
        h("span", {}, person.name.replace(/ \(.*/, "")),
        steps.map((step) => h("span", { class: `sow-${step}` }, step === "shut" ? `●${SHOWN.shut}` : SHOWN[step])),
        h("span", {}, through ? "✓" : ""),
      );
    }),
    h(
      "p",
      { class: "sow-hint" },
      thresholds.map(({ name }, index) => `${index + 1} ${name.toLowerCase()}`).join(" · "),
      ". ● waar iemand staat, ▐ de drempel ervoor, ┄ weggenomen, ╫ op eigen kracht, ✓ krijgt de steun.",
    ),
  );
