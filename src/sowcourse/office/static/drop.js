// Files that are dropped on a field; without this script they are chosen.

for (const place of document.querySelectorAll("[data-drop]")) {
  const input = place.querySelector("input");
  if (!(place instanceof HTMLElement) || !input) continue;
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
