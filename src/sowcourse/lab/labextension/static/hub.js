// Where this page comes from: the student's own computer, or the server of a school, that stops and starts by itself.

/** The account at school; "" on a computer of one's own. */
export const account = () => {
  const told = globalThis.document?.getElementById?.("jupyter-config-data")?.textContent;
  return String(JSON.parse(told || "{}").hubUser ?? "");
};

/** How what a browser keeps is called: with the account, where several people have one address. @param {string} name */
export const mine = (name) => (account() ? `sowcourse:${account()}:${name}` : `sowcourse:${name}`);

/** @param {string} there at school @param {string} here on a computer of one's own */
const where = (there, here) => (account() ? there : here);

/** Nothing answers. */
export const silent = () =>
  where(
    "De server van je school antwoordt niet. Wat je typt, houdt deze browser vast. " +
      "Kijk of je internet werkt, wacht een minuut en herlaad dan de bladzijde.",
    "De cursus antwoordt niet. Staat het venster van «sowcourse start» nog open?",
  );

/** What answers does not know us. */
export const unknown = () =>
  where(
    "Je server op school kent het bureau van de cursus niet. Geef dit door aan je lesgever.",
    "Deze computer kent het bureau van de cursus niet. Start met «sowcourse start».",
  );

/** The kernel does not come back. */
export const stuck = () =>
  where(
    "Dat lukte niet. Herlaad de bladzijde; wat je schreef, staat er dan nog.",
    "Dat lukte niet. Sluit het venster van «sowcourse start» en open de cursus opnieuw.",
  );

/**
 * A hub answers in place of a server that is not there: it was stopped, or starts again. "" for any other answer.
 * @param {number} status
 */
export const stopped = (status) =>
  account() && [403, 424, 502, 503].includes(status)
    ? "Je server op school is gestopt, bijvoorbeeld omdat je een tijd niets deed. " +
      "Wat je typte, houdt deze browser vast. Herlaad de bladzijde: dan start je server weer en ga je verder."
    : "";
