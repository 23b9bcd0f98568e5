// Work that goes on: how far it is, and the page anew when it is done.

/** @typedef {{going: boolean, done?: number, total?: number, told?: string}} Progress */

const PAUSE = 700;
const SILENT = "Kantoor antwoordt niet. Is het venster van Kantoor gesloten? Het werk is dan gestopt.";

/** @param {HTMLElement} section */
async function follow(section) {
  const bar = section.querySelector("progress");
  const told = section.querySelector("[data-told]");
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    /** @type {Progress} */
    let state;
    try {
      const answer = await fetch(section.dataset.job ?? "");
      if (!answer.ok) throw new Error(String(answer.status));
      state = await answer.json();
    } catch {
      if (told) told.textContent = SILENT;
      continue;
    }
    if (!state.going) break;
    if (bar && state.total) Object.assign(bar, { max: state.total, value: state.done ?? 0 });
    if (told && told.textContent !== state.told) told.textContent = state.told ?? "";
  }
  location.replace(location.pathname);
}

for (const section of document.querySelectorAll("[data-job]")) {
  if (section instanceof HTMLElement) follow(section);
}
