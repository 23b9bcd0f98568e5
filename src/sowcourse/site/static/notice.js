// What is said above a page: that something is wrong, or what was done.

/** Say something above the page; "" to say nothing more. @param {string} sentence @param {string} place */
export const say = (sentence, place = "[data-silent]") => {
  const found = document.querySelector(place);
  if (!found) return;
  found.textContent = sentence;
  found.toggleAttribute("hidden", !sentence);
};
