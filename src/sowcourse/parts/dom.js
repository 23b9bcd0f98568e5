// What every widget shares: elements, labelled fields, and saving that is only called done when the logbook says so.

/** An id that no other widget on the page has; each widget has its own copy of this file. */
const unique = () => `sow-${(globalThis.sowcourseSerial = (globalThis.sowcourseSerial ?? 0) + 1)}`;

/** Make an element. `html` holds Markdown already rendered by the package; everything else is text. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name === "html") element.innerHTML = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else if (name === "checked" || name === "disabled") element[name] = Boolean(value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined) element.append(child);
  return element;
}

/** A textarea under a visible label, with a count of words. */
function field(label, value, change, hint = "") {
  const id = unique();
  const words = h("span", { class: "sow-words" });
  const area = h("textarea", { id, rows: 3, value: value ?? "", "aria-describedby": `${id}-hint` });
  const count = () => {
    const number = area.value.trim() ? area.value.trim().split(/\s+/).length : 0;
    words.textContent = `${number} ${number === 1 ? "woord" : "woorden"}`;
  };
  const grow = () => {
    area.style.height = "auto";
    if (area.scrollHeight) area.style.height = `${area.scrollHeight + 4}px`;
  };
  area.addEventListener("input", () => {
    count();
    grow();
    change(area.value, false);
  });
  area.addEventListener("change", () => change(area.value, true));
  count();
  requestAnimationFrame(grow);
  return h(
    "div",
    { class: "sow-field" },
    h("label", { for: id }, label),
    area,
    h("p", { class: "sow-hint", id: `${id}-hint` }, words, hint ? ` · ${hint}` : ""),
  );
}

/** Radio buttons in a fieldset. `options`: [{value, label, note?}]. */
function choice(legend, options, value, change) {
  const name = unique();
  return h(
    "fieldset",
    {},
    h("legend", {}, legend),
    options.map((option) =>
      h(
        "label",
        { class: "sow-option" },
        h("input", {
          type: "radio",
          name,
          value: option.value,
          checked: option.value === value,
          onchange: () => change(option.value),
        }),
        h("span", {}, option.label, option.note ? h("span", { class: "sow-note" }, ` ${option.note}`) : null),
      ),
    ),
  );
}

/** A labelled list to choose from. */
function pick(label, options, value, change) {
  const id = unique();
  const list = h(
    "select",
    { id, onchange: () => change(list.value) },
    h("option", { value: "" }, "kies…"),
    options.map((o) => h("option", { value: o.value }, o.label)),
  );
  list.value = value ?? "";
  return h("div", { class: "sow-pick" }, h("label", { for: id }, label), list);
}

/** A place for a table that may be wider than the page: it scrolls by itself, by keyboard too. */
const scroll = (label = "Tabel") =>
  h("div", { class: "sow-scroll", tabindex: "0", role: "region", "aria-label": label });

const button = (label, action) => h("button", { type: "button", onclick: action }, label);

const WAIT = 4000;
const PAUSE = 500;

/** Draw a widget with `build` and keep what is filled in. */
function start({ model, el }, build) {
  const data = model.get("data");
  const key = `sowcourse.${data.owner}.${data.module}`;
  const drafts = () => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "{}");
    } catch {
      return {};
    }
  };
  const keep = (items) => {
    try {
      if (Object.keys(items).length) localStorage.setItem(key, JSON.stringify(items));
      else localStorage.removeItem(key);
    } catch {
      /* A browser that keeps nothing still has the logbook; the status line tells whether that worked. */
    }
  };
  const mine = (item) => item === data.item || item.startsWith(`${data.item}.`);
  let answer = { ...model.get("answer") };
  let pending = {};
  let timer = 0;
  let waiting = 0;

  const status = h("p", { class: "sow-status", role: "status" });
  const say = (sentence, bad = false) => {
    status.textContent = sentence;
    status.classList.toggle("sow-bad", bad);
  };
  const send = () => {
    clearTimeout(timer);
    timer = 0;
    model.set("answer", answer);
    model.set("count", model.get("count") + 1);
    clearTimeout(waiting);
    waiting = setTimeout(
      () =>
        say(
          "Nog niet in je logboek bewaard: deze les draait niet. Wat je schreef, staat veilig in deze browser. Kies bovenaan «Start module».",
          true,
        ),
      WAIT,
    );
    model.save_changes();
  };
  /** Let the page around know whether this part of the lesson holds an answer. */
  const tell = () => {
    if (!data.asks) return;
    root.dataset.answered = String(Object.values(answer).some((value) => value !== null && value !== ""));
  };
  const save = (item, value, now = true) => {
    answer = { ...answer, [item]: value };
    tell();
    pending[item] = value;
    keep({ ...drafts(), [item]: value });
    clearTimeout(timer);
    if (now) send();
    else timer = setTimeout(send, PAUSE);
  };
  model.on("change:saved", () => {
    const saved = model.get("saved");
    if (saved.count < model.get("count") || timer) return;
    clearTimeout(waiting);
    if (saved.error) {
      say(saved.error, true);
      return;
    }
    const left = drafts();
    for (const [item, value] of Object.entries(pending))
      if (JSON.stringify(left[item]) === JSON.stringify(value)) delete left[item];
    pending = {};
    keep(left);
    say(`Opgeslagen om ${saved.time}`);
    root.dispatchEvent(new Event("sowcourse:kept", { bubbles: true }));
  });

  const root = h("section", {
    class: "sow",
    lang: "nl",
    "aria-label": data.label,
    "data-lm-suppress-shortcuts": "true",
  });
  for (const event of ["keydown", "keypress", "keyup", "mousedown", "dblclick", "focusin"]) {
    root.addEventListener(event, (happening) => happening.stopPropagation());
  }
  const rescued = Object.entries(drafts()).filter(([item]) => mine(item));
  for (const [item, value] of rescued) answer[item] = value;
  const body = h("div");
  root.append(body, status);
  el.append(root);
  build({ data, body, save, get: (item) => answer[item] });
  const opening = model.get("saved");
  if (opening.error) say(opening.error, true);
  for (const [item, value] of rescued) save(item, value);
  tell();
  root.dataset.ready = "true";
  return () => {
    if (timer) send();
  };
}
