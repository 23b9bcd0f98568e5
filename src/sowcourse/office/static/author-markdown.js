// Markdown with buttons: what is chosen in a field gets signs around it, or at the start of its lines.

/** @typedef {{label: string, around?: string, before?: string}} Way */

/** @type {Way[]} */
export const WAYS = [
  { label: "Kop", before: "## " },
  { label: "Vet", around: "**" },
  { label: "Cursief", around: "*" },
  { label: "Lijst", before: "- " },
  { label: "Citaat", before: "> " },
];

/**
 * A text in which what is chosen is marked so, or is not any more when it was.
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @param {Way} way
 * @returns {{text: string, start: number, end: number}}
 */
export function marked(text, start, end, way) {
  if (way.around) {
    const sign = way.around;
    const chosen = text.slice(start, end);
    const off = chosen.length > 2 * sign.length && chosen.startsWith(sign) && chosen.endsWith(sign);
    const put = off ? chosen.slice(sign.length, -sign.length) : `${sign}${chosen || "tekst"}${sign}`;
    return { text: text.slice(0, start) + put + text.slice(end), start, end: start + put.length };
  }
  const sign = way.before ?? "";
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const until = text.indexOf("\n", end) < 0 ? text.length : text.indexOf("\n", end);
  const lines = text.slice(from, until).split("\n");
  const off = lines.every((line) => line.startsWith(sign));
  const put = lines.map((line) => (off ? line.slice(sign.length) : sign + line)).join("\n");
  return { text: text.slice(0, from) + put + text.slice(until), start: from, end: from + put.length };
}

/** Buttons above a field. @param {HTMLTextAreaElement} area */
export function toolbar(area) {
  const bar = document.createElement("div");
  bar.className = "tools";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", `Opmaak van ${area.labels[0]?.firstChild?.textContent?.trim() ?? "de tekst"}`);
  for (const way of WAYS) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = way.label;
    button.addEventListener("click", () => {
      const made = marked(area.value, area.selectionStart, area.selectionEnd, way);
      area.value = made.text;
      area.setSelectionRange(made.start, made.end);
      area.focus();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    });
    bar.append(button);
  }
  area.before(bar);
}
