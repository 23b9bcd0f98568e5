// The pages on a student's own server: the logbook of the work folder, its assignments, and what came back.

import { h } from "../../parts/dom.js";
import { text } from "./entries.js";
import { Store } from "./store.js";

const SILENT =
  "Nog niet in je logboek bewaard: de cursus antwoordt niet. Wat je schreef, staat veilig in deze browser. " +
  "Kijk of het venster van «sowcourse start» nog open staat, en start de cursus daar zo nodig opnieuw. " +
  "Daarna gaat het hier vanzelf verder.";

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
  const token = document.cookie.match(/(?:^|; )_xsrf=([^;]+)/)?.[1] ?? "";
  let reply;
  try {
    reply = await fetch(`${document.documentElement.dataset.root}${question}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-XSRFToken": token },
      body: JSON.stringify(what),
    });
  } catch {
    throw new Silence(SILENT);
  }
  if (reply.status === 403) {
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
    this.silent = SILENT;
    this.triesAgain = true;
  }

  static async open() {
    try {
      const { modules, owner, notice } = await ask("logboek");
      if (notice) say(notice);
      return new DeskStore(modules, owner);
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

  /** @override */
  text() {
    return text(this.modules);
  }
}

/** Say something above the page; "" to say nothing more. @param {string} sentence */
const say = (sentence) => {
  const place = document.querySelector("[data-silent]");
  if (!place) return;
  place.textContent = sentence;
  place.toggleAttribute("hidden", !sentence);
};

let watching = false;

/** Say that nobody answers, until somebody does; what was written then goes there by itself. */
const watch = () => {
  if (watching) return;
  watching = true;
  say(SILENT);
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

/**
 * Show the assignments and the feedback in the work folder, where this page has a place for them.
 * @param {DeskStore} _store
 */
export async function showItems(_store) {
  const place = document.querySelector("[data-desk-items]");
  if (!place) return;
  const show = async () => {
    try {
      const { items, problem } = await ask("bureau");
      /** @param {string} kind */
      const of = (kind) => items.filter((/** @type {Item} */ item) => item.kind === kind);
      place.replaceChildren(
        ...(problem ? [h("p", { role: "alert" }, problem)] : []),
        ...listed(
          "Je opdrachten",
          of("assignment"),
          "Nog geen. Zet de opdracht die je van je lesgever kreeg in je werkmap; dan staat ze hier.",
        ),
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
