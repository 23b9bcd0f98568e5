// A message through a neighbourhood: whom it reaches along the ties that are there and those that are laid.

/** @typedef {{between: string[], kind: string, how: string}} Tie */

/** The name of a tie in the logbook. @param {Tie} tie */
export const key = (tie) => tie.between.join("-");

/**
 * Who hears it within so many times of passing on → after how many; who starts is not counted.
 * @param {readonly Tie[]} ties
 * @param {string} start
 * @param {number} steps
 */
export function reached(ties, start, steps) {
  const heard = new Map([[start, 0]]);
  for (let step = 1; step <= steps; step += 1) {
    for (const from of [...heard.keys()]) {
      for (const { between } of ties) {
        if (!between.includes(from)) continue;
        const to = between.find((end) => end !== from);
        if (to !== undefined && !heard.has(to)) heard.set(to, step);
      }
    }
  }
  heard.delete(start);
  return heard;
}
