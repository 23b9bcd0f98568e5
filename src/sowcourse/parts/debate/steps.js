// What a debate asks before the next step: a sentence that says what is missing, or nothing.

/** @typedef {"pro" | "contra"} Side */
/**
 * @typedef {object} Value what the logbook keeps of a debate
 * @property {number} step
 * @property {string} [before]
 * @property {string} [why]
 * @property {string} [pro] the strongest argument for
 * @property {string} [contra] the strongest argument against
 * @property {Side} [side] by lot
 * @property {string} [company] alone ("alleen") or with two ("samen")
 * @property {string} [plea]
 * @property {string} [plea2]
 * @property {string} [reply]
 * @property {string} [other]
 * @property {string} [other2]
 * @property {string} [joint]
 * @property {string} [after]
 * @property {string} [whyAfter]
 */

/** Whether two people sit at this screen. @param {Value} value */
export const pair = (value) => value.company === "samen";

/** @param {string | undefined} text */
const empty = (text) => !text?.trim();

/** @type {((value: Value) => string)[]} */
const MISSING = [
  (value) => {
    if (!value.before) return "Kies eerst een standpunt.";
    return empty(value.why) ? "Schrijf in een zin waarom." : "";
  },
  () => "",
  (value) => {
    if (!value.pro) return "Kies het sterkste argument voor.";
    return value.contra ? "" : "Kies het sterkste argument tegen.";
  },
  (value) => {
    if (!value.side) return "Laat eerst het lot beslissen.";
    const half = empty(value.plea) || (pair(value) && empty(value.plea2));
    return half ? "Schrijf je pleidooi, ook al is het kort." : "";
  },
  (value) => (empty(value.reply) ? "Schrijf wat je hierop antwoordt." : ""),
  (value) => {
    const half = empty(value.other) || (pair(value) && empty(value.other2));
    return half ? "Schrijf ook voor de andere kant iets, hoe kort ook." : "";
  },
  (value) => (empty(value.joint) ? "Schrijf een zin, of schrijf waarom die er volgens jou niet is." : ""),
  (value) => {
    if (!value.after) return "Kies waar je nu staat.";
    return empty(value.whyAfter) ? "Schrijf wat de doorslag gaf." : "";
  },
  () => "",
];

export const STEPS = MISSING.length;

/** What is missing first in the steps so far; "" when one may go on. @param {Value} value */
export const missing = (value) =>
  MISSING.slice(0, value.step)
    .map((asked) => asked(value))
    .find(Boolean) ?? "";

/** An answer that was kept before sides were switched, and ended at step 8: it is done. @param {Value} value */
export const isOlder = (value) => Boolean(value.after) && value.step < STEPS && value.other === undefined;
