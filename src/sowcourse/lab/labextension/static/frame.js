// JupyterLab's own frame steps back: around a lesson or an assignment stands the course, and nothing of the tool.

import { h } from "./dom.js";
import { button } from "./element.js";

const KEY = "sowcourse:jupyterlab";
/** Pieces of JupyterLab's own around the documents, by the id of their panel. */
const AROUND = ["jp-top-panel", "jp-menu-panel", "jp-bottom-panel"];
/** The id of what a screen reader calls the places of JupyterLab around a document: a text of ours, in Dutch. */
const OPEN = "sowcourse-open";
const COURSE = "sowcourse-course";
/** Whether the list of lessons stands beside what is open: with larger letters it needs a wider window. */
export const isWide = () => matchMedia("(min-width: 75rem)").matches;

/** Whether this student asked for JupyterLab, in this browser. */
const wanted = () => {
  try {
    return localStorage.getItem(KEY) === "toon";
  } catch {
    return false;
  }
};

/** @param {boolean} shown */
const remember = (shown) => {
  try {
    localStorage.setItem(KEY, shown ? "toon" : "verberg");
  } catch {
    // A browser that keeps nothing asks again next time.
  }
};

/**
 * Whether a document is somebody's own, for which one needs JupyterLab; not while it is still being read.
 * @param {Document_ | null} open
 */
export const isForeign = (open) => {
  if (!open || open.hasClass("sowcourse-lesson") || open.hasClass("sowcourse-assignment")) return false;
  if (!open.context) return true;
  if (!open.context.isReady) return false;
  const kind = open.context.model.getMetadata?.("sowcourse")?.kind;
  return kind !== "lesson" && kind !== "assignment" && !open.context.path.startsWith("terugkoppeling/");
};

/** What of JupyterLab acts from everywhere: its keys and its menu under the right button. */
class Reach {
  /** @param {App} app */
  constructor(app) {
    this.back = false;
    const { commands } = app;
    const keys = commands.processKeydownEvent.bind(commands);
    commands.processKeydownEvent = (event) => {
      if (!this.back) keys(event);
      else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
        event.preventDefault(); // the browser would save the page; here everything is kept by itself
        void app.shell.currentWidget?.context?.save().catch((fault) => console.error(fault));
      }
    };
    addEventListener("contextmenu", (event) => this.back && event.stopImmediatePropagation(), true);
  }
}

/**
 * The plugin. Only a student's desk has this frame (`sowcourseDesk` in page_config.json).
 * @param {Shared} shared
 */
export async function frame(shared) {
  const { Widget } = await shared("@lumino/widgets");
  const { PageConfig } = await shared("@jupyterlab/coreutils");

  /** @param {App} app */
  const activate = (app) => {
    const { shell } = app;
    const reach = new Reach(app);
    const list = button("☰ Overzicht", () => {
      if (shell.leftCollapsed) shell.activateById(COURSE);
      else shell.collapseLeft();
      tell();
    });
    const toggle = button("Toon JupyterLab", () => {
      remember(reach.back);
      look();
    });
    const home = h("a", { href: `${PageConfig.getBaseUrl()}sowcourse/index.html` }, "Alle lessen");
    const strip = new Widget();
    strip.addClass("sowcourse-strip");
    strip.node.setAttribute("role", "navigation");
    strip.node.setAttribute("aria-label", "Bovenaan");
    strip.node.setAttribute("lang", "nl");
    const inside = h("div", { class: "sowcourse-inside" }, list, home, h("span", { class: "sowcourse-gap" }), toggle);
    strip.node.append(inside, h("span", { id: OPEN, hidden: true }, "Wat open staat"));
    shell.layout.insertWidget(0, strip);
    new ResizeObserver(() => {
      strip.node.style.minHeight = `${inside.offsetHeight}px`; // as high as what it says, however large the text is
      shell.fit();
    }).observe(inside);

    const tell = () => list.setAttribute("aria-expanded", String(!shell.leftCollapsed));
    /** @param {boolean} away */
    const set = (away) => {
      reach.back = away;
      document.body.classList.toggle("sowcourse-frameless", away);
      if (away) shell.mode = "single-document";
      for (const piece of shell.layout) if (AROUND.includes(piece.id)) piece.setHidden(away);
      for (const side of ["left", "right"]) {
        if (shell.isSideTabBarVisible(side) === away) shell.toggleSideTabBarVisibility(side);
      }
      if (away) {
        shell.collapseRight();
        if (isWide()) shell.activateById(COURSE);
        else shell.collapseLeft();
      }
    };
    /** Whether all stands as it should: JupyterLab puts its frame back when it restores. @param {boolean} away */
    const stands = (away) =>
      reach.back === away &&
      !shell.isSideTabBarVisible("left") === away &&
      [...shell.layout].every((piece) => !AROUND.includes(piece.id) || piece.isHidden === away);
    let restored = false;
    const look = () => {
      if (!restored) return; // JupyterLab would put its own frame back
      const open = shell.currentWidget;
      const foreign = isForeign(open);
      const away = !wanted() && !foreign;
      toggle.hidden = foreign && !wanted(); // there is nothing to hide it for
      if (open?.context?.path.startsWith("terugkoppeling/")) open.toolbar?.setHidden(away);
      if (!stands(away)) set(away); // else JupyterLab did it all itself
      toggle.textContent = away ? "Toon JupyterLab" : "Verberg JupyterLab";
      list.hidden = !away;
      for (const place of document.querySelectorAll("#jp-main-dock-panel, [aria-label='main area content']")) {
        place.removeAttribute("aria-label");
        place.setAttribute("aria-labelledby", OPEN);
      }
      tell();
    };
    const follow = () => {
      void shell.currentWidget?.context?.ready.then(look);
      look();
    };
    shell.currentChanged.connect(follow);
    shell.layoutModified.connect(tell);
    addEventListener("sowcourse:opened", look);
    void app.restored.then(() => {
      restored = true;
      follow();
      setTimeout(look); // JupyterLab shows its own frame after it restored what was open
    });
  };

  return {
    id: "sowcourse:frame",
    autoStart: true,
    /** @param {App} app */
    activate: (app) => {
      if (PageConfig.getOption("sowcourseDesk")) activate(app);
    },
  };
}
