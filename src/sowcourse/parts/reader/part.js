export default {
  render(view) {
    return start(view, ({ data, body, save, get }) => {
      const items = data.passages.flatMap((passage) => passage.margins.map((margin) => `${data.item}.${margin.id}`));
      const done = h("p", { class: "sow-hint" });
      const count = () => {
        const answered = items.filter((item) => (get(item) ?? "").trim()).length;
        done.textContent = `${answered} van ${items.length} kantlijnvragen beantwoord.`;
      };
      for (const passage of data.passages) {
        body.append(
          h(
            "article",
            { "aria-label": `Passage ${passage.id}` },
            h("h3", {}, `${passage.section} · ${passage.id}`),
            h("div", { class: "sow-text", html: passage.html }),
            passage.original
              ? h("details", {}, h("summary", {}, "Het origineel"), h("blockquote", {}, passage.original))
              : null,
            passage.terms.length
              ? h(
                  "details",
                  {},
                  h("summary", {}, `Begrippen: ${passage.terms.map((t) => t.term).join(", ")}`),
                  h(
                    "dl",
                    {},
                    passage.terms.flatMap((t) => [h("dt", {}, t.term), h("dd", {}, t.definition)]),
                  ),
                )
              : null,
            passage.margins.length
              ? h(
                  "div",
                  { class: "sow-margin" },
                  passage.margins.map((margin) =>
                    field(margin.question, get(`${data.item}.${margin.id}`), (text, now) => {
                      save(`${data.item}.${margin.id}`, text, now);
                      count();
                    }),
                  ),
                )
              : null,
          ),
        );
      }
      count();
      body.append(h("p", { class: "sow-hint", html: data.attribution }), done);
    });
  },
};
