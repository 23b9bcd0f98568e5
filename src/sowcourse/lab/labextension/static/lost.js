// When the course does not answer any more: said in Dutch above everything, until it answers again.

import { asker } from "./ask.js";
import { h } from "./dom.js";

const SILENT =
  "De cursus antwoordt niet. Wat je schreef, staat veilig in deze browser. Laat deze bladzijde open, ga naar het " +
  "venster van «sowcourse start», en start de cursus daar opnieuw als ze gestopt is. " +
  "Daarna gaat het hier vanzelf verder.";
const BACK = "De cursus is er weer. Je kunt verder.";

/** Between two looks whether it is back, in milliseconds; and how long it stands that it is. */
const TURN = 2000;
const STAYS = 8000;

/**
 * Tells that the server is gone, once, and looks for it. Who must go on then hears the event `sowcourse:back`.
 * @param {() => Promise<unknown>} ask fails as long as nothing answers
 */
export const watcher = (ask) => {
  const sentence = h("p", { class: "sowcourse-lost", role: "alert", lang: "nl", hidden: true });
  let gone = false;
  /** @param {string} what */
  const say = (what) => {
    sentence.textContent = what;
    sentence.hidden = !what;
  };
  const look = async () => {
    try {
      await ask();
      gone = false;
      say(BACK);
      dispatchEvent(new Event("sowcourse:back"));
      setTimeout(() => gone || say(""), STAYS);
    } catch {
      setTimeout(look, TURN);
    }
  };
  return {
    sentence,
    lost: () => {
      if (gone) return;
      gone = true;
      say(SILENT);
      void look();
    },
  };
};

/**
 * The plugin, in place of the dialog of JupyterLab.
 * @param {Shared} shared
 */
export async function lost(shared) {
  const { IConnectionLost } = await shared("@jupyterlab/application");
  const ask = await asker(shared);
  return {
    id: "sowcourse:lost",
    autoStart: true,
    provides: IConnectionLost,
    activate: () => {
      const watch = watcher(() => ask("bureau"));
      document.body.append(watch.sentence);
      addEventListener("sowcourse:silent", watch.lost);
      return async () => watch.lost();
    },
  };
}
