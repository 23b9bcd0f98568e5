// An assignment on a page: places to write and to choose, how far it is, and the file to hand in.

import { chosen, composed, inParts, labelsOf, picked } from "../../parts/answer.js";
import { countWords, h, saidMoment, saidWords } from "../../parts/dom.js";
import { button, choice, field, named } from "../../parts/fields.js";
import { local } from "./entries.js";
import { give } from "./logbook.js";
import { hints, People } from "./people.js";
import { Sheet } from "./sheet.js";

/** @typedef {import("./store.js").Store} Store */

/** Words below which a labelled part counts as nearly nothing, as the check counts it. */
const ENOUGH = 5;

const CALM = 400; // milliseconds without a letter before a text is kept

/** What can be said here about a text, by [sign, style, sentence]. @param {AskedCell} asked @param {string} text */
export const remarks = (asked, text) => {
  const { words = 0, parts = [], unseen = [] } = asked.wanted;
  if (!words) return [];
  const split = inParts(text, labelsOf(asked.stub));
  const own = split ? split.reduce((sum, part) => sum + countWords(part), 0) : countWords(text);
  const lines = [
    own >= words
      ? ["✓", "met", `Je schreef ${saidWords(own)}; ${words} was genoeg.`]
      : ["○", "open", `Je schreef ${saidWords(own)}; verwacht worden er minstens ${words}.`],
  ];
  const labels = labelsOf(asked.stub);
  for (const part of split ? parts : []) {
    const there = countWords(split?.[labels.indexOf(part)] ?? "") >= ENOUGH;
    const sentence = there ? `Het onderdeel «${part}» is er.` : `Bij «${part}» staat nog bijna niets.`;
    lines.push([there ? "✓" : "○", there ? "met" : "open", sentence]);
  }
  return [...lines, ...unseen.map((sentence) => ["◇", "unseen", `Niet hier nagekeken: ${sentence}`])];
};

/** @type {Record<string, string>} */
const SPOKEN = { met: "In orde: ", open: "Nog niet: ", unseen: "" };

/** @type {Record<string, string>} */
const KINDS = { choice: "keuze", exercise: "stap", reflection: "tekst" };

/** @param {string[][]} lines */
const list = (lines) =>
  h(
    "ul",
    { class: "signs" },
    lines.map(([sign, style, sentence]) =>
      h(
        "li",
        { class: style },
        h("span", { class: "sign-of", "aria-hidden": "true" }, sign),
        h("span", { class: "unseen-word" }, SPOKEN[style]),
        sentence,
      ),
    ),
  );

/** 14:02 @param {string} moment */
const clock = (moment) => moment.slice(11, 16);

/** What is said when the browser refuses: it is on this page still, and nowhere else. @param {Error} fault */
const notKept = (fault) =>
  `Deze browser bewaarde het niet (${fault?.name ?? fault}): sluit je deze bladzijde, dan is het hier weg. ` +
  "Maak nu je bestand; daar staat alles in.";

class Page {
  /** @param {Store} store @param {PageAssignment} data */
  constructor(store, data) {
    this.store = store;
    this.data = data;
    /** @type {Map<string, {timer: number, text: string}>} */
    this.waiting = new Map();
    this.people = new People(globalThis.sowcoursePeople, data.known);
  }

  get sheet() {
    return new Sheet(this.data.notebook, this.data.asked, this.store.assignments[this.data.assignment] ?? {});
  }

  /**
   * Keep an answer, at once or when the typing stops.
   * @param {string} cell @param {string} text @param {boolean} now
   */
  write(cell, text, now) {
    const before = this.waiting.get(cell);
    if (before) clearTimeout(before.timer);
    const timer = now ? 0 : setTimeout(() => void this.flush(cell), CALM);
    this.waiting.set(cell, { timer, text });
    if (now) void this.flush(cell);
  }

