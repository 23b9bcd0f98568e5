export default {
  render(view) {
    return start(view, ({ data, body, save, get }) => {
      body.append(
        field(data.question, get(data.item), (text, now) => save(data.item, text, now), "alleen jij leest dit"),
      );
    });
  },
};
