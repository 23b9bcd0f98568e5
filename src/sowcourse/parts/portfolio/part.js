export default {
  render(view) {
    return start(view, ({ data, body, save, get }) => {
      const told = h("p", { role: "status" });
      const tell = (moment) => {
        told.textContent = moment
          ? `Laatst bewaard als ${data.names.join(" en ")} in je werkmap. Open de map «sowcourse» om ze te bekijken of af te drukken.`
          : "";
      };
      body.append(
        h(
          "p",
          {},
          "Wat je schreef en waar je stond, als twee bestanden van jezelf. Niemand krijgt ze, tenzij jij ze inlevert.",
        ),
        button("Bewaar mijn portfolio", () => {
          const moment = new Date().toISOString();
          save(data.item, moment);
          tell(moment);
        }),
        told,
      );
      tell(get(data.item));
    });
  },
};
