// Elements, for every script of the course: parts, tables, pages and the desk.

/** An id that nothing else on the page has, whichever copy of this file asks. */
export const unique = () => {
  globalThis.sowcourseSerial = (globalThis.sowcourseSerial ?? 0) + 1;
  return `sow-${globalThis.sowcourseSerial}`;
};

/**
 * Make an element. `html` holds Markdown already rendered by the package; everything else is text.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (name === "html") element.innerHTML = String(value);
    else if (name === "value" || name === "checked" || name === "disabled") Object.assign(element, { [name]: value });
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...nodes(children));
  return element;
}

/**
 * What can be put into an element, in order: nothing of what is not there.
 * @param {readonly Child[]} children
 * @returns {(Node | string)[]}
 */
const nodes = (children) =>
  children.flatMap((child) => {
    if (child === null || child === undefined) return [];
    if (typeof child === "number") return [String(child)];
    return typeof child === "string" || child instanceof Node ? [child] : nodes(child);
  });

/**
 * Keep what happens in an element from whoever stands around it, such as shortcuts of JupyterLab.
 * @param {HTMLElement} element
 * @param {...string} more kinds of events, beside those of keys
 */
export const quiet = (element, ...more) => {
  for (const kind of ["keydown", "keypress", "keyup", ...more]) {
    element.addEventListener(kind, (event) => event.stopPropagation());
  }
};

/**
 * A textarea as high as what stands in it.
 * @param {Attributes} attributes
 * @param {(text: string) => void} change called at every letter
 */
export function area(attributes, change) {
  const made = h("textarea", { rows: 3, ...attributes });
  const grow = () => {
    made.style.height = "auto";
    if (made.scrollHeight) made.style.height = `${made.scrollHeight + 4}px`;
  };
  made.addEventListener("input", () => {
    grow();
    change(made.value);
  });
  requestAnimationFrame(grow);
  return made;
}

/** How many words a text has, as the checks count them (`concept.words`). @param {string} text */
export const countWords = (text) => text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0;

/** A number of words, said. @param {number} number */
export const saidWords = (number) => `${number} ${number === 1 ? "woord" : "woorden"}`;

/**
 * A moment: 27 november 2026 om 14:02.
 * @param {string} moment ISO 8601
 * @param {string} [zone] the zone it is in, and then told too; "" for this computer's
 */
export const saidMoment = (moment, zone) =>
  new Date(moment).toLocaleString("nl", {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    ...(zone === undefined ? {} : { timeZoneName: "short", timeZone: zone || undefined }),
  });
