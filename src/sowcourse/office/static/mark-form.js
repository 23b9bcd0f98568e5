// What is chosen and typed about one answer: read out of its form, and put into it.

/** @typedef {{levels: number[], remarks: string[], rest: string}} Values */

/** What is not the lecturer's: it is of the page. */
const OURS = new Set(["_xsrf", "doe", "staat", "vraag", "blad", "code", "gezien"]);

/**
 * Everything in the form, as it is sent.
 * @param {HTMLFormElement} form
 * @returns {URLSearchParams}
 */
export function filled(form) {
  const words = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") words.set(name, value);
  return words;
}

/**
 * What the lecturer chose and typed, to keep while it cannot be sent.
 * @param {HTMLFormElement} form
 * @returns {string}
 */
export function chosen(form) {
  const words = filled(form);
  for (const name of [...words.keys()]) if (OURS.has(name)) words.delete(name);
  return words.toString();
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @returns {HTMLInputElement[]}
 */
const inputs = (form, name) =>
  [...form.elements].filter((each) => each instanceof HTMLInputElement).filter((each) => each.name === name);

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
export function put(form, name, value) {
  const area = form.elements.namedItem(name);
  if (area instanceof HTMLTextAreaElement) area.value = value;
  for (const input of inputs(form, name)) {
    if (input.type === "radio") input.checked = input.value === value;
    else input.value = value;
  }
}

/**
 * Put back what was kept.
 * @param {HTMLFormElement} form
 * @param {string} words
 */
export function refill(form, words) {
  for (const [name, value] of new URLSearchParams(words)) if (!OURS.has(name)) put(form, name, value);
}

/**
 * Put in what stands on the server.
 * @param {HTMLFormElement} form
 * @param {Values} values
 * @param {string} points
 */
export function fill(form, values, points) {
  for (const [place, level] of values.levels.entries()) put(form, `niveau-${place}`, String(level));
  for (const [place, remark] of values.remarks.entries()) {
    put(form, `bij-${place}`, remark);
    const details = inputs(form, `bij-${place}`)[0]?.closest("details");
    if (details && remark) details.open = true;
  }
  put(form, "opmerking", values.rest);
  put(form, "punten", points);
}
