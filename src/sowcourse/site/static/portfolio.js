// The portfolio on a page: what was written and where the reader stood; to keep, to print, and as a lesson's journey.

import { h } from "../../parts/dom.js";
import { table } from "../../parts/fields.js";
import { give } from "./logbook.js";
import { NEITHER_IS_BETTER, Written } from "./written.js";

/** @typedef {import("./store.js").Store} Store */

/** @param {Store} store */
const writtenIn = (store) => new Written(sowcourseAsked, (module) => store.module(module));

/** @param {Written} written */
const positions = (written) => {
  if (!written.shifts.length) {
    return h("p", {}, "Je nam nog in geen enkele les een standpunt in. Doe eerst een debat, en kom dan terug.");
  }
  const label = "Wat bewoog en wat bleef";
  const rows = written.shifts.map(({ motion, before, after }) => [motion, before || "—", after || "—"]);
  return h(
    "div",
    { class: "wide", tabindex: "0", role: "region", "aria-label": label },
    table(label, ["stelling", "vooraf", "achteraf"], rows),
  );
};

/** @param {Written} written @param {"h2" | "h3"} level */
const told = (written, level) =>
  written.lessons.map((lesson) =>
    h(
      "section",
      { class: `told line-${lesson.line}` },
      h("div", { html: lesson.band }),
      h(level, {}, h("span", { html: lesson.sign }), ` ${lesson.title}`),
      lesson.told.map(({ question, text }) => [h("p", { class: "asked" }, question), h("blockquote", {}, text)]),
    ),
  );

/** The reader's way through the course, in a lesson. @param {Store} store */
export const journey = (store) => {
  const written = writtenIn(store);
  return h("div", { class: "sow" }, positions(written), told(written, "h3"));
};

/** The way to the portfolio, in a lesson. */
export const link = () =>
  h(
    "p",
    { class: "act" },
    h("a", { class: "button", href: "../portfolio.html" }, "Open je portfolio"),
    " om het te lezen, te bewaren of af te drukken.",
  );

/** Show the portfolio where this page has one. @param {Store} store */
export function showPortfolio(store) {
  const place = document.querySelector("[data-portfolio]");
  if (!place) return;
  const written = writtenIn(store);
  const any = Boolean(written.lessons.length || written.shifts.length);
  document.querySelector("[data-portfolio-acts]")?.toggleAttribute("hidden", !any);
  place.replaceChildren(
    ...(any
      ? [positions(written), h("p", { class: "hint" }, NEITHER_IS_BETTER), ...told(written, "h2")]
      : [h("p", {}, "Je logboek is nog leeg. Werk eerst in een les; wat je daar schrijft, komt hier vanzelf.")]),
  );
}

/** Let the buttons of this page keep and print the portfolio. @param {Store} store */
export function connectPortfolio(store) {
  document
    .querySelector("[data-portfolio-file]")
    ?.addEventListener("click", () => give("portfolio.md", writtenIn(store).markdown(), "text/markdown"));
  document.querySelector("[data-portfolio-print]")?.addEventListener("click", () => globalThis.print());
}
