// The sidebar «Cursus»: lessons, assignments and feedback, how far each is, and what comes next.

import { asker } from "./ask.js";
import { h } from "./dom.js";
import { isWide } from "./frame.js";

/** @type {Record<string, string>} */
const HEADINGS = {
  handout: "Klaar om op te halen",
  lesson: "Lessen",
  assignment: "Opdrachten",
  feedback: "Terugkoppeling",
};
/** @type {Record<string, string>} */
const SIGNS = {
  nieuw: "○",
  begonnen: "◐",
  af: "●",
  "bestand gemaakt": "◉",
  ingeleverd: "✓",
  "klaar om te lezen": "✉",
  uitgegeven: "↓",
  "nieuwe versie": "↓",
};

const NONE = "Nog geen. Zet de opdracht die je van je lesgever kreeg in je werkmap; dan staat ze hier.";
const SOON = "Nog geen. Zodra je lesgever een opdracht uitgeeft, staat ze hier en haal je ze op met één klik.";

/**
 * The plugin.
 * @param {Shared} shared
 */
export async function course(shared) {
  const { Widget } = await shared("@lumino/widgets");
  const { PageConfig } = await shared("@jupyterlab/coreutils");
  const ask = await asker(shared);

  /** @param {App} app */
  const activate = (app) => {
    const side = new Widget();
    side.id = "sowcourse-course";
    side.addClass("sowcourse-course");
    side.title.label = "Cursus";
    side.title.caption = "Cursus: lessen, opdrachten en terugkoppeling";
    const body = h("nav", { "aria-label": "Cursus", lang: "nl" });
    side.node.append(body);

    const state = h("p", { role: "status" });
    /** What was chosen here last. @type {object | null} */
    let chosen = null;
    /** @param {string} path @param {object} [how] */
    const open = (path, how = {}) => {
      chosen = { path, ...how };
      return app.commands.execute("docmanager:open", chosen);
    };
    const address = PageConfig.getOption("treePath");
    let awaited = Boolean(address);
    app.commands.commandExecuted.connect(async (_, { id, args, result }) => {
      if (!awaited || id !== "filebrowser:open-path" || args.path !== address) return;
      awaited = false;
      await result; // JupyterLab opens what stands in the address late: over what somebody chose here meanwhile
      if (chosen) await app.commands.execute("docmanager:open", chosen);
    });
    /** Fetch an assignment that was given out, and open it. @param {DeskItem} item */
    const fetchOne = async (item) => {
      const [course, assignment] = item.path.split("/");
      state.textContent = `${item.title} wordt opgehaald…`;
      try {
        const { path } = await ask("ophalen", { course, assignment });
        await show();
        state.textContent = `${item.title} staat in je werkmap.`;
        await open(path);
      } catch (fault) {
        state.textContent = fault.message;
      }
    };
    /** @param {DeskItem} item */
    const go = (item) => {
      if (item.kind === "lesson" && PageConfig.getOption("sowcourseDesk")) {
        location.assign(`${PageConfig.getBaseUrl()}sowcourse/les/${item.module}.html`);
        return;
      }
      if (item.kind === "handout") return fetchOne(item);
      return open(item.path, item.kind === "feedback" ? { factory: "HTML Viewer" } : {});
    };
    const isOpen = (/** @type {DeskItem} */ item) => item.path === app.shell.currentWidget?.context?.path;
    /** @param {DeskItem} item @param {string | null} next */
    const entry = (item, next) =>
      h(
        "li",
        { class: `line-${item.line}` },
        h(
          "button",
          {
            type: "button",
            class: [item.path === next && "sowcourse-next", isOpen(item) && "sowcourse-here"].filter(Boolean).join(" "),
            "aria-current": isOpen(item) && "page",
            onclick: () => go(item),
          },
          h("span", { class: "sowcourse-line-sign", html: item.sign }),
          h(
            "span",
            {},
            h("strong", {}, item.kind === "handout" ? `Haal op: ${item.title}` : item.title),
            h(
              "span",
              { class: "sowcourse-quiet" },
              h("span", { "aria-hidden": "true" }, `${SIGNS[item.state] ?? "○"} `),
              [isOpen(item) && "nu open", item.path === next && "hierna", item.state, item.told]
                .filter(Boolean)
                .join(" · "),
            ),
          ),
        ),
      );

    let asked = 0;
    const show = async () => {
      asked += 1;
      const mine = asked;
      try {
        const told = await ask("bureau");
        if (mine !== asked) return; // a later question has the newer answer, whichever comes first
        const after = told.items.find((item) => item.path === told.next);
        const parts = Object.entries(HEADINGS).flatMap(([kind, heading]) => {
          const found = told.items.filter((item) => item.kind === kind);
          return found.length
            ? [h("h2", {}, heading), h("ul", {}, ...found.map((item) => entry(item, told.next)))]
            : [];
        });
        if (!told.items.some((item) => ["assignment", "handout"].includes(item.kind))) {
          parts.push(h("h2", {}, HEADINGS.assignment), h("p", {}, told.exchange ? SOON : NONE));
        }
        parts.push(state);
        if (after) parts.unshift(h("p", { class: "sowcourse-quiet" }, `Hierna: ${after.title}`));
        if (told.problem) parts.unshift(h("p", { role: "alert" }, told.problem));
        const held = document.activeElement
          ?.closest(".sowcourse-course li button")
          ?.querySelector("strong")?.textContent;
        body.replaceChildren(...parts);
        if (held)
          [...body.querySelectorAll("button")]
            .find((button) => button.querySelector("strong")?.textContent === held)
            ?.focus();
      } catch (fault) {
        body.replaceChildren(h("p", { role: "alert" }, fault.message));
      }
    };

    /** Look whether feedback came in; when it did, it is on the desk. */
    const fetched = async () => {
      try {
        if ((await ask("terugkoppeling")).new) await show();
      } catch (fault) {
        body.append(h("p", { role: "status" }, fault.message));
      }
    };

    addEventListener("sowcourse:view", () => side.parent?.fit());
    app.shell.add(side, "left", { rank: 0 });
    void app.restored.then(async () => {
      await show();
      void fetched();
      if (isWide() && body.querySelector("li")) app.shell.activateById(side.id);
      else if (document.body.classList.contains("sowcourse-frameless")) app.shell.collapseLeft();
    });
    let timer = 0;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(show, 300);
    };
    addEventListener("sowcourse:changed", soon);
    app.shell.currentChanged.connect(soon);
    addEventListener("focus", soon); // an assignment may have been put in the work folder meanwhile
  };

  return { id: "sowcourse:course", autoStart: true, activate };
}
