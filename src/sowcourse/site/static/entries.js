// Answers with their moment, in the form of `logboek.json`, so that a logbook travels between a page and JupyterLab.

export const FORMAT = 1;

/** A moment as the logbook writes it: local time with its zone, to the second. @param {Date} moment */
export function local(moment) {
  const pad = (/** @type {number} */ number) => String(Math.trunc(Math.abs(number))).padStart(2, "0");
  const zone = -moment.getTimezoneOffset();
  const day = `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`;
  const time = `${pad(moment.getHours())}:${pad(moment.getMinutes())}:${pad(moment.getSeconds())}`;
  return `${day}T${time}${zone < 0 ? "-" : "+"}${pad(zone / 60)}:${pad(zone % 60)}`;
}

/**
 * Write answers of one module into a logbook; an answer that was taken back leaves.
 * @param {Modules} modules
 * @param {string} module
 * @param {Answers} items
 * @param {Date} moment
 */
export function write(modules, module, items, moment) {
  modules[module] ??= {};
  const entries = modules[module];
  for (const [item, value] of Object.entries(items)) {
    if (value === null || value === undefined) delete entries[item];
    else entries[item] = { value, at: local(moment) };
  }
}

/**
 * Take another logbook in: of every answer the newest stays. Gives how many came.
 * @param {Modules} modules
 * @param {Modules} coming
 */
export function join(modules, coming) {
  let taken = 0;
  for (const [module, entries] of Object.entries(coming)) {
    modules[module] ??= {};
    const mine = modules[module];
    for (const [item, entry] of Object.entries(entries)) {
      if (mine[item] && Date.parse(mine[item].at) >= Date.parse(entry.at)) continue;
      mine[item] = entry;
      taken += 1;
    }
  }
  return taken;
}

/** What was answered at a moment or later. @param {Modules} modules @param {number} moment @returns {Modules} */
export const since = (modules, moment) =>
  Object.fromEntries(
    Object.entries(modules)
      .map(([module, entries]) => [
        module,
        Object.fromEntries(Object.entries(entries).filter(([, { at }]) => Date.parse(at) >= moment)),
      ])
      .filter(([, entries]) => Object.keys(entries).length),
  );

/** A logbook as the text of a file. @param {Modules} modules */
export const text = (modules) => `${JSON.stringify({ format: FORMAT, modules }, null, 2)}\n`;

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value @returns {value is Entry} */
const isEntry = (value) => isRecord(value) && "value" in value && !Number.isNaN(Date.parse(String(value.at)));

/** @param {unknown} value @returns {value is Modules} */
const isModules = (value) =>
  isRecord(value) && Object.values(value).every((found) => isRecord(found) && Object.values(found).every(isEntry));

/** The modules in a logbook that comes from a file; an Error in Dutch for what is none. @param {unknown} content */
export function modulesOf(content) {
  if (!isRecord(content) || content.format !== FORMAT || !isModules(content.modules)) {
    throw new Error(
      "Dit bestand is geen logboek van deze cursus. " +
        "Kies «logboek.json» uit je werkmap, of een logboek dat je hier bewaarde.",
    );
  }
  return content.modules;
}
