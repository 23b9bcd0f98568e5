// A lesson opens, shows no code and runs: by itself when every cell is known or trusted, else after one click.

import { asker } from "./ask.js";
import { addBar } from "./bar.js";
import { calm, unlabel } from "./calm.js";
import { h } from "./dom.js";
import { button, buttons } from "./element.js";
import { showHelp } from "./help.js";
import { inTurn } from "./keeper.js";
import { claim } from "./lock.js";
import { showView } from "./view.js";

const KEPT = "Alles wordt vanzelf bewaard.";
const READY =
  "Deze les staat klaar, maar is op deze computer nog niet eerder geopend. Kies «Start module» om te beginnen.";
const STOPPED = "De les is gestopt. Wat je schreef, gaat niet verloren. Kies «Start module» om verder te gaan.";
const ELSEWHERE =
  "Deze les staat al open in een ander tabblad. Werk daar verder, of sluit dat tabblad en ververs deze pagina.";
const FAILED =
  "De les kon niet worden gestart. Kies «Start module» om het nog eens te proberen. " +
  "Lukt het weer niet? Sluit dit venster en open de cursus opnieuw.";

/**
 * The plugin.
 * @param {Shared} shared
 * @param {Promise<{cells: string[]}>} known
 * @param {(text: string) => Promise<string>} hash
 */
export async function lesson(shared, known, hash) {
  const { INotebookTracker, NotebookActions } = await shared("@jupyterlab/notebook");
  const { Widget } = await shared("@lumino/widgets");
  const ask = await asker(shared);

  /** @param {NotebookPanel} panel */
  const codeCells = (panel) => panel.content.widgets.filter((cell) => cell.model.type === "code");

  /** Whether every code cell was trusted on this machine, or is one that we ship. @param {NotebookPanel} panel */
  const mayRun = async (panel) => {
    const cells = codeCells(panel);
    if (cells.every((cell) => cell.model.trusted)) return true;
    const list = new Set((await known).cells);
    const hashes = await Promise.all(cells.map((cell) => hash(cell.model.sharedModel.getSource())));
    return hashes.every((found) => list.has(found));
  };

  /** @param {App} app @param {NotebookPanel} panel */
  const open = async (app, panel) => {
    await panel.context.ready;
    if (panel.context.model.getMetadata("sowcourse")?.kind !== "lesson") return;
    panel.addClass("sowcourse-lesson");
    dispatchEvent(new Event("sowcourse:opened"));
    inTurn(panel.context);
    panel.toolbar.hide();
    calm(panel);
    let running = false;
    let done = false;
    /** @param {string} what @param {boolean} offer whether the lesson can be started */
    const say = (what, offer) => {
      sentence.textContent = what;
      begin.hidden = !offer;
    };

    const run = async () => {
      if (running) return;
      running = true;
      say("De les wordt klaargezet. Je kunt al lezen.", false);
      const pane = panel.content.outerNode ?? panel.content.node;
      const place = pane.scrollTop;
      try {
        await panel.sessionContext.ready;
        if (!panel.sessionContext.session?.kernel) await panel.sessionContext.startKernel();
        const waiting = () => codeCells(panel).some((cell) => !cell.model.executionCount);
        for (let attempt = 0; attempt < 2; attempt += 1) {
          await NotebookActions.runCells(panel.content, codeCells(panel), panel.sessionContext);
          if (!waiting()) break;
        }
        done = !waiting();
        pane.scrollTop = place;
        say(done ? KEPT : FAILED, !done);
      } catch (fault) {
        console.error(fault);
        say(FAILED, true);
      } finally {
        running = false;
      }
    };

    const sentence = h("p", { role: "status" });
    const begin = button("Start module", run);
    const line = h("progress", { "aria-label": "Hoe ver je bent in deze les" });
    const number = h("span", { class: "sowcourse-quiet" });
    const progress = h("p", { class: "sowcourse-progress", hidden: true }, line, number);
    addBar(
      Widget,
      panel,
      "Deze les",
      sentence,
      progress,
      buttons(
        begin,
        button("Weergave", () => showView(app)),
        button("Hulp", () => showHelp(ask, panel)),
      ),
    );
    let begun = 0;
    let listed = 0;
    /** Tell how many parts of the lesson hold an answer. */
    const count = () => {
      const parts = [...panel.node.querySelectorAll("section.sow[data-answered]")];
      begun = parts.filter((part) => part.matches("[data-answered=true]")).length;
      progress.hidden = !parts.length;
      line.max = parts.length || 1;
      line.value = begun;
      number.textContent = `${begun} van ${parts.length} onderdelen begonnen`;
    };
    let frame = 0;
    const watch = new MutationObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(count);
    });
    watch.observe(panel.content.node, { subtree: true, childList: true, attributeFilter: ["data-answered"] });
    panel.disposed.connect(() => watch.disconnect());
    panel.node.addEventListener("sowcourse:kept", () => {
      if (begun !== listed) dispatchEvent(new Event("sowcourse:changed")); // the list beside it may tell another state
      listed = begun;
    });
    panel.sessionContext.statusChanged.connect((_, status) => {
      if (done && ["starting", "restarting", "autorestarting", "dead", "terminating"].includes(status)) {
        done = false;
        say(STOPPED, true);
      }
    });
    say("De les wordt klaargezet. Je kunt al lezen.", false);
    await panel.revealed;
    for (const cell of panel.content.widgets) await cell.ready;
    unlabel(panel);
    const release = await claim(panel.context.path);
    if (!release) {
      panel.addClass("sowcourse-closed");
      say(ELSEWHERE, false);
      return;
    }
    panel.disposed.connect(release);
    if (await mayRun(panel)) await run();
    else say(READY, true);
  };

  return {
    id: "sowcourse:lesson",
    autoStart: true,
    requires: [INotebookTracker],
    /** @param {App} app @param {Tracker} tracker */
    activate: (app, tracker) => {
      tracker.widgetAdded.connect((_, panel) => void open(app, panel));
      tracker.forEach((panel) => void open(app, panel));
    },
  };
}
