// Help: what to do when something hangs, a restart that loses nothing, a report without anything personal.

import { h } from "./dom.js";
import { button, buttons, main, modal } from "./element.js";
import { stuck } from "./hub.js";

/**
 * @param {Ask} ask
 * @param {NotebookPanel} panel
 */
export async function showHelp(ask, panel) {
  const state = h("p", { role: "status" });
  const report = h("textarea", { readonly: true, rows: 6, "aria-label": "Verslag voor de helpdesk" });
  const restart = async () => {
    state.textContent = "Bezig…";
    try {
      const { sessionContext } = panel;
      const kernel = sessionContext.session?.kernel;
      await (kernel ? kernel.restart() : sessionContext.startKernel());
      state.textContent = "De rekenkern is opnieuw gestart. Er is niets verloren.";
    } catch (fault) {
      console.error(fault);
      state.textContent = stuck();
    }
  };
  const dialog = modal(
    "Hulp",
    h("h3", {}, "Er gebeurt niets, of het duurt te lang"),
    h(
      "p",
      {},
      "Start de rekenkern opnieuw. Alles wat je schreef en koos, blijft staan; ",
      "daarna klik je op «Probeer» of «Start module».",
    ),
    button("Start de rekenkern opnieuw", restart),
    state,
    h("h3", {}, "Mijn tekst is weg"),
    h(
      "p",
      {},
      "Ververs de pagina: wat nog niet op de schijf stond, zet deze browser terug. ",
      "Elke keer dat je inlevert, blijft ook een kopie in de map «ingeleverd».",
    ),
    h("h3", {}, "Ik kom er niet uit"),
    h("p", {}, "Geef dit verslag aan je lesgever of de helpdesk. Er staat niets persoonlijks in."),
    report,
    buttons(main("Sluiten", () => dialog.close())),
  );
  try {
    const told = await ask("verslag");
    report.value = `${told.report}\nbrowser: ${navigator.userAgent}\nvenster: ${innerWidth} × ${innerHeight}`;
  } catch (fault) {
    report.value = `${fault.message}\nbrowser: ${navigator.userAgent}`;
  }
}
