// The sidebar «Cursus»: lessons, assignments and feedback, how far each is, and what comes next.

import { asker } from "./ask.js";
import { h } from "./element.js";

const HEADINGS = { lesson: "Lessen", assignment: "Opdrachten", feedback: "Terugkoppeling" };
const SIGNS = { nieuw: "○", begonnen: "◐", af: "●", "bestand gemaakt": "✓", "klaar om te lezen": "✉" };

/**
 * The plugin.
 * @param {(name: string) => Promise<any>} shared
 */
export async function course(shared) {
  const { Widget } = await shared("@lumino/widgets");
  const ask = await asker(shared);

  const activate = (app) => {
    const side = new Widget();
    side.id = "sowcourse-course";
    side.addClass("sowcourse-course");
    side.title.label = "Cursus";
    side.title.caption = "Cursus: lessen, opdrachten en terugkoppeling";
    const body = h("nav", { "aria-label": "Cursus", lang: "nl" });
    side.node.append(body);

    const go = (item) => app.commands.execute("docmanager:open", item.kind === "feedback" ? { path: item.path, factory: "HTML Viewer" } : { path: item.path });
    const entry = (item, next) => h("li", {},
      h("button", { type: "button", class: item.path === next ? "sowcourse-next" : "", onclick: () => go(item) },
        h("span", { class: "sowcourse-sign", "aria-hidden": "true" }, SIGNS[item.state] ?? "○"),
        h("span", {}, h("strong", {}, item.title), h("span", { class: "sowcourse-quiet" },
          [item.path === next ? "hierna" : "", item.state, item.told].filter(Boolean).join(" · ")))));

    const show = async () => {
      try {
        const told = await ask("bureau");
        const kinds = Object.keys(HEADINGS).map((kind) => [kind, told.items.filter((item) => item.kind === kind)]);
        const parts = kinds.filter(([, found]) => found.length).flatMap(([kind, found]) => [h("h2", {}, HEADINGS[kind]), h("ul", {}, ...found.map((item) => entry(item, told.next)))]);
        if (!told.items.some((item) => item.kind === "assignment")) {
          parts.push(h("h2", {}, HEADINGS.assignment), h("p", {}, "Nog geen. Zet de opdracht die je van je lesgever kreeg in je werkmap; dan staat ze hier."));
        }
        if (told.problem) parts.unshift(h("p", { role: "alert" }, told.problem));
        const held = document.activeElement?.closest(".sowcourse-course li button")?.querySelector("strong")?.textContent;
        body.replaceChildren(...parts);
        if (held) [...body.querySelectorAll("button")].find((button) => button.querySelector("strong").textContent === held)?.focus();
      } catch (fault) {
        body.replaceChildren(h("p", { role: "alert" }, fault.message));
      }
    };

    app.shell.add(side, "left", { rank: 0 });
    void app.restored.then(async () => {
      await show();
      if (innerWidth >= 1200 && body.querySelector("li")) app.shell.activateById(side.id);
    });
    addEventListener("sowcourse:changed", () => { void show(); });
  };

  return { id: "sowcourse:course", autoStart: true, activate };
}
