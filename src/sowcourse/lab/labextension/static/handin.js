// Hand in: first what is complete and what is not; then by the exchange where there is one, else one file for the LMS.

import { h, saidMoment } from "./dom.js";
import { button, buttons, clock, main, modal } from "./element.js";

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

/** The state of a part, before handing in. @param {Answered} part */
export const stateOf = (part) => {
  if (!part.answered) return "empty";
  if (part.missing.length) return "incomplete";
  if (part.check === "later") return "later";
  if (part.kind === "reflection") return "read"; // what it lacks is looked up again, whatever its check said before
  if (part.check === "open") return "open";
  return part.check === "ok" ? "ok" : "untried";
};

/** One line of the overview. @param {Answered} part */
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

const NOT_KEPT =
  "Je laatste zinnen staan nog niet op de schijf, dus je kunt nu niet inleveren. " +
  "Laat dit venster open, maak ruimte op de schijf en probeer het opnieuw.";

/** What was made, and where it is. @param {Receipt} receipt */
const facts = (receipt) =>
  h(
    "dl",
    {},
    h("dt", {}, receipt.arrived ? "Wat aankwam" : "Wat erin zit"),
    h("dd", {}, `${receipt.answered} van ${receipt.asked} onderdelen ingevuld`),
    h("dt", {}, "Code van je ontvangstbewijs"),
    h("dd", {}, h("code", {}, receipt.code)),
    h("dt", {}, "Bewaard in je werkmap"),
    h("dd", {}, receipt.file),
  );

/**
 * That it arrived, or what is still to be done; and what gets the focus.
 * @param {Receipt} receipt
 * @param {string} address
 * @param {string} zone
 */
const outcome = (receipt, address, zone) => {
  const moment = saidMoment(receipt.moment, zone);
  if (receipt.arrived) {
    const arrived = `✓ Ingeleverd op ${moment}. Je opdracht is aangekomen.`;
    const told = h("p", { role: "status", tabindex: "-1" }, arrived);
    return { lines: [told], first: told };
  }
  const download = receipt.file.split("/").pop();
  const link = h("a", { href: address, download, class: "sowcourse-main" }, "Haal het bestand op");
  const steps = h(
    "ol",
    {},
    h("li", {}, link, " (het komt in je map met downloads)."),
    h("li", {}, "Upload dat ene bestand in je leeromgeving, bij deze opdracht."),
    h("li", {}, "Pas als je leeromgeving zegt dat het binnen is, is het ingeleverd."),
  );
  return { lines: [h("p", { role: "status" }, `Klaar om te uploaden, gemaakt op ${moment}.`), steps], first: link };
};

/** What an assignment holds before it is handed in. @param {Replies["overzicht"]} told */
const overview = ({ parts, details, deadline, course, problem, zone }) => {
  const empty = parts.filter((part) => !part.answered).length;
  const count = empty
    ? `Nog leeg: ${empty} van de ${parts.length} onderdelen. Inleveren mag toch.`
    : `Alle ${parts.length} onderdelen zijn ingevuld. Nagekeken om ${clock()}.`;
  const people = [
    h("h3", {}, "Staat hier een echt mens in?"),
    h("p", {}, "Kijk deze plaatsen na. Het is een hint, geen oordeel."),
    h(
      "ul",
      {},
      details.map((detail) => h("li", {}, h("strong", {}, detail.words), ` ${detail.advice}`)),
    ),
  ];
  return h(
    "div",
    {},
    h("p", {}, count),
    problem ? h("p", { role: "alert" }, `${problem} Je kunt intussen een bestand maken voor je leeromgeving.`) : null,
    course ? h("p", {}, `Je levert in bij de klas «${course}». Je krijgt meteen een ontvangstbewijs.`) : null,
    deadline ? h("p", {}, `Inleveren vóór ${saidMoment(deadline, zone)}.`) : null,
    h("ul", { class: "sowcourse-list" }, parts.map(line)),
    details.length ? people : null,
  );
};

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
  const close = (/** @type {string} */ text) => button(text, () => dialog.close());
  /** @param {Error} fault */
  const refuse = (fault) => body.replaceChildren(h("p", { role: "alert" }, fault.message), close("Terug"));

  /** The notebook as the student sees it: what is on the disk may be half, or be saved a moment later. */
  const shown = () => ({ path: panel.context.path, notebook: panel.context.model.toJSON() });

  /** @param {Event} event */
  const send = async (event) => {
    if (event.currentTarget instanceof HTMLButtonElement) event.currentTarget.disabled = true;
    try {
      const { receipt, problem, zone } = await ask("inleveren", shown());
      const address = await app.serviceManager.contents.getDownloadUrl(receipt.file);
      const failed =
        `Inleveren langs de uitwisselingsmap lukte niet. ${problem} ` +
        "Je werk is bewaard; lever het in langs je leeromgeving.";
      const { lines, first } = outcome(receipt, address, zone);
      body.replaceChildren(
        ...(problem ? [h("p", { role: "alert", class: "sowcourse-failed" }, failed)] : []),
        ...lines,
        facts(receipt),
        h("p", {}, "Verander je nog iets? Lever dan opnieuw in; dit blijft bewaard."),
        close("Sluiten"),
      );
      first.focus();
      done();
    } catch (fault) {
      refuse(fault);
    }
  };

  try {
    if (!(await keeper.now())) throw new Error(NOT_KEPT);
    const told = await ask("overzicht", shown());
    const act = main(told.course ? "Lever in" : "Maak mijn bestand om in te leveren", send);
    body.replaceChildren(overview(told), buttons(act, close("Terug naar de opdracht")));
    act.focus();
  } catch (fault) {
    refuse(fault);
  }
}
