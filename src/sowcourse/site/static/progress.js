// How far each lesson is, and what comes next: counted from the logbook, never guessed.

import { isOf } from "../../parts/draft.js";

/** Whether anything was filled in. @param {unknown} value @returns {boolean} */
export const filled = (value) => {
  if (value === null || value === undefined || value === "") return false;
  return typeof value !== "object" || Object.values(value).some(filled);
};

/** How many of the parts that ask something hold an answer. @param {Answers} written @param {string[]} parts */
export const done = (written, parts) =>
  parts.filter((part) => Object.entries(written).some(([item, value]) => isOf(part, item) && filled(value))).length;

/** How far a lesson is, said. @param {number} made @param {number} all */
export const said = (made, all) => {
  if (made === 0) return "nog niet begonnen";
  return made === all ? `✓ alle ${all} onderdelen` : `${made} van ${all} onderdelen`;
};

/**
 * What comes next: the first lesson that was begun and is not done, else the first that was not begun.
 * @template {{made: number, all: number}} L
 * @param {L[]} lessons
 */
export const next = (lessons) =>
  lessons.find(({ made, all }) => made > 0 && made < all) ?? lessons.find(({ made }) => made === 0);

/** @param {import("./store.js").Store} store */
export function showProgress(store) {
  const lessons = sowcourseAsked.lessons.map(({ id, title, kept }) => ({
    id,
    title,
    made: done(store.module(id), kept),
    all: kept.length,
  }));
  for (const place of document.querySelectorAll("[data-progress]")) {
    const lesson = lessons.find(({ id }) => id === place.getAttribute("data-progress"));
    if (!lesson) continue;
    place.textContent = said(lesson.made, lesson.all);
    const bar = place.parentElement?.querySelector("progress");
    if (bar) bar.value = lesson.made;
    place.closest("[data-lesson]")?.toggleAttribute("data-done", lesson.made === lesson.all);
  }
  const link = document.querySelector("a[data-next]");
  if (!(link instanceof HTMLAnchorElement)) return;
  const after = next(lessons);
  const verb = lessons[0].made ? "Volgende les:" : "Begin met";
  link.href = after ? `les/${after.id}.html` : "portfolio.html";
  link.textContent = after
    ? `${after.made ? "Ga verder met" : verb} ${after.title}`
    : "Alles is gedaan: bekijk je portfolio";
}