  /** @param {string} cell */
  async flush(cell) {
    const waiting = this.waiting.get(cell);
    if (!waiting) return;
    this.waiting.delete(cell);
    clearTimeout(waiting.timer);
    const entry = { value: waiting.text, at: local(new Date()) };
    try {
      await this.store.keep(this.data.assignment, (kept) => ({ ...kept, cells: { ...kept.cells, [cell]: entry } }));
      this.say(
        cell,
        this.store.keeps ? `Bewaard in deze browser om ${clock(entry.at)}.` : NOTHING_KEPT,
        !this.store.keeps,
      );
    } catch (fault) {
      this.waiting.set(cell, waiting);
      this.say(cell, `Je antwoord kon niet worden bewaard (${fault?.name ?? fault}). Kopieer het voor je sluit.`, true);
    }
    this.tell();
  }

  async flushAll() {
    await Promise.all([...this.waiting.keys()].map((cell) => this.flush(cell)));
  }

  /** @param {string} cell @param {string} sentence @param {boolean} bad */
  say(cell, sentence, bad) {
    const told = document.querySelector(`[data-answer="${CSS.escape(cell)}"] [role=status]`);
    if (!told) return;
    told.textContent = sentence;
    told.classList.toggle("bad", bad);
  }

  draw() {
    for (const asked of this.data.asked) {
      const place = document.querySelector(`[data-answer="${CSS.escape(asked.cell)}"]`);
      if (!place) continue;
      if (asked.kind === "exercise") this.drawCode(place, asked);
      else if (asked.kind === "choice") this.drawChoice(place, asked);
      else this.drawText(place, asked);
    }
    this.drawHandIn();
    this.tell();
  }

  /** @param {Element} place @param {AskedCell} asked */
  drawCode(place, asked) {
    const open = this.sheet.isOpen(asked);
    const state = open ? "○ Nog leeg." : "◇ Ingevuld in het bestand dat je hier overnam.";
    place.querySelector(".code-of")?.remove();
    place.append(
      h(
        "details",
        { class: "code-of" },
        h("summary", {}, `${state} Bekijk de code`),
        h(
          "pre",
          { tabindex: "0", role: "region", "aria-label": `Code bij ${asked.title}` },
          this.sheet.source(asked.cell),
        ),
      ),
    );
  }

  /** @param {Element} place @param {AskedCell} asked */
  drawChoice(place, asked) {
    const source = this.sheet.source(asked.cell);
    const value = chosen(source, asked.stub);
    const other =
      value === undefined ? h("p", { class: "bad" }, "In je bestand staat hier iets anders dan deze keuzes.") : null;
    const fields = choice(asked.title, named(asked.options), value ?? undefined, (option) => {
      other?.remove();
      this.write(asked.cell, picked(asked.stub, option), true);
    });
    if (asked.scale) fields.classList.add("scale");
    place.replaceChildren(fields, ...(other ? [other] : []), h("p", { class: "hint", role: "status" }));
  }

  /** @param {Element} place @param {AskedCell} asked */
  drawText(place, asked) {
    const labels = labelsOf(asked.stub);
    let text = this.sheet.source(asked.cell);
    const parts = labels.length ? inParts(text, labels) : null;
    const checks = h("div");
    const assess = () => checks.replaceChildren(...(asked.wanted.words ? [list(remarks(asked, text))] : []));
    const put = (/** @type {string} */ written, /** @type {boolean} */ now) => {
      text = written || asked.stub;
      assess();
      this.write(asked.cell, text, now);
    };
    const fields = parts
      ? labels.map((label, i) =>
          field(label, parts[i], (value, now) => {
            parts[i] = value;
            put(composed(labels, parts), now);
          }),
        )
      : [field(asked.title, text.trim() === asked.stub.trim() ? "" : text, put)];
    assess();
    place.replaceChildren(
      h(
        "div",
        { role: "group", "aria-label": asked.title },
        ...(parts ? [h("p", { class: "asked" }, asked.title)] : []),
        ...fields,
      ),
      checks,
      h("p", { class: "hint", role: "status" }),
    );
  }

