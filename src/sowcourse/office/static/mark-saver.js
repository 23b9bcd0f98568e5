// Keeps what is chosen about one answer on the server, after each click; what cannot be kept is said, and not lost.

import { show } from "./mark-far.js";
import { chosen, fill, filled, put, refill } from "./mark-form.js";

/**
 * @typedef {{state: "bewaard", told: string, seen: string, stands: string, waits: boolean,
 *   values?: import("./mark-form.js").Values, points?: string, far: import("./mark-far.js").Far}} Kept
 * @typedef {{state: "ingehaald", told: string, staat?: string, stands?: string}} Overtaken
 * @typedef {{state: "geweigerd", told: string}} Refused
 * @typedef {Kept | Overtaken | Refused} Reply
 */

const PATIENCE = 30_000;
const AGAIN = 4_000;
const SILENT =
  "Niet bewaard: Kantoor antwoordt niet. Wat je koos, blijft op deze bladzijde staan, en wordt opnieuw geprobeerd.";
const LOCKED =
  "Niet bewaard: Kantoor is intussen opnieuw gestart. Open het adres dat nu in je terminal staat in een ander " +
  "tabblad, en laat dit tabblad open: dan wordt het hier opnieuw geprobeerd.";
const NOT_DONE =
  "Niet gelukt: Kantoor antwoordt niet zoals het hoort. Er is niets veranderd. Probeer het straks opnieuw.";
const BROKEN = "Niet bewaard: in Kantoor ging iets mis. Wat je koos, staat nog op deze bladzijde. Probeer het opnieuw.";

/** The token of forms as this browser has it now: another than the page's when Kantoor was started again since. */
const token = () => /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie)?.[1];

/** One answer. */
export class Saver {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    /** What the server has. */
    this.kept = chosen(form);
    this.line = Promise.resolve(true);
    this.blocked = false;
    this.timer = 0;
    const about = filled(form);
    this.place = `beoordelen ${location.pathname} ${about.get("code")} ${about.get("vraag")}`;
    this.restore();
  }

  /** Whether something was chosen that the server has not. */
  get open() {
    return chosen(this.form) !== this.kept;
  }

  /** Take up what could not be kept before this tab was reloaded. */
  restore() {
    const left = sessionStorage.getItem(this.place);
    if (left === null) return;
    const { words, seen } = JSON.parse(left);
    refill(this.form, words);
    put(this.form, "gezien", seen);
    this.soon(0);
  }

  /**
   * Keep it after a pause in typing.
   * @param {number} pause
   */
  soon(pause) {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), pause);
  }

  /**
   * Keep it now, after what is under way.
   * @returns {Promise<boolean>} whether the server has everything
   */
  save() {
    clearTimeout(this.timer);
    return this.next(() => this.flush());
  }

  /**
   * Press another button, when everything is kept.
   * @param {string} does
   */
  act(does) {
    clearTimeout(this.timer);
    return this.next(async () => (await this.flush()) && this.send(does));
  }

  /**
   * One thing at a time: each is given over what the one before it left.
   * @param {() => Promise<boolean>} work
   */
  next(work) {
    this.line = this.line.then(work);
    return this.line;
  }

  /** What changes while something is sent is sent after it. */
  async flush() {
    while (!this.blocked && this.open) if (!(await this.send("bewaren"))) return false;
    return !this.blocked;
  }

  /** Give it over what somebody else gave meanwhile. */
  insist() {
    const section = this.part("[data-overtaken]");
    if (section) section.hidden = true;
    this.blocked = false;
    return this.save();
  }

  /**
   * @param {string} does
   * @returns {Promise<boolean>}
   */
  async send(does) {
    const words = filled(this.form);
    const sent = chosen(this.form);
    words.set("doe", does);
    words.set("script", "ja");
    words.set("_xsrf", token() ?? words.get("_xsrf") ?? "");
    this.say("Bewaren…");
    /** @type {Reply} */
    let reply;
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      const answer = await fetch(location.pathname, { method: "POST", body: words, signal });
      if (answer.status === 403 || answer.redirected) return this.failed(LOCKED, sent);
      if (!answer.ok) return this.failed(BROKEN, sent);
      reply = await answer.json();
    } catch {
      return this.failed(SILENT, sent);
    }
    return this.hear(reply, sent);
  }

  /**
   * @param {Reply} reply
   * @param {string} sent
   * @returns {boolean}
   */
  hear(reply, sent) {
    if (reply.state === "bewaard") {
      put(this.form, "gezien", reply.seen);
      if (reply.values) fill(this.form, reply.values, reply.points ?? "");
      this.kept = reply.values ? chosen(this.form) : sent;
      sessionStorage.removeItem(this.place);
      this.tell("[data-stands]", reply.stands);
      this.say(reply.told);
      show(reply.far);
      return true;
    }
    if (reply.state === "ingehaald") this.overtaken(reply);
    else this.say(`Niet bewaard. ${reply.told}`, true);
    return false;
  }

  /** @param {Overtaken} reply */
  overtaken(reply) {
    this.blocked = true;
    this.say("Niet bewaard.", true);
    sessionStorage.removeItem(this.place);
    const section = this.part("[data-overtaken]");
    this.tell("[data-told]", reply.told);
    if (reply.stands) this.tell("[data-stands]", reply.stands);
    for (const name of ["[data-choice]", "[data-insist]"]) {
      const each = this.part(name);
      if (each) each.hidden = !reply.staat;
    }
    if (reply.staat) put(this.form, "gezien", reply.staat);
    if (section) section.hidden = false;
    section?.scrollIntoView({ block: "nearest" });
  }

  /**
   * Keep in this tab what could not be sent, and try again.
   * @param {string} told
   * @param {string} words
   */
  failed(told, words) {
    if (!this.open) {
      this.say(NOT_DONE, true);
      return false;
    }
    this.say(told, true);
    sessionStorage.setItem(this.place, JSON.stringify({ words, seen: filled(this.form).get("gezien") }));
    this.soon(AGAIN);
    return false;
  }

  /**
   * @param {string} told
   * @param {boolean} bad
   */
  say(told, bad = false) {
    const saved = this.part("[data-saved]");
    if (!saved) return;
    saved.textContent = told;
    saved.toggleAttribute("data-bad", bad);
  }

  /**
   * @param {string} name
   * @param {string} words
   */
  tell(name, words) {
    const part = this.part(name);
    if (part) part.textContent = words;
  }

  /**
   * @param {string} name
   * @returns {HTMLElement | null}
   */
  part(name) {
    return this.form.querySelector(name);
  }
}
