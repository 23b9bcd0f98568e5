// Words to look for in the rows of a table, as somebody types them.

/** A text without capitals and accents, and with a point in its numbers. @param {string} text */
export const bare = (text) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/(\d),(?=\d)/g, "$1.");

/** The words that are asked, without quotation marks. @param {string} typed */
export const asked = (typed) =>
  bare(typed)
    .replace(/["'“”„‘’]/g, " ")
    .split(/\s+/)
    .filter(Boolean);

/**
 * Whether a text holds a word: a short one at the start of a word, since «BE» is no «beter», a longer one anywhere.
 * @param {string} text
 * @param {string} word
 */
export const holds = (text, word) => {
  if (word.length > 3) return text.includes(word);
  const literal = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(^|[^\\p{L}\\p{N}.])${literal}`, "u").test(text);
};
