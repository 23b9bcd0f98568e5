// The form of one text: kept as a draft while somebody writes, with the lesson beside it; without it there is a button.

import { toolbar } from "./author-markdown.js";

const PAUSE = 900;
const SILENT =
  "Niet bewaard: Kantoor antwoordt niet. Wat je schreef, staat nog op deze bladzijde. Druk straks op «Bewaren».";

/**
 * What the page says of the draft, as the server tells it now; and where the text is now, when its name changed.
 * @param {HTMLFormElement} form @param {Document} told @param {string} place
 */
function follow(form, told, place) {
  const there = new URL(place);
  there.search = "";
  if (there.pathname !== new URL(form.action).pathname) history.replaceState(null, "", there);
  form.action = `${there}`;
  const [seen, now] = [form, told].map((at) => at.querySelector("input[name=stond]"));
  if (seen instanceof HTMLInputElement && now instanceof HTMLInputElement) seen.value = now.value;
  for (const part of document.querySelectorAll("[data-part]")) {
    const name = part.getAttribute("data-part");
    const now = told.querySelector(`[data-part="${name}"]`);
    if (now && now.innerHTML !== part.innerHTML) part.replaceChildren(...now.childNodes);
  }
  for (const place of document.querySelectorAll("[data-field]")) {
    const now = told.querySelector(`[data-field="${CSS.escape(place.getAttribute("data-field") ?? "")}"]`);
    const fault = now?.querySelector(".error");
    place.querySelector(".error")?.remove();
    place.classList.toggle("wrong", Boolean(fault));
    const input = place.querySelector("input, select, textarea");
    input?.toggleAttribute("aria-invalid", false);
    if (!fault) continue;
    input?.before(fault);
    input?.setAttribute("aria-invalid", "true");
  }
}

/** @param {HTMLFormElement} form */
function keepWhileWriting(form) {
  const said = document.querySelector("[data-said]");
  const frame = document.querySelector("iframe.sheet");
  let timer = 0;
  let busy = 0;
  let line = Promise.resolve();
  const keep = async () => {
    const words = new FormData(form);
    words.set("doe", "bewaren");
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(/** @type {any} */ (words)),
      });
      const told = new DOMParser().parseFromString(await answer.text(), "text/html");
      const refused = told.querySelector(".fault p")?.textContent;
      if (said) said.textContent = answer.ok ? `Bewaard als concept om ${clock()}.` : `Niet bewaard: ${refused ?? ""}`;
      if (!answer.ok) return;
      follow(form, told, answer.url);
      if (frame instanceof HTMLIFrameElement) frame.src = `${form.action}/voorbeeld`;
    } catch {
      if (said) said.textContent = SILENT;
    }
  };
  form.addEventListener("input", (event) => {
    const changed = event.target;
    clearTimeout(timer);
    // A name that is half typed would be another text.
    if (changed instanceof HTMLInputElement && changed.name === form.dataset.live) return;
    timer = window.setTimeout(() => {
      busy += 1;
      line = line.then(keep).then(() => {
        busy -= 1;
      });
    }, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!busy) return;
    event.preventDefault(); // what is on its way comes first: else this would be a second window
    const button = event.submitter;
    line = line.then(() => form.requestSubmit(button));
  });
}

const clock = () => new Date().toLocaleTimeString("nl", { hour: "2-digit", minute: "2-digit" });

/** A reference as it would be, while its parts are typed. @param {HTMLFormElement} form */
function composeWhileTyping(form) {
  const shown = form.querySelector("output");
  if (!shown) return;
  form.addEventListener("input", async () => {
    const words = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    words.delete("_xsrf");
    const answer = await fetch(`${form.dataset.compose}?${words}`).catch(() => null);
    if (!answer?.ok) return;
    /** @type {{apa: string, fault: string}} */
    const told = await answer.json();
    shown.textContent = told.fault || told.apa;
    shown.classList.toggle("error", Boolean(told.fault));
  });
}

for (const area of document.querySelectorAll("textarea[data-markdown]")) {
  if (area instanceof HTMLTextAreaElement) toolbar(area);
}
for (const form of document.querySelectorAll("form")) {
  if (form.dataset.live !== undefined) keepWhileWriting(form);
  if (form.dataset.compose !== undefined) composeWhileTyping(form);
}
