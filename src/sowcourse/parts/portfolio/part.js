// The portfolio as files of the student's own.

import { h } from "../dom.js";
import { button } from "../fields.js";
import { start } from "../start.js";

/** @typedef {PartData & {names: string[]}} Data */

/** @param {View<Data>} view */
export const render = (view) =>
  start(view, ({ data, body, save, text }) => {
    const told = h("p", { role: "status" });
    const tell = () => {
      told.textContent = text(data.item)
        ? `Laatst bewaard als ${data.names.join(" en ")} in je werkmap. ` +
          "Open de map «sowcourse» om ze te bekijken of af te drukken."
        : "";
    };
    body.append(
      h(
        "p",
        {},
        "Wat je schreef en waar je stond, als twee bestanden van jezelf. ",
        "Niemand krijgt ze, tenzij jij ze inlevert.",
      ),
      button("Bewaar mijn portfolio", () => {
        save(data.item, new Date().toISOString());
        tell();
      }),
      told,
    );
    tell();
  });
