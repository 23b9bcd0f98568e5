// How far the row is, after each answer: also after the last one, from which no page follows.

/** @typedef {{done: number, most: number, told: string}} Far */

/** @param {Far} far */
export function show(far) {
  const bar = document.querySelector(".far progress");
  const told = document.querySelector(".far span");
  if (bar instanceof HTMLProgressElement) bar.value = far.done;
  if (told && told.textContent !== far.told) told.textContent = far.told;
  const onward = document.querySelector("[data-done]");
  if (!(onward instanceof HTMLElement)) return;
  onward.dataset.open ??= onward.textContent ?? "";
  onward.textContent = (far.done === far.most ? onward.dataset.done : onward.dataset.open) ?? "";
}
