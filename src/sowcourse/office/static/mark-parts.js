// The parts of a rubric: which one a key is about, and what comes after a level was chosen.

const ACTIVE = "data-active";

/** @returns {HTMLElement[]} */
const parts = () => [...document.querySelectorAll("[data-part]")].filter((part) => part instanceof HTMLElement);

/** @param {HTMLElement} part */
const hasLevel = (part) => part.querySelector("input[type=radio]:checked") !== null;

/** The part that a key is about. */
export const active = () => parts().find((part) => part.hasAttribute(ACTIVE)) ?? null;

/** @param {HTMLElement | null} part */
export function activate(part) {
  for (const each of parts()) each.toggleAttribute(ACTIVE, each === part);
}

/**
 * Whether every part of an answer has a level.
 * @param {HTMLFormElement} form
 */
export function whole(form) {
  const own = parts().filter((part) => form.contains(part));
  return own.length > 0 && own.every(hasLevel);
}

/** Begin at the first part without a level. */
export function begin() {
  const every = parts();
  activate(every.find((part) => !hasLevel(part)) ?? every[0] ?? null);
}

/** Go to the next part without a level; stay where all have one. */
export function onward() {
  const every = parts();
  const here = active();
  const place = here ? every.indexOf(here) : -1;
  const next = [...every.slice(place + 1), ...every.slice(0, place + 1)].find((part) => !hasLevel(part));
  if (!next) return;
  activate(next);
  next.scrollIntoView({ block: "nearest" });
}

/**
 * @param {number} level
 * @returns {HTMLInputElement | null} what was chosen
 */
export function choose(level) {
  const input = active()?.querySelector(`input[type=radio][value="${level}"]`);
  if (!(input instanceof HTMLInputElement)) return null;
  input.checked = true;
  return input;
}
