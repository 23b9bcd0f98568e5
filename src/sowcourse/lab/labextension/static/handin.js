// Hand in: first what is complete and what is not, then one file for the LMS and a receipt.

import { clock, h, unique } from "./element.js";

const KINDS = { choice: "keuze", exercise: "stap", reflection: "tekst" };

/** One line of the overview. */
const line = (part) => {
  const done = part.answered && part.check !== "open" && !part.missing.length;
  const state = !part.answered ? "nog leeg" : part.check === "open" ? "de controle is nog niet tevreden" : "ingevuld";
  return h("li", { class: done ? "sowcourse-met" : "" },
    h("span", { class: "sowcourse-sign", "aria-hidden": "true" }, done ? "✓" : "○"),
    `${part.title} (${KINDS[part.kind]}): ${state}.`,
    ...(part.missing.length ? [h("ul", {}, ...part.missing.map((sentence) => h("li", {}, sentence)))] : []));
};

const local = (moment) => new Date(moment).toLocaleString("nl", { dateStyle: "long", timeStyle: "short" });

/**
 * Show the overview of this notebook in a dialog, and hand in when the student says so.
 * @param {any} app
 * @param {any} panel
 * @param {import("./keeper.js").Keeper} keeper
 * @param {Function} ask
 * @param {() => void} done called after a receipt was made
 */
export async function showHandIn(app, panel, keeper, ask, done) {
  const title = unique("titel");
  const body = h("div");
  const dialog = h("dialog", { class: "sowcourse-dialog", lang: "nl", "aria-labelledby": title, onclose: () => dialog.remove() },
    h("h2", { id: title }, "Inleveren"), body);
  for (const kind of ["keydown", "keypress", "keyup"]) dialog.addEventListener(kind, (event) => event.stopPropagation());
  const close = (text) => h("button", { type: "button", onclick: () => dialog.close() }, text);
  const refuse = (fault) => body.replaceChildren(h("p", { role: "alert" }, fault.message), close("Terug"));
  document.body.append(dialog);
  dialog.showModal();
  body.replaceChildren(h("p", { role: "status" }, "Even bewaren en nakijken…"));

  const send = async () => {
    try {
      const receipt = await ask("inleveren", { path: panel.context.path });
      const address = await app.serviceManager.contents.getDownloadUrl(receipt.file);
      const link = h("a", { href: address, download: receipt.file.split("/").pop(), class: "sowcourse-main" }, "Haal het bestand op");
      body.replaceChildren(
        h("p", { role: "status" }, `Klaar om te uploaden, gemaakt op ${local(receipt.moment)}.`),
        h("ol", {},
          h("li", {}, link, " (het komt in je map met downloads)."),
          h("li", {}, "Upload dat ene bestand in je leeromgeving, bij deze opdracht."),
          h("li", {}, "Pas als je leeromgeving zegt dat het binnen is, is het ingeleverd.")),
        h("dl", {},
          h("dt", {}, "Wat erin zit"), h("dd", {}, `${receipt.answered} van ${receipt.asked} onderdelen ingevuld`),
          h("dt", {}, "Code van je ontvangstbewijs"), h("dd", {}, h("code", {}, receipt.code)),
          h("dt", {}, "Bewaard in je werkmap"), h("dd", {}, receipt.file)),
        h("p", {}, "Verander je nog iets? Lever dan opnieuw in; het vorige bestand blijft bewaard."),
        close("Sluiten"));
      body.querySelector("a").focus();
      done();
    } catch (fault) {
      refuse(fault);
    }
  };

  try {
    await keeper.now();
    const told = await ask("overzicht", { path: panel.context.path });
    const empty = told.parts.filter((part) => !part.answered).length;
    body.replaceChildren(
      h("p", {}, empty ? `Nog ${empty} van ${told.parts.length} onderdelen zijn leeg. Inleveren mag toch.`
        : `Alle ${told.parts.length} onderdelen zijn ingevuld. Nagekeken om ${clock()}.`),
      ...(told.deadline ? [h("p", {}, `Inleveren vóór ${local(told.deadline)}.`)] : []),
      h("ul", { class: "sowcourse-list" }, ...told.parts.map(line)),
      ...(told.details.length ? [h("h3", {}, "Staat hier een echt mens in?"),
        h("p", {}, "Kijk deze plaatsen na. Het is een hint, geen oordeel."),
        h("ul", {}, ...told.details.map((detail) => h("li", {}, h("strong", {}, detail.words), ` ${detail.advice}`)))] : []),
      h("div", { class: "sowcourse-buttons" },
        h("button", { type: "button", class: "sowcourse-main", onclick: send }, "Maak mijn bestand om in te leveren"),
        close("Terug naar de opdracht")));
    body.querySelector("button").focus();
  } catch (fault) {
    refuse(fault);
  }
}
