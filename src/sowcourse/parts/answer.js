// The answer cells of an assignment, as text: one literal for a choice, labelled parts for a reflection.

const LABEL = /\*\*([^*\n]+):\*\*/g;

/**
 * A text in its labelled parts; null when the labels are not there, each once and in order.
 * @param {string} text
 * @param {string[]} labels
 * @returns {string[] | null}
 */
export const inParts = (text, labels) => {
  const places = [...text.matchAll(LABEL)].filter((found) => labels.includes(found[1]));
  if (places.length !== labels.length || places.some((found, i) => found[1] !== labels[i])) return null;
  if (text.slice(0, places[0]?.index).trim()) return null;
  return places.map((found, i) =>
    text.slice(found.index + found[0].length, places[i + 1]?.index).replace(/^[ \n]+|\n+$/g, ""),
  );
};

/** The labels of a text, by its stub. @param {string} stub */
export const labelsOf = (stub) => [...stub.matchAll(LABEL)].map((found) => found[1]);

/** The text of a cell from its labelled parts. @param {string[]} labels @param {string[]} parts */
export const composed = (labels, parts) =>
  labels.map((label, i) => `**${label}:**${parts[i] ? ` ${parts[i]}` : ""}`).join("\n\n");

/**
 * The value that stands in the source now; null when the dots are still there; undefined when it is something else.
 * @param {string} source
 * @param {string} stub
 */
export const chosen = (source, stub) => {
  if (source.trim() === stub.trim()) return null;
  const [before, after] = stub.trim().split("...");
  const text = source.trim();
  if (!text.startsWith(before) || !text.endsWith(after)) return undefined;
  const literal = text.slice(before.length, text.length - after.length).trim();
  return /^(["'])([^"'\\\n]*)\1$/.exec(literal)?.[2];
};

/** The source of a choice. @param {string} stub @param {string} option */
export const picked = (stub, option) => stub.replace("...", JSON.stringify(option));

/**
 * Whether an answer is still to be given: as it was, empty, or with dots in its code.
 * @param {string} source
 * @param {string} stub
 * @param {boolean} isCode
 */
export const isUnanswered = (source, stub, isCode) => {
  const text = source.trim();
  if (!text || text === stub.trim()) return true;
  return isCode && /(^|[^.\w])\.\.\.($|[^.\w])/m.test(source.replace(/#.*$/gm, ""));
};
