// The logbook as a file: to keep, to take to another browser or to JupyterLab, and to bring back.

/** Give the reader a file. */
function give(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function connectLogbook(store) {
  const told = document.querySelector("[data-logbook-status]");
  if (!told) return;
  const say = (sentence, bad = false) => {
    told.textContent = sentence;
    told.classList.toggle("bad", bad);
  };
  document.querySelector("[data-logbook-export]").addEventListener("click", () => {
    give("logboek.json", store.text(), "application/json");
    say("Je logboek is bewaard als «logboek.json», meestal in je map Downloads.");
  });
  const file = document.querySelector("[data-logbook-import]");
  file.addEventListener("change", async () => {
    try {
      const content = JSON.parse(await file.files[0].text());
      const taken = await store.join(content);
      say(
        taken
          ? `${taken} antwoorden zijn overgenomen. Waar twee antwoorden waren, bleef het nieuwste.`
          : "Alles in dat bestand stond hier al, of is hier nieuwer.",
      );
      document.dispatchEvent(new Event("sowcourse:saved"));
    } catch (fault) {
      say(
        fault instanceof SyntaxError ? "Dit bestand kan niet worden gelezen: het is geen logboek." : fault.message,
        true,
      );
    }
    file.value = "";
  });
}

globalThis.sowcourseGive = give;
globalThis.sowcourseLogbook = connectLogbook;
