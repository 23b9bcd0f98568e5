// Names, addresses and numbers in what a student wrote: places to look at, each of which may be a false alarm.

import { h } from "../dom.js";
import { tick } from "../fields.js";
import { start } from "../start.js";
import { NOTHING_FOUND, READ_AGAIN } from "./nothing.js";

/**
 * @typedef {{id: string, cell: string, kind: string, before: string, words: string, after: string, advice: string
 *   }} Finding
 * @typedef {PartData & {findings: Finding[]}} Data
 */

/** How far the looking is. @param {number} found @param {number} open */
export const told = (found, open) => {
  if (!found) return NOTHING_FOUND;
  if (!open) return `Alles is bekeken. ${READ_AGAIN}`;
  const places = `${open} ${open === 1 ? "plaats" : "plaatsen"}`;
  return `${places} om na te kijken. Verander je tekst, bewaar (Ctrl+S) en voer deze cel opnieuw uit.`;
};

/** @param {View<Data>} view */
export const render = (view) =>
  start(view, ({ data, body, save, get }) => {
    const item = (/** @type {Finding} */ finding) => `${data.item}.${finding.id}`;
    const status = h("p", { role: "status" });
    const tell = () => {
      const open = data.findings.filter((finding) => !get(item(finding))).length;
      status.textContent = told(data.findings.length, open);
    };
    body.append(
      h(
        "p",
        {},
        "Deze controle leest alleen wat jij schreef, op deze computer. Er wordt niets verstuurd. ",
        "Zij zoekt namen uit een lijst en nummers, en kan zich vergissen.",
      ),
      status,
    );
    /** @param {Finding} finding */
    const line = (finding) =>
      h(
        "li",
        {},
        h("p", {}, finding.before, h("mark", {}, finding.words), finding.after),
        h("p", {}, h("strong", {}, `${finding.kind}, in «${finding.cell}». `), finding.advice),
        tick(Boolean(get(item(finding))), "Vals alarm: dit leidt niet naar een echt mens", "", (checked) => {
          save(item(finding), checked || null, true);
          tell();
        }),
      );
    if (data.findings.length) body.append(h("ul", { class: "sow-findings" }, data.findings.map(line)));
    tell();
  });
