// The mirror beside a reflection: per kind of sentence the place where it was seen, and a question. Never a mark.

import { h } from "../dom.js";
import { button } from "../fields.js";
import { start } from "../start.js";

/**
 * @typedef {{id: string, title: string, asked: string, sentence: string, cue: string, named: boolean}} Kind
 * @typedef {PartData & {kinds: Kind[], unnamed: string}} Data
 */

/**
 * A sentence before, at and after the evidence; whole before it when the evidence is not in there.
 * @param {string} sentence
 * @param {string} cue
 */
export const splitAt = (sentence, cue) => {
  const begin = cue ? sentence.indexOf(cue) : -1;
  return begin < 0 ? [sentence, "", ""] : [sentence.slice(0, begin), cue, sentence.slice(begin + cue.length)];
};

/** @param {Kind} kind */
const quoted = (kind) => {
  const [before, cue, after] = splitAt(kind.sentence, kind.cue);
  return h("p", {}, "Jouw zin: ", h("q", {}, before, cue ? h("mark", {}, cue) : "", after));
};

/** @param {View<Data>} view */
export const render = (view) =>
  start(view, ({ data, body, save, get }) => {
    body.append(
      h(
        "p",
        {},
        "Deze spiegel leest alleen woorden. Hij is nooit een cijfer, hij kan zich vergissen, ",
        "en jij beslist wat je ermee doet.",
      ),
    );
    const unnamed = data.kinds.find((kind) => !kind.named);
    for (const kind of data.kinds) {
      const item = `${data.item}.${kind.id}`;
      const wrong = button("", () => {
        save(item, get(item) ? null : true, true);
        tell();
      });
      const tell = () => {
        const said = Boolean(get(item));
        const offer = kind.sentence ? "Klopt niet" : "Klopt niet, het staat er wel";
        wrong.setAttribute("aria-pressed", String(said));
        wrong.textContent = said ? "Klopt niet: gezegd" : offer;
      };
      wrong.setAttribute("aria-label", `Klopt niet: ${kind.title}`);
      tell();
      if (kind === unnamed) body.append(h("p", { class: "sow-hint" }, data.unnamed));
      body.append(
        h(
          "section",
          { class: "sow-mirror" },
          h("h4", {}, kind.title),
          kind.sentence ? quoted(kind) : "",
          h("p", {}, kind.asked),
          kind.named ? wrong : "",
        ),
      );
    }
  });
