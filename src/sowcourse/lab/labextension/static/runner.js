// Runs the cells of an assignment that a step needs, in order, in the kernel of this notebook.

const GONE = ["starting", "restarting", "autorestarting", "dead", "terminating", "unknown"];
const STOPPED = "De rekenkern stopte en start opnieuw. Je teksten zijn bewaard.";
const AGAIN =
  "De rekenkern stopte bij deze stap. Wat je invulde, is bewaard. Kijk je invulling na en kies nog eens «Probeer».";

/** How long a kernel gets to come back, in milliseconds. */
const PATIENCE = 30_000;

/** How long a kernel may have nothing to do while a cell waits for it, in milliseconds: then it never heard of it. */
const UNHEARD = 5_000;

/** Between two looks at a kernel, in milliseconds; and how often a cell that it let go is asked once more. */
const TURN = 500;
const LET_GO = 3;

/** @param {number} time in milliseconds @returns {Promise<void>} */
const pause = (time) => new Promise((after) => void setTimeout(after, time));

/** Runs cells one after another. */
export class Runner {
  /**
   * @param {NotebookPanel} panel
   * @param {CodeCellClass} CodeCell JupyterLab's class, which can execute a cell
   * @param {(sentence: string) => void} tell
   */
  constructor(panel, CodeCell, tell) {
    this.panel = panel;
    this.CodeCell = CodeCell;
    /** @type {Map<Cell, string>} cell → the source that ran in this kernel */
    this.ran = new Map();
    this.last = Promise.resolve();
    panel.sessionContext.statusChanged.connect((_, status) => {
      if (GONE.includes(status)) this.ran.clear();
      if (status === "autorestarting") tell(STOPPED);
    });
  }

  /**
   * Run a step: what it needs from above, itself, and the check below it. When the kernel was gone or let a cell go,
   * once more.
   * @param {Cell} cell
   * @param {Cell[]} checks
   */
  step(cell, checks) {
    this.last = this.last
      .catch(() => undefined)
      .then(() =>
        this.#step(cell, checks).catch(async () => {
          await this.#back();
          return this.#step(cell, checks).catch((fault) => {
            console.error(fault);
            throw new Error(AGAIN);
          });
        }),
      );
    return this.last;
  }

  /** Wait until the kernel answers again. */
  async #back() {
    const until = Date.now() + PATIENCE;
    const kernel = () => this.panel.sessionContext.session?.kernel;
    do {
      await pause(TURN);
      if (kernel()?.connectionStatus === "connected" && !GONE.includes(kernel()?.status ?? "dead")) return;
    } while (Date.now() < until);
  }

  /** @param {Cell} cell @param {Cell[]} checks */
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

  /**
   * Run one cell; whether it went without an error. After an error in a cell a kernel lets go what comes at once.
   * @param {Cell} cell
   */
  async run(cell) {
    const source = cell.model.sharedModel.getSource();
    let status = await this.#ask(cell);
    for (let more = LET_GO; status === "aborted" && more > 0; more -= 1) {
      await pause(TURN);
      status = await this.#ask(cell);
    }
    if (status === "aborted") throw new Error("the kernel let this cell go, after an error in another");
    const went = status === "ok";
    if (went) this.ran.set(cell, source);
    return went;
  }

  /** What became of a cell. @param {Cell} cell */
  async #ask(cell) {
    const done = new AbortController();
    const reply = await Promise.race([
      this.CodeCell.execute(cell, this.panel.sessionContext, { deletedCells: [] }),
      this.#lost(done.signal),
    ]).finally(() => done.abort());
    return reply?.content?.status;
  }

  /**
   * Fails when what was asked got lost with a kernel that stopped: the new one has nothing to do, or none comes.
   * @param {AbortSignal} done when it was answered @returns {Promise<undefined>}
   */
  async #lost(done) {
    let idle = 0;
    let gone = 0;
    while (!done.aborted && idle < UNHEARD && gone < PATIENCE) {
      await pause(TURN);
      const status = this.panel.sessionContext.session?.kernel?.status ?? "dead";
      idle = status === "idle" ? idle + TURN : 0;
      gone = GONE.includes(status) ? gone + TURN : 0;
    }
    if (!done.aborted) throw new Error("the kernel never heard of this cell");
    return undefined;
  }

  /** @param {Cell} cell */
  #isNeeded(cell) {
    if (cell.model.type !== "code") return false;
    const marks = cell.model.getMetadata("nbgrader") ?? {};
    const source = cell.model.sharedModel.getSource();
    if (marks.grade || /\bshow_(mirror|confidentiality)\(/.test(source)) return false;
    if (source.trim() === cell.model.getMetadata("sowcourse")?.stub?.trim()) return false; // not begun: nothing to run
    return this.ran.get(cell) !== source;
  }
}
