// How far each lesson is, and what comes next: counted from the logbook, never guessed.

const filled = (value) =>
  value !== null &&
  value !== undefined &&
  value !== "" &&
  (typeof value !== "object" || Object.values(value).some(filled));

/** How many of the parts that ask something hold an answer. */
function done(store, lesson) {
  const written = store.module(lesson.id);
  return lesson.kept.filter((part) =>
    Object.entries(written).some(([item, value]) => (item === part || item.startsWith(`${part}.`)) && filled(value)),
  ).length;
}

function showProgress(store) {
  const lessons = globalThis.sowcourseAsked.lessons;
  const counts = new Map(lessons.map((lesson) => [lesson.id, [done(store, lesson), lesson.kept.length]]));
  const begun = lessons.find((lesson) => {
    const [made, all] = counts.get(lesson.id);
    return made > 0 && made < all;
  });
  const next = begun ?? lessons.find((lesson) => counts.get(lesson.id)[0] === 0);
  for (const place of document.querySelectorAll("[data-progress]")) {
    const [made, all] = counts.get(place.dataset.progress);
    place.textContent =
      made === 0 ? "nog niet begonnen" : made === all ? `✓ alle ${all} onderdelen` : `${made} van ${all} onderdelen`;
    const bar = place.parentElement.querySelector("progress");
    if (bar) bar.value = made;
    place.closest("[data-lesson]")?.toggleAttribute("data-done", made === all);
  }
  const link = document.querySelector("[data-next]");
  if (link && next) {
    link.href = `les/${next.id}.html`;
    link.textContent = `${begun ? "Ga verder met" : counts.get(lessons[0].id)[0] ? "Volgende les:" : "Begin met"} ${next.title}`;
  } else if (link) {
    link.href = "portfolio.html";
    link.textContent = "Alles is gedaan: bekijk je portfolio";
  }
}

globalThis.sowcourseProgress = showProgress;
