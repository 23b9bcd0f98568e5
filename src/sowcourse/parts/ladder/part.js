export default {
  render(view) {
    return start(view, ({ data, body, save, get }) => {
      const now = Object.fromEntries(data.moments.map((m) => [m.id, m.now]));
      const value = { rungs: {}, slack: 1, why: "", ...(get(data.item) ?? {}) };
      const put = (changes, at = true) => save(data.item, { ...Object.assign(value, changes) }, at);
      const first = data.moments[0].id;
      const top = data.rungs.length;
      // The assumption: no later moment reaches further than `slack` rungs above the moment that sets the question.
      const effective = (rungs) =>
        data.moments.map((m) => (m.id === first ? rungs[m.id] : Math.min(rungs[m.id], rungs[first] + value.slack)));
      const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
      const chosen = () => ({ ...now, ...value.rungs });

      const summary = h("div", { role: "status" });
      const table = scroll();
      const draw = () => {
        const rungs = chosen();
        const works = effective(rungs);
        const before = effective(now);
        summary.replaceChildren(
          h(
            "p",
            {},
            h("strong", {}, `Op papier ${sum(Object.values(rungs))} punten, volgens dit model ${sum(works)}.`),
            ` Zoals het nu gaat: op papier ${sum(Object.values(now))}, volgens dit model ${sum(before)}. Het hoogste is ${top * data.moments.length}.`,
          ),
          h(
            "p",
            {},
            works.some((w, i) => w < rungs[data.moments[i].id])
              ? `De eerste vraag houdt nu ${works.filter((w, i) => w < rungs[data.moments[i].id]).length} latere momenten tegen.`
              : "Geen enkel moment wordt door de eerste vraag tegengehouden.",
          ),
        );
        table.replaceChildren(
          h(
            "table",
            {},
            h("caption", {}, "Wat er doorwerkt"),
            h(
              "thead",
              {},
              h(
                "tr",
                {},
                ["moment", "nu", "jouw keuze", "werkt door"].map((head) => h("th", { scope: "col" }, head)),
              ),
            ),
            h(
              "tbody",
              {},
              data.moments.map((m, i) =>
                h(
                  "tr",
                  {},
                  h("th", { scope: "row" }, m.name),
                  h("td", {}, data.rungs[m.now - 1]),
                  h("td", {}, data.rungs[rungs[m.id] - 1]),
                  h("td", {}, `${"●".repeat(works[i])}${"○".repeat(top - works[i])} `, data.rungs[works[i] - 1]),
                ),
              ),
            ),
          ),
        );
      };
      const places = h("div");
      const drawPlaces = () =>
        places.replaceChildren(
          ...data.moments.map((m, index) => {
            const id = unique();
            const list = h(
              "select",
              {
                id,
                "aria-describedby": `${id}-scene`,
                onchange: () => {
                  put({ rungs: { ...value.rungs, [m.id]: Number(list.value) } });
                  draw();
                },
              },
              data.rungs.map((rung, i) => h("option", { value: i + 1 }, `${i + 1} ${rung}`)),
            );
            list.value = String(chosen()[m.id]);
            return h(
              "div",
              { class: "sow-pick" },
              h("label", { for: id }, `${index + 1}. ${m.name}`),
              list,
              h("p", { class: "sow-hint", id: `${id}-scene` }, m.scene),
            );
          }),
        );
      const set = (rungs) => {
        put({ rungs });
        drawPlaces();
        draw();
      };
      const late = Object.fromEntries(data.moments.slice(1).map((m) => [m.id, top]));
      body.append(
        h(
          "div",
          {},
          h("p", {}, data.introduction),
          h("h3", {}, "1. Zet de momenten op de ladder"),
          places,
          h("h3", {}, "2. Twee proeven"),
          h("p", {}, `Voorspel eerst welke van de twee ${data.person} meer te zeggen geeft.`),
          button("Alleen de zeven latere momenten naar meebeslissen", () => set(late)),
          button("Alleen het eerste moment naar meebeslissen", () => set({ [first]: top })),
          button("Terug naar hoe het nu gaat", () => set({})),
          summary,
          table,
          choice(
            "3. Onze aanname: hoever kan een later moment boven de eerste vraag uitkomen?",
            [
              { value: "0", label: "Niet", note: "wie de vraag stelt, bepaalt de rest" },
              { value: "1", label: "Eén trede" },
              { value: "2", label: "Twee treden" },
              {
                value: String(top),
                label: "De eerste vraag telt niet bijzonder",
                note: "elk moment staat op zichzelf",
              },
            ],
            String(value.slack),
            (slack) => {
              put({ slack: Number(slack) });
              draw();
            },
          ),
          h(
            "p",
            { class: "sow-hint" },
            "Dit is een aanname van ons, en de punten zijn treden bij elkaar opgeteld: een hulpmiddel, geen meting. Zet haar anders en kijk of je conclusie blijft staan.",
          ),
          field("4. Welk moment zou jij als eerste verplaatsen, en wie moet daarmee instemmen?", value.why, (why, at) =>
            put({ why }, at),
          ),
        ),
      );
      drawPlaces();
      draw();
    });
  },
};
