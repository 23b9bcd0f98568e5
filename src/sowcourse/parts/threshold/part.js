export default {
  render(view) {
    return start(view, ({ data, body, save, get }) => {
      const value = { guess: "", removed: [], alone: 0, why: "", ...(get(data.item) ?? {}) };
      const put = (changes, now = true) => save(data.item, { ...Object.assign(value, changes) }, now);
      const left = (person, removed) => person.thresholds.filter((id) => !removed.includes(id));
      const through = (removed) => data.people.filter((person) => left(person, removed).length <= value.alone);
      const name = (id) => data.thresholds.find((t) => t.id === id).name.toLowerCase();

      const result = h("div", { role: "status" });
      const people = scroll();
      const table = scroll();
      const draw = () => {
        const now = through(value.removed);
        result.replaceChildren(
          h(
            "p",
            {},
            h(
              "strong",
              {},
              `${now.length} van de ${data.people.length} ${now.length === 1 ? "krijgt" : "krijgen"} de steun.`,
            ),
            ` ${
              value.removed.length
                ? `Zonder iets weg te nemen waren het er ${through([]).length}.`
                : "Je nam nog geen drempel weg."
            }`,
          ),
        );
        people.replaceChildren(
          h(
            "table",
            {},
            h("caption", {}, "Wie komt erdoor?"),
            h(
              "thead",
              {},
              h(
                "tr",
                {},
                ["wie", "krijgt de steun", "wat nog in de weg staat"].map((head) => h("th", { scope: "col" }, head)),
              ),
            ),
            h(
              "tbody",
              {},
              data.people.map((person) =>
                h(
                  "tr",
                  {},
                  h("th", { scope: "row" }, person.name, h("span", { class: "sow-note" }, `, ${person.about}`)),
                  h("td", {}, now.includes(person) ? "✓ ja" : "– nee"),
                  h("td", {}, left(person, value.removed).map(name).join(", ") || "niets"),
                ),
              ),
            ),
          ),
        );
        table.replaceChildren(
          h(
            "table",
            {},
            h("caption", {}, "Als je alleen deze drempel wegneemt"),
            h(
              "thead",
              {},
              h(
                "tr",
                {},
                ["drempel", "staat in de weg bij", "extra mensen met steun"].map((head) =>
                  h("th", { scope: "col" }, head),
                ),
              ),
            ),
            h(
              "tbody",
              {},
              data.thresholds.map((t) =>
                h(
                  "tr",
                  {},
                  h("th", { scope: "row" }, t.name),
                  h("td", {}, `${data.people.filter((p) => p.thresholds.includes(t.id)).length} mensen`),
                  h("td", {}, `${through([t.id]).length - through([]).length}`),
                ),
              ),
            ),
          ),
        );
      };
      const boxes = h(
        "fieldset",
        {},
        h("legend", {}, "2. Neem drempels weg"),
        data.thresholds.map((t) => {
          const box = h("input", {
            type: "checkbox",
            checked: value.removed.includes(t.id),
            onchange: () => {
              put({ removed: box.checked ? [...value.removed, t.id] : value.removed.filter((id) => id !== t.id) });
              draw();
            },
          });
          return h(
            "label",
            { class: "sow-option" },
            box,
            h("span", {}, t.name, h("span", { class: "sow-note" }, `: ${t.remedy}`)),
          );
        }),
      );
      const assumption = choice(
        "3. Onze aanname: hoeveel drempels neemt iemand op eigen kracht?",
        [
          { value: "0", label: "Geen", note: "wie er één tegenkomt, haakt af" },
          { value: "1", label: "Eén", note: "pas bij de tweede haakt iemand af" },
          { value: "2", label: "Twee", note: "pas bij de derde haakt iemand af" },
        ],
        String(value.alone),
        (chosen) => {
          put({ alone: Number(chosen) });
          draw();
        },
      );
      body.append(
        h(
          "div",
          {},
          h("p", {}, data.introduction),
          pick(
            "1. Voorspel: welke drempel helpt de meeste mensen als je die wegneemt?",
            data.thresholds.map((t) => ({ value: t.id, label: t.name })),
            value.guess,
            (guess) => put({ guess }),
          ),
          boxes,
          assumption,
          h(
            "p",
            { class: "sow-hint" },
            "Dit is een aanname van ons, geen bevinding: niemand meette hoeveel drempels iemand aankan. Het spel rekent elke drempel even zwaar en los van de andere; in het echt is dat niet zo, en wie welke drempels tegenkomt, hebben wij bedacht. Zet haar anders en kijk wat er met je conclusie gebeurt.",
          ),
          result,
          people,
          h(
            "details",
            {},
            h("summary", {}, "Vergelijk de drempels één voor één"),
            h(
              "p",
              {},
              "Kijk bij de aanname «geen» naar de drempel die het vaakst in de weg staat. Hoeveel mensen helpt het om alleen die weg te nemen?",
            ),
            table,
          ),
          field(
            "4. Klopte je voorspelling? Welke drempel kun jij als werker wegnemen, en welke alleen wie de regels maakt?",
            value.why,
            (why, now) => put({ why }, now),
          ),
          h("h3", {}, "Buiten dit spel"),
          h("p", {}, "Echte cijfers over mensen die niet krijgen waar ze recht op hebben:"),
          h(
            "ul",
            {},
            data.figures.map((f) =>
              h("li", {}, f.text, " ", h("span", { class: "sow-note" }, f.uncertainty), ` (${f.source})`),
            ),
          ),
        ),
      );
      draw();
    });
  },
};
