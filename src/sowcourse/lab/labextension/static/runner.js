// Runs the cells of an assignment that a step needs, in order, in the kernel of this notebook.

/** Runs cells one after another. */
export class Runner {
  /** @param {any} panel @param {any} CodeCell JupyterLab's class, which can execute a cell */
  constructor(panel, CodeCell) {
    this.panel = panel;
    this.CodeCell = CodeCell;
    /** @type {Map<any, string>} cell → the source that ran in this kernel */
    this.ran = new Map();
    this.last = Promise.resolve();
    panel.sessionContext.statusChanged.connect((_, status) => {
      if (["starting", "restarting", "autorestarting", "dead", "terminating", "unknown"].includes(status)) this.ran.clear();
    });
  }

  /**
   * Run a step: what it needs from above, itself, and the check below it.
   * @param {any} cell
   * @param {any[]} checks
   */
  step(cell, checks) {
    this.last = this.last.catch(() => undefined).then(() => this.#step(cell, checks));
    return this.last;
  }

  async #step(cell, checks) {
    const { sessionContext } = this.panel;
    await sessionContext.ready;
    if (!sessionContext.session?.kernel) await sessionContext.startKernel();
    if (!sessionContext.session?.kernel) throw new Error("Er is geen rekenkern gestart. Kies «Hulp» bovenaan.");
    const all = this.panel.content.widgets;
    for (const above of all.slice(0, all.indexOf(cell))) {
      if (this.#isNeeded(above)) await this.run(above);
    }
    const went = await this.run(cell);
    for (const check of checks) {
      if (went) await this.run(check);
      else check.outputArea.model.clear();
    }
  }

  /** Run one cell; whether it went without an error. @param {any} cell */
  async run(cell) {
    const source = cell.model.sharedModel.getSource();
    const reply = await this.CodeCell.execute(cell, this.panel.sessionContext, { deletedCells: [] });
    const went = reply?.content?.status === "ok";
    if (went) this.ran.set(cell, source);
    return went;
  }

  #isNeeded(cell) {
    if (cell.model.type !== "code") return false;
    const marks = cell.model.getMetadata("nbgrader") ?? {};
    const source = cell.model.sharedModel.getSource();
    if (marks.grade || /\bshow_(mirror|confidentiality)\(/.test(source)) return false;
    if (source.trim() === cell.model.getMetadata("sowcourse")?.stub?.trim()) return false; // not begun: nothing to run
    return this.ran.get(cell) !== source;
  }
}