  drawHandIn() {
    const place = document.querySelector("[data-hand-in]");
    const heading = place?.querySelector("h2");
    if (!place || !heading) return;
    this.overview = h("div");
    this.outcome = h("div");
    this.asking = h("div");
    const brought = h("input", { type: "file", id: "bestand-overnemen", accept: ".ipynb,application/x-ipynb+json" });
    brought.addEventListener("change", async () => {
      const given = brought.files?.[0];
      brought.value = "";
      if (given) await this.bring(given);
    });
    place.replaceChildren(
      heading,
      this.overview,
      h("h3", {}, "Staat hier een echt mens in?"),
      h("div", { "data-people": true }),
      h(
        "p",
        { class: "act" },
        h(
          "button",
          { type: "button", class: "button", onclick: () => void this.handIn() },
          "Maak mijn bestand om in te leveren",
        ),
      ),
      this.outcome,
      h("h3", {}, "Verder op een ander toestel of in JupyterLab"),
      h(
        "p",
        {},
        "Het is één en hetzelfde bestand. Zet het in je werkmap om er in JupyterLab mee verder te gaan. " +
          "Werkte je daar al? Neem dat bestand dan hier over.",
      ),
      h("p", { class: "file" }, h("label", { for: brought.id }, "Neem een bestand over (.ipynb)"), brought),
      this.asking,
    );
  }

  /** How one question stands: sign, style, words. @param {AskedCell} asked */
  stateOf(asked) {
    const { sheet } = this;
    if (sheet.isOpen(asked)) {
      return ["○", "open", asked.kind === "exercise" ? "nog leeg; dit doe je in JupyterLab." : "nog leeg."];
    }
    if (asked.scale) return ["✓", "met", "ingevuld; een standpunt is niet goed of fout."];
    if (asked.kind !== "reflection") return ["◇", "unseen", "ingevuld; of het klopt, hoor je na het nakijken."];
    const short = remarks(asked, sheet.source(asked.cell)).some(([, style]) => style === "open");
    return short ? ["○", "open", "nog niet volledig."] : ["◇", "unseen", "ingevuld; je lesgever leest dit."];
  }

  /** How far it is, on top and at the end. */
  tell() {
    const { sheet } = this;
    const all = sheet.progress(["choice", "reflection", "exercise"]);
    const told = document.querySelector("[data-sheet-progress]");
    if (told) told.textContent = `${all.done} van ${all.all} ingevuld`;
    const lines = this.data.asked.map((asked) => {
      const [sign, style, state] = this.stateOf(asked);
      return [sign, style, `${asked.title} (${KINDS[asked.kind]}): ${state}`];
    });
    const left = all.all - all.done;
    this.overview?.replaceChildren(
      h(
        "p",
        {},
        left
          ? `Nog leeg: ${left} van de ${all.all} onderdelen. Inleveren mag toch.`
          : `Alle ${all.all} onderdelen zijn ingevuld.`,
      ),
      list(lines),
    );
    for (const place of document.querySelectorAll("[data-people]")) {
      place.replaceChildren(...hints(this.people.in(sheet.written())));
    }
    const receipt = sheet.kept.receipt;
    if (receipt && this.outcome && !this.outcome.childElementCount) void this.remind(receipt);
  }

  /** Say of an earlier file whether it still holds what stands here. @param {PageReceipt} receipt */
  async remind(receipt) {
    const same = receipt.code && receipt.code === (await this.sheet.code());
    const when = `Je maakte een bestand op ${saidMoment(receipt.moment)}`;
    const sentence = same
      ? `${when}, met wat hier nu staat.`
      : `${when}. Sindsdien veranderde er iets: maak het opnieuw.`;
    if (!this.outcome?.childElementCount) this.outcome?.replaceChildren(h("p", { class: "hint" }, sentence));
  }

