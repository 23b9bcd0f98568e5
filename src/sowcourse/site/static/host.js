// The page as a host of parts: it gives each its data and answers, and keeps what changes.

import { ofPart } from "../../parts/draft.js";
import { journey, link } from "./portfolio.js";

/** @typedef {import("./store.js").Store} Store */

const NOTHING_KEPT =
  "Deze browser bewaart hier niets, bijvoorbeeld omdat het een privévenster is. " +
  "Bewaar je logboek als bestand voordat je deze bladzijde sluit.";

/** Before what could not be kept is tried again, in milliseconds. */
const AGAIN = 3000;

/**
 * What a part asks of whoever shows it, as a widget of a kernel would answer.
 * @implements {Model<PartData>}
 */
class PageModel {
  /** @param {Store} store @param {PartData} data @param {Answers} answer */
  constructor(store, data, answer) {
    this.store = store;
    /** @type {Values<PartData>} */
    this.values = { data, answer, count: 0, saved: { count: 0, time: "", error: "" } };
    this.kept = { ...answer };
    /** @type {(() => void)[]} */
    this.listeners = [];
    this.timer = 0;
  }

  /** @template {keyof Values<PartData>} N @param {N} name */
  get(name) {
    return this.values[name];
  }

  /** @template {keyof Values<PartData>} N @param {N} name @param {Values<PartData>[N]} value */
  set(name, value) {
    this.values[name] = value;
  }

  /** @param {string} _event @param {() => void} listen */
  on(_event, listen) {
    this.listeners.push(listen);
  }

  /** Try again in a while, once, whatever is asked meanwhile. */
  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save_changes(), AGAIN);
  }

  async save_changes() {
    clearTimeout(this.timer);
    const { answer, data } = this.values;
    const changed = Object.fromEntries(
      Object.entries(answer).filter(([item, value]) => JSON.stringify(this.kept[item]) !== JSON.stringify(value)),
    );
    let time = "";
    let error = "";
    try {
      const moment = await this.store.put(data.module, changed);
      time = moment.toTimeString().slice(0, 5);
      this.kept = { ...answer };
      if (!this.store.keeps) error = NOTHING_KEPT;
    } catch (fault) {
      error = this.store.refused(fault);
      if (this.store.triesAgain) this.later();
    }
    this.values.saved = { count: this.values.count, time, error };
    for (const listen of this.listeners) listen();
    document.dispatchEvent(new Event("sowcourse:saved"));
  }
}

/** Parts that look at the whole logbook, which here is the browser's. @type {Record<string, (store: Store) => Node>} */
const HOSTED = { journey, "portfolio-link": link };

/** Draw every part of this page in place of its plain form. @param {Store} store */
export function showParts(store) {
  for (const place of document.querySelectorAll("[data-part]")) {
    const name = place.getAttribute("data-part") ?? "";
    const data = JSON.parse(place.querySelector("script[type='application/json']")?.textContent ?? "{}");
    const stage = document.createElement("div");
    if (HOSTED[name]) stage.append(HOSTED[name](store));
    else {
      if (data.earlier) data.earlier = earlier(store, data.module);
      data.owner = store.owner ?? data.owner;
      data.silent = store.silent;
      data.drafts = store.drafts;
      const mine = ofPart(data.item, store.module(data.module ?? ""));
      sowcourseParts[name].render({ model: new PageModel(store, data, mine), el: stage });
    }
    place.replaceChildren(stage);
  }
  document.documentElement.dataset.ready = "true";
}

/** The position that was taken in the first lesson that asks for one. @param {Store} store @param {string} module */
function earlier(store, module) {
  const [, [first, item]] = sowcourseAsked.shifts[0];
  const taken = store.module(first)[item];
  return module === first ? {} : { position: "", why: "", ...(typeof taken === "object" ? taken : {}) };
}
