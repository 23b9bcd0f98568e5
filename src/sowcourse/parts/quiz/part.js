// Test yourself: an answer, and what it tells; every question as often as one likes.

import { h } from "../dom.js";
import { button, choice } from "../fields.js";
import { start } from "../start.js";

/**
 * @typedef {{id: string, text: string, correct: boolean, feedback: string}} Answer
 * @typedef {{id: string, text: string, options: Answer[], passage: {name: string, html: string} | null}} Question
 * @typedef {PartData & {questions: Question[]}} Data
 */

/** @param {Answer} option */
const feedbackOn = (option) =>
  h(
    "div",
    { class: "sow-feedback" },
    h("p", {}, h("strong", {}, option.correct ? "✓ Dit past. " : "✗ Dit past niet. "), option.feedback),
    option.correct ? null : h("p", { class: "sow-hint" }, "Kies gerust opnieuw en controleer nog eens."),
  );

/** @param {View<Data>} view */
export const render = (view) =>
  start(view, ({ data, body, save, text }) => {
    const total = data.questions.length;
    const bar = h("progress", { max: total, value: 0, "aria-label": "Beantwoorde vragen" });
    const done = h("p", { class: "sow-hint" });
    const count = () => {
      const answered = data.questions.filter((question) => text(`${data.item}.${question.id}`)).length;
      bar.value = answered;
      done.textContent =
        answered === total
          ? `Alle ${total} vragen beantwoord. Je mag elke vraag opnieuw proberen.`
          : `${answered} van ${total} vragen beantwoord.`;
    };
    for (const [index, question] of data.questions.entries()) {
      const item = `${data.item}.${question.id}`;
      let chosen = text(item);
      const feedback = h("div", { role: "status" });
      const show = () => {
        const option = question.options.find((o) => o.id === chosen);
        feedback.replaceChildren(...(option ? [feedbackOn(option)] : []));
      };
      const check = () => {
        if (!chosen) {
          feedback.replaceChildren(h("p", {}, "Kies eerst een antwoord."));
          return;
        }
        save(item, chosen);
        show();
        count();
      };
      body.append(
        h(
          "div",
          { class: "sow-apart" },
          choice(
            `Vraag ${index + 1} van ${total}. ${question.text}`,
            question.options.map((option) => ({ value: option.id, label: option.text })),
            chosen,
            (value) => {
              chosen = value;
              feedback.replaceChildren();
            },
          ),
          button(`Controleer vraag ${index + 1}`, check),
          feedback,
          question.passage
            ? h(
                "details",
                {},
                h("summary", {}, `Lees ${question.passage.name} nog eens`),
                h("div", { class: "sow-text", html: question.passage.html }),
              )
            : null,
        ),
      );
      show();
    }
    count();
    body.append(bar, done);
  });
