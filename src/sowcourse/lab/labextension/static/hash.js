// Recognise the code cells that come with the course.

/**
 * SHA-256 of a text, hexadecimal; "" where the browser cannot compute it (a page without https).
 * @param {string} text
 */
export const hash = async (text) => {
  if (!globalThis.crypto?.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};
