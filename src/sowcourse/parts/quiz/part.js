export default {
  render(view) {
    return start(view, ({ data, body, save, get }) => {
      const total = data.questions.length;
      const bar = h("progress", { max: total, value: 0, "aria-label": "Beantwoorde vragen" });
      const done = h("p", { class: "sow-hint" });
      const count = () => {
        const answered = data.questions.filter((question) => get(`${data.item}.${question.id}`)).length;
        bar.value = answered;
        done.textContent =
          answered === total
            ? `Alle ${total} vragen beantwoord. Je mag elke vraag opnieuw proberen.`
            : `${answered} van ${total} vragen beantwoord.`;
      };
      data.questions.forEach((question, index) => {
        const item = `${data.item}.${question.id}`;
        let chosen = get(item);
        const feedback = h("div", { role: "status" });
        const show = () => {
          const option = question.options.find((o) => o.id === chosen);
          feedback.replaceChildren(
            ...(option
              ? [
                  h(
                    "div",
                    { class: "sow-feedback" },
                    h("p", {}, h("strong", {}, option.correct ? "✓ Dit past. " : "✗ Dit past niet. "), option.feedback),
                    option.correct
                      ? null
                      : h("p", { class: "sow-hint" }, "Kies gerust opnieuw en controleer nog eens."),
                  ),
                ]
              : []),
          );
        };
        body.append(
          h(
            "div",
            {},
            choice(
              `Vraag ${index + 1} van ${total}. ${question.text}`,
              question.options.map((o) => ({ value: o.id, label: o.text })),
              chosen,
              (value) => {
                chosen = value;
                feedback.replaceChildren();
              },
            ),
            button(`Controleer vraag ${index + 1}`, () => {
              if (!chosen) {
                feedback.replaceChildren(h("p", {}, "Kies eerst een antwoord."));
                return;
              }
              save(item, chosen);
              show();
              count();
            }),
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
      });
      count();
      body.append(bar, done);
    });
  },
};
