// A lesson opens, shows no code and runs: by itself when every cell is known or trusted, else after one click.

const STYLE = `
.sowcourse-lesson .jp-CodeCell:has(> .jp-Cell-inputWrapper .jp-Placeholder) > .jp-Cell-inputWrapper { display: none; }
.sowcourse-lesson :is(.jp-OutputPrompt, .jp-OutputArea-promptOverlay, .jp-cell-toolbar, .jp-Collapser, .jp-InputPrompt) { display: none; }
.sowcourse-lesson .jp-Notebook { max-width: 54rem; margin: 0 auto; }
.sowcourse-lesson .jp-RenderedHTMLCommon { padding-right: 0; }
.sowcourse-lesson .jp-OutputArea-output { overflow: visible; }
.sowcourse-bar { display: flex; gap: 1rem; align-items: center; justify-content: space-between; padding: 0.5rem 1rem; font-size: 1rem;
  color: var(--jp-ui-font-color1); background: var(--jp-layout-color1); border-bottom: 2px solid #0b57d0; min-height: 44px; box-sizing: border-box; }
.sowcourse-bar p { margin: 0; }
.sowcourse-bar button[hidden] { display: none; }
.sowcourse-bar button { font: inherit; font-weight: 600; min-height: 32px; padding: 0.2rem 1rem; color: inherit;
  background: transparent; border: 2px solid currentColor; border-radius: 6px; cursor: pointer; white-space: nowrap; }
.sowcourse-bar button:focus-visible { outline: 3px solid #0b57d0; outline-offset: 2px; }
`;

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
  const style = document.createElement("style");
  style.textContent = STYLE;
  document.head.append(style);

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
    constructor(run) {
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
      this.node.append(this.sentence, this.button);
    }

    say(sentence, offer) {
      this.sentence.textContent = sentence;
      this.button.hidden = !offer;
      this.setHidden(!sentence);
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
        bar.say(done ? "" : FAILED, !done);
      } catch (fault) {
        console.error(fault);
        bar.say(FAILED, true);
      } finally {
        running = false;
      }
    };

    const bar = new Bar(run);
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
