// A hall that goes on: the page anew when its step changes, numbers in their place, and what to know when it is silent.

const PAUSE = 1000;
const LONGER = 4000;

/** @param {number} time */
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** The page as it is asked for first: never a form sent again. */
const anew = () => location.replace(location.pathname);

/**
 * Put numbers in their place.
 * @param {HTMLElement} place
 * @param {Record<string, string>} told
 */
function count(place, told) {
  for (const each of document.querySelectorAll("[data-count]")) {
    const name = each instanceof HTMLElement ? (each.dataset.count ?? "") : "";
    if (name in told && each.textContent !== told[name]) each.textContent = told[name];
  }
  for (const each of document.querySelectorAll("[data-few]")) {
    if (each instanceof HTMLElement) each.hidden = Number(told.answered) >= Number(each.dataset.few);
  }
  Object.assign(place.dataset, told);
}

/** @param {HTMLElement} place */
async function follow(place) {
  const lost = document.querySelector("[data-lost]");
  for (;;) {
    const address = new URL(place.dataset.follow ?? "", location.href);
    for (const name of ["step", "inside", "asked", "answered"]) {
      const known = place.dataset[name];
      if (known !== undefined) address.searchParams.set(name, known);
    }
    try {
      // Who must log in anew is sent away: only a whole page can do that, and a class does it one after the other.
      const answer = await fetch(address, { headers: { "X-XSRFToken": place.dataset.xsrf ?? "" }, redirect: "manual" });
      if (answer.status >= 500) throw new Error(String(answer.status));
      if (!answer.ok) {
        await pause(PAUSE + Math.random() * LONGER);
        return anew();
      }
      /** @type {Record<string, string>} */
      const told = await answer.json();
      if (lost instanceof HTMLElement) lost.hidden = true;
      if (told.step !== place.dataset.step) return anew();
      count(place, told);
      await pause(PAUSE);
    } catch {
      if (lost instanceof HTMLElement) lost.hidden = false;
      await pause(LONGER);
    }
  }
}

const place = document.querySelector("[data-follow]");
if (place instanceof HTMLElement) follow(place);

export {};
