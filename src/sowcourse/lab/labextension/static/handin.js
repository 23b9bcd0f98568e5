// Hand in: first what is complete and what is not; then by the exchange where there is one, else one file for the LMS.

import { clock, h, modal } from "./element.js";

/** @type {Record<string, string>} */
const KINDS = { choice: "keuze", exercise: "stap", reflection: "tekst" };

/** What is known of a part before handing in: sign, name of the style, words. @type {Record<string, string[]>} */
const STATES = {
  empty: ["○", "empty", "nog leeg"],
  open: ["○", "open", "de controle is nog niet tevreden"],
  untried: ["○", "open", "ingevuld, nog niet geprobeerd"],
  incomplete: ["○", "open", "nog niet volledig"],
  read: ["◇", "later", "ingevuld; je lesgever leest dit"],
  later: ["◇", "later", "ingevuld; of het klopt, hoor je na het nakijken"],
  ok: ["✓", "right", "klopt"],
};

/** @param {{kind: string, answered: boolean, check: string, missing: string[]}} part */
const stateOf = (part) => {
  if (!part.answered) return "empty";
  if (part.missing.length) return "incomplete";
  if (part.check === "open" || part.check === "later") return part.check;
  if (part.kind === "reflection") return "read";
  return part.check === "ok" ? "ok" : "untried";
};

/**
 * One line of the overview.
 * @param {{title: string, kind: string, answered: boolean, check: string, missing: string[]}} part
 */
const line = (part) => {
  const [sign, style, words] = STATES[stateOf(part)];
  return h(
    "li",
    { class: `sowcourse-${style}` },
    h("span", { class: "sowcourse-sign", "aria-hidden": "true" }, sign),
    `${part.title} (${KINDS[part.kind]}): ${words}.`,
    ...(part.missing.length ? [h("ul", {}, ...part.missing.map((sentence) => h("li", {}, sentence)))] : []),
  );
};

/** A moment in the time of this computer, with its zone. @param {string} moment */
const local = (moment) =>
  new Date(moment).toLocaleString("nl", {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });

const NOT_KEPT =
  "Je laatste zinnen staan nog niet op de schijf, dus je kunt nu niet inleveren. Laat dit venster open, maak ruimte op de schijf en probeer het opnieuw.";

/**
 * Show the overview of this notebook in a dialog, and hand in when the student says so.
 * @param {App} app
 * @param {NotebookPanel} panel
 * @param {import("./keeper.js").Keeper} keeper
 * @param {Ask} ask
 * @param {() => void} done called after a receipt was made
 */
export async function showHandIn(app, panel, keeper, ask, done) {
  const body = h("div", {}, h("p", { role: "status" }, "Even bewaren en nakijken…"));
  const dialog = modal("Inleveren", body);
  /** @param {string} text */
  const close = (text) => h("button", { type: "button", onclick: () => dialog.close() }, text);
  /** @param {Error} fault */
  const refuse = (fault) => body.replaceChildren(h("p", { role: "alert" }, fault.message), close("Terug"));

  /** The notebook as the student sees it: what is on the disk may be half, or be saved a moment later. */
  const shown = () => ({ path: panel.context.path, notebook: panel.context.model.toJSON() });

  /** @param {Event} event */
  const send = async (event) => {
    if (event.currentTarget instanceof HTMLButtonElement) event.currentTarget.disabled = true;
    try {
      const { receipt, problem } = await ask("inleveren", shown());
      const address = await app.serviceManager.contents.getDownloadUrl(receipt.file);
      const link = h(
        "a",
        { href: address, download: receipt.file.split("/").pop(), class: "sowcourse-main" },
        "Haal het bestand op",
      );
      body.replaceChildren(
        ...(problem
          ? [
              h(
                "p",
                { role: "alert", class: "sowcourse-failed" },
                `Inleveren langs de uitwisselingsmap lukte niet. ${problem} Je werk is bewaard; lever het in langs je leeromgeving.`,
              ),
            ]
          : []),
        ...(receipt.arrived
          ? [
              h(
                "p",
                { role: "status", tabindex: "-1" },
                `✓ Ingeleverd op ${local(receipt.moment)}. Je opdracht is aangekomen.`,
              ),
            ]
          : [
              h("p", { role: "status" }, `Klaar om te uploaden, gemaakt op ${local(receipt.moment)}.`),
              h(
                "ol",
                {},
                h("li", {}, link, " (het komt in je map met downloads)."),
                h("li", {}, "Upload dat ene bestand in je leeromgeving, bij deze opdracht."),
                h("li", {}, "Pas als je leeromgeving zegt dat het binnen is, is het ingeleverd."),
              ),
            ]),
        h(
          "dl",
          {},
          h("dt", {}, receipt.arrived ? "Wat aankwam" : "Wat erin zit"),
          h("dd", {}, `${receipt.answered} van ${receipt.asked} onderdelen ingevuld`),
          h("dt", {}, "Code van je ontvangstbewijs"),
          h("dd", {}, h("code", {}, receipt.code)),
          h("dt", {}, "Bewaard in je werkmap"),
          h("dd", {}, receipt.file),
        ),
        h("p", {}, "Verander je nog iets? Lever dan opnieuw in; dit blijft bewaard."),
        close("Sluiten"),
      );
      (receipt.arrived ? body.querySelector("[role=status]") : link).focus();
      done();
    } catch (fault) {
      refuse(fault);
    }
  };

  try {
    if (!(await keeper.now())) throw new Error(NOT_KEPT);
    /** @type {{parts: Parameters<typeof line>[0][], details: {words: string, advice: string}[], deadline: string, course: string, problem: string}} */
    const told = await ask("overzicht", shown());
    const empty = told.parts.filter((part) => !part.answered).length;
    body.replaceChildren(
      h(
        "p",
        {},
        empty
          ? `Nog leeg: ${empty} van de ${told.parts.length} onderdelen. Inleveren mag toch.`
          : `Alle ${told.parts.length} onderdelen zijn ingevuld. Nagekeken om ${clock()}.`,
      ),
      ...(told.problem
        ? [h("p", { role: "alert" }, `${told.problem} Je kunt intussen een bestand maken voor je leeromgeving.`)]
        : []),
      ...(told.course
        ? [h("p", {}, `Je levert in bij de klas «${told.course}». Je krijgt meteen een ontvangstbewijs.`)]
        : []),
      ...(told.deadline ? [h("p", {}, `Inleveren vóór ${local(told.deadline)}.`)] : []),
      h("ul", { class: "sowcourse-list" }, ...told.parts.map(line)),
      ...(told.details.length
        ? [
            h("h3", {}, "Staat hier een echt mens in?"),
            h("p", {}, "Kijk deze plaatsen na. Het is een hint, geen oordeel."),
            h(
              "ul",
              {},
              ...told.details.map((detail) => h("li", {}, h("strong", {}, detail.words), ` ${detail.advice}`)),
            ),
          ]
        : []),
      h(
        "div",
        { class: "sowcourse-buttons" },
        h(
          "button",
          { type: "button", class: "sowcourse-main", onclick: send },
          told.course ? "Lever in" : "Maak mijn bestand om in te leveren",
        ),
        close("Terug naar de opdracht"),
      ),
    );
    body.querySelector("button").focus();
  } catch (fault) {
    refuse(fault);
  }
}
