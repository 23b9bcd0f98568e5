// The marking page: keeps each click, and does everything by keys too. Without it there is one button for each.

import { put } from "./mark-form.js";
import { listen, turn, work } from "./mark-keys.js";
import { BY_ITSELF, goesOn, goOnByItself } from "./mark-onward.js";
import { activate, active, begin, choose, onward, whole } from "./mark-parts.js";
import { Saver } from "./mark-saver.js";

const PAUSE = 800;
const LONGEST = 200;
const NOT_YET = "Niet alles is bewaard.";

/** @type {Map<HTMLFormElement, Saver>} */
const savers = new Map();

/** @param {Element | null | undefined} inside */
const saverOf = (inside) => savers.get(/** @type {HTMLFormElement} */ (inside?.closest("form"))) ?? null;

/** Whether a level is chosen by pointing: who goes through levels with arrow keys has not chosen yet. */
let pointed = false;
for (const [kind, by] of /** @type {const} */ ([
  ["pointerdown", true],
  ["keydown", false],
]))
  document.addEventListener(
    kind,
    () => {
      pointed = by;
    },
    true,
  );

/** The answer that a key is about. */
const here = () => saverOf(active()) ?? saverOf(document.activeElement) ?? [...savers.values()][0] ?? null;

/**
 * @param {Saver} saver
 * @param {string} name
 */
function field(saver, name) {
  const found = saver.form.elements.namedItem(name);
  return found instanceof HTMLTextAreaElement || found instanceof HTMLInputElement ? found : null;
}

/**
 * Put words at the end of a comment, on a line of their own.
 * @param {Saver} saver
 * @param {HTMLTextAreaElement | HTMLInputElement} target
 * @param {string} words
 */
function add(saver, target, words) {
  const between = target instanceof HTMLTextAreaElement ? "\n" : " ";
  target.value = target.value.trim() ? `${target.value.trimEnd()}${between}${words}` : words;
  target.focus();
  target.setSelectionRange(target.value.length, target.value.length);
  saver.soon(PAUSE);
}

/** @param {Saver} saver */
function quote(saver) {
  const target = field(saver, "opmerking");
  const selection = getSelection();
  const answer = saver.form.querySelector("[data-answer]");
  const words = selection?.toString().replace(/\s+/g, " ").replace(/[«»]/g, "”").trim() ?? "";
  if (!target) return;
  if (!words || !answer?.contains(selection?.anchorNode ?? null)) {
    saver.say("Selecteer eerst een stuk van het antwoord.");
    return;
  }
  add(saver, target, `Bij «${words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words}»: `);
}

/** @param {string} key */
async function step(key) {
  const link = document.querySelector(`[data-step="${key}"]`);
  if (!(link instanceof HTMLAnchorElement)) return;
  const kept = await Promise.all([...savers.values()].map((saver) => saver.save()));
  if (kept.every(Boolean)) location.assign(link.href);
}

/**
 * After a level was given: to the next part, or to the next answer when somebody asked for that.
 * @param {Saver | null} saver
 * @param {boolean} wasWhole whether every part had a level before
 */
function given(saver, wasWhole) {
  if (!saver) return;
  onward();
  if (!wasWhole && whole(saver.form) && goesOn()) step("n");
  else saver.save();
}

/** @param {number} level */
function level(level) {
  const saver = saverOf(active());
  const was = saver !== null && whole(saver.form);
  if (choose(level)) given(saver, was);
}

/**
 * Give every part the level that stands at its place in a row.
 * @param {Saver} saver
 * @param {string} levels
 */
function row(saver, levels) {
  const was = whole(saver.form);
  for (const [place, level] of levels.split(" ").entries()) put(saver.form, `niveau-${place}`, level);
  given(saver, was);
}

function remark() {
  const details = active()?.querySelector("details.remark");
  const input = details?.querySelector("input");
  if (details instanceof HTMLDetailsElement) details.open = true;
  input?.focus();
}

function comment() {
  const saver = here();
  const target = saver && field(saver, "opmerking");
  target?.focus();
}

