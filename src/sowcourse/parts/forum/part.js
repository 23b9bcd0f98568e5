export default {
  render(view) {
    return start(view, ({ data, body, save, get }) => {
      const value = {
        places: {},
        compared: false,
        case: "",
        route: ["", "", ""],
        risk: "",
        reach: "",
        why: "",
        ...(get(data.item) ?? {}),
      };
      const put = (changes, now = true) => save(data.item, Object.assign(value, changes) && { ...value }, now);
      const quadrants = [];
      for (const who of data.who)
        for (const where of data.where) quadrants.push({ value: `${who} ${where}`, label: `${who}, ${where}` });
      const form = (id) => data.forms.find((f) => f.id === id);

      const matrix = scroll();
      const drawMatrix = () =>
        matrix.replaceChildren(
          h(
            "table",
            {},
            h("caption", {}, "Jouw forum"),
            h(
              "thead",
              {},
              h(
                "tr",
                {},
                h("td"),
                data.where.map((where) => h("th", { scope: "col" }, where)),
              ),
            ),
            h(
              "tbody",
              {},
              data.who.map((who) =>
                h(
                  "tr",
                  {},
                  h("th", { scope: "row" }, who),
                  data.where.map((where) =>
                    h(
                      "td",
                      {},
                      h(
                        "ul",
                        {},
                        data.forms
                          .filter((f) => value.places[f.id] === `${who} ${where}`)
                          .map((f) => h("li", {}, f.name)),
                      ),
                    ),
                  ),
                ),
              ),
            ),
          ),
        );

      const comparison = h("div", { role: "status" });
      const drawComparison = () =>
        comparison.replaceChildren(
          ...(value.compared
            ? [
                h(
                  "p",
                  {},
                  "Hieronder staat één verdedigbare plaatsing. Staat een vorm bij jou ergens anders? Bedenk wat jij anders zag: dat kan heel goed kloppen.",
                ),
                h(
                  "ul",
                  {},
                  data.forms.map((f) =>
                    h(
                      "li",
                      {},
                      h("strong", {}, f.name),
                      `: ${f.who}, ${f.where}. `,
                      value.places[f.id] === `${f.who} ${f.where}`
                        ? "Zo zette jij het ook. "
                        : `Jij koos ${value.places[f.id].replace(" ", ", ")}. `,
                      f.reason,
                    ),
                  ),
                ),
              ]
            : []),
        );

      const voices = h("div", { role: "status" });
      const drawVoices = () => {
        const chosen = value.route.filter(Boolean);
        voices.replaceChildren(
          ...(chosen.length && data.voices.length
            ? [
                h("h4", {}, "Wat lezers hierbij zouden opmerken"),
                h("p", { class: "sow-hint" }, "Door ons afgeleid uit hun reacties; zij hebben dit niet zo gezegd."),
                h(
                  "ol",
                  {},
                  chosen.map((id) =>
                    h(
                      "li",
                      {},
                      h("strong", {}, form(id).name),
                      h(
                        "ul",
                        {},
                        data.voices.map((voice, index) =>
                          h("li", {}, `In de lijn van ${voice}: `, form(id).voices[index]),
                        ),
                      ),
                    ),
                  ),
                ),
              ]
            : []),
        );
      };

      const cases = h("div");
      const drawCase = () => {
        const found = data.cases.find((c) => c.id === value.case);
        cases.replaceChildren(
          ...(found
            ? [
                h(
                  "details",
                  {},
                  h("summary", {}, `Lees «${found.title}»`),
                  h("div", { class: "sow-text", html: found.html }),
                ),
              ]
            : []),
        );
      };

      const message = h("p", { role: "alert" });
      body.append(
        h(
          "div",
          {},
          h("p", {}, data.introduction),
          h("h3", {}, "1. Waar hoort het?"),
          h("p", {}, "Binnen: in je organisatie of rechtstreeks bij wie beslist. Buiten: waar iedereen het kan horen."),
          h(
            "div",
            { class: "sow-grid" },
            data.forms.map((f) =>
              pick(f.name, quadrants, value.places[f.id], (place) => {
                put({ places: { ...value.places, [f.id]: place } });
                drawMatrix();
                drawComparison();
              }),
            ),
          ),
          matrix,
          button("Vergelijk met één mogelijke plaatsing", () => {
            const open = data.forms.filter((f) => !value.places[f.id]);
            message.textContent = open.length
              ? `Zet eerst ook deze op hun plaats: ${open.map((f) => f.name).join("; ")}.`
              : "";
            if (!open.length) {
              put({ compared: true });
              drawComparison();
            }
          }),
          message,
          comparison,
          h("h3", {}, "2. Een route voor één casus"),
          choice(
            "Voor welke casus?",
            data.cases.map((c) => ({ value: c.id, label: `${c.title} (${c.country})` })),
            value.case,
            (id) => {
              put({ case: id });
              drawCase();
            },
          ),
          cases,
          ["Eerste stap", "Als dat niet helpt", "En dan"].map((label, index) =>
            pick(
              label,
              data.forms.map((f) => ({ value: f.id, label: f.name })),
              value.route[index],
              (id) => {
                const route = [...value.route];
                route[index] = id;
                put({ route });
                drawVoices();
              },
            ),
          ),
          choice(
            "Hoe groot is het risico voor jou en voor de mensen om wie het gaat?",
            data.levels.map((l) => ({ value: l, label: l })),
            value.risk,
            (risk) => put({ risk }),
          ),
          choice(
            "Hoe ver reikt deze route?",
            data.levels.map((l) => ({ value: l, label: l })),
            value.reach,
            (reach) => put({ reach }),
          ),
          field("Waarom deze volgorde? Wie beslist daarover mee?", value.why, (why, now) => put({ why }, now)),
          voices,
        ),
      );
      drawMatrix();
      drawComparison();
      drawCase();
      drawVoices();
    });
  },
};
