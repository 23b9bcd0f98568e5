// The pages on a student's own server: the logbook of the work folder, its assignments, and what came back.

import { h } from "../../parts/dom.js";
import { Cabinet } from "./cabinet.js";
import { FORMAT, text } from "./entries.js";
import { say } from "./notice.js";
import { Store } from "./store.js";
import { token } from "./token.js";
import { keepWatch, LoggedOut } from "./watch.js";

/**
 * With what this account seals what it writes in lessons of its school's hub; null on a computer of one's own.
 * @type {Seal | null}
 */
let seal = null;

const HERE =
  "Nog niet in je logboek bewaard: de cursus antwoordt niet. Wat je schreef, staat veilig in deze browser. " +
  "Kijk of het venster van «sowcourse start» nog open staat, en start de cursus daar zo nodig opnieuw. " +
  "Daarna gaat het hier vanzelf verder.";
const AT_SCHOOL =
  "Nog niet in je logboek bewaard: je server op school antwoordt niet, bijvoorbeeld omdat je een tijd niets deed. " +
  "Wat je schreef, staat veilig in deze browser. Herlaad de bladzijde: dan start je server weer en ga je verder.";
const OUT = "Je bent niet meer aangemeld, of je server is opnieuw gestart. Herlaad de bladzijde; er is niets verloren.";
const silent = () => (seal ? AT_SCHOOL : HERE);

/** What a hub answers in the place of a server that is not there. */
const GONE = [424, 502, 503];

/** Of an answer that nobody gives. */
class Silence extends Error {}

/** Between two looks whether the course is back, in milliseconds. */
const TURN = 2000;

/**
 * Ask the student's own server; an Error in Dutch when it refuses, a Silence when nobody answers.
 * @param {string} question
 * @param {object} [what]
 */
