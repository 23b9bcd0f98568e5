// What was written and where the reader stood, lesson by lesson; as a page, as Markdown, and in lesson 6 as a journey.

const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
};

const textOf = (written, item, key) => {
  const value = key ? written[item]?.[key] : written[item];
  return typeof value === "string" ? value.trim() : "";
};

/** [motion, before, after] for every motion on which a position was taken. */
const shifts = (store) =>
  globalThis.sowcourseAsked.shifts
    .map(([motion, before, after]) => [
      motion,
      ...[before, after].map(([module, item, key]) => textOf(store.module(module), item, key)),
    ])
    .filter(([, before, after]) => before || after);

/** {title, told: [[question, text]]} for every lesson in which something was written. */
const written = (store) =>
  globalThis.sowcourseAsked.lessons
    .map((lesson) => ({
      title: lesson.title,
      told: lesson.fields
        .map(([item, key, question]) => [question, textOf(store.module(lesson.id), item, key)])
        .filter(([, text]) => text),
    }))
    .filter((lesson) => lesson.told.length);

function table(store) {
  const rows = shifts(store).map(([motion, before, after]) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, motion),
      element("td", {}, before || "—"),
      element("td", {}, after || "—"),
    ),
  );
  if (!rows.length)
    return element("p", {}, "Je nam nog in geen enkele les een standpunt in. Doe eerst een debat, en kom dan terug.");
  const head = element(
    "tr",
    {},
    ...["stelling", "vooraf", "achteraf"].map((name) => element("th", { scope: "col" }, name)),
  );
  return element(
    "div",
    { class: "wide", tabindex: "0", role: "region", "aria-label": "Wat bewoog en wat bleef" },
    element(
      "table",
      {},
      element("caption", {}, "Wat bewoog en wat bleef"),
      element("thead", {}, head),
      element("tbody", {}, ...rows),
    ),
  );
}

function told(store, level) {
  return written(store).map((lesson) =>
    element(
      "section",
      {},
      element(level, {}, lesson.title),
      ...lesson.told.flatMap(([question, text]) => [
        element("p", { class: "asked" }, question),
        element("blockquote", {}, text),
      ]),
    ),
  );
}

function markdown(store) {
  const lines = [`# Mijn portfolio · ${globalThis.sowcourseAsked.title}`, ""];
  const moved = shifts(store);
  const cell = (text) => text.replaceAll("|", "\\|");
  if (moved.length) {
    lines.push("## Mijn standpunten", "", "| stelling | vooraf | achteraf |", "| --- | --- | --- |");
    lines.push(...moved.map(([motion, before, after]) => `| ${cell(motion)} | ${before || "—"} | ${after || "—"} |`));
    lines.push("", "Een verschuiving is geen prestatie, en blijven is dat ook niet.", "");
  }
  for (const lesson of written(store)) {
    lines.push(`## ${lesson.title}`, "");
    for (const [question, text] of lesson.told)
      lines.push(`**${question}**`, "", ...text.split("\n").map((line) => `> ${line}`), "");
  }
  return lines.join("\n");
}

function showPortfolio(store) {
  const place = document.querySelector("[data-portfolio]");
  if (!place) return;
  const parts = told(store, "h2");
  place.replaceChildren(
    ...(parts.length || shifts(store).length
      ? [
          table(store),
          element("p", { class: "hint" }, "Een verschuiving is geen prestatie, en blijven is dat ook niet."),
          ...parts,
        ]
      : [element("p", {}, "Je logboek is nog leeg. Werk eerst in een les; wat je daar schrijft, komt hier vanzelf.")]),
  );
  document.querySelector("[data-portfolio-file]").onclick = () =>
    globalThis.sowcourseGive("portfolio.md", markdown(store), "text/markdown");
  document.querySelector("[data-portfolio-print]").onclick = () => globalThis.print();
}

globalThis.sowcourseHosted = {
  journey: (place, store) => place.append(element("div", { class: "sow" }, table(store), ...told(store, "h3"))),
  "portfolio-link": (place) =>
    place.append(
      element(
        "p",
        { class: "act" },
        element("a", { class: "button", href: "../portfolio.html" }, "Open je portfolio"),
        " om het te lezen, te bewaren of af te drukken.",
      ),
    ),
};

(async () => {
  const store = await globalThis.sowcourseStore.open();
  const refresh = () => {
    globalThis.sowcourseProgress(store);
    showPortfolio(store);
  };
  if (!store.keeps) document.querySelector("[data-nothing-kept]").hidden = false;
  await globalThis.sowcourseShow(store);
  globalThis.sowcourseLogbook(store);
  document.addEventListener("sowcourse:saved", refresh);
  refresh();
  if ("serviceWorker" in navigator && globalThis.isSecureContext && location.protocol.startsWith("http")) {
    navigator.serviceWorker.register(document.documentElement.dataset.root + "worker.js").catch(() => {});
  }
})();
