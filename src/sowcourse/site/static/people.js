// Is there a real person in what was written? The same hint as before handing in from JupyterLab, made on the page.

import { NOTHING_FOUND } from "../../parts/confidentiality/nothing.js";
import { h } from "../../parts/dom.js";
import { Stranger } from "./stranger.js";

/** @typedef {import("./stranger.js").Detail} Detail */

const NOT_HERE =
  "Lees na wat je schreef: staat er een naam, een adres of een nummer in van iemand die hulp krijgt? " +
  "Kies een andere naam en zeg dat erbij. " +
  "Deze browser kan daar niet zelf naar zoeken; in JupyterLab gebeurt dat wel.";

export class People {
  /** @param {PeopleRules | undefined} rules @param {string[]} known words of the course, which may be named */
  constructor(rules, known) {
    this.known = new Set(known);
    /** @type {Map<string, Detail[]>} */
    this.found = new Map();
    this.stranger = strangerOf(rules);
  }

  /** What may lead to somebody, in order; null where this browser cannot look. @param {string[]} texts */
  in(texts) {
    const { stranger } = this;
    if (!stranger) return null;
    const found = new Map(texts.map((text) => [text, this.found.get(text) ?? stranger.find(text, this.known)]));
    this.found = found;
    return texts.flatMap((text) => found.get(text) ?? []);
  }
}

/** The detector; null where its rules are not there or the browser is too old for them. @param {PeopleRules} [rules] */
function strangerOf(rules) {
  if (!rules) return null;
  try {
    return new Stranger(rules);
  } catch (fault) {
    if (fault instanceof SyntaxError) return null; // patterns that look back came late to Safari
    throw fault;
  }
}

/** What is said about it, below a heading that asks. @param {Detail[] | null} details */
export const hints = (details) => {
  if (!details) return [h("p", {}, NOT_HERE)];
  if (!details.length) return [h("p", {}, NOTHING_FOUND)];
  return [
    h("p", {}, "Kijk deze plaatsen na. Het is een hint, geen oordeel."),
    h(
      "ul",
      { class: "people" },
      details.map(({ words, advice }) => h("li", {}, h("strong", {}, words), ` ${advice}`)),
    ),
  ];
};
