// How the page looks for this student: size of the text, contrast, light or dark; and on paper.

import { h, unique } from "./dom.js";
import { button, buttons, main, modal } from "./element.js";

const KEY = "sowcourse:weergave";
const SIZES = [
  ["100", "gewoon"],
  ["125", "groter"],
  ["150", "groot"],
  ["200", "heel groot"],
];
const CONTRASTS = [
  ["gewoon", "gewoon"],
  ["hoog", "hoog"],
];
const DEVICE = "toestel";
const THEMES = [
  [DEVICE, "zoals dit toestel"],
  ["JupyterLab Light", "licht"],
  ["JupyterLab Dark", "donker"],
];

/** @returns {{size: string, contrast: string}} what was chosen in this browser */
const chosen = () => {
  try {
    return { size: "100", contrast: "gewoon", ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return { size: "100", contrast: "gewoon" };
  }
};

/** Make the page look as was chosen. */
export const applyView = () => {
  const { size, contrast } = chosen();
  document.documentElement.style.fontSize = `${Number(size) || 100}%`;
  document.body.classList.toggle("sowcourse-contrast", contrast === "hoog");
};

/** @param {Partial<{size: string, contrast: string}>} change */
const choose = (change) => {
  localStorage.setItem(KEY, JSON.stringify({ ...chosen(), ...change }));
  applyView();
  dispatchEvent(new Event("sowcourse:view"));
};

/** Leave the keys for printing to the browser: JupyterLab would print code. @param {KeyboardEvent} event */
export const printAsShown = (event) => {
  const keys = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "p";
  if (keys && document.querySelector(".sowcourse-lesson, .sowcourse-assignment")) event.stopImmediatePropagation();
};

/**
 * A group of radio buttons.
 * @param {string} legend @param {string[][]} options @param {string} value @param {(value: string) => void} change
 */
const group = (legend, options, value, change) => {
  const name = unique();
  return h(
    "fieldset",
    {},
    h("legend", {}, legend),
    ...options.map(([option, label]) => {
      const id = unique();
      return h(
        "div",
        { class: "sowcourse-option" },
        h("input", {
          type: "radio",
          id,
          name,
          value: option,
          checked: option === value,
          onchange: () => change(option),
        }),
        h("label", { for: id }, label),
      );
    }),
  );
};

/** Show the choices; they act at once. @param {App} app */
export function showView(app) {
  const { size, contrast } = chosen();
  const follows = () => app.commands.isToggled("apputils:adaptive-theme");
  const shown = document.body.dataset.jpThemeLight === "false" ? "JupyterLab Dark" : "JupyterLab Light";
  const theme = follows() ? DEVICE : shown;
  const dialog = modal(
    "Weergave",
    group("Grootte van de tekst", SIZES, size, (value) => choose({ size: value })),
    group("Contrast", CONTRASTS, contrast, (value) => choose({ contrast: value })),
    group("Licht of donker", THEMES, theme, async (value) => {
      const device = value === DEVICE;
      if (follows() !== device) await app.commands.execute("apputils:adaptive-theme");
      while (follows() !== device) await new Promise(requestAnimationFrame); // it hears of its own choice later
      if (!device) await app.commands.execute("apputils:change-theme", { theme: value });
    }),
    h("p", {}, "Je keuze geldt op deze computer, in deze browser."),
    buttons(
      button("Afdrukken", () => {
        dialog.close();
        setTimeout(() => globalThis.print());
      }),
      main("Klaar", () => dialog.close()),
    ),
  );
}
