// A part begins: it is drawn, what is filled in is kept, and called kept only when the logbook says so.

import { h, quiet } from "./dom.js";
import { Drafts, ofPart } from "./draft.js";

const WAIT = 4000;
const PAUSE = 500;
const NOT_RUNNING =
  "Nog niet in je logboek bewaard: deze les draait niet. Wat je schreef, staat veilig in deze browser. " +
  "De balk bovenaan zegt hoe je verdergaat.";

/**
 * Draw a part with `build` and keep what is filled in.
 * @template {PartData} D
 * @param {View<D>} view
 * @param {(part: Part<D>) => void} build
 */
export function start({ model, el }, build) {
  const data = model.get("data");
  const drafts = new Drafts(data.drafts ?? storage(), data.owner, data.module);
  let answer = { ...model.get("answer") };
  /** @type {Answers} */
  let pending = {};
  let timer = 0;
  let waiting = 0;

  const status = h("p", { class: "sow-status", role: "status" });
  /** @param {string} sentence */
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
    waiting = setTimeout(() => say(data.silent ?? NOT_RUNNING, true), WAIT);
    model.save_changes();
  };
  /** Let the page around know whether this part of the lesson holds an answer. */
  const tell = () => {
    if (!data.asks) return;
    root.dataset.answered = String(Object.values(answer).some((value) => value !== null && value !== ""));
  };
  /** @type {Part<D>["save"]} */
  const save = (item, value, now = true) => {
    answer = { ...answer, [item]: value };
    tell();
    pending[item] = value;
    drafts.hold(item, value);
    clearTimeout(timer);
    if (now) send();
    else timer = setTimeout(send, PAUSE);
  };
  /** @type {Part<D>["keep"]} */
  const keep = (empty) => {
    const kept = answer[data.item];
    const value = { ...empty, ...(kept && typeof kept === "object" ? kept : {}) };
    return {
      value,
      put: (changes, now) => {
        Object.assign(value, changes);
        save(data.item, { ...value }, now);
      },
    };
  };
  model.on("change:saved", () => {
    const saved = model.get("saved");
    if (saved.count < model.get("count") || timer) return;
    clearTimeout(waiting);
    if (saved.error) {
      say(saved.error, true);
      return;
    }
    drafts.release(pending);
    pending = {};
    say(`Opgeslagen om ${saved.time}`);
    root.dispatchEvent(new Event("sowcourse:kept", { bubbles: true }));
  });

  const root = h("section", {
    class: "sow",
    lang: "nl",
    "aria-label": data.label,
    "data-lm-suppress-shortcuts": "true",
  });
  quiet(root, "mousedown", "dblclick", "focusin");
  const rescued = Object.entries(ofPart(data.item, drafts.all()));
  for (const [item, value] of rescued) answer[item] = value;
  const body = h("div");
  root.append(body, status);
  el.append(root);
  const text = (/** @type {string} */ item) => {
    const value = answer[item];
    return typeof value === "string" ? value : "";
  };
  build({ data, body, save, text, keep, get: (item) => answer[item] });
  const opening = model.get("saved");
  if (opening.error) say(opening.error, true);
  for (const [item, value] of rescued) save(item, value);
  tell();
  root.dataset.ready = "true";
  return () => {
    if (timer) send();
  };
}

/** Where this browser keeps drafts; a place that holds nothing where the browser allows none. */
function storage() {
  try {
    return localStorage;
  } catch {
    return { getItem: () => null, setItem: () => {}, removeItem: () => {} };
  }
}
