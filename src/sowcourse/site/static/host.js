// The page as a host of parts: it gives each its data and answers, and keeps what changes.

/** What a part asks of whoever shows it, as a widget of a kernel would answer. */
class Model {
  constructor(store, data, answer) {
    this.store = store;
    this.values = { data, answer, count: 0, saved: { count: 0, time: "", error: "" } };
    this.kept = { ...answer };
    this.listeners = [];
  }

  get(name) {
    return this.values[name];
  }

  set(name, value) {
    this.values[name] = value;
  }

  on(_event, listen) {
    this.listeners.push(listen);
  }

  async save_changes() {
    const { answer, count, data } = this.values;
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
      error = `Je antwoord kon niet worden bewaard in deze browser (${fault?.name ?? fault}). Bewaar je logboek als bestand en probeer opnieuw.`;
    }
    this.values.saved = { count, time, error };
    for (const listen of this.listeners) listen();
    document.dispatchEvent(new Event("sowcourse:saved"));
  }
}

const NOTHING_KEPT =
  "Deze browser bewaart hier niets, bijvoorbeeld omdat het een privévenster is. Bewaar je logboek als bestand voordat je deze bladzijde sluit.";

/** Draw every part of this page in place of its plain form. */
async function showParts(store) {
  for (const place of document.querySelectorAll("[data-part]")) {
    const name = place.dataset.part;
    const data = JSON.parse(place.querySelector("script[type='application/json']").textContent);
    const draw = globalThis.sowcourseHosted?.[name];
    const written = store.module(data.module ?? "");
    const mine = Object.fromEntries(
      Object.entries(written).filter(([item]) => item === data.item || item.startsWith(`${data.item}.`)),
    );
    const stage = document.createElement("div");
    if (draw) draw(stage, store, data);
    else {
      if (data.earlier) data.earlier = earlier(store, data.module);
      globalThis.sowcourseParts[name].render({ model: new Model(store, data, mine), el: stage });
    }
    place.replaceChildren(stage);
  }
  document.documentElement.dataset.ready = "true";
}

/** The position that was taken in the first lesson that asks for one. */
function earlier(store, module) {
  const [, [first]] = globalThis.sowcourseAsked.shifts[0];
  return module === first ? {} : { position: "", why: "", ...store.module(first).standpunt };
}

globalThis.sowcourseShow = showParts;
