// Files that are dropped on a field; without this script they are chosen.

const MOST = 500e6;
const TOO_BIG = "Samen is dit meer dan 500 MB, en dat neemt Kantoor niet in één keer aan. Geef het in delen.";

/** What is too big is said before it is sent: a server would only hang up. @param {HTMLInputElement} input */
function weigh(input) {
  const size = [...(input.files ?? [])].reduce((sum, file) => sum + file.size, 0);
  input.setCustomValidity(size > MOST ? TOO_BIG : "");
  input.reportValidity();
}

for (const place of document.querySelectorAll("[data-drop]")) {
  const input = place.querySelector("input");
  if (!(place instanceof HTMLElement) || !input) continue;
  input.addEventListener("change", () => weigh(input));
  place.addEventListener("dragover", (event) => {
    event.preventDefault();
    place.dataset.over = "";
  });
  place.addEventListener("dragleave", () => delete place.dataset.over);
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    delete place.dataset.over;
    const files = event.dataTransfer?.files;
    if (!files?.length) return;
    input.files = files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.focus();
  });
}
