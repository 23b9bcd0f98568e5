export default {
  render(view) {
    return start(view, ({ data, body, save, get }) => {
      const done = h("p", { class: "sow-hint", role: "status" });
      const count = () => {
        const judged = data.claims.filter((claim) => get(`${data.item}.${claim.id}`)).length;
        done.textContent = `${judged} van ${data.claims.length} beweringen beoordeeld.`;
      };
      for (const claim of data.claims) {
        const item = `${data.item}.${claim.id}`;
        const evidence = h("div");
        const list = (kind) =>
          h(
            "ul",
            {},
            claim.evidence
              .filter((e) => e.kind === kind)
              .map((e) => h("li", {}, e.text, h("span", { class: "sow-note" }, ` (${e.source})`))),
          );
        const show = () => {
          const chosen = get(item);
          evidence.replaceChildren(
            ...(chosen
              ? [
                  h(
                    "details",
                    { open: true },
                    h("summary", {}, `Bewijs bij «${claim.title}»`),
                    h("p", {}, h("strong", {}, "Steun")),
                    list("steun"),
                    h("p", {}, h("strong", {}, "Nuance en tegenspraak")),
                    list("nuance"),
                    h(
                      "p",
                      {},
                      h("strong", {}, `Onze lezing: ${claim.verdict}. `),
                      claim.why,
                      chosen === claim.verdict
                        ? " Zo las jij het ook."
                        : " Jij las het anders; kijk of het bewijs je overtuigt.",
                    ),
                  ),
                ]
              : []),
          );
        };
        body.append(
          h(
            "div",
            {},
            h("h3", {}, claim.title),
            h("p", { class: "sow-text" }, claim.text, h("span", { class: "sow-note" }, ` (essay, ${claim.passage})`)),
            pick(
              "Wat denk je voordat je het bewijs ziet?",
              data.verdicts.map((v) => ({ value: v, label: v })),
              get(item),
              (verdict) => {
                save(item, verdict || null);
                show();
                count();
              },
            ),
            evidence,
          ),
        );
        show();
      }
      count();
      body.append(done);
    });
  },
};
