// A lesson opens, shows no code and runs: by itself when every cell is known or trusted, else after one click.

import { asker } from "./ask.js";
import { showHelp } from "./help.js";

const KEPT = "Wat je schrijft en kiest, wordt vanzelf bewaard.";
const READY = "Deze les staat klaar, maar is op deze computer nog niet eerder geopend. Kies «Start module» om te beginnen.";
const STOPPED = "De les is gestopt. Wat je schreef, is bewaard. Kies «Start module» om verder te gaan.";
const FAILED = "De les kon niet worden gestart. Kies «Start module» om het nog eens te proberen. Lukt het weer niet? Sluit dit venster en open de cursus opnieuw.";

/**
 * The plugin.
 * @param {(name: string) => Promise<any>} shared
 * @param {Promise<{cells: string[]}>} known
 * @param {(text: string) => Promise<string>} hash
 */
export async function lesson(shared, known, hash) {
  const { INotebookTracker, NotebookActions } = await shared("@jupyterlab/notebook");
  const { Widget } = await shared("@lumino/widgets");
  const ask = await asker(shared);

  const codeCells = (panel) => panel.content.widgets.filter((cell) => cell.model.type === "code");

  /** Whether every code cell was trusted on this machine, or is one that we ship. */
  const mayRun = async (panel) => {
    const cells = codeCells(panel);
    if (cells.every((cell) => cell.model.trusted)) return true;
    const list = new Set((await known).cells);
    const hashes = await Promise.all(cells.map((cell) => hash(cell.model.sharedModel.getSource())));
    return hashes.every((found) => list.has(found));
  };

  class Bar extends Widget {
    constructor(run, help) {
      super();
      this.addClass("sowcourse-bar");
      this.node.setAttribute("role", "region");
      this.node.setAttribute("aria-label", "Deze les");
      this.sentence = document.createElement("p");
      this.sentence.setAttribute("role", "status");
      this.button = document.createElement("button");
      this.button.type = "button";
      this.button.textContent = "Start module";
      this.button.addEventListener("click", run);
      this.node.setAttribute("lang", "nl");
      const told = document.createElement("button");
      told.type = "button";
      told.textContent = "Hulp";
      told.addEventListener("click", help);
      this.node.append(this.sentence, this.button, told);
    }

    say(sentence, offer) {
      this.sentence.textContent = sentence;
      this.button.hidden = !offer;
    }
  }

  const open = async (panel) => {
    await panel.context.ready;
    if (panel.context.model.getMetadata("sowcourse")?.kind !== "lesson") return;
    panel.addClass("sowcourse-lesson");
    panel.toolbar.hide();
    let running = false;
    let done = false;

    const run = async () => {
      if (running) return;
      running = true;
      bar.say("De les wordt klaargezet. Je kunt al lezen.", false);
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
        bar.say(done ? KEPT : FAILED, !done);
      } catch (fault) {
        console.error(fault);
        bar.say(FAILED, true);
      } finally {
        running = false;
      }
    };

    const bar = new Bar(run, () => showHelp(ask, () => panel.sessionContext.session.kernel.restart()));
    panel.contentHeader.addWidget(bar);
    panel.sessionContext.statusChanged.connect((_, status) => {
      if (done && ["starting", "restarting", "autorestarting", "dead", "terminating"].includes(status)) {
        done = false;
        bar.say(STOPPED, true);
      }
    });
    bar.say("De les wordt klaargezet. Je kunt al lezen.", false);
    await panel.revealed;
    for (const cell of panel.content.widgets) await cell.ready;
    if (await mayRun(panel)) await run();
    else bar.say(READY, true);
  };

  return {
    id: "sowcourse:lesson",
    autoStart: true,
    requires: [INotebookTracker],
    activate: (app, tracker) => {
      tracker.widgetAdded.connect((_, panel) => { void open(panel); });
      tracker.forEach((panel) => { void open(panel); });
    },
  };
}