/** @param {Saver} saver */
function watch(saver) {
  const { form } = saver;
  /** @type {HTMLInputElement | HTMLTextAreaElement | null} */
  let last = null;
  form.addEventListener("focusin", (event) => {
    const part = event.target instanceof HTMLElement ? event.target.closest("[data-part]") : null;
    if (part instanceof HTMLElement) activate(part);
    if (event.target instanceof HTMLTextAreaElement) last = event.target;
    if (event.target instanceof HTMLInputElement && event.target.type === "text") last = event.target;
  });
  let was = whole(form);
  form.addEventListener("pointerdown", () => {
    was = whole(form);
  });
  form.addEventListener("input", () => saver.soon(PAUSE));
  form.addEventListener("change", (event) => {
    const radio = event.target instanceof HTMLInputElement && event.target.type === "radio";
    if (radio) activate(/** @type {HTMLElement | null} */ (event.target.closest("[data-part]")));
    if (radio && pointed) given(saver, was);
    else saver.save();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const does = event.submitter instanceof HTMLButtonElement ? event.submitter.value : "bewaren";
    if (does === "bewaren") saver.save();
    else saver.act(does).then(begin);
  });
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button, a") : null;
    if (button?.matches("[data-quote]")) quote(saver);
    if (button?.matches("[data-insist]")) saver.insist();
    if (button instanceof HTMLElement && button.dataset.row) row(saver, button.dataset.row);
    if (button?.matches("[data-phrase]")) {
      const target = last?.isConnected ? last : field(saver, "opmerking");
      if (target) add(saver, target, button.textContent ?? "");
    }
  });
}

/** Details that somebody opened or closed stay so on the next page. */
function keepOpen() {
  for (const each of document.querySelectorAll("details[data-keep]")) {
    if (!(each instanceof HTMLDetailsElement)) continue;
    const name = `sowcourse-${each.dataset.keep}`;
    const kept = sessionStorage.getItem(name);
    if (kept !== null) each.open = kept === "open";
    each.addEventListener("toggle", () => sessionStorage.setItem(name, each.open ? "open" : "dicht"));
  }
}

function keys() {
  const dialog = document.querySelector("dialog.keys");
  const on = document.querySelector("[data-keys-on]");
  const show = () => dialog instanceof HTMLDialogElement && dialog.showModal();
  document.querySelector("[data-keys]")?.addEventListener("click", show);
  if (on instanceof HTMLInputElement) {
    on.checked = work();
    on.addEventListener("change", () => turn(on.checked));
  }
  listen({
    1: () => level(1),
    2: () => level(2),
    3: () => level(3),
    4: () => level(4),
    n: () => step("n"),
    p: () => step("p"),
    N: () => step("N"),
    b: remark,
    c: comment,
    q: () => {
      const saver = here();
      if (saver) quote(saver);
    },
    u: () => here()?.act("terug").then(begin),
    "?": show,
  });
}

for (const each of document.querySelectorAll("[data-script]")) each.removeAttribute("hidden");
for (const each of document.querySelectorAll("button[value=bewaren]")) each.classList.remove("primary");
document.querySelector('[data-step="n"]')?.classList.add("primary"); // each click is kept: what is left is to go on
for (const each of document.querySelectorAll("[data-marking]")) {
  const form = each.closest("form");
  if (!form) continue;
  const saver = new Saver(form);
  savers.set(form, saver);
  watch(saver);
}
for (const link of document.querySelectorAll("[data-step]")) {
  link.addEventListener("click", (event) => {
    if ([...savers.values()].every((saver) => !saver.open)) return;
    event.preventDefault();
    step(/** @type {HTMLElement} */ (link).dataset.step ?? "");
  });
}
window.addEventListener("beforeunload", (event) => {
  if ([...savers.values()].some((saver) => saver.open && !saver.blocked)) {
    event.preventDefault();
    event.returnValue = NOT_YET;
  }
});
const byItself = document.querySelector("[data-by-itself]");
if (byItself instanceof HTMLInputElement) {
  byItself.checked = localStorage.getItem(BY_ITSELF) === "aan";
  byItself.addEventListener("change", () => goOnByItself(byItself.checked));
}
keepOpen();
keys();
begin();
