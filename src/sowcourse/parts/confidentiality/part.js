export default {
  render(view) {
    return start(view, ({ data, body, save, get }) => {
      const item = (finding) => `${data.item}.${finding.id}`;
      const told = h("p", { role: "status" });
      const tell = () => {
        const open = data.findings.filter((finding) => !get(item(finding))).length;
        told.textContent = !data.findings.length
          ? "Geen namen, adressen of nummers gevonden. Lees zelf nog eens na: een verhaal kan ook zonder naam herkenbaar zijn."
          : open === 0
            ? "Alles is bekeken. Lees zelf nog eens na: een verhaal kan ook zonder naam herkenbaar zijn."
            : `${open} ${open === 1 ? "plaats" : "plaatsen"} om na te kijken. Verander je tekst, bewaar (Ctrl+S) en voer deze cel opnieuw uit.`;
      };
      body.append(
        h(
          "p",
          {},
          "Deze controle leest alleen wat jij schreef, op deze computer. Er wordt niets verstuurd. Zij zoekt namen uit een lijst en nummers, en kan zich vergissen.",
        ),
        told,
      );
      if (data.findings.length)
        body.append(
          h(
            "ul",
            { class: "sow-findings" },
            data.findings.map((finding) =>
              h(
                "li",
                {},
                h("p", {}, finding.before, h("mark", {}, finding.words), finding.after),
                h("p", {}, h("strong", {}, `${finding.kind}, in «${finding.cell}». `), finding.advice),
                h(
                  "label",
                  { class: "sow-option" },
                  h("input", {
                    type: "checkbox",
                    checked: Boolean(get(item(finding))),
                    onchange: (event) => {
                      save(item(finding), event.target.checked || null, true);
                      tell();
                    },
                  }),
                  h("span", {}, "Vals alarm: dit leidt niet naar een echt mens"),
                ),
              ),
            ),
          ),
        );
      tell();
    });
  },
};
