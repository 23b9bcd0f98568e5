// The bar above a lesson or an assignment: what is going on, how far it is, and the buttons that are always there.

import { h } from "./dom.js";

/**
 * Put a bar above a notebook. It becomes as high as what it says, however large the text is.
 * @param {WidgetClass} Widget Lumino's class
 * @param {NotebookPanel} panel
 * @param {string} label what a screen reader calls it
 * @param {...Child} children
 */
export function addBar(Widget, panel, label, ...children) {
  const bar = new Widget();
  const inside = h("div", { class: "sowcourse-inside" }, ...children);
  bar.addClass("sowcourse-bar");
  bar.node.setAttribute("role", "region");
  bar.node.setAttribute("aria-label", label);
  bar.node.setAttribute("lang", "nl");
  bar.node.append(inside);
  panel.contentHeader.addWidget(bar);
  const watch = new ResizeObserver(() => {
    bar.node.style.minHeight = `${inside.offsetHeight + 2}px`;
    panel.contentHeader.fit();
  });
  watch.observe(inside);
  panel.disposed.connect(() => watch.disconnect());
}
