export default {
  render(view) {
    return start(view, ({ data, body, save, get }) => {
      const value = { step: 1, ...(get(data.item) ?? {}) };
      if (value.after && value.step < 9 && value.other === undefined) value.step = 9; // kept before sides were switched
      const put = (changes, now = true) => save(data.item, Object.assign(value, changes) && { ...value }, now);
      const positions = data.positions.map((label) => ({ value: label, label }));
      const names = { pro: "voor", contra: "tegen" };
      const opposite = { pro: "contra", contra: "pro" };
      const pair = () => value.company === "samen";
      const arguments_ = (side) => data.arguments.filter((argument) => argument.side === side);
      const steps = [
        {
          title: "Je standpunt vooraf",
          missing: () =>
            !value.before ? "Kies eerst een standpunt." : !value.why?.trim() ? "Schrijf in een zin waarom." : "",
          draw: () => [
            choice("Waar sta je nu?", positions, value.before, (before) => put({ before })),
            field("Waarom?", value.why, (why, now) => put({ why }, now)),
          ],
        },
        {
          title: `De reactie van ${data.reader}`,
          missing: () => "",
          draw: () => [
            h("p", {}, data.introduction),
            data.reaction.map((html) => h("div", { class: "sow-text", html })),
            h("p", { class: "sow-hint" }, "In onze woorden weergegeven."),
          ],
        },
        {
          title: "Het sterkste argument van elke kant",
          missing: () =>
            !value.pro ? "Kies het sterkste argument voor." : !value.contra ? "Kies het sterkste argument tegen." : "",
          draw: () =>
            ["pro", "contra"].map((side) =>
              choice(
                `Wat is het sterkste argument ${names[side]}?`,
                arguments_(side).map((a) => ({
                  value: a.id,
                  label: a.text,
                  note: `(${a.origin})${a.ours ? ` Van ons erbij: ${a.ours}` : ""}`,
                })),
                value[side],
                (id) => {
                  put({ [side]: id });
                  refresh(4);
                },
              ),
            ),
        },
        {
          title: "De kant die het lot je geeft",
          missing: () =>
            !value.side
              ? "Laat eerst het lot beslissen."
              : !value.plea?.trim() || (pair() && !value.plea2?.trim())
                ? "Schrijf je pleidooi, ook al is het kort."
                : "",
          draw: () => {
            const place = h("div");
            const hint = "drie tot vijf zinnen, alsof je het meent";
            const show = () =>
              place.replaceChildren(
                h(
                  "p",
                  { role: "status" },
                  pair() ? "Wie links zit, bepleit de kant " : "Je bepleit de kant ",
                  h("strong", {}, names[value.side]),
                  pair() ? ", wie rechts zit de kant " : "",
                  pair() ? h("strong", {}, names[opposite[value.side]]) : "",
                  ".",
                ),
                field(
                  `${pair() ? "Links: pleidooi" : "Je pleidooi"} ${names[value.side]} de stelling`,
                  value.plea,
                  (plea, now) => put({ plea }, now),
                  hint,
                ),
                pair()
                  ? field(
                      `Rechts: pleidooi ${names[opposite[value.side]]} de stelling`,
                      value.plea2,
                      (plea2, now) => put({ plea2 }, now),
                      hint,
                    )
                  : "",
              );
            if (value.side) show();
            else
              place.append(
                choice(
                  "Met hoeveel zitten jullie aan dit scherm?",
                  [
                    { value: "alleen", label: "alleen" },
                    { value: "samen", label: "met twee" },
                  ],
                  value.company ?? "alleen",
                  (company) => put({ company }),
                ),
                h("p", {}, "Eén van de twee kanten, met gelijke kans."),
                button("Loot een kant", () => {
                  put({ side: crypto.getRandomValues(new Uint8Array(1))[0] % 2 ? "pro" : "contra" });
                  show();
                  place.querySelector("textarea").focus();
                }),
              );
            return [place];
          },
        },
        {
          title: "Een tegenargument",
          missing: () => (!value.reply?.trim() ? "Schrijf wat je hierop antwoordt." : ""),
          draw: () => {
            const argument = data.arguments.find((a) => a.id === value[value.side] && a.side === value.side);
            return [
              h("p", {}, `Jij noemde dit het sterkste argument ${names[value.side]}:`),
              h("p", { class: "sow-text" }, `${argument.text} ${argument.ours}`.trim()),
              h("p", {}, "Iemand zegt daarop:"),
              h("p", { class: "sow-motion" }, argument.rebuttal),
              field("Wat antwoord je?", value.reply, (reply, now) => put({ reply }, now)),
            ];
          },
        },
        {
          title: "Wissel van kant",
          missing: () =>
            !value.other?.trim() || (pair() && !value.other2?.trim())
              ? "Schrijf ook voor de andere kant iets, hoe kort ook."
              : "",
          draw: () => {
            const hint = "zo sterk dat wie daar staat, zegt: ja, dat bedoel ik";
            return [
              h("p", {}, pair() ? "Wissel van stoel." : "Loop naar de overkant."),
              field(
                `${pair() ? "Wie links zat" : "De andere kant"}, nu ${names[opposite[value.side]]} de stelling, in drie zinnen`,
                value.other,
                (other, now) => put({ other }, now),
                hint,
              ),
              pair()
                ? field(
                    `Wie rechts zat, nu ${names[value.side]} de stelling, in drie zinnen`,
                    value.other2,
                    (other2, now) => put({ other2 }, now),
                    hint,
                  )
                : null,
            ];
          },
        },
        {
          title: "Een zin die beide kanten kunnen tekenen",
          missing: () => (!value.joint?.trim() ? "Schrijf een zin, of schrijf waarom die er volgens jou niet is." : ""),
          draw: () => [
            h(
              "p",
              {},
              "Niet het midden: een zin waarin geen van beide kanten weggeeft wat haar het liefst is. Bestaat die niet, schrijf dan waarop het vastloopt.",
            ),
            field(pair() ? "Jullie gezamenlijke zin" : "Een gezamenlijke zin", value.joint, (joint, now) =>
              put({ joint }, now),
            ),
          ],
        },
        {
          title: "Je standpunt achteraf",
          missing: () =>
            !value.after ? "Kies waar je nu staat." : !value.whyAfter?.trim() ? "Schrijf wat de doorslag gaf." : "",
          draw: () => [
            choice("Waar sta je nu, na beide kanten?", positions, value.after, (after) => {
              put({ after });
              refresh(8);
            }),
            field("Wat gaf de doorslag?", value.whyAfter, (whyAfter, now) => put({ whyAfter }, now)),
          ],
        },
        {
          title: "Terugkijken",
          missing: () => "",
          draw: () => [
            h(
              "p",
              {},
              `Vooraf: ${value.before}. Achteraf: ${value.after}. `,
              value.before === value.after ? "Je standpunt bleef gelijk." : "Je standpunt verschoof.",
              " Geen van beide is beter.",
            ),
            h("p", {}, "Om over door te praten:"),
            h(
              "ul",
              {},
              data.questions.map((question) => h("li", {}, question)),
            ),
          ],
        },
      ];
      let drawn = [];
      const refresh = (index) => drawn[index]?.replaceChildren(...steps[index].draw().flat(Infinity));
      const draw = (focus = false) => {
        const shown = steps.slice(0, value.step);
        const last = shown.length - 1;
        drawn = shown.map((step) => h("div", {}, step.draw()));
        body.replaceChildren(
          h("h4", {}, data.title),
          h("p", { class: "sow-motion" }, data.motion),
          h("p", { class: "sow-hint" }, `Stap ${value.step} van ${steps.length}`),
          h("progress", { max: steps.length, value: value.step, "aria-label": "Voortgang van dit debat" }),
          ...shown.map((step, index) => {
            const message = h("p", { role: "alert" });
            return h(
              "div",
              { class: "sow-step" },
              h("h5", { tabindex: -1 }, `${index + 1}. ${step.title}`),
              drawn[index],
              index === last && last < steps.length - 1
                ? button("Verder", () => {
                    const early = steps
                      .slice(0, value.step)
                      .map((s) => s.missing())
                      .find(Boolean);
                    if (early) {
                      message.textContent = early;
                      return;
                    }
                    put({ step: value.step + 1 });
                    draw(true);
                  })
                : null,
              message,
            );
          }),
        );
        if (focus) body.querySelectorAll("h5")[last].focus();
      };
      draw();
    });
  },
};
