export default {
  render(view) {
    return start(view, ({ data, body, save, get }) => {
      body.append(
        h(
          "p",
          {},
          "Deze spiegel leest alleen woorden. Hij is nooit een cijfer, hij kan zich vergissen, en jij beslist wat je ermee doet.",
        ),
      );
      let explained = false;
      for (const kind of data.kinds) {
        const item = `${data.item}.${kind.id}`;
        const [before, ...after] = kind.cue ? splitAt(kind.sentence, kind.cue) : [kind.sentence];
        const wrong = button("", () => {
          save(item, get(item) ? null : true, true);
          tell();
        });
        const tell = () => {
          wrong.setAttribute("aria-pressed", String(Boolean(get(item))));
          wrong.textContent = get(item)
            ? "Klopt niet: gezegd"
            : kind.sentence
              ? "Klopt niet"
              : "Klopt niet, het staat er wel";
        };
        wrong.setAttribute("aria-label", `Klopt niet: ${kind.title}`);
        tell();
        if (!kind.named && !explained) body.append(h("p", { class: "sow-hint" }, data.unnamed));
        explained = explained || !kind.named;
        body.append(
          h(
            "section",
            { class: "sow-mirror" },
            h("h4", {}, kind.title),
            kind.sentence
              ? h("p", {}, "Jouw zin: ", h("q", {}, before, after.length ? [h("mark", {}, after[0]), after[1]] : ""))
              : "",
            h("p", {}, kind.asked),
            kind.named ? wrong : "",
          ),
        );
      }
    });
  },
};

/** The text before, at and after the evidence. */
function splitAt(sentence, cue) {
  const begin = sentence.indexOf(cue);
  return begin < 0 ? [sentence] : [sentence.slice(0, begin), cue, sentence.slice(begin + cue.length)];
}
