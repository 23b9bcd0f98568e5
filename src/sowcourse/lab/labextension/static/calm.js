// Where JupyterLab would lay an English dialog over the text, the bar above it says what is going on, in Dutch.

/**
 * No dialog when a file cannot be saved, and none when the kernel died and starts again. Both are private to
 * JupyterLab: where these names are gone, its dialogs are back and nothing else changes.
 * @param {NotebookPanel} panel
 */
export const calm = (panel) => {
  panel.context._handleError = (fault) => console.error(fault);
  panel._autorestarting = true; // as if it was told already
  panel.sessionContext.statusChanged.connect(() => {
    panel._autorestarting = true;
  });
};

/**
 * Take away what JupyterLab says wrongly, and in English, to a screen reader: a list of cells that is no list, and the
 * words "Markdown Cell Content" before every paragraph.
 * @param {NotebookPanel} panel
 */
export const unlabel = (panel) => {
  for (const part of panel.content.node.querySelectorAll("[role=feed]")) {
    part.removeAttribute("role");
    part.removeAttribute("aria-label");
  }
  const silence = () => {
    for (const cell of panel.content.widgets) {
      cell.node.removeAttribute("aria-label");
      cell.node.tabIndex = -1; // what is in it can be reached; a cell itself has nothing to do
    }
  };
  const watch = new MutationObserver(silence); // it comes back with every output
  for (const cell of panel.content.widgets) watch.observe(cell.node, { attributeFilter: ["aria-label"] });
  silence();
  panel.disposed.connect(() => watch.disconnect());
};
