// What is said when the check on names and numbers finds nothing, in a notebook and on a page.

export const READ_AGAIN = "Lees zelf nog eens na: een verhaal kan ook zonder naam herkenbaar zijn.";
export const NOTHING_FOUND = `Geen namen, adressen of nummers gevonden. ${READ_AGAIN}`;