  async handIn() {
    await this.flushAll();
    const { text, receipt } = await this.sheet.handIn(new Date());
    give(`${this.data.assignment}.ipynb`, text, "application/x-ipynb+json");
    const unkept = await this.store
      .keep(this.data.assignment, (kept) => ({ ...kept, receipt }))
      .then(() => "")
      .catch(notKept);
    const all = this.sheet.progress(["choice", "reflection", "exercise"]);
    const told = h(
      "p",
      { role: "status", tabindex: "-1" },
      `Je bestand is gemaakt op ${saidMoment(receipt.moment)}. Ingeleverd is het nog niet.`,
    );
    this.outcome?.replaceChildren(
      told,
      h(
        "ol",
        {},
        h("li", {}, `Zoek «${this.data.assignment}.ipynb» in je map met downloads.`),
        h("li", {}, "Upload dat ene bestand in je leeromgeving, bij deze opdracht."),
        h("li", {}, "Pas als je leeromgeving zegt dat het binnen is, is het ingeleverd."),
      ),
      h(
        "dl",
        {},
        h("dt", {}, "Wat erin zit"),
        h("dd", {}, `${all.done} van ${all.all} onderdelen ingevuld`),
        h("dt", {}, "Code van je ontvangstbewijs"),
        h(
          "dd",
          {},
          receipt.code ? h("code", {}, receipt.code) : "Deze browser kan hier geen code maken; je bestand is wel goed.",
        ),
      ),
      ...(unkept ? [h("p", { class: "bad" }, unkept)] : []),
    );
    told.focus();
  }

  /** Take over a file; where both have something else written, the reader says which goes on. @param {File} given */
  async bring(given) {
    await this.flushAll();
    try {
      const compared = this.sheet.compared(JSON.parse(await given.text()));
      if (!compared.differ.length) {
        await this.join(compared, true);
        return;
      }
      const titles = compared.differ.map(({ title }) => title).join("; ");
      this.ask(`Hier en in het bestand staat iets anders bij: ${titles}. Wat blijft?`, [
        button("Wat in het bestand staat", () => void this.join(compared, true)),
        button("Wat hier staat", () => void this.join(compared, false)),
        button("Toch niet overnemen", () => this.asking?.replaceChildren()),
      ]);
    } catch (fault) {
      const unreadable = "Dit bestand kan niet worden gelezen: het is geen notebook.";
      this.ask(fault instanceof SyntaxError ? unreadable : fault.message, [], true);
    }
  }

  /** @param {string} sentence @param {HTMLElement[]} buttons */
  ask(sentence, buttons, bad = false) {
    const told = h("p", { role: bad ? "alert" : "status", tabindex: "-1", class: bad ? "bad" : "" }, sentence);
    this.asking?.replaceChildren(told, ...(buttons.length ? [h("p", { class: "act" }, buttons)] : []));
    told.focus();
  }

  /** @param {ReturnType<Sheet["compared"]>} compared @param {boolean} theirs */
  async join(compared, theirs) {
    const joined = this.sheet.joined(compared, theirs);
    const taken = (/** @type {Kept} */ { receipt }) => ({ ...joined, ...(receipt ? { receipt } : {}) });
    const unkept = await this.store
      .keep(this.data.assignment, taken)
      .then(() => "")
      .catch(notKept);
    this.draw();
    this.ask(unkept || "Je bestand is overgenomen. Wat je hier verder schrijft, komt erbij.", [], unkept !== "");
  }
}

const NOTHING_KEPT = "Deze browser bewaart hier niets. Maak onderaan je bestand voordat je deze bladzijde sluit.";

/** Let the reader work on the assignment of this page, when it has one. @param {Store} store */
export function connectAssignment(store) {
  const data = document.querySelector("script[data-sheet]")?.textContent;
  if (!data) return;
  const page = new Page(store, JSON.parse(data));
  page.draw();
  addEventListener("pagehide", () => void page.flushAll());
}
