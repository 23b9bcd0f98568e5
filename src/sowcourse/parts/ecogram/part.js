const SVG = "http://www.w3.org/2000/svg";
const LINES = {
  steunend: { width: 4, dash: "" },
  zwak: { width: 2, dash: "6 5" },
  gespannen: { width: 3, dash: "2 4" },
};

function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export default {
  render(view) {
    return start(view, ({ data, body, save, get }) => {
      const value = { ties: {}, flows: {}, coordinator: "", minutes: 20, why: "", ...(get(data.item) ?? {}) };
      const put = (changes, now = true) => save(data.item, { ...Object.assign(value, changes) }, now);
      const tie = (actor) => value.ties[actor.id] ?? actor.start;
      const flow = (actor) => value.flows[actor.id] ?? actor.flow;
      const involved = () => data.actors.filter((actor) => tie(actor) !== data.ties[0]);
      const services = () => involved().filter((actor) => actor.kind === "dienst");
      const coordinates = () => services().some((actor) => actor.id === value.coordinator);
      // The assumption: every two services that work on the case keep each other informed, unless one coordinates.
      const lines = () => {
        const n = services().length;
        return coordinates() ? n - 1 : (n * (n - 1)) / 2;
      };

      const drawing = h("div");
      const drawNetwork = () => {
        const present = involved();
        const size = { x: 320, y: present.length > 9 ? 350 : 210 };
        const at = (index) => {
          const angle = (2 * Math.PI * index) / present.length - Math.PI / 2;
          return { x: size.x + 200 * Math.cos(angle), y: size.y + (size.y - 45) * Math.sin(angle) };
        };
        const id = unique();
        const parts = [];
        present.forEach((a, i) =>
          present.forEach((b, j) => {
            if (j <= i || a.kind !== "dienst" || b.kind !== "dienst") return;
            if (coordinates() && a.id !== value.coordinator && b.id !== value.coordinator) return;
            parts.push(
              svg("line", {
                x1: at(i).x,
                y1: at(i).y,
                x2: at(j).x,
                y2: at(j).y,
                stroke: "currentColor",
                "stroke-width": 1,
                "stroke-opacity": 0.45,
              }),
            );
          }),
        );
        present.forEach((actor, i) => {
          const line = LINES[tie(actor)];
          parts.push(
            svg("line", {
              x1: size.x,
              y1: size.y,
              x2: at(i).x,
              y2: at(i).y,
              stroke: "currentColor",
              "stroke-width": line.width,
              "stroke-dasharray": line.dash,
            }),
          );
        });
        // An arrow on the bond: towards the person for what gives, away from the person for what costs.
        const arrow = (i, share, towards) => {
          const to = at(i);
          const angle = Math.atan2(to.y - size.y, to.x - size.x) + (towards ? Math.PI : 0);
          const tip = { x: size.x + (to.x - size.x) * share, y: size.y + (to.y - size.y) * share };
          const corner = (turn) => `${tip.x + 13 * Math.cos(angle + turn)},${tip.y + 13 * Math.sin(angle + turn)}`;
          parts.push(
            svg("polygon", { points: [corner(0), corner(2.4), corner(-2.4)].join(" "), fill: "currentColor" }),
          );
        };
        present.forEach((actor, i) => {
          if (flow(actor).includes("geeft")) arrow(i, 0.4, true);
          if (flow(actor).includes("kost")) arrow(i, 0.6, false);
        });
        const label = (x, y, text, bold) => {
          const width = text.length * 7.4 + 16;
          parts.push(
            svg("rect", {
              x: x - width / 2,
              y: y - 14,
              width,
              height: 28,
              rx: 6,
              fill: "var(--jp-layout-color1, #fff)",
              stroke: "currentColor",
              "stroke-width": bold ? 3 : 1,
            }),
            svg(
              "text",
              {
                x,
                y: y + 5,
                "text-anchor": "middle",
                "font-size": 13,
                "font-weight": bold ? 700 : 400,
                fill: "currentColor",
              },
              text,
            ),
          );
        };
        present.forEach((actor, i) => label(at(i).x, at(i).y, actor.name, actor.id === value.coordinator));
        label(size.x, size.y, data.person, true);
        const title = `Ecogram van ${data.person} met ${present.length} betrokkenen en ${lines()} afstemlijnen. De tabel hieronder zegt hetzelfde.`;
        drawing.replaceChildren(
          h(
            "figure",
            {},
            svg(
              "svg",
              { viewBox: `0 0 640 ${2 * size.y}`, role: "img", "aria-labelledby": id },
              svg("title", { id }, title),
              ...parts,
            ),
            h(
              "figcaption",
              {},
              "Dikke lijn: steunende band. Streepjes: zwakke band. Stippen: gespannen band. Dunne lijn: twee diensten die moeten afstemmen. ",
              `Pijl naar ${data.person}: de band geeft energie. Pijl van ${data.person} weg: hij kost energie.`,
            ),
          ),
        );
      };

      const summary = h("div", { role: "status" });
      const table = scroll();
      const drawSummary = () => {
        const present = involved();
        const n = services().length;
        const hours = (lines() * value.minutes) / 60;
        const cover = (domain) => present.filter((actor) => actor.domains.includes(domain));
        const gaps = data.domains.filter((domain) => !cover(domain).length);
        summary.replaceChildren(
          h(
            "p",
            {},
            h(
              "strong",
              {},
              `${n} diensten, ${lines()} afstemlijnen, ongeveer ${hours.toLocaleString("nl", { maximumFractionDigits: 1 })} uur afstemmen per week.`,
            ),
            ` ${data.person} zelf heeft ${present.length} lijnen te onderhouden.`,
          ),
          h(
            "p",
            {},
            ["geeft", "kost"].map(
              (name) =>
                `${name === "geeft" ? "Geeft" : "Kost"} energie: ${
                  present
                    .filter((a) => flow(a).includes(name))
                    .map((a) => a.name)
                    .join(", ") || "niemand"
                }. `,
            ),
          ),
          coordinates()
            ? h(
                "p",
                {},
                `De ${n - 1} lijnen komen samen bij ${present.find((a) => a.id === value.coordinator).name}: dat werk verdwijnt niet. ${data.person} mag ook zeggen dat niemand coördineert.`,
              )
            : "",
          h("p", {}, gaps.length ? `Leeg: ${gaps.join(", ")}.` : "Geen enkel domein is leeg."),
        );
        table.replaceChildren(
          h(
            "table",
            {},
            h("caption", {}, "Wie staat er op welk domein?"),
            h(
              "thead",
              {},
              h(
                "tr",
                {},
                ["domein", "wie", "wat valt op"].map((head) => h("th", { scope: "col" }, head)),
              ),
            ),
            h(
              "tbody",
              {},
              data.domains.map((domain) => {
                const found = cover(domain);
                return h(
                  "tr",
                  {},
                  h("th", { scope: "row" }, domain),
                  h("td", {}, found.map((a) => a.name).join(", ") || "niemand"),
                  h("td", {}, found.length === 0 ? "gat" : found.length > 2 ? "overlap" : ""),
                );
              }),
            ),
          ),
        );
      };
      const who = h("div");
      const drawCoordinator = () =>
        who.replaceChildren(
          choice(
            "4. Wie coördineert?",
            [
              { value: "", label: "Niemand", note: "elke dienst stemt af met elke andere" },
              ...services().map((a) => ({ value: a.id, label: a.name })),
            ],
            coordinates() ? value.coordinator : "",
            (coordinator) => {
              put({ coordinator });
              draw();
            },
          ),
        );
      const draw = () => {
        drawNetwork();
        drawSummary();
      };
      const redraw = () => {
        drawPicks();
        drawCoordinator();
        draw();
      };
      const picks = h("div");
      const drawPicks = () =>
        picks.replaceChildren(
          ...data.kinds.map((kind, number) =>
            h(
              "fieldset",
              {},
              h("legend", {}, `${number + 1}. ${["Diensten", "Eigen netwerk", "Anderen"][number]}`),
              data.actors
                .filter((actor) => actor.kind === kind)
                .map((actor) => {
                  const id = unique();
                  const list = h(
                    "select",
                    {
                      id,
                      "aria-describedby": `${id}-on`,
                      onchange: () => {
                        put({ ties: { ...value.ties, [actor.id]: list.value } });
                        drawCoordinator();
                        draw();
                      },
                    },
                    data.ties.map((name) => h("option", { value: name }, name)),
                  );
                  list.value = tie(actor);
                  const does = h(
                    "select",
                    {
                      "aria-label": `${actor.name}: wat de band met energie doet`,
                      onchange: () => {
                        put({ flows: { ...value.flows, [actor.id]: does.value } });
                        draw();
                      },
                    },
                    data.flows.map((name) => h("option", { value: name }, name)),
                  );
                  does.value = flow(actor);
                  return h(
                    "div",
                    { class: "sow-pick" },
                    h("label", { for: id }, actor.name),
                    list,
                    does,
                    h("span", { class: "sow-note", id: `${id}-on` }, ` kijkt naar: ${actor.domains.join(", ")}`),
                  );
                }),
            ),
          ),
        );
      const add = () => {
        const absent = data.actors.filter((actor) => actor.kind === "dienst" && tie(actor) === data.ties[0]);
        put({ ties: { ...value.ties, ...Object.fromEntries(absent.map((actor) => [actor.id, "zwak"])) } });
        redraw();
      };
      body.append(
        h(
          "div",
          {},
          h("p", {}, data.introduction),
          picks,
          h("p", {}, "Een proef: wat gebeurt er met de lijnen en met de gaten als je alle diensten erbij haalt?"),
          button("Haal alle diensten erbij", add),
          button("Terug naar de start", () => {
            put({ ties: {}, flows: {}, coordinator: "" });
            redraw();
          }),
          who,
          pick(
            "5. Onze aanname: minuten afstemmen per lijn per week",
            ["5", "10", "20", "30"].map((m) => ({ value: m, label: `${m} minuten` })),
            String(value.minutes),
            (minutes) => {
              if (minutes) {
                put({ minutes: Number(minutes) });
                draw();
              }
            },
          ),
          h(
            "p",
            { class: "sow-hint" },
            "Twee aannames van ons, geen meting: dat elke twee diensten afstemmen als niemand coördineert, en hoelang dat duurt. Vraag op je stageplek hoe het daar gaat.",
          ),
          summary,
          drawing,
          table,
          field(`6. ${data.question}`, value.why, (why, now) => put({ why }, now)),
        ),
      );
      redraw();
    });
  },
};
