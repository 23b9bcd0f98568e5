// An assignment as a desk: fields instead of cells, one bar with how far you are, help and hand in.

import { asker } from "./ask.js";
import { addBar } from "./bar.js";
import { calm, unlabel } from "./calm.js";
import { h } from "./dom.js";
import { dress } from "./dress.js";
import { button, buttons, main } from "./element.js";
import { showHandIn } from "./handin.js";
import { showHelp } from "./help.js";
import { Keeper } from "./keeper.js";
import { claim } from "./lock.js";
import { Runner } from "./runner.js";
import { marks, Sheet, sourceOf } from "./sheet.js";
import { showView } from "./view.js";

const ELSEWHERE = "Deze opdracht staat al open in een ander tabblad. Werk daar verder; hier kun je alleen lezen.";

/** Tell the list beside it that a state may be another. */
const tellChanged = () => dispatchEvent(new Event("sowcourse:changed"));

/** Leave an assignment to be read only. @param {NotebookPanel} panel */
const close = (panel) => {
  for (const field of panel.node.querySelectorAll(".sowcourse-desk :is(textarea, input, button)")) {
    field.setAttribute("disabled", "");
  }
  panel.content.addClass("sowcourse-closed");
};

/**
 * The plugin.
 * @param {Shared} shared
 * @param {Promise<{cells: string[], positions: string[]}>} known
 * @param {(text: string) => Promise<string>} hash
 */
export async function assignment(shared, known, hash) {
  const { INotebookTracker } = await shared("@jupyterlab/notebook");
  const { CodeCell } = await shared("@jupyterlab/cells");
  const { Widget } = await shared("@lumino/widgets");
  const ask = await asker(shared);

  /** @param {App} app @param {NotebookPanel} panel */
  const open = async (app, panel) => {
    await panel.context.ready;
    if (panel.context.model.getMetadata("sowcourse")?.kind !== "assignment") return;
    panel.addClass("sowcourse-assignment");
    dispatchEvent(new Event("sowcourse:opened"));
    panel.toolbar.hide();
    calm(panel);
    const { path } = panel.context;
    const { positions, cells: list } = await known;
    const progress = h("p", { role: "status" });
    const kept = h("p", { class: "sowcourse-quiet" });
    const keeper = new Keeper(panel);
    const runner = new Runner(panel, CodeCell, (sentence) => {
      kept.textContent = sentence;
    });
    addBar(
      Widget,
      panel,
      "Deze opdracht",
      progress,
      kept,
      buttons(
        button("Weergave", () => showView(app)),
        button("Hulp", () => showHelp(ask, panel)),
        main("Inleveren…", () => showHandIn(app, panel, keeper, ask, tellChanged)),
      ),
    );
    keeper.listeners.add((sentence, failed) => {
      kept.textContent = sentence;
      kept.classList.toggle("sowcourse-failed", failed);
      if (sentence.startsWith("Opgeslagen")) tellChanged();
    });

    const sheet = () => new Sheet(panel.content.widgets);
    const changed = () => {
      progress.textContent = sheet().progress();
    };
    /** @param {Cell} cell @param {Cell[]} checks */
    const step = async (cell, checks) => {
      await keeper.now();
      await runner.step(cell, checks);
      await keeper.now();
    };
    const dressed = new WeakSet();
    const dressAll = () => {
      for (const cell of panel.content.widgets) {
        if (dressed.has(cell)) continue;
        dressed.add(cell);
        dress(cell, { sheet, keeper, ask, path, positions, step, changed });
      }
      changed();
    };

    await panel.revealed;
    for (const cell of panel.content.widgets) await cell.ready;
    unlabel(panel);
    dressAll();
    panel.content.model.cells.changed.connect(() => requestAnimationFrame(dressAll));
    tellChanged();

    const release = await claim(path);
    if (!release) {
      keeper.listeners.clear();
      progress.textContent = ELSEWHERE;
      close(panel);
      return;
    }
    panel.disposed.connect(release);

    const first = panel.content.widgets.find((cell) => cell.model.type === "code");
    const isOurs = first && marks(first).locked && list.includes(await hash(sourceOf(first)));
    if (isOurs) await runner.step(first, []);
  };

  return {
    id: "sowcourse:assignment",
    autoStart: true,
    requires: [INotebookTracker],
    /** @param {App} app @param {Tracker} tracker */
    activate: (app, tracker) => {
      tracker.widgetAdded.connect((_, panel) => void open(app, panel));
      tracker.forEach((panel) => void open(app, panel));
    },
  };
}
