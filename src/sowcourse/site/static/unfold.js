// A long page lays out its first screen first. The rest follows once that can be used, so that nothing moves later.

/**
 * Whether the whole page is wanted at once: the reader goes to a place in it, or comes back to one.
 * @param {string} hash @param {string} type how the browser came here
 */
export const atOnce = (hash, type) => hash.length > 1 || (type !== "" && type !== "navigate");

/** Show the place that the address names, where it is now that the parts are drawn. */
function goThere() {
  document.querySelector(":target")?.scrollIntoView({ behavior: "instant" });
}

/** Lay out what the style sheet holds back. */
export function unfold() {
  const whole = () => {
    document.documentElement.dataset.unfolded = "true";
  };
  const [came] = performance.getEntriesByType("navigation");
  const type = came instanceof PerformanceNavigationTiming ? came.type : "";
  if (atOnce(location.hash, type)) whole();
  else requestAnimationFrame(() => setTimeout(whole));
  if (type === "navigate" && document.readyState === "complete") goThere();
  else if (type === "navigate") addEventListener("load", goThere);
  addEventListener("beforeprint", whole);
}
