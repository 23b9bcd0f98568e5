// A reflection cell: labelled fields that grow, a word count, the list of what makes it complete, kept while typing.

import { composed, inParts, labelsOf } from "./answer.js";
import { area, countWords, h, saidWords, unique } from "./dom.js";
import { box, button, buttons } from "./element.js";

/**
 * A labelled field that grows.
 * @param {string} label
 * @param {string} value
 * @param {string} describe
 * @param {(value: string) => void} change
 */
const field = (label, value, describe, change) => {
  const id = unique();
  const text = area({ id, value, spellcheck: "true", lang: "nl", placeholder: describe }, change);
  return h("div", { class: "sowcourse-field" }, h("label", { for: id }, label), text);
};

/** What makes a reflection complete, one line. @param {{met: boolean, sentence: string}} remark */
const line = ({ met, sentence }) =>
  h(
    "li",
    { class: met ? "sowcourse-met" : "" },
    h("span", { class: "sowcourse-sign", "aria-hidden": "true" }, met ? "✓" : "○"),
    h("span", { class: "sowcourse-unseen" }, met ? "In orde: " : "Nog niet: "),
    sentence,
  );

/**
 * Draw the fields in the cell.
 * @param {Cell} cell
 * @param {{name: string, title: string, stub: string, keeper: import("./keeper.js").Keeper, ask: Ask, path: string,
 *   check: (() => Promise<void>) | null, changed: () => void, outdate: () => void}} what
 */
export function reflection(cell, what) {
  const { name, title, stub, keeper } = what;
  const labels = labelsOf(stub);
  const hint = labels.length ? "" : stub.replace(/^\*|\*$/g, "");
  const fields = h("div");
  const count = h("p", { class: "sowcourse-quiet" });
  const saved = h("p", { class: "sowcourse-quiet", role: "status" });
  const told = h("p", { class: "sowcourse-quiet", role: "status" });
  const list = h("ul", { class: "sowcourse-list" });
  const acts = buttons(what.check ? button("Controleer", what.check) : null);
  const current = () => cell.model.sharedModel.getSource();
  let mine = "";
  let timer = 0;

  const draw = () => {
    const text = current();
    mine = text;
    const parts = labels.length ? inParts(text, labels) : null;
    if (parts) {
      fields.replaceChildren(
        ...labels.map((label, i) =>
          field(label, parts[i], "", (value) => {
            parts[i] = value;
            write(composed(labels, parts));
          }),
        ),
      );
    } else {
      fields.replaceChildren(
        field(title, text.trim() === stub.trim() ? "" : text, hint, (value) => write(value || stub)),
      );
    }
  };

  /** @param {string} text */
  const write = (text) => {
    mine = text;
    what.outdate();
    keeper.write(name, cell, text);
    what.changed();
    assess();
  };

  /** @param {number} words */
  const tell = (words) => {
    count.textContent = saidWords(words);
  };

  const assess = () => {
    if (!what.check) {
      tell(current().trim() === stub.trim() ? 0 : countWords(current()));
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(async () => {
      try {
        const text = current();
        const { words, remarks } = await what.ask("reflectie", { path: what.path, cell: name, text });
        if (text !== current()) return; // the answer about what stands there now is on its way
        tell(words);
        const met = remarks.filter((remark) => remark.met).length;
        told.textContent = `Volledig? ${met} van ${remarks.length} in orde.`;
        list.replaceChildren(...remarks.map(line));
      } catch (fault) {
        told.textContent = fault.message;
      }
    }, 400);
  };

  keeper.listeners.add((sentence, failed) => {
    saved.textContent = sentence;
    saved.classList.toggle("sowcourse-failed", failed);
  });
  cell.model.sharedModel.changed.connect(() => {
    if (current() !== mine) {
      draw();
      assess();
    }
  });
  const draft = keeper.draft(name);
  if (draft !== null && draft !== current()) {
    keeper.write(name, cell, draft);
    saved.textContent = "Je laatste zinnen stonden nog in deze browser en zijn teruggezet.";
  }
  draw();
  assess();
  return box(
    h(
      "div",
      { role: "group", "aria-label": title },
      fields,
      h("div", { class: "sowcourse-line" }, count, saved),
      told,
      list,
      acts,
    ),
  );
}