const ask = async (question, what = {}) => {
  let reply;
  try {
    reply = await fetch(`${document.documentElement.dataset.root}${question}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-XSRFToken": token() },
      body: JSON.stringify(what),
    });
  } catch {
    throw new Silence(silent());
  }
  if (seal && GONE.includes(reply.status)) throw new Silence(silent());
  if (reply.status === 403) {
    if (seal) throw new LoggedOut(OUT);
    throw new Error(
      "De cursus is opnieuw gestart. Open haar met het adres dat in de terminal staat; er is niets verloren.",
    );
  }
  const told = await reply.json().catch(() => ({}));
  if (!reply.ok) throw new Error(told.message ?? "De cursus kon dit niet doen. Probeer het nog eens.");
  return told;
};

/** The logbook in the work folder. */
export class DeskStore extends Store {
  /** @param {Modules} modules @param {string} owner */
  constructor(modules, owner) {
    super(null, modules, {});
    this.keeps = true;
    this.owner = owner;
    this.silent = silent();
    this.triesAgain = true;
  }

  static async open() {
    try {
      const { modules, owner, notice, seal: told } = await ask("logboek");
      seal = told ?? null;
      if (notice) say(notice);
      const store = new DeskStore(modules, owner);
      if (seal) {
        const { name } = seal;
        keepWatch(async () => (await ask("logboek")).seal?.name === name); // a computer at school has many readers
        await store.takeAlong(seal);
      }
      return store;
    } catch (fault) {
      say(fault.message);
      throw fault; // what is shown then is what can be read
    }
  }

  /** @override @param {Error} fault */
  refused(fault) {
    if (fault instanceof Silence) watch();
    return fault.message;
  }

  /** @override @param {string} module @param {Answers} items */
  async put(module, items) {
    const { at, modules } = await ask("bewaar", { module, items });
    this.modules = modules;
    return new Date(at);
  }

  /** @override @param {unknown} content */
  async join(content) {
    const { taken, modules } = await ask("neemover", { content });
    this.modules = modules;
    return taken;
  }

  /** Take in what this account wrote in lessons of the hub, in this browser. @param {Seal} mine */
  async takeAlong(mine) {
    let taken = 0;
    try {
      const cabinet = await Cabinet.open(mine);
      await cabinet.handOver(async (modules) => {
        if (Object.keys(modules).length) taken = await this.join({ format: FORMAT, modules });
        return this.modules;
      });
    } catch (fault) {
      say(`Wat je in deze browser bij de lessen schreef, kwam nog niet mee (${fault.message}). Het staat er nog.`);
    }
    const many = taken === 1 ? "1 antwoord" : `${taken} antwoorden`;
    if (taken) say(`${many} uit de lessen die je in deze browser las: nu ook in je werkmap.`, "[data-brought]");
  }

  /** @override */
  text() {
    return text(this.modules);
  }
}

let watching = false;

/** Say that nobody answers, until somebody does; what was written then goes there by itself. */
const watch = () => {
  if (watching) return;
  watching = true;
  say(silent());
  const look = async () => {
    try {
      await ask("logboek");
    } catch (fault) {
      if (fault instanceof Silence) {
        setTimeout(look, TURN);
        return;
      }
      say(fault.message);
      return;
    }
    watching = false;
    say("");
  };
  setTimeout(look, TURN);
};

/** @typedef {{kind: string, title: string, path: string, state: string, told: string,
 *   line: string, sign: string}} Item */

const NONE = "Nog geen. Zet de opdracht die je van je lesgever kreeg in je werkmap; dan staat ze hier.";
const SOON = "Nog geen. Zodra je lesgever een opdracht uitgeeft, staat ze hier en haal je ze op met één klik.";

/** Where a document of the work folder opens. @param {Item} item */
const address = ({ kind, path }) =>
  `${document.documentElement.dataset.root}../${kind === "feedback" ? "files" : "doc/tree"}/` +
  path.split("/").map(encodeURIComponent).join("/");

/**
 * @param {string} heading
 * @param {Item[]} items
 * @param {string} none what is said when there is nothing; "" to leave it out
 */
const listed = (heading, items, none) => {
  if (!items.length) return none ? [h("h2", {}, heading), h("p", {}, none)] : [];
  const rows = items.map((item) =>
    h(
      "li",
      { class: `line-${item.line}` },
      h("span", { html: item.sign }),
      h("a", { href: address(item) }, item.title),
      h("span", { class: "state" }, [item.state, item.told].filter(Boolean).join(" · ")),
    ),
  );
  return [h("h2", {}, heading), h("ul", { class: "desk" }, rows)];
};

/** Fetch an assignment that was given out, and open it. @param {Item} item @param {Element} told */
const fetchOne = async (item, told) => {
  const [course, assignment] = item.path.split("/");
  told.textContent = `${item.title} wordt opgehaald…`;
  try {
    const { path } = await ask("ophalen", { course, assignment });
    location.assign(address({ ...item, kind: "assignment", path }));
  } catch (fault) {
    told.textContent = fault.message;
  }
};

/** What can be fetched. @param {Item[]} items */
const toFetch = (items) => {
  if (!items.length) return [];
  const told = h("p", { role: "status" });
  const rows = items.map((item) =>
    h(
      "li",
      {},
      h("button", { type: "button", onclick: () => fetchOne(item, told) }, `Haal op: ${item.title}`),
      h("span", { class: "state" }, [item.state, item.told].filter(Boolean).join(" · ")),
    ),
  );
  return [h("h2", {}, "Klaar om op te halen"), h("ul", { class: "desk" }, rows), told];
};

/** Show the assignments and the feedback in the work folder, where this page has a place for them. */
export async function showItems() {
  const place = document.querySelector("[data-desk-items]");
  if (!place) return;
  const show = async () => {
    try {
      const { items, problem, exchange } = await ask("bureau");
      /** @param {string} kind */
      const of = (kind) => items.filter((/** @type {Item} */ item) => item.kind === kind);
      place.replaceChildren(
        ...(problem ? [h("p", { role: "alert" }, problem)] : []),
        ...toFetch(of("handout")),
        ...listed("Je opdrachten", of("assignment"), of("handout").length ? "" : exchange ? SOON : NONE),
        ...listed("Terugkoppeling", of("feedback"), ""),
      );
    } catch (fault) {
      place.replaceChildren(h("p", { role: "alert" }, fault.message));
    }
  };
  await show();
  addEventListener("focus", show); // an assignment may have been put in the work folder meanwhile
  await ask("terugkoppeling")
    .then((told) => (told.new ? show() : undefined))
    .catch(() => {});
}
