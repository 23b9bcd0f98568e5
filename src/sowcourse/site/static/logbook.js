// The logbook as a file: to keep, to take to another browser or to JupyterLab, and to bring back.

/** Give the reader a file. @param {string} name @param {string} text @param {string} type */
export function give(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Let the buttons of the page keep the logbook and bring it back. @param {import("./store.js").Store} store */
export function connectLogbook(store) {
  const told = document.querySelector("[data-logbook-status]");
  if (!told) return;
  /** @param {string} sentence */
  const say = (sentence, bad = false) => {
    told.textContent = sentence;
    told.classList.toggle("bad", bad);
  };
  document.querySelector("[data-logbook-export]")?.addEventListener("click", () => {
    give("logboek.json", store.text(), "application/json");
    say("Je logboek is bewaard als «logboek.json», meestal in je map Downloads.");
  });
  const file = document.querySelector("input[data-logbook-import]");
  file?.addEventListener("change", async () => {
    const given = file instanceof HTMLInputElement && file.files?.[0];
    if (!given) return;
    try {
      const taken = await store.join(JSON.parse(await given.text()));
      const many = taken === 1 ? "1 antwoord is" : `${taken} antwoorden zijn`;
      say(
        taken
          ? `${many} overgenomen. Waar twee antwoorden waren, bleef het nieuwste.`
          : "Alles in dat bestand stond hier al, of is hier nieuwer.",
      );
      document.dispatchEvent(new Event("sowcourse:saved"));
    } catch (fault) {
      const unreadable = "Dit bestand kan niet worden gelezen: het is geen logboek.";
      const why = fault instanceof DOMException ? store.refused(fault) : fault.message;
      say(fault instanceof SyntaxError ? unreadable : why, true);
    }
    file.value = "";
  });
}
