// Going on by itself when every part has a level: only for who asked for it, and only to an answer that waits.

export const BY_ITSELF = "sowcourse-vanzelf";

/** @param {boolean} on */
export const goOnByItself = (on) => localStorage.setItem(BY_ITSELF, on ? "aan" : "uit");

/** Whether to go on from here. */
export function goesOn() {
  const box = document.querySelector("[data-by-itself]");
  const next = document.querySelector('[data-step="n"][data-waits]');
  return box instanceof HTMLInputElement && box.checked && next !== null;
}
