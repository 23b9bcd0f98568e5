export default {
  render(view) {
    return start(view, ({ data, body, save, get }) => {
      const value = { position: "", why: "", ...(get(data.item) ?? {}) };
      const put = (changes, now = true) => save(data.item, Object.assign(value, changes) && { ...value }, now);
      const before = h("div", { role: "status" });
      const draw = () =>
        before.replaceChildren(
          ...(value.position && data.earlier.position
            ? [
                h(
                  "p",
                  {},
                  "In het begin koos je: ",
                  h("strong", {}, data.earlier.position),
                  ". Nu: ",
                  h("strong", {}, value.position),
                  ".",
                ),
                data.earlier.why ? h("p", { class: "sow-text" }, `Toen schreef je: ${data.earlier.why}`) : "",
                h("p", {}, "Bewegen mag, blijven ook. Het gaat om de reden die je ervoor kunt geven."),
              ]
            : []),
        );
      body.append(
        h("p", { class: "sow-motion" }, data.motion),
        choice(
          "Waar sta je?",
          data.positions.map((label) => ({ value: label, label })),
          value.position,
          (position) => {
            put({ position });
            draw();
          },
        ),
        field("Waarom?", value.why, (why, now) => put({ why }, now), "twee of drie zinnen"),
        before,
      );
      draw();
    });
  },
};
