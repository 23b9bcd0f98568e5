// Keys of the marking page. They do nothing while somebody types, and can be turned off.

const SWITCH = "sowcourse-toetsen";

/** Whether keys work in this browser. */
export const work = () => localStorage.getItem(SWITCH) !== "uit";

/** @param {boolean} on */
export const turn = (on) => localStorage.setItem(SWITCH, on ? "aan" : "uit");

/** @param {EventTarget | null} target */
export function isTyping(target) {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["radio", "checkbox", "button", "submit"].includes(target.type);
}

/**
 * @param {Record<string, () => void>} acts key → what it does
 */
export function listen(acts) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isTyping(event.target) && event.target instanceof HTMLElement) event.target.blur();
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (!work() || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const act = Object.hasOwn(acts, event.key) ? acts[event.key] : undefined;
    if (!act) return;
    event.preventDefault();
    act();
  });
}
