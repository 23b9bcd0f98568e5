// An assignment as a desk: fields instead of cells, one bar with how far you are, help and hand in.

import { asker } from "./ask.js";
import { addBar } from "./bar.js";
import { calm, unlabel } from "./calm.js";
import { choice } from "./choice.js";
import { box, h } from "./element.js";
import { exercise } from "./exercise.js";
import { showHandIn } from "./handin.js";
import { showHelp } from "./help.js";
import { Keeper } from "./keeper.js";
import { claim } from "./lock.js";
import { reflection } from "./reflection.js";
import { Runner } from "./runner.js";
import { showVerdict } from "./verdict.js";
import { showView } from "./view.js";

/** @type {Record<string, string>} */
const SHOWS = { show_mirror: "Bekijk de spiegel", show_confidentiality: "Zoek namen en nummers" };
const ELSEWHERE = "Deze opdracht staat al open in een ander tabblad. Werk daar verder; hier kun je alleen lezen.";

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
    panel.toolbar.hide();
    calm(panel);
    const { path } = panel.context;
    const { positions, cells: list } = await known;
    const keeper = new Keeper(panel);
    const runner = new Runner(panel, CodeCell, (sentence) => {
      kept.textContent = sentence;
    });
    const cells = () => panel.content.widgets;
    /** @param {Cell} cell */
    const about = (cell) => ({
      marks: cell.model.getMetadata("nbgrader") ?? {},
      ours: cell.model.getMetadata("sowcourse") ?? {},
    });
    /** @param {Cell} cell */
    const source = (cell) => cell.model.sharedModel.getSource();

    const progress = h("p", { role: "status" });
    const kept = h("p", { class: "sowcourse-quiet" });
    addBar(
      Widget,
      panel,
      "Deze opdracht",
      progress,
      kept,
      h(
        "div",
        { class: "sowcourse-buttons" },
        h("button", { type: "button", onclick: () => showView(app) }, "Weergave"),
        h("button", { type: "button", onclick: () => showHelp(ask, panel) }, "Hulp"),
        h(
          "button",
          {
            type: "button",
            class: "sowcourse-main",
            onclick: () => showHandIn(app, panel, keeper, ask, () => dispatchEvent(new Event("sowcourse:changed"))),
          },
          "Inleveren…",
        ),
      ),
    );
    keeper.listeners.add((sentence, failed) => {
      kept.textContent = sentence;
      kept.classList.toggle("sowcourse-failed", failed);
      if (sentence.startsWith("Opgeslagen")) dispatchEvent(new Event("sowcourse:changed"));
    });

    const questions = () => cells().filter((cell) => about(cell).marks.solution);
    /** @param {Cell} cell */
    const isOpen = (cell) => {
      const stub = about(cell).ours.stub ?? "";
      return (
        source(cell).trim() === stub.trim() ||
        !source(cell).trim() ||
        (cell.model.type === "code" && /(^|[^.\w])\.\.\.($|[^.\w])/m.test(source(cell).replace(/#.*$/gm, "")))
      );
    };
    const changed = () => {
      const asked = questions();
      progress.textContent = `${asked.filter((cell) => !isOpen(cell)).length} van ${asked.length} ingevuld`;
    };

    /** The checks that belong to an answer: the graded cells below it, up to the next answer. @param {Cell} cell */
    const checksOf = (cell) => {
      const found = [];
      for (const below of cells().slice(cells().indexOf(cell) + 1)) {
        if (about(below).marks.solution) break;
        if (about(below).marks.grade && below.model.type === "code") found.push(below);
      }
      return found;
    };
    /** @param {Cell} cell */
    const headingOf = (cell) => {
      for (const above of cells().slice(0, cells().indexOf(cell)).reverse()) {
        const found = above.model.type === "markdown" && /^#{2,3} (.+)$/m.exec(source(above));
        if (found) return found[1];
      }
      return "Antwoord";
    };
    /** The tables that stand above a step, shown whole. @param {Cell} cell */
    const tablesOf = (cell) =>
      cells()
        .slice(0, cells().indexOf(cell))
        .flatMap((above) => [...above.node.querySelectorAll(".sow:has(> .sow-table)")]);

    const dressed = new WeakSet();
    /** @param {Cell} cell */
    const dress = (cell) => {
      if (dressed.has(cell)) return;
      dressed.add(cell);
      const { marks, ours } = about(cell);
      const title = headingOf(cell);
      const { grade_id: name = cell.model.id } = marks;
      const { stub = "" } = ours;
      /** @param {Cell} what @param {Cell[]} checks */
      const step = async (what, checks) => {
        await keeper.now();
        await runner.step(what, checks);
        await keeper.now();
      };
      const attempt = () => step(cell, checksOf(cell));
      let drawn = null;
      if (marks.solution && cell.model.type === "markdown") {
        const checks = checksOf(cell).filter(
          (check) => source(check).includes("check_reflection") && source(check).includes(`"${name}"`),
        );
        const check = checks.length ? () => step(checks[0], []) : null;
        drawn = reflection(cell, { name, title, stub, keeper, ask, path, check, changed });
      } else if (marks.solution && ours.choice) {
        drawn = choice(cell, {
          name,
          title,
          stub,
          options: ours.choice === "positions" ? positions : ours.choice,
          scale: ours.choice === "positions",
          keeper,
          attempt,
          changed,
        });
      } else if (marks.solution) {
        drawn = exercise(cell, { name, title, stub, keeper, tables: () => tablesOf(cell), attempt, changed });
        cell.addClass("sowcourse-exercise");
      } else if (marks.locked && cell.model.type === "code") {
        cell.addClass(marks.grade ? "sowcourse-check" : "sowcourse-ours");
        if (marks.grade) showVerdict(cell);
        const shows = Object.keys(SHOWS).find((word) => source(cell).includes(`${word}(`));
        if (shows) {
          drawn = box(
            h(
              "div",
              { class: "sowcourse-buttons" },
              h("button", { type: "button", onclick: () => step(cell, []) }, SHOWS[shows]),
            ),
          );
        } else if (!marks.grade) {
          drawn = box(
            h(
              "div",
              { class: "sowcourse-buttons sowcourse-setup" },
              h("button", { type: "button", onclick: () => step(cell, []) }, "Zet de cijfers klaar"),
            ),
          );
        }
      }
      if (!drawn) return;
      cell.addClass("sowcourse-dressed");
      cell.node.querySelector(":scope > .jp-Cell-inputWrapper")?.after(drawn);
    };

    const readOnly = () => {
      keeper.listeners.clear();
      progress.textContent = ELSEWHERE;
      for (const field of panel.node.querySelectorAll(".sowcourse-desk :is(textarea, input, button)"))
        field.setAttribute("disabled", "");
      panel.content.addClass("sowcourse-closed");
    };

    await panel.revealed;
    for (const cell of cells()) await cell.ready;
    unlabel(panel);
    for (const cell of cells()) dress(cell);
    panel.content.model.cells.changed.connect(() =>
      requestAnimationFrame(() => {
        cells().forEach(dress);
        changed();
      }),
    );
    changed();
    dispatchEvent(new Event("sowcourse:changed"));

    const release = await claim(path);
    if (!release) {
      readOnly();
      return;
    }
    panel.disposed.connect(release);

    const first = cells().find((cell) => cell.model.type === "code");
    if (first && about(first).marks.locked && new Set(list).has(await hash(source(first))))
      await runner.step(first, []);
  };

  return {
    id: "sowcourse:assignment",
    autoStart: true,
    requires: [INotebookTracker],
    /** @param {App} app @param {Tracker} tracker */
    activate: (app, tracker) => {
      tracker.widgetAdded.connect((_, panel) => {
        void open(app, panel);
      });
      tracker.forEach((panel) => {
        void open(app, panel);
      });
    },
  };
}
