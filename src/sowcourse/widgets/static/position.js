export default {
  render(view) {
    return start(view, ({ data, body, save, get }) => {
      const value = { position: "", why: "", ...(get(data.item) ?? {}) };
      const put = (changes, now = true) => save(data.item, Object.assign(value, changes) && { ...value }, now);
      body.append(h("p", { class: "sow-motion" }, data.motion),
        choice("Waar sta je?", data.positions.map((label) => ({ value: label, label })), value.position, (position) => put({ position })),
        field("Waarom?", value.why, (why, now) => put({ why }, now), "twee of drie zinnen"));
    });
  },
};
