// A notebook as the desk sees it, without JupyterLab around it.

/** A signal that tells its listeners at once. @template T */
export class Told {
  constructor() {
    /** @type {((sender: unknown, value: T) => void)[]} */
    this.listeners = [];
  }

  /** @param {(sender: unknown, value: T) => void} listen */
  connect(listen) {
    this.listeners.push(listen);
  }

  /** @param {T} value */
  tell(value) {
    for (const listen of this.listeners) listen(null, value);
  }
}

/**
 * @param {"code" | "markdown" | "raw"} type
 * @param {string} source
 * @param {Metadata & Ours} [about]
 */
export const cell = (type, source, about) => {
  let text = source;
  const cleared = { times: 0 };
  const clear = () => {
    cleared.times += 1;
  };
  const setSource = (/** @type {string} */ to) => {
    text = to;
  };
  return {
    cleared,
    outputArea: { model: { clear } },
    model: {
      id: `cel-${text.length}`,
      type,
      getMetadata: () => about,
      sharedModel: { getSource: () => text, setSource },
    },
  };
};

/** What stands in for a cell, as one. @param {ReturnType<typeof cell>} made @returns {Cell} */
export const asCell = (made) => /** @type {Cell} */ (/** @type {unknown} */ (made));

/**
 * A panel with a notebook; `save` is what JupyterLab does when asked to save.
 * @param {ReturnType<typeof cell>[]} cells
 * @param {() => Promise<void>} [save]
 */
export const panel = (cells, save = async () => {}) => {
  const kernel = { status: "idle", connectionStatus: "connected", restart: async () => {} };
  const session = {
    ready: Promise.resolve(),
    session: { kernel },
    startKernel: async () => {},
    statusChanged: /** @type {Told<string>} */ (new Told()),
  };
  const context = {
    path: "opdracht.ipynb",
    save,
    saveState: /** @type {Told<string>} */ (new Told()),
    contentsModel: { last_modified: "2026-03-01T10:00:00Z" },
    model: { dirty: false },
  };
  const made = { context, sessionContext: session, content: { widgets: cells } };
  return { ...made, kernel, asPanel: /** @type {NotebookPanel} */ (/** @type {unknown} */ (made)) };
};
