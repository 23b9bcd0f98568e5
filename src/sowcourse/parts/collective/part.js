export default {
  render(view) {
    return start(view, ({ data, body, save, get }) => {
      const value = { groups: {}, compared: false, laid: [], steps: 3, why: "", ...(get(data.item) ?? {}) };
      const put = (changes, now = true) => save(data.item, { ...Object.assign(value, changes) }, now);
      const name = (id) => data.nodes.find((node) => node.id === id).name;
      const key = (tie) => tie.between.join("-");
      const existing = data.ties.filter((tie) => tie.kind === "bestaat");
      const possible = data.ties.filter((tie) => tie.kind !== "bestaat");

      // Who hears it within `steps` times passing on; the number of steps is an assumption.
      const reached = (laid) => {
        const ties = [...existing, ...possible.filter((tie) => laid.includes(key(tie)))];
        const heard = new Map([[data.start, 0]]);
        for (let step = 1; step <= value.steps; step += 1) {
          for (const from of [...heard.keys()]) {
            for (const { between } of ties) {
              if (!between.includes(from)) continue;
              const to = between.find((end) => end !== from);
              if (!heard.has(to)) heard.set(to, step);
            }
          }
        }
        heard.delete(data.start);
        return heard;
      };

      const message = h("p", { role: "alert" });
      const comparison = h("div", { role: "status" });
      const drawComparison = () =>
        comparison.replaceChildren(
          ...(value.compared
            ? [
                h("p", {}, "Zo zou je het kunnen zien. Zag jij iets anders? Dat kan: wie de mensen kent, weet meer."),
                h(
                  "ul",
                  {},
                  data.groups.map((group) => {
                    const members = data.signals.filter((signal) => signal.group === group);
                    return h(
                      "li",
                      {},
                      h("strong", {}, `${group} (${members.length})`),
                      h(
                        "ul",
                        {},
                        members.map((signal) =>
                          h(
                            "li",
                            {},
                            signal.text,
                            " ",
                            value.groups[signal.id] === group
                              ? ""
                              : h("span", { class: "sow-note" }, `Jij koos ${value.groups[signal.id]}. `),
                            signal.reason,
                          ),
                        ),
                      ),
                    );
                  }),
                ),
              ]
            : []),
        );

      const summary = h("div", { role: "status" });
      const table = scroll();
      const worth = scroll();
      const draw = () => {
        const heard = reached(value.laid);
        const before = reached([]);
        summary.replaceChildren(
          h(
            "p",
            {},
            h(
              "strong",
              {},
              `Het bericht van ${name(data.start)} bereikt ${heard.size} van de ${data.nodes.length - 1}.`,
            ),
            ` Zonder nieuwe banden waren het er ${before.size}. Je legde ${value.laid.length} ${value.laid.length === 1 ? "band" : "banden"}.`,
          ),
          data.wary.some((id) => heard.has(id))
            ? h(
                "p",
                {},
                `Onder wie: ${data.wary
                  .filter((id) => heard.has(id))
                  .map(name)
                  .join(", ")}. Is dat winst? Niet iedereen wil dat zij het nu al horen.`,
              )
            : "",
        );
        table.replaceChildren(
          h(
            "table",
            {},
            h("caption", {}, "Wie hoort het, en na hoeveel keer doorvertellen?"),
            h(
              "thead",
              {},
              h(
                "tr",
                {},
                ["wie", "waar", "hoort het"].map((head) => h("th", { scope: "col" }, head)),
              ),
            ),
            h(
              "tbody",
              {},
              data.nodes
                .filter((node) => node.id !== data.start)
                .map((node) =>
                  h(
                    "tr",
                    {},
                    h("th", { scope: "row" }, node.name),
                    h("td", {}, node.place),
                    h("td", {}, heard.has(node.id) ? `✓ na ${heard.get(node.id)}` : "– nee"),
                  ),
                ),
            ),
          ),
        );
        worth.replaceChildren(
          h(
            "table",
            {},
            h("caption", {}, "Als je alleen deze band legt"),
            h(
              "thead",
              {},
              h(
                "tr",
                {},
                ["band", "soort", "extra bereikt"].map((head) => h("th", { scope: "col" }, head)),
              ),
            ),
            h(
              "tbody",
              {},
              possible.map((tie) =>
                h(
                  "tr",
                  {},
                  h("th", { scope: "row" }, tie.between.map(name).join(" – ")),
                  h("td", {}, tie.kind),
                  h("td", {}, `${reached([key(tie)]).size - before.size}`),
                ),
              ),
            ),
          ),
        );
      };

      body.append(
        h(
          "div",
          {},
          h("p", {}, data.introduction),
          h("h3", {}, "1. Wat hoort bij elkaar?"),
          h("p", {}, "Luister voorbij de woorden: waar zou het vandaan kunnen komen?"),
          h(
            "div",
            { class: "sow-grid" },
            data.signals.map((signal) =>
              pick(
                signal.text,
                data.groups.map((group) => ({ value: group, label: group })),
                value.groups[signal.id],
                (group) => {
                  put({ groups: { ...value.groups, [signal.id]: group } });
                  drawComparison();
                },
              ),
            ),
          ),
          button("Vergelijk met één mogelijke indeling", () => {
            const open = data.signals.filter((signal) => !value.groups[signal.id]).length;
            message.textContent = open
              ? `Zet eerst ook de andere ${open === 1 ? "klacht" : `${open} klachten`} in een groep.`
              : "";
            if (!open) {
              put({ compared: true });
              drawComparison();
            }
          }),
          message,
          comparison,
          h("h3", {}, "2. Hoe ver komt een bericht?"),
          h("p", {}, data.message),
          h(
            "fieldset",
            {},
            h("legend", {}, "Leg banden"),
            possible.map((tie) => {
              const box = h("input", {
                type: "checkbox",
                checked: value.laid.includes(key(tie)),
                onchange: () => {
                  put({
                    laid: box.checked ? [...value.laid, key(tie)] : value.laid.filter((laid) => laid !== key(tie)),
                  });
                  draw();
                },
              });
              return h(
                "label",
                { class: "sow-option" },
                box,
                h(
                  "span",
                  {},
                  `${tie.between.map(name).join(" – ")} (${tie.kind})`,
                  h("span", { class: "sow-note" }, `: ${tie.how}`),
                ),
              );
            }),
          ),
          choice(
            "Onze aanname: hoe vaak wordt het doorverteld?",
            [1, 2, 3, 4].map((n) => ({ value: String(n), label: n === 1 ? "één keer" : `${n} keer` })),
            String(value.steps),
            (steps) => {
              put({ steps: Number(steps) });
              draw();
            },
          ),
          h(
            "p",
            { class: "sow-hint" },
            "Dit is een aanname van ons, geen meting: in het echt stopt een bericht soms bij de eerste, en wie het hoort, doet nog niet mee.",
          ),
          summary,
          table,
          h("details", {}, h("summary", {}, "Vergelijk de banden één voor één"), worth),
          field(
            "3. Welke banden leg jij, wat vraagt dat van de mensen die de brug zijn, en wie wil misschien liever niets horen?",
            value.why,
            (why, now) => put({ why }, now),
          ),
        ),
      );
      drawComparison();
      draw();
    });
  },
};
